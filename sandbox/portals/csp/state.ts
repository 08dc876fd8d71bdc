import { createHash, randomBytes } from "node:crypto";
import { QUOTA_NUMBERS, type QuotaNumber } from "../../../provider/portals/csp/contract";
import { Problem } from "../../problem";
import type { Store } from "../../store";
import {
  ALL_PERMISSIONS,
  CLIENT_LEVEL_PERMISSIONS,
  CLIENTS_PERMISSIONS,
  S3_PERMISSIONS,
  SHOW_PERMISSIONS,
} from "./catalogue";
import type { OperationRecord, ProfileRecord, Tables, UserRecord } from "./model";

export const RESELLER_ID = "res_1";
export const REGIONS = [
  { id: "ch-1", name: "Switzerland 1" },
  { id: "ch-2", name: "Switzerland 2" },
] as const;
export const SERVICES: Readonly<Record<string, readonly string[]>> = {
  openstack: [],
  s3: ["openstack"],
  kubernetes: ["openstack"],
  backup: [],
};
export const DEFAULT_COLOURS = { primaryColor: "#003366", secondaryColor: "#6699CC" } as const;

/** The reseller's pool: of everything in each region so much. */
export const POOL = 5_000_000;
const FIRST_UPROVIDE_ACCOUNT = 10_001;
const LAST_UPROVIDE_ACCOUNT = 12_000;

export type Limits = Record<QuotaNumber, number>;
export const NO_LIMITS = Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, 0])) as Limits;

/** Rule csp/C1: accounts of uProvide that exist, UP-10001 to UP-12000. */
export function uprovideAccountExists(id: string): boolean {
  const number = /^UP-(\d{5})$/.exec(id)?.[1];
  return number !== undefined && Number(number) >= FIRST_UPROVIDE_ACCOUNT && Number(number) <= LAST_UPROVIDE_ACCOUNT;
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(8).toString("hex")}`;
}

export function now(): string {
  return new Date().toISOString();
}

/** A new revision of an object. */
export function newEtag(): string {
  return `"${randomBytes(6).toString("hex")}"`;
}

export function newPassword(): string {
  return randomBytes(15).toString("base64url");
}

export function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The portal's memory, and what happens in it by itself as time goes on. */
export class CspState {
  readonly tables: Tables;
  /** Not finished yet, in the order in which they will be. */
  private readonly open = new Map<string, OperationRecord>();

  constructor(
    store: Store,
    private readonly operationDelayMs: number,
  ) {
    this.tables = openTables(store);
    for (const operation of this.tables.operations.all())
      if (operation.finishedAt === null) this.open.set(operation.id, operation);
    if (this.tables.profiles.all().length === 0) this.seed();
  }

  /** Starts asynchronous work on an object that is in the tables already. */
  start(kind: string, type: string, id: string): OperationRecord {
    const operation = {
      id: newId("op"),
      kind,
      status: "running",
      resource: { type, id },
      error: null,
      createdAt: now(),
      finishedAt: null,
      dueAt: Date.now() + this.operationDelayMs,
    };
    this.tables.operations.put(operation);
    this.open.set(operation.id, operation);
    return operation;
  }

  /** Ends what is due. Called before every request, so that time passes also while nobody asks, and over restarts. */
  passTime(): void {
    const present = Date.now();
    for (const operation of [...this.open.values()]) {
      if (operation.dueAt > present) continue;
      this.open.delete(operation.id);
      this.complete(operation);
      this.tables.operations.put({
        ...operation,
        status: "succeeded",
        finishedAt: new Date(operation.dueAt).toISOString(),
      });
    }
  }

  /** Users who have a profile, as their first or as a further one. */
  usersOf(profileId: string): UserRecord[] {
    return this.tables.users
      .by("profile", profileId)
      .concat(this.tables.users.all().filter((user) => user.permissionSets.includes(profileId)));
  }

  /** What the children of an allocation take of it. */
  assigned(clientId: string | null, region: string): Limits {
    const children =
      clientId === null
        ? this.tables.allocations.by("region", `client ${region}`)
        : this.tables.allocations.by("parent", `${clientId} ${region}`);
    return Object.fromEntries(
      QUOTA_NUMBERS.map((name) => [name, children.reduce((sum, child) => sum + child.limits[name], 0)]),
    ) as Limits;
  }

  private complete(operation: OperationRecord): void {
    const { services, projects } = this.tables;
    if (operation.kind === "service.activate") {
      const service = services.get(operation.resource.id);
      if (service !== undefined) services.put({ ...service, status: "active", activatedAt: now(), etag: newEtag() });
    } else if (operation.kind === "project.create") {
      const project = projects.get(operation.resource.id);
      if (project !== undefined) projects.put({ ...project, status: "active", etag: newEtag() });
    } else if (operation.kind === "project.delete") {
      projects.delete(operation.resource.id);
    }
  }

  private seed(): void {
    const standard = (name: string, description: string, permissions: readonly string[]): ProfileRecord => ({
      id: newId("prof"),
      name,
      description,
      permissions: [...permissions],
      origin: "provider",
      clientId: null,
      etag: newEtag(),
    });
    const { profiles, users, tokens, quotaProfiles } = this.tables;
    profiles.put(standard("User-Adm", "Manages all users of its client, has all panels.", CLIENT_LEVEL_PERMISSIONS));
    profiles.put(standard("User", "Has the S3 panel.", S3_PERMISSIONS));
    const clientAdm = profiles.put(
      standard("Client-Adm", "Manages all users and clients of the realm, has all panels.", ALL_PERMISSIONS),
    );
    const person = (username: string): UserRecord => ({
      id: newId("usr"),
      clientId: null,
      username,
      email: `${username}@reseller.example.com`,
      firstName: "Portal",
      lastName: "Administrator",
      description: null,
      profileId: clientAdm.id,
      permissionSets: [],
      emailVerified: true,
      lastLoginAt: null,
      etag: newEtag(),
      passwordHash: "",
      granted: [],
    });
    const owner = users.put(person("portal.administrator"));
    const reader = users.put(person("portal.reader"));
    const token = (id: string, userId: string, permissions: readonly string[]) =>
      tokens.put({
        id,
        token: `sandbox-${randomBytes(24).toString("base64url")}`,
        userId,
        permissions,
        reduced: null,
        visible: "all",
        revoked: false,
      });
    token("reseller", owner.id, ALL_PERMISSIONS);
    token("reader", reader.id, SHOW_PERMISSIONS);
    quotaProfiles.put({
      id: newId("qp"),
      name: "object-storage",
      scope: "reseller",
      clientId: null,
      inheritable: true,
      default: false,
      inherited: false,
      ...NO_LIMITS,
      projects: 1,
      etag: newEtag(),
    });
  }
}

function openTables(store: Store): Tables {
  return {
    tokens: store.table("tokens", { token: (token) => token.token }),
    clients: store.table("clients", { name: (client) => client.name }),
    services: store.table("services", { client: (service) => service.clientId }),
    users: store.table("users", {
      client: (user) => user.clientId ?? "",
      name: (user) => JSON.stringify([user.clientId, user.username]),
      profile: (user) => user.profileId,
    }),
    profiles: store.table("profiles", { name: (profile) => JSON.stringify([profile.clientId, profile.name]) }),
    quotaProfiles: store.table("quotaProfiles", {
      name: (profile) => JSON.stringify([profile.clientId, profile.name]),
      client: (profile) => profile.clientId ?? "",
    }),
    allocations: store.table("allocations", {
      region: (allocation) => `${allocation.projectId === null ? "client" : "project"} ${allocation.region}`,
      parent: (allocation) => (allocation.projectId === null ? "" : `${allocation.clientId} ${allocation.region}`),
      client: (allocation) => (allocation.projectId === null ? (allocation.clientId ?? "") : ""),
    }),
    quotaRequests: store.table("quotaRequests", { client: (request) => request.clientId }),
    projects: store.table("projects", {
      client: (project) => project.clientId,
      name: (project) => JSON.stringify([project.clientId, project.name]),
    }),
    operations: store.table("operations"),
    accessRules: store.table("accessRules", { user: (rule) => rule.userId }),
    sessions: store.table("sessions", { client: (session) => session.clientId }),
    roles: store.table("roles"),
    ec2Credentials: store.table("ec2Credentials", { project: (credential) => credential.projectId }),
    apiTokens: store.table("apiTokens", { user: (token) => token.userId }),
    idempotency: store.table("idempotency"),
  };
}

/** @throws Problem 404, which also hides what the caller may not see. */
export function present<Item>(item: Item | undefined, what: string): Item {
  if (item === undefined) throw new Problem(404, "not_found", `There is no such ${what}.`);
  return item;
}

/** Rules csp/P1, csp/P2: what makes a profile one for resellers. */
export function levelOf(permissions: readonly string[]): "reseller" | "client" {
  return permissions.some((key) => CLIENTS_PERMISSIONS.has(key)) ? "reseller" : "client";
}
