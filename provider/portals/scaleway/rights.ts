import type { MissingRight } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { RESELLER_PERMISSION_SET } from "./contract";
import type { Sets } from "./policies";
import type { OrganizationReading, WireGroup, WirePolicy, WireUser } from "./reading";

/** With one of these somebody can give themselves everything else. */
export const ADMINISTRATION = ["IAMManager", "OrganizationManager"];
export const POWERFUL = [...ADMINISTRATION, "IAMPolicyManager", "IAMGroupManager"];

/** What this tool needs to be able to do, each with the permission sets that let it. */
const ABILITIES: readonly { readonly what: string; readonly sets: readonly string[] }[] = [
  { what: "manage people", sets: [...ADMINISTRATION, "IAMUserManager"] },
  { what: "manage groups", sets: [...ADMINISTRATION, "IAMGroupManager"] },
  { what: "manage policies", sets: [...ADMINISTRATION, "IAMPolicyManager"] },
  { what: "open the Partner Space", sets: [RESELLER_PERMISSION_SET] },
];

/** What a change would make of an Organization. */
export interface RightsChange {
  /** Rules of policies as they would be; undefined where the policy would be gone. */
  readonly policies?: ReadonlyMap<string, readonly Sets[] | undefined>;
  /** Who would leave which group; the whole group where no user is named. */
  readonly leaves?: readonly { readonly group: string; readonly user?: string }[];
  /** People who could not log in any more. */
  readonly out?: ReadonlySet<string>;
}

/** What the key of this tool can do, and could not do after a change. */
export async function lostAbilities(organization: OrganizationReading, change: RightsChange): Promise<string[]> {
  const bearer = await organization.keyBearer();
  const id = bearer?.user_id ?? bearer?.application_id;
  if (id === undefined || id === "") return [];
  const user = await organization.users.withId(id);
  // The owner can do everything, whatever policies say.
  if (user?.type === "owner") return [];
  const before = await setsOf(organization, id, {});
  const after = change.out?.has(id) === true ? new Set<string>() : await setsOf(organization, id, change);
  return ABILITIES.filter(({ sets }) => sets.some((set) => before.has(set)) && !sets.some((set) => after.has(set))).map(
    ({ what }) => what,
  );
}

/** What this tool's key can't do; undefined if it may not look that up. */
export async function missingAbilities(organization: OrganizationReading): Promise<MissingRight[] | undefined> {
  const bearer = await organization.keyBearer();
  const id = bearer?.user_id ?? bearer?.application_id;
  if (id === undefined || id === "") return undefined;
  try {
    if ((await organization.users.withId(id))?.type === "owner") return [];
    const held = await setsOf(organization, id, {});
    return ABILITIES.filter(({ sets }) => !sets.some((set) => held.has(set))).map(({ what, sets }) => ({
      right: sets.at(-1) ?? "",
      costs: `the key can't ${what}`,
    }));
  } catch (error) {
    if (error instanceof PortalRefusal && error.reason === "not-allowed") return undefined;
    throw error;
  }
}

/** Who administers the Organization, beside its owner, where nobody would after a change. */
export async function lastAdministrator(
  organization: OrganizationReading,
  change: RightsChange,
): Promise<string | undefined> {
  if (!(await touchesAdministration(organization, change))) return undefined;
  const { name } = (await administrator(organization, {})) ?? {};
  return name === undefined || (await administrator(organization, change)) !== undefined ? undefined : name;
}

/** Permission sets that a user or an application holds, by groups and policies. */
async function setsOf(
  organization: OrganizationReading,
  principal: string,
  change: RightsChange,
): Promise<Set<string>> {
  const isUser = (await organization.users.withId(principal)) !== undefined;
  const groups = (await organization.groups.all()).filter(
    (group) => isIn(group, principal, isUser) && isMember(group, principal, change),
  );
  const policies = await Promise.all(
    [principal, ...groups.map(({ id }) => id)].map((id) => organization.policies.inGroup(id)),
  );
  const sets = await Promise.all(policies.flat().map((policy) => setsIn(organization, policy, change)));
  return new Set(sets.flat());
}

function isIn(group: WireGroup, principal: string, isUser: boolean): boolean {
  const isOfAll = isUser ? group.all_users : group.all_applications;
  return isOfAll === true || group.user_ids.includes(principal) || group.application_ids.includes(principal);
}

function isMember(group: WireGroup, user: string, { leaves = [] }: RightsChange): boolean {
  return !leaves.some((leave) => leave.group === group.id && (leave.user === undefined || leave.user === user));
}

async function setsIn(
  organization: OrganizationReading,
  policy: WirePolicy,
  { policies }: RightsChange,
): Promise<readonly string[]> {
  if (policies?.has(policy.id) === true)
    return (policies.get(policy.id) ?? []).flatMap(({ permissionSets }) => permissionSets);
  return organization.setsOf(policy.id);
}

/** Whether anything that a change touches lets somebody administer. Asked first, since it takes few calls. */
async function touchesAdministration(organization: OrganizationReading, change: RightsChange): Promise<boolean> {
  const policies = [...(change.policies?.keys() ?? [])].map((id) => organization.policies.withId(id));
  const groups = new Set((change.leaves ?? []).map(({ group }) => group));
  for (const user of change.out ?? [])
    for (const group of await organization.groups.all()) if (isIn(group, user, true)) groups.add(group.id);
  const principals = [...groups, ...(change.out ?? [])].map((id) => organization.policies.inGroup(id));
  const touched = [...(await Promise.all(policies)), ...(await Promise.all(principals)).flat()];
  for (const policy of touched) if (policy !== undefined && (await administers(organization, policy, {}))) return true;
  return false;
}

async function administers(
  organization: OrganizationReading,
  policy: WirePolicy,
  change: RightsChange,
): Promise<boolean> {
  return (await setsIn(organization, policy, change)).some((set) => ADMINISTRATION.includes(set));
}

/** Somebody who can log in and administers; looked for where it is likely first, and only until there is one. */
async function administrator(
  organization: OrganizationReading,
  change: RightsChange,
): Promise<{ name: string } | undefined> {
  const able = new Map(
    (await organization.users.all())
      .filter(({ type, locked, id }) => type !== "owner" && !locked && change.out?.has(id) !== true)
      .map((user): [string, WireUser] => [user.id, user]),
  );
  const groups = await organization.groups.all();
  const candidates = [
    ...groups.map((group) => ({
      principal: group.id,
      users: [...(group.all_users === true ? able.keys() : group.user_ids)].filter(
        (user) => able.has(user) && isMember(group, user, change),
      ),
    })),
    ...[...able.keys()].map((id) => ({ principal: id, users: [id] })),
  ].filter(({ users }) => users.length > 0);
  for (const { principal, users } of candidates)
    for (const policy of await organization.policies.inGroup(principal))
      if (await administers(organization, policy, change)) return { name: able.get(users[0]!)!.username };
  return undefined;
}
