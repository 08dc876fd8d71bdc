import type { z } from "zod";
import type { ReadableCollection } from "../collection";
import type { Domain, Group, Project, Role, RoleAssignment, RoleInference, User } from "./contract";
import type { QuotaReading } from "./quotaReading";

export type WireDomain = z.output<typeof Domain>;
export type WireUser = z.output<typeof User>;
export type WireGroup = z.output<typeof Group>;
export type WireProject = z.output<typeof Project>;
export type WireRole = z.output<typeof Role>;
export type WireAssignment = z.output<typeof RoleAssignment>;
export type WireInference = z.output<typeof RoleInference>;

/** The domain that the connection's own user belongs to: the reseller's own. */
export interface HomeDomain {
  readonly id: string;
  readonly name: string;
}

/** The cloud, or the domains of it that the reseller manages, for what only reads them, such as rules. */
export interface CloudReading extends QuotaReading {
  readonly domains: ReadableCollection<WireDomain>;
  readonly users: ReadableCollection<WireUser>;
  readonly groups: ReadableCollection<WireGroup>;
  /** Without those that are domains. */
  readonly projects: ReadableCollection<WireProject>;
  /** Those of the whole cloud. */
  readonly roles: ReadableCollection<WireRole>;
  /** Roles that count in the projects of one domain alone. */
  rolesOfDomain(domain: string): Promise<readonly WireRole[]>;
  /** Whether the connection's user administers the whole cloud, and not single domains. */
  isAdministrator(): Promise<boolean>;
  /** What was granted: without what follows from that. */
  readonly assignments: ReadableCollection<WireAssignment>;
  /** Which roles imply which; undefined where only administrators of the cloud see that. */
  inferences(): Promise<readonly WireInference[] | undefined>;
  home(): Promise<HomeDomain>;
  /** The user that the connection signs in as. */
  ownUser(): Promise<{ readonly id: string; readonly name: string }>;
  /** Ids of the users in a group. */
  membersOf(group: string): Promise<readonly string[]>;
}
