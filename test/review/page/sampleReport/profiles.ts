import { PERMISSIONS, UNKNOWN_PERMISSION } from "./permissions";

/** Something that holds permissions before and after the change. */
export interface SampleProfile {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What the plan can't know. */
  readonly maybe?: readonly string[];
  readonly unknown?: readonly string[];
  readonly limited?: readonly string[];
}

const ALL = PERMISSIONS.map(({ name }) => name).filter((name) => name !== UNKNOWN_PERMISSION);
/** Over the realm. */
export const REALM = ["show_clients", "manage_clients", "manage_billing"];
const CUSTOMER = ALL.filter((name) => !REALM.includes(name));
const USER = ["show_s3_panel", "manage_buckets", "manage_objects", "show_projects", "show_services", "show_usage"];
export const WIDE_USER = [
  ...USER,
  "show_users",
  "show_backup",
  "show_client_quota",
  "manage_ec2_credentials",
  "show_profiles",
];

export const PROFILES = {
  user: { name: "User", before: WIDE_USER, after: WIDE_USER.filter((name) => name !== "show_s3_panel") },
  administrator: { name: "User-Adm", before: CUSTOMER, after: CUSTOMER, limited: ["delete_project"] },
  support: { name: "Support", before: [...WIDE_USER, "edit_user"], after: [...WIDE_USER, "edit_user"] },
  supportEverywhere: { name: "Support", before: [], after: ["show_clients"] },
  desk: {
    name: "Desk",
    before: [...REALM.slice(0, 2), "show_users", "show_usage"],
    after: [...REALM.slice(0, 2), "show_users", "show_usage"],
  },
  reseller: { name: "Reseller", before: ALL, after: ALL },
  newReseller: { name: "Reseller", before: [], after: ALL },
  planned: { name: "Storage", before: USER, after: USER, maybe: ["manage_ec2_credentials", "show_backup"] },
  beta: { name: "Beta", before: USER, after: USER, unknown: [UNKNOWN_PERMISSION] },
} as const satisfies Record<string, SampleProfile>;
