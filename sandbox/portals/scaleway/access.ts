import { RESELLER_PERMISSION_SET } from "../../../provider/portals/scaleway/contract";
import { type AccessEntry, type PersonAccess, shutOut } from "../access";
import { rulesOfUser } from "./caller";
import { isLocked } from "./organizationScope";
import type { ScalewayRealm } from "./realm";
import type { OrganizationRecord, UserRecord } from "./records";

/** How the rights of an owner are written, who has every permission set that there is. */
const EVERYTHING = "*";

/** One right, and where it holds beside its Organization. */
interface Right {
  readonly set: string;
  readonly project?: string;
  readonly condition?: string;
}

/** Why a person can't log in; null where the person can. */
export function barrier(realm: ScalewayRealm, { locked, organizationId }: UserRecord): string | null {
  if (locked) return "the person is locked";
  const organization = realm.organizations.get(organizationId);
  if (organization === undefined || organization.closed) return "the organization is closed";
  if (!isLocked(organization)) return null;
  return `the organization is locked: ${organization.locks.map(({ by, reason }) => `${reason}, by ${by}`).join("; ")}`;
}

/** What a user may do in its own Organization and, if that is the partner's, in the Organizations of the partner's clients. */
export function accessOf(realm: ScalewayRealm, user: UserRecord): PersonAccess {
  const because = barrier(realm, user);
  if (because !== null) return shutOut(because);
  const isPartners = realm.organizations.get(user.organizationId)?.partnerId === null;
  const rights = rightsOf(realm, user);
  const partnerSpace = rights
    .filter(({ set }) => set === RESELLER_PERMISSION_SET || set === EVERYTHING)
    .map((right) => ({ ...right, set: RESELLER_PERMISSION_SET }));
  return {
    canLogIn: true,
    because,
    access: [
      ...entries(isPartners ? null : user.organizationId, rights),
      ...clientsOf(realm, user.organizationId).flatMap(({ id }) => entries(id, partnerSpace)),
    ],
  };
}

/** The clients of an Organization, which are the partner's alone. Also those that are locked: that shuts out their people, not the partner. */
function clientsOf(realm: ScalewayRealm, partnerId: string): OrganizationRecord[] {
  return [...realm.organizations.find("partner", partnerId)].sort((one, other) => one.sequence - other.sequence);
}

function rightsOf(realm: ScalewayRealm, user: UserRecord): Right[] {
  const rules = rulesOfUser(realm, user);
  if (rules === "everything") return [{ set: EVERYTHING }];
  return rules.flatMap(({ sets, organizationId, projectIds, condition: text }) => {
    const condition = text === "" ? {} : { condition: text };
    if (organizationId !== null) return sets.map((set) => ({ set, ...condition }));
    // In a project that was deleted nobody can do anything, whatever a rule says.
    const projects = (projectIds ?? []).filter((id) => realm.projects.get(id) !== undefined);
    return projects.flatMap((project) => sets.map((set) => ({ set, project, ...condition })));
  });
}

/** One entry for each project and condition. */
function entries(account: string | null, rights: readonly Right[]): AccessEntry[] {
  const places = new Map<string, { readonly place: Omit<Right, "set">; readonly sets: Set<string> }>();
  for (const { set, ...place } of rights) {
    const key = JSON.stringify([place.project, place.condition]);
    const found = places.get(key) ?? { place, sets: new Set() };
    places.set(key, found);
    found.sets.add(set);
  }
  return [...places.values()].map(({ place, sets }) => ({ account, ...place, permissions: [...sets].sort() }));
}
