import { hashOf } from "../../secrets";
import { rolesOn } from "./access";
import { problem, unauthorized } from "./problem";
import type { OpenStackRealm } from "./realm";
import type { Scope, TokenRecord, UserRecord } from "./records";

/** Who sends a request: the person whose token it came with, and what that person is in the token's place. */
export interface Caller {
  readonly token: TokenRecord;
  readonly user: UserRecord;
  readonly scope: Scope;
  readonly roleIds: ReadonlySet<string>;
  /** Names of roles. */
  readonly roles: ReadonlySet<string>;
  /** The domain that the token is for. */
  readonly domainId: string | undefined;
  readonly projectId: string | undefined;
  /** An administrator of the cloud: whoever is admin, anywhere. */
  readonly isAdmin: boolean;
}

/**
 * @throws {OpenStackProblem} 401 unless a token is given that is good; 404 where a domain or project that it hangs on is disabled, as the
 * servers have it.
 */
export function authenticate(realm: OpenStackRealm, text: string | undefined, now: number): Caller {
  const token = text === undefined ? undefined : realm.tokens.get(hashOf(text));
  const user = token === undefined ? undefined : realm.users.get(token.userId);
  if (token === undefined || token.expiresAt <= now) throw unauthorized();
  if (user === undefined) throw problem(404, `Could not find user: ${token.userId}.`);
  requireEnabled(realm, user, token.scope);
  if (!user.enabled || realm.isRevoked(token)) throw unauthorized();
  const roleIds = rolesOfToken(realm, token);
  if (token.scope !== null && roleIds.size === 0) throw unauthorized();
  return callerFor(realm, token, user, roleIds);
}

export function rolesOfToken(
  realm: OpenStackRealm,
  { userId, scope, credentialId }: Pick<TokenRecord, "userId" | "scope" | "credentialId">,
): ReadonlySet<string> {
  const held = rolesOn(realm, userId, scope);
  if (credentialId === null) return held;
  const credential = realm.credentials.get(credentialId);
  // One that gives a role which has been taken away since gives nothing.
  if (credential === undefined || !credential.roleIds.every((id) => held.has(id))) return new Set();
  return new Set(credential.roleIds);
}

function callerFor(realm: OpenStackRealm, token: TokenRecord, user: UserRecord, roleIds: ReadonlySet<string>): Caller {
  const { scope } = token;
  const roles = new Set([...roleIds].map((id) => realm.roles.get(id)?.name ?? ""));
  return {
    token,
    user,
    scope,
    roleIds,
    roles,
    domainId: scope?.place === "domain" ? scope.id : undefined,
    projectId: scope?.place === "project" ? scope.id : undefined,
    isAdmin: roles.has("admin"),
  };
}

function requireEnabled(realm: OpenStackRealm, user: UserRecord, scope: Scope): void {
  const disabled = (sort: string, id: string) =>
    problem(404, `Unable to validate token because ${sort} ${id} is disabled`);
  const project = scope?.place === "project" ? realm.projects.get(scope.id) : undefined;
  if (scope?.place === "project" && project === undefined) throw unauthorized();
  const domains = [
    user.domainId,
    ...(scope?.place === "domain" ? [scope.id] : []),
    ...(project === undefined ? [] : [project.domainId]),
  ];
  for (const id of domains) if (realm.domains.get(id)?.enabled === false) throw disabled("domain", id);
  if (project?.enabled === false) throw disabled("project", project.id);
}
