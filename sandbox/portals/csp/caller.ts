import { Problem } from "../../problem";
import type { CspState } from "./state";
import { levelOf } from "./state";

/** Who asks: the user that the token belongs to, with what the token may do. */
export interface Caller {
  readonly tokenName: string;
  readonly userId: string;
  readonly level: "reseller" | "client";
  /** null on the reseller level. */
  readonly clientId: string | null;
  readonly permissions: ReadonlySet<string>;
  /** True for a token that lost sight of the realm. */
  readonly blind: boolean;
}

/** @throws Problem 401 */
export function identify(state: CspState, authorization: string | string[] | undefined): Caller {
  const token = /^Bearer (\S+)$/.exec(String(authorization ?? ""))?.[1] ?? "";
  const [record] = state.tables.tokens.by("token", token);
  const user = record === undefined ? undefined : state.tables.users.get(record.userId);
  if (record === undefined || record.revoked || user === undefined)
    throw new Problem(401, "unauthenticated", "The token is missing, unknown, revoked or expired.");
  return {
    tokenName: record.id,
    userId: user.id,
    level: levelOf(record.permissions) === "reseller" && user.clientId === null ? "reseller" : "client",
    clientId: user.clientId,
    permissions: new Set(record.reduced ?? record.permissions),
    blind: record.visible === "nothing",
  };
}

/** @throws Problem 403 that names the permission. */
export function need(caller: Caller, permission: string): void {
  if (caller.permissions.has(permission)) return;
  throw new Problem(403, "permission_missing", `This needs the permission ${permission}.`, {
    requiredPermission: permission,
  });
}

/** @throws Problem 403 */
export function needReseller(caller: Caller): void {
  if (caller.level !== "reseller") throw new Problem(403, "level_too_low", "This needs the level of a reseller.");
}

/** Whether the caller may see what belongs to a client; null stands for the reseller's own. */
export function sees(caller: Caller, clientId: string | null): boolean {
  if (caller.blind) return false;
  return caller.level === "reseller" || (clientId !== null && caller.clientId === clientId);
}
