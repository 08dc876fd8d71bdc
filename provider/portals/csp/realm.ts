import { randomUUID } from "node:crypto";
import { Collection } from "../collection";
import { once } from "../once";
import { keyOf } from "../../model/words";
import { CLIENTS_GROUP, CLIENTS_SECTION, operations } from "./contract";
import {
  quotaId,
  type RealmReading,
  type WireAccessRule,
  type WireAllocation,
  type WireClient,
  type WireMe,
  type WirePermission,
  type WireProfile,
  type WireProject,
  type WireQuotaProfile,
  type WireQuotaRequest,
  type WireRegion,
  type WireRoles,
  type WireService,
  type WireUser,
} from "./reading";
import type { Wire } from "./wire";

export { keyOf } from "../../model/words";

/** Stands for the reseller itself where users are grouped by client. */
export const RESELLER = "";

/** The realm as one run sees it: each collection is listed at most once, whoever asks. */
export class Realm implements RealmReading {
  readonly clients: Collection<WireClient>;
  readonly users: Collection<WireUser>;
  readonly profiles: Collection<WireProfile>;
  readonly quotaProfiles: Collection<WireQuotaProfile>;
  readonly quotas: Collection<WireAllocation>;
  readonly services: Collection<WireService>;
  readonly projects: Collection<WireProject>;
  readonly projectQuotas: Collection<WireAllocation>;
  readonly projectRoles: Collection<WireRoles>;
  readonly accessRules: Collection<WireAccessRule>;
  readonly pendingRequests: Collection<WireQuotaRequest>;
  private permissionList: Promise<WirePermission[]> | undefined;
  private roleList: Promise<string[]> | undefined;
  private regionList: Promise<WireRegion[]> | undefined;
  private self: Promise<WireMe> | undefined;
  private readonly pools = new Map<string, Promise<WireAllocation>>();

  constructor(
    readonly wire: Wire,
    /** The token of this run is not the one that will write: what it may write says nothing. */
    readonly isReadOnly = false,
  ) {
    const idOf = (item: { id: string }) => item.id;
    this.clients = new Collection({
      list: () => this.visibleClients(),
      idOf,
      keyOf: (client) => keyOf(client.name),
    });
    this.users = new Collection({
      list: () => wire.list(operations.listUsers),
      idOf,
      keyOf: (user) => keyOf(user.clientId, user.username),
      groupOf: (user) => user.clientId ?? RESELLER,
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
      groupOf: (project) => project.clientId,
    });
    this.quotas = new Collection({
      list: () => wire.list(operations.listQuotas),
      idOf: quotaId,
      keyOf: quotaKey,
      groupOf: (quota) => quota.region,
    });
    this.projectQuotas = new Collection({
      list: () => wire.list(operations.listProjectQuotas),
      idOf: quotaId,
      keyOf: quotaKey,
      groupOf: (quota) => `${quota.clientId}/${quota.region}`,
    });
    this.projectRoles = new Collection({
      list: () => wire.list(operations.listProjectRoles),
      idOf: (assignment) => `${assignment.projectId}/${assignment.userId}`,
      keyOf: (assignment) => keyOf(assignment.projectId, assignment.userId),
      groupOf: (assignment) => assignment.projectId,
    });
    this.accessRules = new Collection({
      list: () => wire.list(operations.listAllAccessRules),
      idOf,
      keyOf: (rule) => rule.id,
      groupOf: (rule) => rule.userId,
    });
    this.pendingRequests = new Collection({
      list: () => wire.list(operations.listQuotaRequests, { query: { status: "pending" } }),
      idOf,
      keyOf: (request) => request.id,
      groupOf: (request) => request.clientId,
    });
    this.services = new Collection({
      list: () => wire.list(operations.listServices),
      idOf: (service) => `${service.clientId}/${service.key}`,
      keyOf: (service) => keyOf(service.clientId, service.key),
      groupOf: (service) => service.clientId,
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

  /** All clients; a client's own user may ask for that one only. */
  private async visibleClients(): Promise<WireClient[]> {
    const { clientId } = await this.me();
    if (clientId === null) return this.wire.list(operations.listClients);
    return [(await this.wire.call(operations.getClient, { params: { clientId } })).body];
  }

  /** Whether the token's user holds a permission. */
  async may(permission: string): Promise<boolean> {
    return (await this.me()).permissions.includes(permission);
  }

  /** The live permission catalogue. */
  async permissions(): Promise<WirePermission[]> {
    this.permissionList ??= once(
      () => this.wire.list(operations.listPermissions),
      () => (this.permissionList = undefined),
    );
    return this.permissionList;
  }

  /** Names of the roles that users can have on projects. */
  async roles(): Promise<string[]> {
    this.roleList ??= once(
      () => this.wire.list(operations.listRoles).then((roles) => roles.map(({ name }) => name)),
      () => (this.roleList = undefined),
    );
    return this.roleList;
  }

  async regions(): Promise<WireRegion[]> {
    this.regionList ??= once(
      () => this.wire.list(operations.listRegions),
      () => (this.regionList = undefined),
    );
    return this.regionList;
  }

  /** What the reseller has to share out in one region. */
  async pool(region: string): Promise<WireAllocation> {
    const known = this.pools.get(region);
    if (known !== undefined) return known;
    const asked = once(
      () =>
        this.wire
          .call(operations.getResellerQuota, { query: { region } })
          .then((answer) => answer.body as WireAllocation),
      () => void this.pools.delete(region),
    );
    this.pools.set(region, asked);
    return asked;
  }

  /** What a client has asked for so far, decided or not. */
  quotaRequests(clientId: string): Promise<WireQuotaRequest[]> {
    return this.wire.list(operations.listClientQuotaRequests, { params: { clientId } });
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

function quotaKey({ clientId, projectId, region }: WireAllocation): string {
  return keyOf(clientId, projectId, region);
}

/** A new key for every new intent: the same one is only ever sent again for the same call. */
export function newIdempotencyKey(): string {
  return randomUUID();
}
