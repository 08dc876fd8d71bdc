import { hashOf } from "../../secrets";
import { compositeKey } from "../../store/collection";
import { denied, ScalewayProblem } from "./problem";
import type { ScalewayRealm } from "./realm";
import type { ApiKeyRecord, OrganizationRecord, RuleRecord, UserRecord } from "./records";

/** Who sends a request. */
export interface Caller {
  readonly key: Pick<ApiKeyRecord, "userId" | "applicationId">;
  readonly organization: OrganizationRecord;
  /** The permission sets that the key's bearer holds in its Organization; the owner holds all. */
  readonly holds: Holds;
}

/** Whether a permission set is held: anywhere, in a project, or (null) in the whole Organization. */
export type Holds = (set: string, projectId?: string | null) => boolean;

const TOKEN_PATTERN = /^([\w-]+\.){2}[\w-]+$/;

/** What a request says of its sender: a key, or the token of somebody at the console. */
export interface Credentials {
  readonly secret: string | undefined;
  readonly session: string | undefined;
}

/** @throws {ScalewayProblem} `denied_authentication` where the key is missing, unknown or expired. */
export function authenticate(realm: ScalewayRealm, { secret, session }: Credentials, now: number): Caller {
  const problem = (reason: string, method = "api_key") =>
    new ScalewayProblem("denied_authentication", { method, reason });
  // Nobody is at the console.
  if (secret === undefined && session !== undefined)
    throw problem(TOKEN_PATTERN.test(session) ? "not_found" : "invalid_argument", "jwt");
  if (secret === undefined || secret === "") throw problem("invalid_argument");
  const key = realm.apiKeys.first("secretHash", hashOf(secret));
  if (key === undefined) throw problem("not_found");
  if (isExpired(key, now)) throw problem("expired");
  const organization = realm.organizations.get(key.organizationId);
  if (organization === undefined) throw problem("not_found");
  const user = key.userId === null ? undefined : realm.users.get(key.userId);
  return { key, organization, holds: holderOf(realm, key, user) };
}

export function isExpired({ expiresAt }: ApiKeyRecord, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function holderOf(realm: ScalewayRealm, { userId, applicationId }: ApiKeyRecord, user: UserRecord | undefined): Holds {
  const rules = user === undefined ? rulesOf(realm, userId ?? applicationId ?? "") : rulesOfUser(realm, user);
  if (rules === "everything") return () => true;
  return (set, projectId) =>
    rules.some(
      ({ sets, organizationId, projectIds }) =>
        sets.includes(set) &&
        (projectId === undefined ||
          organizationId !== null ||
          (projectId !== null && projectIds?.includes(projectId) === true)),
    );
}

/** What policies give a user; the owner needs none. Somebody who is locked has nothing. */
export function rulesOfUser(realm: ScalewayRealm, user: UserRecord): readonly RuleRecord[] | "everything" {
  if (user.type === "owner") return "everything";
  return user.locked ? [] : rulesOf(realm, user.id);
}

/** The rules of all policies that are for a user or an application, or for a group that it is in. */
function rulesOf(realm: ScalewayRealm, bearer: string): RuleRecord[] {
  const all = ["users", "applications"] as const;
  const everybody = all.flatMap((sort) => {
    const record = realm[sort].get(bearer);
    return record === undefined ? [] : [...realm.groups.find("all", compositeKey(record.organizationId, sort))];
  });
  const groups = [...realm.groups.find("user", bearer), ...realm.groups.find("application", bearer), ...everybody];
  return [bearer, ...groups.map(({ id }) => id)]
    .flatMap((id) => [...realm.policies.find("principal", id)])
    .flatMap(({ rules }) => rules);
}

/** @throws {ScalewayProblem} `permissions_denied` unless one of the sets is held. */
export function requireOneOf({ holds }: Caller, sets: readonly string[], action: string, resource: string): void {
  if (!sets.some((set) => holds(set))) throw denied(action, resource);
}
