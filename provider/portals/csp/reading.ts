import type { z } from "zod";
import { type KindName, UNKNOWN } from "../../model";
import { type DeclaredOf, type InputsOfKind, known, knownEntries } from "../../model/declared";
import { isOneOf } from "../../model/shapes";
import type { PlannedInputs } from "../../model/portal";
import { keyOf, knownWords, text } from "../../model/words";
import type { ReadableCollection } from "../collection";
import {
  type AccessRule,
  type Allocation,
  type Client,
  type Me,
  type Permission,
  type Profile,
  type Project,
  type ProjectRoleAssignment,
  PROVIDER_CLIENT_STATES,
  type QuotaProfile,
  type QuotaRequest,
  type Region,
  type Service,
  type User,
} from "./contract";
import { isLimits, type Limits, limitsIn } from "./limits";

export type WireClient = z.output<typeof Client>;
export type WireUser = z.output<typeof User>;
export type WireProfile = z.output<typeof Profile>;
export type WireQuotaProfile = z.output<typeof QuotaProfile>;
export type WireAllocation = z.output<typeof Allocation>;
export type WireService = z.output<typeof Service>;
export type WireProject = z.output<typeof Project>;
export type WirePermission = z.output<typeof Permission>;
export type WireMe = z.output<typeof Me>;
export type WireAccessRule = z.output<typeof AccessRule>;
export type WireRoles = z.output<typeof ProjectRoleAssignment>;
export type WireQuotaRequest = z.output<typeof QuotaRequest>;
export type WireRegion = z.output<typeof Region>;

/** Of the declared inputs of a kind, some. */
type Some<Kind extends KindName, Field extends keyof InputsOfKind<Kind>> = Pick<DeclaredOf<Kind>, Field>;

/** The reseller's realm, for what only reads it, such as rules. */
export interface RealmReading {
  readonly clients: ReadableCollection<WireClient>;
  /** Grouped by the ids of their clients. */
  readonly users: ReadableCollection<WireUser>;
  readonly profiles: ReadableCollection<WireProfile>;
  readonly quotaProfiles: ReadableCollection<WireQuotaProfile>;
  /** Quotas of clients, grouped by region. */
  readonly quotas: ReadableCollection<WireAllocation>;
  /** Quotas of projects, grouped by client and region. */
  readonly projectQuotas: ReadableCollection<WireAllocation>;
  readonly services: ReadableCollection<WireService>;
  readonly projects: ReadableCollection<WireProject>;
  /** The token of this run is not the one that will write: what it may write says nothing. */
  readonly isReadOnly: boolean;
  /** Why nothing may be written; undefined if it may. */
  readonly writesRefused?: string | undefined;
  /** Who the token is. */
  me(): Promise<WireMe>;
  /** Whether the token's user holds a permission. */
  may(permission: string): Promise<boolean>;
  /** The live permission catalogue. */
  permissions(): Promise<WirePermission[]>;
  /** Keys of the permissions that make a profile a reseller profile. */
  clientsPermissions(): Promise<Set<string>>;
  /** A profile by its id, or by the name of one. */
  profile(reference: string): Promise<WireProfile | undefined>;
  regions(): Promise<WireRegion[]>;
  /** What the reseller has to share out in one region. */
  pool(region: string): Promise<WireAllocation>;
  /** What a client has asked for so far, decided or not: a call of its own each time. */
  quotaRequests(clientId: string): Promise<WireQuotaRequest[]>;
}

/** Fields of a user that bind its access. */
export const ACCESS = ["accessTimes", "sourceAddresses"] as const;

export function userKey({ account, username }: Some<"User", "account" | "username">): string {
  return keyOf(known(account), text(username));
}

export function quotaProfileKey({ account, name }: Some<"QuotaProfile", "account" | "name">): string {
  return keyOf(known(account), text(name));
}

export function profileKey({ name }: Some<"Profile", "name">): string {
  return keyOf(null, text(name));
}

/** How the quota of a client, or of a project, in one region is known: it has no id of its own. */
export function quotaId({ clientId, projectId, region }: WireAllocation): string {
  return projectId === null ? `${clientId}/${region}` : `${clientId}/${projectId}/${region}`;
}

/** A state that only the portal's provider sets. */
export function isProviderState(state: string): boolean {
  return isOneOf(PROVIDER_CLIENT_STATES, state);
}

/**
 * Whether an account whose id isn't known yet is one that this run makes: the portal has nothing of it. Not where the program has an
 * account that may be there already, and be taken over.
 */
export async function isMadeByThisRun(realm: RealmReading, account: unknown, planned: PlannedInputs): Promise<boolean> {
  if (account !== UNKNOWN) return false;
  const accounts = await Promise.all(
    planned.all("Account").map(async ({ name }) => {
      if (typeof name !== "string") return "perhaps there";
      const found = await realm.clients.withKey(keyOf(name));
      if (found === undefined) return "new";
      return planned.of("Account", found.id) === undefined ? "perhaps there" : "known";
    }),
  );
  return accounts.includes("new") && !accounts.includes("perhaps there");
}

/** Whether an object that belongs to a client, or to all where there is none, is surely another account's. */
export async function isOfAnother(
  realm: RealmReading,
  owner: string | null | undefined,
  account: unknown,
  planned: PlannedInputs,
): Promise<boolean> {
  if (owner === null || owner === undefined) return false;
  return typeof account === "string" ? owner !== account : isMadeByThisRun(realm, account, planned);
}

/** Whether a service of an account is active, or on its way. */
export async function isActive(realm: RealmReading, account: string, service: string): Promise<boolean> {
  const status = (await realm.services.withId(`${account}/${service}`, account))?.status;
  return status === "active" || status === "activating";
}

export async function activeServices(realm: RealmReading, account: string): Promise<string[]> {
  const services = await realm.services.inGroup(account);
  return services.filter(({ status }) => status === "active" || status === "activating").map(({ key }) => key);
}

/** Ids of all profiles of a user. The wire has one profile and a list of further permission sets. */
export function profilesOf({ profileId, permissionSets }: WireUser): string[] {
  return [profileId, ...permissionSets];
}

/** What a profile holds, as this run will leave it, where it says so. */
export function permissionsOf(profile: WireProfile, planned: PlannedInputs | undefined): readonly string[] {
  const declared = planned?.of("Profile", profile.id)?.permissions;
  return Array.isArray(declared) ? knownWords(declared) : profile.permissions;
}

/** The permissions that follow from `basedOn`; undefined where there is none, or it is not known yet. */
export async function derivedPermissions(
  realm: RealmReading,
  { basedOn, add, remove }: Some<"Profile", "basedOn" | "add" | "remove">,
  planned?: PlannedInputs,
): Promise<string[] | undefined> {
  const base = typeof basedOn === "string" ? await realm.profile(basedOn) : undefined;
  if (base === undefined) return undefined;
  const without = new Set(knownWords(remove));
  const all = new Set([...permissionsOf(base, planned), ...knownWords(add)]);
  return [...all].filter((key) => !without.has(key)).sort();
}

/** Names of those who have a profile, as `Acme AG/anna`; only those that the token can see. */
export async function holders(realm: RealmReading, profileId: string): Promise<string[]> {
  if (!(await realm.may("show_users"))) return [];
  const seesClients = await realm.may("show_clients");
  const users = (await realm.users.all()).filter((user) => profilesOf(user).includes(profileId));
  const named = users.map(async ({ clientId, username }) => {
    if (clientId === null) return username;
    const client = seesClients ? await realm.clients.withId(clientId) : undefined;
    return `${client?.name ?? clientId}/${username}`;
  });
  return (await Promise.all(named)).sort((one, other) => (one < other ? -1 : 1));
}

/** The numbers of the quota profile that a quota names. */
export async function profileLimits(
  realm: RealmReading,
  { profile }: Some<"Quota", "profile">,
): Promise<Limits | undefined> {
  if (typeof profile !== "string") return undefined;
  const found = await realm.quotaProfiles.withId(profile);
  return found === undefined ? undefined : limitsIn(found);
}

/** The numbers that the declaration of a quota stands for; undefined while they are not known. */
export async function declaredLimits(
  realm: RealmReading,
  { limits, profile }: Some<"Quota", "limits" | "profile">,
): Promise<Limits | undefined> {
  if (limits === undefined) return profileLimits(realm, { profile });
  return isLimits(limits) ? limits : undefined;
}

export interface Rejection {
  readonly id: string;
  readonly comment?: string;
}

/** The requests that a quota rejects, as far as they are known by now. */
export function rejectionsIn({ rejectRequests }: Some<"Quota", "rejectRequests">): Rejection[] {
  return knownEntries(rejectRequests).filter((entry): entry is Rejection => typeof entry.id === "string");
}
