import { type AnyCall, callerOf } from "./call";
import type { Caller } from "./caller";
import { forbidden } from "./problem";

/** The roles that a manager of a domain may hand out. */
const MANAGED_ROLES: ReadonlySet<string> = new Set(["manager", "member", "reader"]);

/** Whether a caller may do something to what is in a domain; undefined: to what isn't there, or in no domain. */
type Rule = (caller: Caller, domainId: string | undefined) => boolean;

const readsSystem = ({ roles, scope }: Caller) => roles.has("reader") && scope?.place === "system";

/** The rules that operations go by. */
const RULES = {
  /** Administrators whose token isn't for a domain. */
  cloud: ({ isAdmin, scope }) => isAdmin && scope?.place !== "domain",
  /** The same, and readers of the system. */
  cloudRead: (caller) => (caller.isAdmin && caller.scope?.place !== "domain") || readsSystem(caller),
  read: (caller, domainId) =>
    caller.isAdmin ||
    readsSystem(caller) ||
    (caller.roles.has("reader") && caller.domainId !== undefined && caller.domainId === domainId),
  write: (caller, domainId) =>
    caller.isAdmin || (caller.roles.has("manager") && caller.domainId !== undefined && caller.domainId === domainId),
  /** Lists that a token for a domain sees the domain's part of. */
  list: (caller) =>
    caller.isAdmin || readsSystem(caller) || (caller.roles.has("reader") && caller.domainId !== undefined),
  listRoles: (caller) =>
    caller.isAdmin || readsSystem(caller) || (caller.roles.has("manager") && caller.domainId !== undefined),
  getRole: (caller) => caller.isAdmin || readsSystem(caller) || caller.roles.has("manager"),
} satisfies Record<string, Rule>;

/** @throws {OpenStackProblem} 403 */
export function permit(call: AnyCall, action: string, rule: keyof typeof RULES, domainId?: string): Caller {
  const caller = callerOf(call);
  if (!RULES[rule](caller, domainId)) throw forbidden(action);
  return caller;
}

/** The same, where the person itself may do it, too. @throws {OpenStackProblem} 403 */
export function permitOwn(call: AnyCall, action: string, userId: string, domainId: string | undefined): void {
  if (callerOf(call).user.id !== userId) permit(call, action, "read", domainId);
}

/**
 * Who hands out a role: a manager of a domain only one of three roles, to people and in places of that domain.
 * @throws {OpenStackProblem} 403
 */
export function permitGrant(
  call: AnyCall,
  action: string,
  {
    role,
    actorDomainId,
    placeDomainId,
  }: { readonly role: string; readonly actorDomainId: string | undefined; readonly placeDomainId: string },
): void {
  const caller = callerOf(call);
  const isManaged =
    caller.roles.has("manager") &&
    caller.domainId !== undefined &&
    caller.domainId === actorDomainId &&
    caller.domainId === placeDomainId &&
    MANAGED_ROLES.has(role);
  if (!caller.isAdmin && !isManaged) throw forbidden(action);
}

/** The domain whose part of a list is shown; undefined: all. */
export function shownDomain(call: AnyCall): string | undefined {
  return callerOf(call).domainId;
}
