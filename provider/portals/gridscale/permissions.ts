import type { PermissionInfo } from "../../model/accessModel";

/** The vendor has no list of permissions: these are what its page on access levels says of the roles. */
const meanings: Readonly<Record<string, PermissionInfo>> = {
  view: { sentence: "see everything", section: "Account", power: "none" },
  manage_workloads: {
    sentence: "make, change and delete servers, storages and networks",
    section: "Account",
    power: "none",
  },
  manage_accounts: { sentence: "make, change, lock and delete accounts", section: "Realm", power: "realm" },
  manage_users: {
    sentence: "manage people and the roles that they have",
    section: "People",
    power: "administration",
    raises: "always",
  },
  manage_billing: { sentence: "see and change prices and invoices", section: "Billing", power: "none" },
  own: {
    sentence: "do everything, and decide who else may do what",
    section: "Account",
    power: "administration",
  },
};

/** The permissions that this version knows. */
export const PERMISSIONS = Object.keys(meanings);

export function meaningOf(permission: string): PermissionInfo | undefined {
  return Object.hasOwn(meanings, permission) ? meanings[permission] : undefined;
}
