import type { Values } from "../../../model/declared";
import type { Freshness, Removed, Written } from "../../../model/portal";
import { orAbsent } from "../../wire";
import { operations } from "../contract";
import { refuseUnlessConfirmed } from "../../confirmed";
import type { Organization } from "../organization";
import { labels, type Pair } from "../pairs";
import { deletionFindings } from "../rules/lockout";
import { changePolicy, deletePolicy, makePolicy, withoutPolicy } from "./policyParts";
import type { Inputs, Outputs } from "./profileShown";

/** A profile that is a policy for a group that exists: its id is the policy's. */

export async function getForGroup(
  organization: Organization,
  policyId: string,
  freshness: Freshness,
): Promise<Pair | undefined> {
  const policy =
    freshness === "known"
      ? await organization.policies.withId(policyId)
      : await orAbsent(organization.call(operations.getPolicy, { params: { policyId } }));
  return policy === undefined ? undefined : { ownGroup: undefined, policy };
}

export async function createForGroup(
  organization: Organization,
  inputs: Inputs,
  group: string,
): Promise<Written<Outputs>> {
  const policy = await makePolicy(organization, inputs, group);
  return { id: policy.id, outputs: { rulesAsOf: policy.updated_at ?? undefined } };
}

export async function updateForGroup(
  organization: Organization,
  id: string,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const principal = changes.group === undefined ? {} : { group_id: changes.group };
  await changePolicy(organization, id, { ...labels(changes), ...principal }, changes.rules);
  // Only a fresh look shows when the portal has noted the change.
  return { id, outputs: { rulesAsOf: undefined } };
}

/** `rules`: those of the policy, where they are known. `what`: how messages name the profile. */
export async function removeForGroup(
  organization: Organization,
  id: string,
  state: Values<Inputs>,
  rules: Inputs["rules"] | undefined,
  what: string,
): Promise<Removed> {
  const change = withoutPolicy(organization, id, rules);
  refuseUnlessConfirmed(await deletionFindings(organization, what, change), state);
  await deletePolicy(organization, id);
  return {};
}
