import type { z } from "zod";
import type { Unknown } from "../../model";
import type { ReadableCollection } from "../collection";
import type { ApiKey, Group, Organization, PermissionSet, Policy, Project, Quotum, Rule, User } from "./contract";

export type WireOrganization = z.output<typeof Organization>;
export type WireUser = z.output<typeof User>;
export type WireGroup = z.output<typeof Group>;
export type WirePolicy = z.output<typeof Policy>;
export type WireRule = z.output<typeof Rule>;
export type WireProject = z.output<typeof Project>;
export type WirePermissionSet = z.output<typeof PermissionSet>;
export type WireQuotum = z.output<typeof Quotum>;
export type WireApiKey = z.output<typeof ApiKey>;

/** The partner's realm, for what only reads it, such as rules. */
export interface PartnerReading {
  /** Id of the partner's own Organization. */
  readonly id: string;
  readonly clients: ReadableCollection<WireOrganization>;
  /** The Organization of an account; the partner's own where none is given. */
  organization(account: unknown): OrganizationReading;
}

/** What is in one Organization, as its key sees it, for what only reads it. */
export interface OrganizationReading {
  readonly id: string;
  readonly isPartner: boolean;
  readonly hasKey: boolean;
  readonly users: ReadableCollection<WireUser>;
  readonly groups: ReadableCollection<WireGroup>;
  readonly policies: ReadableCollection<WirePolicy>;
  /** A group by its id, its name, or the id of a policy that is for it. */
  group(reference: string): Promise<WireGroup | undefined>;
  /** The users in a group. */
  membersOf(group: WireGroup): Promise<readonly string[]>;
  /** The rules of a policy. */
  rulesOf(policy: string): Promise<WireRule[]>;
  /** Names of the permission sets in a policy's rules. */
  setsOf(policy: string): Promise<readonly string[]>;
  /** The live list of permission sets. */
  permissionSets(): Promise<WirePermissionSet[]>;
  quota(): Promise<WireQuotum[]>;
  /** Whose key this tool uses here; undefined where the key can't be looked up. */
  keyBearer(): Promise<WireApiKey | undefined>;
}

/** Whether a group is the vendor's own of all users, or of all applications: it is there for policies alone. */
export function isOfEverybody({ all_users: users, all_applications: applications }: WireGroup): boolean {
  return users === true || applications === true;
}

/** Login names of users, where they are known. */
export async function namesOf(organization: OrganizationReading, users: readonly string[]): Promise<string[]> {
  const known = await Promise.all(users.map((id) => organization.users.withId(id)));
  return known.flatMap((user) => user?.username ?? []).sort();
}

/** Names of groups, and profiles that are policies for one, as ids of groups. What isn't known (yet) stays as it is. */
export async function groupIds<Reference extends string | Unknown>(
  organization: OrganizationReading,
  declared: readonly Reference[],
): Promise<(Reference | string)[]> {
  const ids = await Promise.all(
    declared.map(async (reference) =>
      typeof reference === "string" ? ((await organization.group(reference))?.id ?? reference) : reference,
    ),
  );
  return [...new Set(ids)];
}

/** "locked by scaleway (validate_email)" */
export function lockOf({ status, locked_by: by, lock_reason_message: reason }: WireOrganization): string {
  if (status !== "locked") return status;
  return `locked by ${by}${reason === "" ? "" : ` (${reason})`}`;
}

/** What a user has to do before anything in an Organization can be managed. */
export function missingKey(organization: string): string {
  return (
    `no API key for the Organization ${organization}: a partner's key has no access to its clients' IAM. Log in to that Organization as one of its ` +
    "administrators (adminAccess of the Account creates one), create an API key there whose bearer has IAMManager, and set it with: " +
    `pulumi config set --secret --path 'reseller:keys.${organization}.secretKey' … (and accessKey as well)`
  );
}
