import type { Finding } from "../../../model";
import type { Declared } from "../../../model/declared";
import type { Freshness, KindDriver, Surroundings } from "../../../model/portal";
import { keyOf, nameWithin, text } from "../../../model/words";
import type { Partner } from "../client";
import { absenceIn, isOpen, unknownGroup } from "../driver";
import { everywhere } from "../everywhere";
import { canonicalAccount, openOrganization, sameObject } from "../opening";
import type { Organization } from "../organization";
import { isOrphan, type Pair, pairOf } from "../pairs";
import type { OrganizationReading } from "../reading";
import { createForGroup, getForGroup, removeForGroup, updateForGroup } from "./profileForGroup";
import { everyProfile, type Inputs, type Known, type Outputs, profileShown, type Shown } from "./profileShown";
import { createWithGroup, getWithGroup, removeWithGroup, updateWithGroup } from "./profileWithGroup";

/**
 * Profile = IAM group and IAM policy. Without `group` both are the profile's, and its id is the group's; with `group` it is a policy for
 * that group, and its id is the policy's.
 */
export function profileDriver(partner: Partner): KindDriver<Inputs, Outputs> {
  const organizationOf = ({ account }: Declared<Inputs>) => partner.organization(account);
  return {
    describe,
    canonical: (inputs) => canonical(partner, inputs),
    verify: (inputs, surroundings) => verify(partner, inputs, surroundings),
    absence: (_id, state) => absenceIn(organizationOf(state)),
    everything: (whole = false) => everywhere(partner, "Profile", (organization) => everyProfile(organization, whole)),
    find: async (inputs, freshness) =>
      isOpen(partner, inputs) ? findProfile(organizationOf(inputs), inputs, freshness) : undefined,
    alike: async (inputs) => (isOpen(partner, inputs) ? alikeProfiles(organizationOf(inputs), inputs) : []),
    get: (id, state, freshness) => getProfile(organizationOf(state), id, state, freshness),

    create: (inputs) =>
      inputs.group === undefined
        ? createWithGroup(organizationOf(inputs), inputs)
        : createForGroup(organizationOf(inputs), inputs, inputs.group),

    update: (found, changes, wanted) =>
      wanted.group === undefined
        ? updateWithGroup(organizationOf(found.inputs), found, changes, wanted)
        : updateForGroup(organizationOf(found.inputs), found.id, changes),

    remove(found, state) {
      const organization = organizationOf(found.inputs);
      // Left out where they are as the state has them.
      const rules = "rules" in found.inputs ? undefined : (state.rules ?? []);
      return state.group === undefined
        ? removeWithGroup(organization, found, state, rules, describe(found.inputs))
        : removeForGroup(organization, found.id, state, rules, describe(found.inputs));
    },
  };
}

function describe({ name, account }: Declared<Inputs>): string {
  return nameWithin(name, account);
}

/** The group by its id; what isn't known (yet) stays as it is. */
async function canonical(partner: Partner, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const own: Declared<Inputs> = canonicalAccount(partner, inputs);
  const { group } = own;
  if (typeof group !== "string" || !isOpen(partner, own)) return own;
  return { ...own, group: (await partner.organization(own.account).group(group))?.id ?? group };
}

async function verify(
  partner: Partner,
  inputs: Declared<Inputs>,
  { before, planned }: Surroundings<Declared<Inputs>>,
): Promise<Finding[]> {
  const organization = await openOrganization({ realm: partner, inputs, planned });
  if (organization === undefined) return [];
  const { group } = inputs;
  if (typeof group === "string")
    return (await organization.group(group)) === undefined ? [await unknownGroup(organization, "group", group)] : [];
  return policyNameFindings(organization, inputs, sameObject({ realm: partner, inputs, before }));
}

async function findProfile(
  organization: Organization,
  inputs: Declared<Inputs>,
  freshness: Freshness,
): Promise<Shown | undefined> {
  await Promise.all([organization.groups.load(freshness), organization.policies.load(freshness)]);
  const pair = await pairOf(organization, inputs);
  return pair && profileShown(organization, pair, inputs);
}

async function alikeProfiles(organization: Organization, inputs: Declared<Inputs>): Promise<Shown[]> {
  const key = keyOf(text(inputs.name));
  const groups = await organization.groups.alike(key);
  const policies = await organization.policies.alike(key);
  const pairs: Pair[] = [
    ...groups.map((ownGroup) => ({ ownGroup, policy: undefined })),
    ...policies.map((policy) => ({ ownGroup: undefined, policy })),
  ];
  return Promise.all(pairs.map((pair) => profileShown(organization, pair, inputs)));
}

async function getProfile(
  organization: Organization,
  id: string,
  state: Known,
  freshness: Freshness,
): Promise<Shown | undefined> {
  if (freshness === "known") await Promise.all([organization.groups.load(), organization.policies.load()]);
  const pair =
    state.group === undefined
      ? await getWithGroup(organization, id, state, freshness)
      : await getForGroup(organization, id, freshness);
  return pair && profileShown(organization, pair, state);
}

/** The policy of a new profile with a group of its own: a group of that name would have been found as a clash. */
async function policyNameFindings(
  organization: OrganizationReading,
  { name, group }: Declared<Inputs>,
  before: Declared<Inputs> | undefined,
): Promise<Finding[]> {
  if (group !== undefined || typeof name !== "string" || name === before?.name) return [];
  const policy = await organization.policies.withKey(keyOf(name));
  const owner = policy?.group_id === undefined ? undefined : await organization.groups.withId(policy.group_id);
  if (policy === undefined || owner?.name === name || owner?.name === before?.name) return [];
  if (await isOrphan(organization, policy)) return [];
  return [
    {
      property: "name",
      reason: `is ${JSON.stringify(name)}, the name of a policy (id ${policy.id}) that is for ${owner === undefined ? "something else" : `the group ${owner.name}`}: choose another name`,
    },
  ];
}
