import type { PolicyRule } from "../../../model";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, text } from "../../../model/words";
import type { RequestOf } from "../../wire";
import { operations, RESELLER_PERMISSION_SET } from "../contract";
import type { Organization } from "../organization";
import { isOrphan, labels, type Labels } from "../pairs";
import { ruleToWire, setsOfRules } from "../policies";
import type { WirePolicy } from "../reading";
import type { RightsChange } from "../rights";

/** What a policy is made of. */
export interface WantedPolicy extends Labels {
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

/** Where a policy of that name is left over that is for nobody any more, it is given the group and the rules. */
export async function makePolicy(organization: Organization, wanted: WantedPolicy, group: string): Promise<WirePolicy> {
  const left = await organization.policies.withKey(keyOf(text(wanted.name)));
  const policy =
    left !== undefined && (await isOrphan(organization, left))
      ? await revive(organization, left, wanted, group)
      : await createPolicy(organization, wanted, group);
  noteGrants(organization, wanted.rules);
  await organization.policies.putIfLoaded(policy);
  return policy;
}

async function revive(
  organization: Organization,
  { id }: WirePolicy,
  wanted: WantedPolicy,
  group: string,
): Promise<WirePolicy> {
  await setRules(organization, id, wanted.rules);
  const body = { description: "", tags: [], ...labels(wanted), group_id: group };
  const policy = (await organization.call(operations.updatePolicy, { params: { policyId: id }, body })).body;
  // The answer to a change has the time of the change before.
  return { ...policy, updated_at: null };
}

/** The answer may get lost: the policy is looked for before anything else is done. */
async function createPolicy(organization: Organization, wanted: WantedPolicy, group: string): Promise<WirePolicy> {
  const { name, rules } = wanted;
  const body = {
    organization_id: organization.id,
    ...labels(wanted),
    name,
    group_id: group,
    rules: rules.map((rule) => ruleToWire(rule, organization.id)),
  };
  try {
    return (await organization.call(operations.createPolicy, { body })).body;
  } catch (error) {
    if (!(error instanceof PortalRefusal) || !error.uncertain) throw error;
    const named = await organization.list(operations.listPolicies, { policy_name: name, group_ids: [group] });
    const made = named.find((policy) => policy.name === name && policy.group_id === group);
    if (made === undefined) throw error;
    return made;
  }
}

/** Writes what has changed of a policy; rules have a call of their own. */
export async function changePolicy(
  organization: Organization,
  policyId: string,
  body: RequestOf<typeof operations.updatePolicy>,
  rules: readonly PolicyRule[] | undefined,
): Promise<void> {
  if (Object.keys(body).length > 0) {
    const answer = await organization.call(operations.updatePolicy, { params: { policyId }, body });
    await organization.policies.putIfLoaded(answer.body);
  }
  if (rules !== undefined) await setRules(organization, policyId, rules);
}

async function setRules(organization: Organization, policy: string, rules: readonly PolicyRule[]): Promise<void> {
  const wire = rules.map((rule) => ruleToWire(rule, organization.id));
  await organization.call(operations.setRules, { body: { policy_id: policy, rules: wire } });
  organization.forgetRules(policy);
  noteGrants(organization, rules);
}

function noteGrants(organization: Organization, rules: readonly PolicyRule[]): void {
  if (organization.isPartner && setsOfRules(rules).has(RESELLER_PERMISSION_SET)) organization.noteGranted();
}

/** That a policy goes. Its rules need not be read where they are known to be `rules`. */
export function withoutPolicy(
  organization: Organization,
  policyId: string,
  rules: readonly PolicyRule[] | undefined,
): RightsChange {
  if (rules !== undefined) organization.noteSets(policyId, [...setsOfRules(rules)]);
  return { policies: new Map([[policyId, undefined]]) };
}

/** Somebody may have deleted it since it was seen. */
export async function deletePolicy(organization: Organization, policyId: string): Promise<void> {
  try {
    await organization.call(operations.deletePolicy, { params: { policyId } });
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.reason !== "not-found") throw error;
  }
  organization.policies.drop(policyId);
}
