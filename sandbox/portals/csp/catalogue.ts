import { CLIENTS_GROUP, CLIENTS_SECTION } from "../../../provider/portals/csp/contract";

export type Level = "provider" | "reseller" | "client";

/** One entry of the permission catalogue. */
export interface CataloguePermission {
  readonly key: string;
  readonly section: string;
  readonly group: string;
  readonly label: string;
  readonly description: string;
  readonly level: Level;
  /** The entry of the menu that it shows; null: none. */
  readonly panel: string | null;
  /** The service that must be active for the client before the entry appears. */
  readonly service: string | null;
}

/** The entries of the menu by group (manual §3.4 and the pages of the menu's entries), and the services they wait for. */
const PANELS: Readonly<Record<string, { readonly panel: string; readonly service?: string }>> = {
  Clients: { panel: "Clients" },
  Resellers: { panel: "Resellers" },
  Users: { panel: "Users" },
  Profiles: { panel: "Profiles" },
  "Online users": { panel: "Online users" },
  "Conditional access": { panel: "Conditional access" },
  Services: { panel: "Services" },
  Usage: { panel: "Usage" },
  Quota: { panel: "Quota overview" },
  "Quota profiles": { panel: "Quota profiles" },
  "Clients' quota": { panel: "Pending quota requests" },
  Projects: { panel: "OpenStack", service: "openstack" },
  "S3 panel": { panel: "S3 object storage", service: "s3" },
  Clusters: { panel: "Kubernetes", service: "kubernetes" },
  Backups: { panel: "Backup", service: "backup" },
};

/*
 * The sections, the group Clients and the label "Show clients" are the manual's (chapter 3); the rest names one
 * permission for each action that the portal's pages describe.
 */
export const CATALOGUE: readonly CataloguePermission[] = [
  ...group(CLIENTS_SECTION, CLIENTS_GROUP, "reseller", {
    show_clients: ["Show clients", "See the clients of the realm and enter their areas"],
    manage_clients: ["Manage clients", "Create and edit clients of the realm"],
  }),
  ...group(CLIENTS_SECTION, "Resellers", "provider", {
    show_resellers: ["Show resellers", "See the resellers"],
    manage_resellers: ["Manage resellers", "Create and edit resellers"],
  }),
  ...group(CLIENTS_SECTION, "Users", "client", {
    show_users: ["Show users", "See the users of the own area"],
    create_user: ["Create user", "Create users"],
    edit_user: ["Edit user", "Change users and the profile they have"],
    delete_user: ["Delete user", "Delete users"],
    reset_password: ["Reset password", "Give a user a new password"],
  }),
  ...group("Dashboard_Management", "Profiles", "client", {
    show_profiles: ["Show profiles", "See permission profiles"],
    create_profile: ["Create profile", "Save permissions as a new profile"],
    edit_profile_description: ["Edit profile description", "Change the description of a profile"],
    delete_profile: ["Delete profile", "Delete a profile of one's own"],
    manage_permissions: ["Manage permissions", "Change the permissions of profiles and users"],
  }),
  ...group("Dashboard_Management", "Online users", "client", {
    show_online_users: ["Show online users", "See who is signed in"],
    force_logout: ["Force logout", "End the session of another user"],
    show_api_calls: ["Show API calls", "See what a signed-in user has called"],
  }),
  ...group("Dashboard_Management", "Conditional access", "client", {
    manage_conditional_access: ["Manage conditional access", "Bind users to times and addresses"],
  }),
  ...group("Services", "Services", "client", {
    show_services: ["Show services", "See the services and their status"],
    activate_service: ["Activate service", "Activate an available service, once"],
  }),
  ...group("Usage_dashboard", "Usage", "client", { show_usage: ["Show usage", "See the usage of projects"] }),
  ...group("Quota", "Quota", "client", {
    show_client_quota: ["Show client quota", "See the quota of a client"],
    show_project_quota: ["Show project quota", "See the quota of a project"],
    edit_project_quota: ["Edit project quota", "Share the client's quota out among its projects"],
    request_quota: ["Request quota", "Ask the reseller for more quota"],
  }),
  ...group("Quota", "Quota profiles", "client", {
    show_quota_profiles: ["Show quota profiles", "See quota profiles"],
    manage_quota_profiles: ["Manage quota profiles", "Create, change and delete quota profiles"],
  }),
  ...group("Quota", "Clients' quota", "reseller", {
    edit_client_quota: ["Edit client quota", "Share the reseller's quota out among its clients"],
    show_pending_requests: ["Show pending requests", "See what clients have asked for"],
    approve_reject_request: ["Approve or reject requests", "Decide on what clients have asked for"],
  }),
  ...group("OpenStack", "Projects", "client", {
    show_projects: ["Show projects", "See OpenStack projects"],
    create_project: ["Create project", "Create and rename OpenStack projects"],
    delete_project: ["Delete project", "Delete empty OpenStack projects"],
    manage_project_users: ["Manage project users", "Give users roles on projects"],
  }),
  ...group("S3_Storage_Management", "S3 panel", "client", {
    show_s3_panel: ["Show S3 panel", "See the object storage panel"],
    manage_buckets: ["Manage buckets", "Create and delete buckets"],
    manage_objects: ["Manage objects", "Upload and delete objects"],
    manage_ec2_credentials: ["Manage EC2 credentials", "Make and delete access keys of projects"],
    manage_user_credentials: ["Manage user credentials", "Make access keys that belong to a user"],
  }),
  ...group("Kubernetes", "Clusters", "client", {
    show_kubernetes: ["Show Kubernetes", "See Kubernetes clusters"],
    manage_kubernetes: ["Manage Kubernetes", "Create and delete Kubernetes clusters"],
  }),
  ...group("Backup", "Backups", "client", {
    show_backup: ["Show backup", "See backups of virtual machines"],
    manage_backup: ["Manage backup", "Make, restore and delete backups"],
  }),
];

const BY_KEY = new Map(CATALOGUE.map((permission) => [permission.key, permission]));
const RANK: Readonly<Record<Level, number>> = { client: 0, reseller: 1, provider: 2 };

/** The entries that a level may see and grant: its own and those of the levels below. */
export function catalogueOf(level: Level): readonly CataloguePermission[] {
  return CATALOGUE.filter((permission) => RANK[permission.level] <= RANK[level]);
}

export function isKnownTo(level: Level, key: string): boolean {
  const permission = BY_KEY.get(key);
  return permission !== undefined && RANK[permission.level] <= RANK[level];
}

/** Whether a permission of section Organization_Management, group Clients is among these (rules csp/P1, csp/P2, csp/U2). */
export function holdsClientsPermission(keys: readonly string[]): boolean {
  return keys.some((key) => {
    const permission = BY_KEY.get(key);
    return permission?.section === CLIENTS_SECTION && permission.group === CLIENTS_GROUP;
  });
}

function group(
  section: string,
  name: string,
  level: Level,
  permissions: Readonly<Record<string, readonly [label: string, description: string]>>,
): CataloguePermission[] {
  return Object.entries(permissions).map(([key, [label, description]]) => ({
    key,
    section,
    group: name,
    label,
    description,
    level,
    panel: PANELS[name]?.panel ?? null,
    service: PANELS[name]?.service ?? null,
  }));
}
