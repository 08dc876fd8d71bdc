import type { MissingRight } from "../../model/portal";
import type { CspClient } from "./client";

/** What can't be done without each permission (derived, as the contract is). */
const COSTS: readonly (readonly [permission: string, costs: string])[] = [
  ["show_clients", "Account can't be read"],
  ["manage_clients", "Account can't be created or changed"],
  ["show_users", "User can't be read"],
  ["create_user", "User can't be created"],
  ["edit_user", "User can't be changed"],
  ["delete_user", "User can't be deleted"],
  ["reset_password", "passwords can't be reset"],
  ["manage_permissions", "User: permissions can't be set"],
  ["manage_conditional_access", "User: accessTimes and sourceAddresses can't be read or set"],
  ["show_profiles", "Profile can't be read"],
  ["create_profile", "Profile can't be created"],
  ["edit_profile_description", "Profile can't be changed"],
  ["delete_profile", "Profile can't be deleted"],
  ["show_services", "ServiceActivation can't be read"],
  ["activate_service", "ServiceActivation can't be created"],
  ["show_quota_profiles", "QuotaProfile can't be read"],
  ["manage_quota_profiles", "QuotaProfile can't be created, changed or deleted"],
  ["show_client_quota", "Quota of accounts can't be read"],
  ["edit_client_quota", "Quota of accounts can't be set"],
  ["show_project_quota", "Quota of projects can't be read"],
  ["edit_project_quota", "Quota of projects can't be set"],
  ["show_projects", "Project can't be read"],
  ["create_project", "Project can't be created or changed"],
  ["delete_project", "Project can't be deleted"],
  ["manage_project_users", "User: roles on projects can't be set"],
];

/** Permissions that the token lacks, of those that the portal has. */
export async function missingRights(client: CspClient): Promise<MissingRight[]> {
  const [{ permissions }, catalogue] = await Promise.all([client.me(), client.permissions()]);
  const there = new Set(catalogue.map(({ key }) => key));
  return COSTS.filter(([right]) => there.has(right) && !permissions.includes(right)).map(([right, costs]) => ({
    right,
    costs,
  }));
}
