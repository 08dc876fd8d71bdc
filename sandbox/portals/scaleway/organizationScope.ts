import type { AnyCall } from "./call";
import { requireOneOf } from "./caller";
import { denied, notFound, ScalewayProblem } from "./problem";
import type { OrganizationRecord } from "./records";

export type Right = "read" | "write";

/** Which permission sets open the resources of IAM, to look at them and to change them. */
const SETS: Readonly<Record<string, { readonly read: readonly string[]; readonly write: readonly string[] }>> = {
  user: { read: ["IAMUserReadOnly", "IAMUserManager"], write: ["IAMUserManager"] },
  group: { read: ["IAMGroupReadOnly", "IAMGroupManager"], write: ["IAMGroupManager"] },
  policy: { read: ["IAMPolicyReadOnly", "IAMPolicyManager"], write: ["IAMPolicyManager"] },
  application: { read: ["IAMApplicationReadOnly", "IAMApplicationManager"], write: ["IAMApplicationManager"] },
  access_key: { read: ["IAMApplicationReadOnly", "IAMApplicationManager"], write: ["IAMApplicationManager"] },
  quotum: { read: ["OrganizationReadOnly"], write: [] },
  project_id: { read: ["ProjectReadOnly", "ProjectManager"], write: ["ProjectManager"] },
};
const EVERYTHING = { read: ["IAMReadOnly", "IAMManager", "OrganizationReadOnly"], write: ["IAMManager"] };

/** @throws {ScalewayProblem} `permissions_denied` */
export function requireRight({ caller }: AnyCall, resource: string, right: Right): void {
  const own = SETS[resource]?.[right] ?? [];
  requireOneOf(caller, [...own, ...EVERYTHING[right], "OrganizationManager"], right, resource);
}

const SSH_KEY_SETS = {
  read: ["SSHKeysReadOnly", "SSHKeysFullAccess", "AllProductsReadOnly", "AllProductsFullAccess"],
  write: ["SSHKeysFullAccess", "AllProductsFullAccess"],
};

/**
 * SSH keys belong to projects: a right in one of them is enough for its keys, and nothing less than a right in the whole
 * Organization (null) for all of them.
 * @throws {ScalewayProblem} `permissions_denied`
 */
export function requireSshKeyRight({ caller }: AnyCall, projectId: string | null, right: Right): void {
  if (!SSH_KEY_SETS[right].some((set) => caller.holds(set, projectId))) throw denied(right, "ssh_key");
}

export function isLocked({ locks }: OrganizationRecord): boolean {
  return locks.length > 0;
}

/**
 * Something new has no id yet that could be unknown: in an Organization that is locked it is refused as that.
 * @throws {ScalewayProblem} `locked`
 */
export function requireUnlocked({ caller: { organization } }: AnyCall): void {
  if (isLocked(organization))
    throw new ScalewayProblem("locked", { resource: "organization", resource_id: organization.id });
}

/**
 * The Organization that a request is about: one's own, which is also meant where none is named. To write there is to make something
 * new.
 */
export function organizationOf(
  call: AnyCall,
  named: string | null | undefined,
  resource: string,
  right: Right = "read",
): string {
  const own = call.caller.organization.id;
  if (named !== null && named !== undefined && named !== "" && named !== own) throw denied(right, resource);
  if (right === "write") requireUnlocked(call);
  return own;
}

/**
 * An object of IAM by its id. In an Organization that is locked it can't be seen by its id, although lists still have it.
 * @throws {ScalewayProblem} `not_found`
 */
export function inOwn<Found extends { readonly organizationId: string }>(
  { caller }: AnyCall,
  found: Found | undefined,
  resource: string,
  id: string,
): Found {
  if (found === undefined || found.organizationId !== caller.organization.id || isLocked(caller.organization))
    throw notFound(resource, id);
  return found;
}

/**
 * The same, for callers who have a right to such objects.
 * @throws {ScalewayProblem} `permissions_denied` or `not_found`
 */
export function ownOf<Found extends { readonly organizationId: string }>(
  call: AnyCall,
  resource: string,
  objects: { get(id: string): Found | undefined },
  id: string,
  right: Right,
): Found {
  requireRight(call, resource, right);
  return inOwn(call, objects.get(id), resource, id);
}

/**
 * All objects of a sort in the Organization that a list is asked for.
 * @throws {ScalewayProblem} `permissions_denied`
 */
export function listedOf<Found>(
  call: AnyCall,
  resource: string,
  objects: { find(index: "organization", id: string): Iterable<Found> },
): Iterable<Found> {
  requireRight(call, resource, "read");
  return objects.find("organization", organizationOf(call, call.query.get("organization_id"), resource));
}
