import { type Declared, type InputsAt, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found } from "../../../model/portal";
import { listed } from "../../../model/words";
import type { InOrganization } from "../everywhere";
import type { fields } from "../fields";
import type { Organization } from "../organization";
import { builtInReason, labelsOf, type Pair, profilesIn, theOther } from "../pairs";
import { rulesOf } from "../policies";
import { namesOf, type WireGroup, type WirePolicy } from "../reading";

export type Inputs = InputsAt<typeof fields, "Profile">;
export type Outputs = OutputsOfKind<"Profile">;
export type Shown = Found<Inputs, Outputs>;
/** What a state has of a profile, or a declaration. */
export type Known = Declared<Inputs> & Declared<Outputs>;

/** How many of those who have a profile its outputs name. */
const MOST_NAMES = 100;

/** A profile as its kind has it. */
export async function profileShown(organization: Organization, pair: Pair, declared: Known): Promise<Shown> {
  const { ownGroup, policy } = pair;
  const wire = pair.ownGroup ?? pair.policy;
  const shown = [ownGroup, policy].filter((one) => one !== undefined);
  const isUnchanged = policy !== undefined && policy.updated_at !== null && policy.updated_at === declared.rulesAsOf;
  const rules = policy === undefined ? [] : isUnchanged ? undefined : await rulesOf(organization, policy);
  const group =
    ownGroup ?? (policy?.group_id === undefined ? undefined : await organization.groups.withId(policy.group_id));
  const builtIn = builtInReason(wire);
  return {
    id: wire.id,
    inputs: {
      account: organization.isPartner ? undefined : organization.id,
      name: theOther(
        shown.map(({ name }) => name),
        declared.name,
      ),
      // What one of the two alone has lost is shown as empty: it is there, and can be taken away.
      description: shown.every(({ description }) => description === "")
        ? undefined
        : theOther(
            shown.map(({ description }) => description),
            declared.description ?? "",
          ),
      tags: shown.every(({ tags }) => tags.length === 0)
        ? undefined
        : theOther(
            shown.map(({ tags }) => [...tags].sort()),
            declared.tags ?? [],
          ),
      ...(ownGroup === undefined ? { group: policy?.group_id } : {}),
      ...(rules === undefined ? {} : { rules: rules.length === 0 ? undefined : rules }),
    },
    outputs: {
      policyId: ownGroup === undefined ? undefined : policy?.id,
      rulesAsOf: policy?.updated_at ?? undefined,
      ...(await memberOutputs(organization, group)),
    },
    ...(builtIn === undefined ? {} : { builtIn }),
  };
}

async function memberOutputs(organization: Organization, group: WireGroup | undefined): Promise<Values<Outputs>> {
  const members = group === undefined ? [] : await organization.membersOf(group);
  if (members.length === 0) return { userCount: 0, users: undefined };
  return { userCount: members.length, users: (await namesOf(organization, members)).slice(0, MOST_NAMES) };
}

/** The rules of a policy stand in a list of their own: one call for each policy that can be declared. */
export async function everyProfile(organization: Organization, whole: boolean): Promise<InOrganization> {
  const groups = await organization.groups.all();
  const { own, attached, builtIn, undeclarable } = profilesIn(groups, await organization.policies.all());
  const shown = (pair: Pair) => profileShown(organization, pair, labelsOf(pair.ownGroup ?? pair.policy));
  const bare = async (wire: WireGroup | WirePolicy) => ({
    id: wire.id,
    inputs: {
      account: organization.isPartner ? undefined : organization.id,
      name: wire.name,
      ...(whole ? await heldBy(organization, wire) : {}),
    },
    outputs: {},
  });
  const withApplications = groups.filter(({ application_ids: ids }) => ids.length > 0).map(({ name }) => name);
  return {
    found: [
      ...(await Promise.all(own.map(({ group, policy }) => shown({ ownGroup: group, policy })))),
      ...(await Promise.all(attached.map((policy) => shown({ ownGroup: undefined, policy })))),
      ...(await Promise.all(builtIn.map(async ({ wire, reason }) => ({ ...(await bare(wire)), builtIn: reason })))),
      ...(await Promise.all(
        undeclarable.map(async ({ wire, reason }) => ({ ...(await bare(wire)), undeclarable: reason })),
      )),
    ],
    ...(withApplications.length === 0
      ? {}
      : {
          without: [
            `applications, which are not users: there are some in the groups ${listed([...withApplications].sort())}, and they stay there`,
          ],
        }),
  };
}

/** What nobody can declare, as a profile would have it: a group holds nothing, a policy is for a group, or for one person. */
async function heldBy(
  organization: Organization,
  wire: WireGroup | WirePolicy,
): Promise<Readonly<Record<string, unknown>>> {
  if ("user_ids" in wire) return { rules: [], ...(wire.all_users === true ? { everybody: true } : {}) };
  const { group_id: group, user_id: user } = wire;
  const isOfSomebody = group !== undefined || user !== undefined;
  return { group, user, rules: isOfSomebody ? await rulesOf(organization, wire) : [] };
}
