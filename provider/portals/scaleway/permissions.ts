import type { PermissionInfo } from "../../model/accessModel";
import { EVERYBODY_GROUPS, type PRESET_GROUPS, RESELLER_PERMISSION_SET } from "./contract";

/** What permission sets mean, and which of them the groups have that every Organization has. */

const administration = (sentence: string, extras: Pick<PermissionInfo, "raises" | "resets"> = {}): PermissionInfo => ({
  sentence,
  section: "IAM",
  power: "administration",
  ...extras,
});
const plain = (sentence: string, section: string): PermissionInfo => ({ sentence, section, power: "none" });

/** Permission sets for features of an Organization, from the vendor's page on them; products follow a pattern. */
const meanings: Readonly<Record<string, PermissionInfo>> = {
  [RESELLER_PERMISSION_SET]: {
    sentence: "enter the Partner Space, and create, change and lock every customer's Organization",
    section: "Partner Space",
    power: "realm",
  },
  IAMManager: administration("manage people, groups, policies and keys, their own among them", {
    raises: "always",
    resets: true,
  }),
  OrganizationManager: administration("change everything about the Organization, people and rights included", {
    raises: "always",
    resets: true,
  }),
  IAMPolicyManager: administration("make and change policies: what everybody may do", { raises: "always" }),
  IAMGroupManager: administration("put people, themselves among them, into groups", { raises: "always" }),
  IAMUserManager: administration("invite, change and remove people", { resets: true }),
  IAMApplicationManager: administration("manage applications and their keys"),
  IAMReadOnly: plain("see people, groups and policies", "IAM"),
  IAMUserReadOnly: plain("see people", "IAM"),
  IAMGroupReadOnly: plain("see groups", "IAM"),
  IAMPolicyReadOnly: plain("see policies", "IAM"),
  IAMApplicationReadOnly: plain("see applications", "IAM"),
  OrganizationReadOnly: plain("see the Organization's settings", "Organization"),
  ProjectManager: plain("make, change and delete projects", "Organization"),
  ProjectReadOnly: plain("see projects", "Organization"),
  BillingManager: plain("manage invoices and means of payment", "Billing"),
  BillingReadOnly: plain("see invoices and what is used", "Billing"),
  SupportTicketManager: plain("write to the vendor's support", "Support"),
  SupportTicketReadOnly: plain("see tickets of the vendor's support", "Support"),
  AbuseTicketManager: plain("answer to reports of abuse", "Support"),
  AuditTrailFullAccess: plain("see and manage the audit trail", "Audit"),
  AuditTrailReadOnly: plain("see the audit trail", "Audit"),
  AuditTrailExportRead: plain("see exports of the audit trail", "Audit"),
  AuditTrailExportDelete: plain("delete exports of the audit trail", "Audit"),
  EnvironmentalImpactReadOnly: plain("see the environmental impact", "Organization"),
  NotificationManagerFullAccess: plain("manage notifications", "Organization"),
  NotificationManagerReadOnly: plain("see notifications", "Organization"),
  AllProductsFullAccess: plain("make, change and delete everything in every product", "Products"),
  AllProductsReadOnly: plain("see everything in every product", "Products"),
};

/** Products' permission sets say by their names what they give. */
const PRODUCT = /^([A-Z][A-Za-z0-9]*?)(FullAccess|ReadOnly|Read|Write|Delete)$/;
const VERBS: Readonly<Record<string, string>> = {
  FullAccess: "make, change and delete everything in",
  ReadOnly: "see everything in",
  Read: "see",
  Write: "make and change",
  Delete: "delete",
};

export function meaningOf(permission: string): PermissionInfo | undefined {
  if (Object.hasOwn(meanings, permission)) return meanings[permission];
  const [, product = "", right = ""] = PRODUCT.exec(permission) ?? [];
  if (product === "") return undefined;
  const words = product.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return plain(`${VERBS[right]} ${words}`, "Products");
}

/** The permission sets that this version knows by name, and how names of more end. */
export const PERMISSIONS = Object.keys(meanings);
export const PERMISSION_ENDINGS = Object.keys(VERBS);

/** The group that everybody is in, whom no list of its members names. No policy comes with it. */
export const EVERYBODY = EVERYBODY_GROUPS.users;

type PresetGroup = (typeof PRESET_GROUPS)[number] | typeof EVERYBODY;

/** What the groups that every Organization has may do, by the policies that come with them. */
export const PRESET_RIGHTS: Readonly<Record<PresetGroup, readonly string[]>> = {
  [EVERYBODY]: [],
  Administrators: [
    "AllProductsFullAccess",
    "IAMManager",
    "OrganizationManager",
    "ProjectManager",
    "BillingManager",
    "SupportTicketManager",
    "AuditTrailFullAccess",
  ],
  Editors: ["AllProductsFullAccess", "ProjectReadOnly"],
  "Billing Administrators": ["BillingManager"],
};

export function isPreset(name: string): name is PresetGroup {
  return Object.hasOwn(PRESET_RIGHTS, name);
}
