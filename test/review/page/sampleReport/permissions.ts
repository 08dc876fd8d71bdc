import type { ReportPermission } from "../../../../review";

type PermissionLine = readonly [name: string, sentence: string, power?: ReportPermission["power"]];

const SECTIONS: Readonly<Record<string, readonly PermissionLine[]>> = {
  Accounts: [
    ["show_clients", "see all accounts of the reseller", "realm"],
    ["manage_clients", "create, lock and end accounts", "realm"],
    ["manage_billing", "see and change what accounts are charged for", "realm"],
  ],
  People: [
    ["show_users", "see the users of the account"],
    ["create_user", "create users", "administration"],
    ["edit_user", "change users and give them new passwords", "administration"],
    ["delete_user", "delete users", "administration"],
    ["manage_conditional_access", "set from where and when somebody may log in", "administration"],
  ],
  Profiles: [
    ["show_profiles", "see permission profiles"],
    ["create_profile", "create permission profiles", "administration"],
    ["manage_permissions", "change what a profile permits", "administration"],
  ],
  Services: [
    ["show_services", "see which services are active"],
    ["manage_services", "activate services"],
  ],
  "Object storage": [
    ["show_s3_panel", "see the object storage panel"],
    ["manage_buckets", "create and delete buckets"],
    ["manage_objects", "upload and delete objects"],
    ["manage_ec2_credentials", "create access keys"],
  ],
  Projects: [
    ["show_projects", "see the projects"],
    ["create_project", "create projects"],
    ["delete_project", "delete projects and all that is in them"],
    ["manage_project_users", "give people roles in projects"],
  ],
  Quotas: [
    ["show_client_quota", "see the limits of the account"],
    ["edit_client_quota", "change the limits of the account", "administration"],
    ["show_pending_requests", "see requests for more quota"],
  ],
  Usage: [
    ["show_usage", "see what is used and what it costs"],
    ["show_backup", "see the backups"],
    ["show_api_calls", "see who called what"],
    ["manage_workloads_next", "manage_workloads_next"],
  ],
};

/** Nobody knows what it permits. */
export const UNKNOWN_PERMISSION = "manage_workloads_next";

export const PERMISSIONS: readonly ReportPermission[] = Object.entries(SECTIONS).flatMap(([section, lines]) =>
  lines.map(([name, sentence, power = "none"]) => ({
    portal: "csp",
    name,
    sentence,
    section,
    power,
    known: name !== UNKNOWN_PERMISSION,
  })),
);

/** Where permissions stand in the report. */
export function indices(names: readonly string[]): number[] {
  return names.map((name) => PERMISSIONS.findIndex((permission) => permission.name === name));
}
