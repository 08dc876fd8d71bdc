import { USER_ADMINISTRATION } from "../../../provider/portals/csp/contract";
import type { AnyCall } from "./call";
import { effectivePermissions } from "./caller";
import { CspProblem } from "./problem";
import type { CspRealm } from "./realm";
import type { UserRecord } from "./records";

function administers(realm: CspRealm, user: UserRecord): boolean {
  const held = effectivePermissions(realm, user);
  return USER_ADMINISTRATION.every((key) => held.has(key));
}

/** Who administers a client before a change, as far as rule csp/U5 binds the caller: the reseller is free of it, since it can still help. */
export function administratorsBefore({ realm, caller }: AnyCall, clientId: string | null): readonly UserRecord[] {
  if (caller.clientId === null || clientId === null) return [];
  return [...realm.users.find("area", clientId)].filter((user) => administers(realm, user));
}

/**
 * Rule csp/U5: among themselves, a client's people keep somebody who administers them. To be called when the change is made:
 * nothing of it is kept where it throws.
 * @throws {CspProblem} `last_administrator`
 */
export function requireAdministrator({ realm }: AnyCall, clientId: string | null, before: readonly UserRecord[]): void {
  if (clientId === null || before.length === 0) return;
  const left = [...realm.users.find("area", clientId)];
  if (left.some((user) => administers(realm, user))) return;
  // Somebody who is alone leaves nobody behind.
  if (left.every((user) => left.length === 1 && before.some(({ id }) => id === user.id))) return;
  throw new CspProblem(
    "last_administrator",
    `nobody of the client could create and edit users any more; until now ${before.map(({ username }) => username).join(", ")} could (csp/U5)`,
  );
}
