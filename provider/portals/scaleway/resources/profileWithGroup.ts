import type { Values } from "../../../model/declared";
import type { Found, Freshness, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { listed } from "../../../model/words";
import { orAbsent } from "../../wire";
import { operations } from "../contract";
import { refuseUnlessConfirmed } from "../../confirmed";
import type { Organization } from "../organization";
import { labels, type Pair, withPolicy } from "../pairs";
import { namesOf } from "../reading";
import { P7 } from "../rules/groups";
import { deletionFindings } from "../rules/lockout";
import { changePolicy, deletePolicy, makePolicy, withoutPolicy } from "./policyParts";
import type { Inputs, Known, Outputs } from "./profileShown";

/** A profile with a group of its own, and the policy on it: its id is the group's. */

export async function getWithGroup(
  organization: Organization,
  groupId: string,
  state: Known,
  freshness: Freshness,
): Promise<Pair | undefined> {
  const group =
    freshness === "known"
      ? await organization.groups.withId(groupId)
      : await orAbsent(organization.call(operations.getGroup, { params: { groupId } }));
  return group === undefined ? undefined : withPolicy(organization, group, state.policyId);
}

export async function createWithGroup(organization: Organization, inputs: Inputs): Promise<Written<Outputs>> {
  const { body: group } = await organization.call(operations.createGroup, {
    body: { organization_id: organization.id, ...labels(inputs), name: inputs.name },
  });
  return {
    id: group.id,
    outputs: {},
    next: async () => {
      await organization.groups.putIfLoaded(group);
      const written = await addPolicy(organization, group.id, inputs);
      return { ...written, outputs: { ...written.outputs, userCount: 0 } };
    },
  };
}

async function addPolicy(
  organization: Organization,
  groupId: string,
  inputs: Parameters<typeof makePolicy>[1],
): Promise<Written<Outputs>> {
  const { id: policyId, updated_at: asOf } = await makePolicy(organization, inputs, groupId);
  return { id: groupId, outputs: { policyId, rulesAsOf: asOf ?? undefined } };
}

export async function updateWithGroup(
  organization: Organization,
  { id, inputs: { description, tags }, outputs: { policyId } }: Found<Inputs, Outputs>,
  changes: Values<Inputs>,
  wanted: Inputs,
): Promise<Written<Outputs>> {
  const body = labels(changes);
  if (Object.keys(body).length > 0) {
    const answer = await organization.call(operations.updateGroup, { params: { groupId: id }, body });
    await organization.groups.putIfLoaded(answer.body);
  }
  if (policyId === undefined) return addPolicy(organization, id, { description, tags, ...wanted });
  await changePolicy(organization, policyId, body, changes.rules);
  // Only a fresh look shows when the portal has noted the change.
  return { id, outputs: { policyId, rulesAsOf: undefined } };
}

/** `rules`: those of its policy, where they are known. `what`: how messages name the profile. */
export async function removeWithGroup(
  organization: Organization,
  { id, outputs: { policyId } }: Found<Inputs, Outputs>,
  state: Values<Inputs>,
  rules: Inputs["rules"] | undefined,
  what: string,
): Promise<Removed> {
  const change = policyId === undefined ? {} : withoutPolicy(organization, policyId, rules);
  refuseUnlessConfirmed(await deletionFindings(organization, what, { ...change, leaves: [{ group: id }] }), state);
  await refuseForeignPolicies(organization, id, policyId, what);
  const members = (await organization.groups.withId(id))?.user_ids ?? [];
  if (policyId !== undefined) await deletePolicy(organization, policyId);
  await organization.call(operations.deleteGroup, { params: { groupId: id } });
  organization.groups.drop(id);
  if (members.length === 0) return {};
  return { note: `${listed(await namesOf(organization, members))} no longer have what it allowed` };
}

async function refuseForeignPolicies(
  organization: Organization,
  group: string,
  own: string | undefined,
  what: string,
): Promise<void> {
  const others = (await organization.policies.inGroup(group)).filter(({ id }) => id !== own);
  if (others.length === 0) return;
  throw new PortalRefusal(
    `the group of ${what} has other policies, which would have no group: ` +
      `${others.map(({ name, id }) => `${name} (${id})`).join(", ")}. Delete them, or give them another group first ${P7.mark}`,
  );
}
