import type { z } from "zod";
import type { Permission } from "../../../provider/portals/csp/contract";

type Entry = z.output<typeof Permission>;

/** Sections and groups are the manual's; single keys are derived, one for each action that is documented. */
const SECTIONS: readonly { section: string; group: string; level?: string; keys: Readonly<Record<string, string>> }[] =
  [
    {
      section: "Organization_Management",
      group: "Clients",
      level: "reseller",
      keys: { show_clients: "Show clients", manage_clients: "Create and edit clients" },
    },
    {
      section: "Organization_Management",
      group: "Users",
      keys: {
        show_users: "Show users",
        create_user: "Create users",
        edit_user: "Edit users",
        delete_user: "Delete users",
        reset_password: "Reset passwords",
      },
    },
    {
      section: "Dashboard_Management",
      group: "Profiles",
      keys: {
        show_profiles: "Show profiles",
        create_profile: "Create profiles",
        edit_profile_description: "Edit profiles",
        delete_profile: "Delete profiles",
        manage_permissions: "Manage permissions",
      },
    },
    {
      section: "Dashboard_Management",
      group: "Sessions",
      keys: {
        show_online_users: "Show online users",
        force_logout: "Force logout",
        show_api_calls: "Show API calls",
        manage_conditional_access: "Manage conditional access",
      },
    },
    {
      section: "Services",
      group: "Services",
      keys: { show_services: "Show services", activate_service: "Activate services" },
    },
    { section: "Usage_dashboard", group: "Usage", keys: { show_usage: "Show usage" } },
    {
      section: "Quota",
      group: "Quota",
      keys: {
        show_client_quota: "Show client quota",
        show_project_quota: "Show project quota",
        edit_project_quota: "Edit project quota",
        show_quota_profiles: "Show quota profiles",
        manage_quota_profiles: "Manage quota profiles",
        request_quota: "Request quota",
      },
    },
    {
      section: "Quota",
      group: "Requests",
      level: "reseller",
      keys: { show_pending_requests: "Show pending requests", approve_reject_request: "Approve and reject requests" },
    },
    {
      section: "OpenStack",
      group: "Projects",
      keys: {
        show_projects: "Show projects",
        create_project: "Create projects",
        delete_project: "Delete projects",
        manage_project_users: "Manage users of projects",
      },
    },
    {
      section: "S3_Storage_Management",
      group: "S3",
      keys: {
        show_s3_panel: "Show the S3 panel",
        manage_buckets: "Manage buckets",
        manage_objects: "Manage objects",
        manage_ec2_credentials: "Manage EC2 credentials",
        manage_user_credentials: "Manage user credentials",
      },
    },
    {
      section: "Kubernetes",
      group: "Kubernetes",
      keys: { show_kubernetes: "Show clusters", manage_kubernetes: "Manage clusters" },
    },
    { section: "Backup", group: "Backup", keys: { show_backup: "Show backups", manage_backup: "Manage backups" } },
  ];

export const CATALOGUE: readonly Entry[] = SECTIONS.flatMap(({ section, group, level = "client", keys }) =>
  Object.entries(keys).map(([key, label]) => ({
    key,
    section,
    group,
    label,
    description: `${label} (${section})`,
    level,
  })),
);

const keysWhere = (holds: (entry: Entry) => boolean) => CATALOGUE.filter(holds).map(({ key }) => key);

export const ALL_PERMISSIONS = keysWhere(() => true);
export const CLIENTS_PERMISSIONS = new Set(
  keysWhere(({ section, group }) => section === "Organization_Management" && group === "Clients"),
);
export const CLIENT_LEVEL_PERMISSIONS = keysWhere(({ level }) => level === "client");
export const SHOW_PERMISSIONS = keysWhere(({ key }) => key.startsWith("show_"));
export const S3_PERMISSIONS = keysWhere(({ section }) => section === "S3_Storage_Management");
