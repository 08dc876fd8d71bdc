import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { Collection } from "./collection";
import {
  type Allocation,
  type Client,
  CLIENTS_GROUP,
  CLIENTS_SECTION,
  type Me,
  operations,
  type Permission,
  type Profile,
  type Project,
  type QuotaProfile,
  type Region,
  type Service,
  type User,
} from "./contract";
import type { Wire } from "./wire";

export type WireClient = z.output<typeof Client>;
export type WireUser = z.output<typeof User>;
export type WireProfile = z.output<typeof Profile>;
export type WireQuotaProfile = z.output<typeof QuotaProfile>;
export type WireAllocation = z.output<typeof Allocation>;
export type WireService = z.output<typeof Service>;
export type WireProject = z.output<typeof Project>;
export type WirePermission = z.output<typeof Permission>;
export type WireMe = z.output<typeof Me>;

/** The natural key of kinds that belong to an account, as one string. */
export function keyOf(...parts: (string | null | undefined)[]): string {
  return JSON.stringify(parts.map((part) => part ?? null));
}

/** The realm as one run sees it: each collection is listed at most once, whoever asks. */
export class Realm {
  readonly clients: Collection<WireClient>;
  readonly users: Collection<WireUser>;
  readonly profiles: Collection<WireProfile>;
  readonly quotaProfiles: Collection<WireQuotaProfile>;
  readonly quotas: Collection<WireAllocation>;
  readonly services: Collection<WireService>;
  readonly projects: Collection<WireProject>;
  private permissionList: Promise<WirePermission[]> | undefined;
  private regionList: Promise<z.output<typeof Region>[]> | undefined;
  private self: Promise<WireMe> | undefined;

  constructor(readonly wire: Wire) {
    const idOf = (item: { id: string }) => item.id;
    this.clients = new Collection({
      list: () => wire.list(operations.listClients),
      idOf,
      keyOf: (client) => keyOf(client.name),
    });
    this.users = new Collection({
      list: () => wire.list(operations.listUsers),
      idOf,
      keyOf: (user) => keyOf(user.clientId, user.username),
    });
    this.profiles = new Collection({
      list: () => wire.list(operations.listProfiles),
      idOf,
      keyOf: (profile) => keyOf(profile.clientId, profile.name),
    });
    this.quotaProfiles = new Collection({
      list: () => wire.list(operations.listQuotaProfiles),
      idOf,
      keyOf: (profile) => keyOf(profile.clientId, profile.name),
    });
    this.projects = new Collection({
      list: () => wire.list(operations.listProjects),
      idOf,
      keyOf: (project) => keyOf(project.clientId, project.name),
    });
    this.quotas = new Collection({
      list: () => wire.list(operations.listQuotas),
      idOf: (quota) => `${quota.clientId}/${quota.region}`,
      keyOf: (quota) => keyOf(quota.clientId, quota.region),
    });
    this.services = new Collection({
      list: () => wire.list(operations.listServices),
      idOf: (service) => `${service.clientId}/${service.key}`,
      keyOf: (service) => keyOf(service.clientId, service.key),
    });
  }

  /** Who the token is; `fresh` asks again, since a token can lose its rights in the middle of a run. */
  async me(freshness: "known" | "fresh" = "known"): Promise<WireMe> {
    if (freshness === "fresh") this.self = undefined;
    this.self ??= once(
      () => this.wire.call(operations.getMe).then((answer) => answer.body),
      () => (this.self = undefined),
    );
    return this.self;
  }

  /** The live permission catalogue. */
  async permissions(): Promise<WirePermission[]> {
    this.permissionList ??= once(
      () => this.wire.list(operations.listPermissions),
      () => (this.permissionList = undefined),
    );
    return this.permissionList;
  }

  async regions(): Promise<z.output<typeof Region>[]> {
    this.regionList ??= once(
      () => this.wire.list(operations.listRegions),
      () => (this.regionList = undefined),
    );
    return this.regionList;
  }

  /** Keys of the permissions that make a profile a reseller profile. */
  async clientsPermissions(): Promise<Set<string>> {
    const catalogue = await this.permissions();
    return new Set(
      catalogue
        .filter(({ section, group }) => section === CLIENTS_SECTION && group === CLIENTS_GROUP)
        .map(({ key }) => key),
    );
  }

  /** A profile by its id, or by the name of one. */
  async profile(reference: string): Promise<WireProfile | undefined> {
    return (await this.profiles.withId(reference)) ?? (await this.profiles.withKey(keyOf(null, reference)));
  }
}

/** An error is not kept: the next one who asks asks the portal. */
async function once<Result>(ask: () => Promise<Result>, forget: () => void): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    forget();
    throw error;
  }
}

/** A new key for every new intent: the same one is only ever sent again for the same call. */
export function newIdempotencyKey(): string {
  return randomUUID();
}
