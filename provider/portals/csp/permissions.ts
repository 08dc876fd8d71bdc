import type { PermissionInfo } from "../../model/accessModel";
import { CLIENTS_SECTION } from "./contract";

/** What permissions mean, and which of them the portal's own profiles hold. */

interface Meaning extends PermissionInfo {
  /** `reseller`: no customer's profile can hold it. */
  readonly level: "client" | "reseller";
  readonly panel?: string;
  readonly service?: string;
}

type Extras = Pick<PermissionInfo, "power" | "raises" | "resets">;
const NONE: Extras = { power: "none" };
const ADMINISTRATION: Extras = { power: "administration" };

/** Permissions of one part of the menu. */
function part(
  section: string,
  { level = "client", ...where }: { level?: Meaning["level"]; panel?: string; service?: string },
  sentences: Readonly<Record<string, string | readonly [string, Extras]>>,
): [string, Meaning][] {
  return Object.entries(sentences).map(([key, entry]) => {
    const [sentence, extras] =
      typeof entry === "string" ? [entry, level === "reseller" ? ({ power: "realm" } as const) : NONE] : entry;
    return [key, { section, level, ...where, sentence, ...extras }];
  });
}

/**
 * What each permission lets somebody do. The sections, the group Clients and the label "Show clients" are the manual's (chapter 3); the rest
 * is derived from the actions that the portal's pages describe, as the contract is.
 */
const meanings = new Map<string, Meaning>([
  ...part(
    CLIENTS_SECTION,
    { level: "reseller", panel: "Clients" },
    {
      show_clients: "see all customers and enter their areas",
      manage_clients: "create and change customers",
    },
  ),
  ...part(
    CLIENTS_SECTION,
    { panel: "Users" },
    {
      show_users: "see who the people are",
      create_user: ["create people", ADMINISTRATION],
      edit_user: ["change people and give them other profiles", { power: "administration", raises: "by profiles" }],
      delete_user: ["delete people", ADMINISTRATION],
      reset_password: ["give people new passwords", { power: "administration", resets: true }],
    },
  ),
  ...part(
    "Dashboard_Management",
    { panel: "Profiles" },
    {
      show_profiles: "see permission profiles",
      create_profile: ["make permission profiles", ADMINISTRATION],
      edit_profile_description: "change descriptions of permission profiles",
      delete_profile: ["delete permission profiles", ADMINISTRATION],
      manage_permissions: [
        "change what profiles and people are allowed to do",
        { power: "administration", raises: "always" },
      ],
    },
  ),
  ...part(
    "Dashboard_Management",
    { panel: "Online users" },
    {
      show_online_users: "see who is signed in",
      force_logout: "end other people's sessions",
      show_api_calls: "see what signed-in people have called",
    },
  ),
  ...part(
    "Dashboard_Management",
    { panel: "Conditional access" },
    {
      manage_conditional_access: ["bind people to hours and addresses, and free them of them", ADMINISTRATION],
    },
  ),
  ...part(
    "Services",
    { panel: "Services" },
    {
      show_services: "see the services and their status",
      activate_service: "activate services, which can't be taken back",
    },
  ),
  ...part("Usage_dashboard", { panel: "Usage" }, { show_usage: "see what projects use" }),
  ...part(
    "Quota",
    { panel: "Quota overview" },
    {
      show_client_quota: "see the customer's quota",
      show_project_quota: "see the quota of projects",
      edit_project_quota: "share the customer's quota out among its projects",
      request_quota: "ask the reseller for more quota",
    },
  ),
  ...part(
    "Quota",
    { panel: "Quota profiles" },
    {
      show_quota_profiles: "see quota profiles",
      manage_quota_profiles: "make, change and delete quota profiles",
    },
  ),
  ...part(
    "Quota",
    { level: "reseller", panel: "Pending quota requests" },
    {
      edit_client_quota: "share the reseller's quota out among customers",
      show_pending_requests: "see what customers have asked for",
      approve_reject_request: "decide on what customers have asked for",
    },
  ),
  ...part(
    "OpenStack",
    { panel: "OpenStack", service: "openstack" },
    {
      show_projects: "see OpenStack projects",
      create_project: "make and rename OpenStack projects",
      delete_project: "delete empty OpenStack projects",
      manage_project_users: ["give people roles on projects", ADMINISTRATION],
    },
  ),
  ...part(
    "S3_Storage_Management",
    { panel: "S3 object storage", service: "s3" },
    {
      show_s3_panel: "see the object storage panel",
      manage_buckets: "make and delete buckets",
      manage_objects: "upload and delete objects",
      manage_ec2_credentials: "make and delete access keys of projects",
      manage_user_credentials: "make access keys that belong to a person",
    },
  ),
  ...part(
    "Kubernetes",
    { panel: "Kubernetes", service: "kubernetes" },
    {
      show_kubernetes: "see Kubernetes clusters",
      manage_kubernetes: "make and delete Kubernetes clusters",
    },
  ),
  ...part(
    "Backup",
    { panel: "Backup", service: "backup" },
    {
      show_backup: "see backups of virtual machines",
      manage_backup: "make, restore and delete backups",
    },
  ),
]);

const PANEL = "panel:";
const panels = new Set([...meanings.values()].flatMap(({ panel }) => panel ?? []));

/** The permission to see an entry of the menu: nobody gives it, it comes with those that the entry is for. */
export function panelPermission(panel: string): string {
  return `${PANEL}${panel}`;
}

/** The permissions that this version knows. */
export const PERMISSIONS = [...meanings.keys(), ...[...panels].map(panelPermission)];

export function meaningOf(permission: string): PermissionInfo | undefined {
  if (!permission.startsWith(PANEL)) return meanings.get(permission);
  const panel = permission.slice(PANEL.length);
  if (!panels.has(panel)) return undefined;
  return { sentence: `see the entry ${panel} in the menu`, section: "Menu", power: "none" };
}

/** Whether a permission is one over customers, which makes a profile a reseller's. */
export function isOverClients(permission: string): boolean {
  const { section, level } = meanings.get(permission) ?? {};
  return section === CLIENTS_SECTION && level === "reseller";
}

/** The entries of the menu that a bundle of permissions shows, each with the service that it waits for. */
export function panelsOf(permissions: readonly string[]): Map<string, Set<string | undefined>> {
  const panels = new Map<string, Set<string | undefined>>();
  for (const key of permissions) {
    const { panel, service } = meanings.get(key) ?? {};
    if (panel !== undefined) panels.set(panel, (panels.get(panel) ?? new Set()).add(service));
  }
  return panels;
}

const ofLevel = (...levels: Meaning["level"][]) =>
  [...meanings].filter(([, { level }]) => levels.includes(level)).map(([key]) => key);

/** The portal's own profiles, as the manual describes them (§3.1). */
export const STANDARD_PROFILES: Readonly<Record<string, readonly string[]>> = {
  "User-Adm": ofLevel("client"),
  User: ["show_s3_panel", "manage_buckets", "manage_objects"],
  "Client-Adm": ofLevel("client", "reseller"),
};
/** Those that people of customers can be given. */
export const FOR_CUSTOMERS = ["User-Adm", "User"];
