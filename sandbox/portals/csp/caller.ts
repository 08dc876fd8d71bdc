import { BlockList, isIP } from "node:net";
import { hashOf } from "../../secrets";
import { CATALOGUE, type Level } from "./catalogue";
import { CspProblem } from "./problem";
import type { CspRealm } from "./realm";
import type { AccessRuleRecord, TokenRecord, UserRecord } from "./records";

/** Who sends a request, and what the token lets them do. */
export interface Caller {
  readonly user: UserRecord;
  readonly token: TokenRecord;
  readonly level: Exclude<Level, "provider">;
  /** The client whose area the caller is bound to; null on the reseller level. */
  readonly clientId: string | null;
  readonly permissions: ReadonlySet<string>;
  readonly remoteAddress: string;
}

const BEARER = /^Bearer +(\S+) *$/i;

/** The token in a header `Authorization`. */
export function secretIn(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? "")?.[1];
}

/** @throws {CspProblem} `unauthenticated`: the token is missing, unknown or revoked. */
export function authenticate(realm: CspRealm, authorization: string | undefined, remoteAddress: string): Caller {
  const secret = secretIn(authorization);
  if (secret === undefined)
    throw new CspProblem("unauthenticated", "the header Authorization: Bearer <token> is missing");
  const token = realm.tokens.first("secretHash", hashOf(secret));
  const user = token === undefined ? undefined : realm.users.get(token.userId);
  if (token === undefined || user === undefined || token.revoked)
    throw new CspProblem("unauthenticated", "the token is unknown, revoked or expired");
  return {
    user,
    token,
    level: user.clientId === null ? "reseller" : "client",
    clientId: user.clientId,
    permissions: permissionsOf(realm, user, token),
    remoteAddress,
  };
}

/** What the profiles and the grants beside them give. */
export function effectivePermissions(realm: CspRealm, user: UserRecord): ReadonlySet<string> {
  const profiles = [user.profileId, ...user.permissionSets].map((id) => realm.profiles.get(id)?.permissions ?? []);
  return new Set([...profiles.flat(), ...user.grants]);
}

/** The same, as far as the token carries it. */
function permissionsOf(realm: CspRealm, user: UserRecord, token: TokenRecord): ReadonlySet<string> {
  const held = effectivePermissions(realm, user);
  return token.scope === null ? held : new Set(token.scope.filter((key) => held.has(key)));
}

/** In the order of the catalogue, so that the same permissions always look the same. */
export function sortedPermissions({ permissions }: Caller): string[] {
  return CATALOGUE.map(({ key }) => key).filter((key) => permissions.has(key));
}

/** @throws {CspProblem} `permission_missing` */
export function requirePermission({ permissions }: Caller, key: string): void {
  if (!permissions.has(key))
    throw new CspProblem("permission_missing", `this needs the permission ${key}`, { requiredPermission: key });
}

/** The rules of conditional access that bind a user; one that is switched off binds nobody. */
export function bindingRules(
  realm: CspRealm,
  userId: string,
): { readonly addresses: readonly AccessRuleRecord[]; readonly times: readonly AccessRuleRecord[] } {
  const rules = [...realm.accessRules.find("user", userId)].filter(({ enabled }) => enabled);
  return {
    addresses: rules.filter(({ type }) => type === "source_ip"),
    times: rules.filter(({ type }) => type === "access_times"),
  };
}

/**
 * Conditional access: one of the rules of each type must admit the request; no rule, no restriction.
 * @throws {CspProblem} `access_rule_denied`
 */
export function requireAccess(realm: CspRealm, { user, remoteAddress }: Caller, now: number): void {
  const { addresses, times } = bindingRules(realm, user.id);
  if (addresses.length > 0 && !addresses.some((rule) => admitsAddress(rule, remoteAddress)))
    throw new CspProblem("access_rule_denied", `conditional access does not admit the address ${remoteAddress}`);
  if (times.length > 0 && !times.some((rule) => admitsTime(rule, now)))
    throw new CspProblem("access_rule_denied", "conditional access does not admit this time of the week");
}

/**
 * Rule csp/A1: what a user does to the rules that bind itself must leave it a way in, here and now. To be called when the change is made:
 * nothing of it is kept where it throws.
 * @throws {CspProblem} `would_lock_out`
 */
export function requireStillAdmitted(realm: CspRealm, caller: Caller, boundUserId: string, now: number): void {
  if (boundUserId !== caller.user.id) return;
  try {
    requireAccess(realm, caller, now);
  } catch (error) {
    if (!(error instanceof CspProblem)) throw error;
    throw new CspProblem("would_lock_out", `you would shut out yourself: ${error.detail} (csp/A1)`);
  }
}

/** The addresses that a rule admits; undefined where the text is neither an address nor a subnet (rule csp/A3). */
export function addressesOf(cidr: string): BlockList | undefined {
  const [address = "", length, ...rest] = cidr.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return undefined;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  if (length === undefined) list.addAddress(address, family);
  else if (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128))
    list.addSubnet(address, Number(length), family);
  else return undefined;
  return list;
}

function admitsAddress({ cidr }: AccessRuleRecord, address: string): boolean {
  return addressesOf(cidr ?? "")?.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") ?? false;
}

const PORTAL_TIME = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Zurich",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function admitsTime({ days = [], from = "", to = "" }: AccessRuleRecord, now: number): boolean {
  const part = Object.fromEntries(PORTAL_TIME.formatToParts(now).map(({ type, value }) => [type, value]));
  const day = (part["weekday"] ?? "").toLowerCase();
  const time = `${part["hour"]}:${part["minute"]}`;
  return days.some((admitted) => admitted === day) && from <= time && time < to;
}
