import { randomBytes, randomUUID } from "node:crypto";
import { hashOf } from "../../secrets";
import { compositeKey } from "../../store/collection";
import type { PortalStore } from "../../store/store";
import type {
  CredentialRecord,
  DomainRecord,
  EndpointRecord,
  GrantRecord,
  GroupRecord,
  HoldingRecord,
  InferenceRecord,
  LimitRecord,
  MembershipRecord,
  PrintedRecord,
  ProjectRecord,
  QuotaRecord,
  RegionRecord,
  RegisteredLimitRecord,
  RevocationRecord,
  RoleRecord,
  ServiceRecord,
  SettingsRecord,
  TaskRecord,
  TokenRecord,
  UserRecord,
} from "./records";

const SETTINGS = "settings";
const USUAL_SETTINGS = { mostListed: 1000, limitModel: "flat", tokenSeconds: 3600 } as const;
export const PRINTED = "printed";
export const SYSTEM = "system";

/** An id as the servers make them. */
export function newId(): string {
  return randomUUID().replaceAll("-", "");
}

/** The same grant always has the same id. */
export function grantRecord(grant: Omit<GrantRecord, "id" | "sequence">): Omit<GrantRecord, "sequence"> {
  const { actors, actorId, place, placeId, roleId, inherited } = grant;
  return { ...grant, id: compositeKey(actors, actorId, place, placeId, roleId, inherited ? "inherited" : "here") };
}

/** Everything that the cloud knows. */
export class OpenStackRealm {
  readonly domains;
  readonly projects;
  readonly users;
  readonly groups;
  readonly memberships;
  readonly roles;
  readonly inferences;
  readonly grants;
  readonly tokens;
  readonly revocations;
  readonly credentials;
  readonly regions;
  readonly services;
  readonly endpoints;
  readonly registeredLimits;
  readonly limits;
  readonly quotas;
  readonly holdings;
  readonly tasks;
  readonly printed;
  private readonly settingsRecords;

  constructor(records: PortalStore) {
    this.domains = records.collection("domains", { name: ({ name }: DomainRecord) => [name] });
    this.projects = records.collection("projects", {
      name: ({ domainId, name }: ProjectRecord) => [compositeKey(domainId, name)],
      domain: ({ domainId }: ProjectRecord) => [domainId],
      parent: ({ parentId }: ProjectRecord) => [parentId],
    });
    this.users = records.collection("users", {
      name: ({ domainId, name }: UserRecord) => [compositeKey(domainId, name)],
      domain: ({ domainId }: UserRecord) => [domainId],
    });
    this.groups = records.collection("groups", {
      name: ({ domainId, name }: GroupRecord) => [compositeKey(domainId, name)],
      domain: ({ domainId }: GroupRecord) => [domainId],
    });
    this.memberships = records.collection("memberships", {
      group: ({ groupId }: MembershipRecord) => [groupId],
      user: ({ userId }: MembershipRecord) => [userId],
    });
    this.roles = records.collection("roles", {
      name: ({ domainId, name }: RoleRecord) => [compositeKey(domainId, name)],
      domain: ({ domainId }: RoleRecord) => (domainId === null ? [] : [domainId]),
    });
    this.inferences = records.collection("inferences", {
      prior: ({ priorId }: InferenceRecord) => [priorId],
      role: ({ priorId, impliedId }: InferenceRecord) => [priorId, impliedId],
    });
    this.grants = records.collection("grants", {
      actor: ({ actorId }: GrantRecord) => [actorId],
      place: ({ placeId }: GrantRecord) => [placeId],
      role: ({ roleId }: GrantRecord) => [roleId],
    });
    this.tokens = records.collection("tokens", { user: ({ userId }: TokenRecord) => [userId] });
    this.revocations = records.collection<RevocationRecord>("revocations", {});
    this.credentials = records.collection("credentials", { user: ({ userId }: CredentialRecord) => [userId] });
    this.regions = records.collection<RegionRecord>("regions", {});
    this.services = records.collection<ServiceRecord>("services", {});
    this.endpoints = records.collection("endpoints", { service: ({ serviceId }: EndpointRecord) => [serviceId] });
    this.registeredLimits = records.collection<RegisteredLimitRecord>("registeredLimits", {});
    this.limits = records.collection("limits", {
      registered: ({ registeredLimitId }: LimitRecord) => [registeredLimitId],
      place: ({ projectId, domainId }: LimitRecord) => [projectId ?? domainId ?? ""],
    });
    this.quotas = records.collection("quotas", { project: ({ projectId }: QuotaRecord) => [projectId] });
    this.holdings = records.collection("holdings", { project: ({ projectId }: HoldingRecord) => [projectId] });
    this.tasks = records.collection("tasks", { project: ({ projectId }: TaskRecord) => [projectId] });
    this.printed = records.collection<PrintedRecord>("printed", {});
    this.settingsRecords = records.collection<SettingsRecord>("settings", {});
  }

  get settings(): Omit<SettingsRecord, "id" | "sequence"> {
    return this.settingsRecords.get(SETTINGS) ?? USUAL_SETTINGS;
  }

  set settings(settings: Omit<SettingsRecord, "id" | "sequence">) {
    this.settingsRecords.put({ ...settings, id: SETTINGS });
  }

  roleNamed(name: string): RoleRecord {
    const role = this.roles.first("name", compositeKey(null, name));
    if (role === undefined) throw new Error(`the realm has no role ${name}`);
    return role;
  }

  membersOf(groupId: string): string[] {
    return [...this.memberships.find("group", groupId)].map(({ userId }) => userId);
  }

  groupsOf(userId: string): string[] {
    return [...this.memberships.find("user", userId)].map(({ groupId }) => groupId);
  }

  /** The projects below a project, or in a domain. */
  below(placeId: string): ProjectRecord[] {
    return [...this.projects.find("parent", placeId)].flatMap((project) => [project, ...this.below(project.id)]);
  }

  /** @returns the token's text, which is told once */
  addToken(
    token: Pick<TokenRecord, "userId" | "scope" | "methods" | "credentialId">,
    now: number,
  ): [string, TokenRecord] {
    for (const { id, expiresAt } of [...this.tokens.find("user", token.userId)])
      if (expiresAt <= now) this.tokens.remove(id);
    const text = `gAAAAAB${randomBytes(60).toString("base64url")}`;
    // The servers know no part of a second.
    const issuedAt = Math.floor(now / 1000) * 1000;
    const expiresAt = issuedAt + this.settings.tokenSeconds * 1000;
    return [text, this.tokens.insert({ ...token, id: hashOf(text), issuedAt, expiresAt })];
  }

  /** From now on a person's older tokens are no good: for one place, or at all. */
  revoke(userId: string, now: number, placeId?: string): void {
    this.revocations.put({ id: compositeKey(userId, placeId ?? null), at: now });
  }

  isRevoked({ userId, scope, issuedAt }: TokenRecord): boolean {
    return [null, scope?.id ?? null].some(
      (placeId) => issuedAt <= (this.revocations.get(compositeKey(userId, placeId))?.at ?? -Infinity),
    );
  }

  /** With everything that names it. */
  removeUser(id: string): void {
    for (const sort of ["memberships", "credentials"] as const) this[sort].removeAll("user", id);
    this.grants.removeAll("actor", id);
    this.users.remove(id);
  }

  removeGroup(id: string): void {
    this.memberships.removeAll("group", id);
    this.grants.removeAll("actor", id);
    this.groups.remove(id);
  }

  /** What it holds in the other services stays there, without an owner. */
  removeProject(id: string): void {
    this.grants.removeAll("place", id);
    this.limits.removeAll("place", id);
    this.projects.remove(id);
  }

  removeRole(id: string): void {
    this.grants.removeAll("role", id);
    this.inferences.removeAll("role", id);
    this.roles.remove(id);
  }

  /** Limits of the domain itself stay behind. */
  removeDomain(id: string): void {
    for (const user of [...this.users.find("domain", id)]) this.removeUser(user.id);
    for (const group of [...this.groups.find("domain", id)]) this.removeGroup(group.id);
    for (const project of [...this.projects.find("domain", id)]) this.removeProject(project.id);
    for (const role of [...this.roles.find("domain", id)]) this.removeRole(role.id);
    this.grants.removeAll("place", id);
    this.domains.remove(id);
  }
}
