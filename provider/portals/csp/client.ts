import { randomUUID } from "node:crypto";
import { Collection, type CollectionSource } from "../collection";
import { askedOnce, once } from "../once";
import { keyOf } from "../../model/words";
import { CLIENTS_GROUP, CLIENTS_SECTION, type ContractOperation, operations } from "./contract";
import {
  quotaId,
  type RealmReading,
  type WireAccessRule,
  type WireAllocation,
  type WireClient,
  type WireMe,
  type WireProfile,
  type WireProject,
  type WireQuotaProfile,
  type WireQuotaRequest,
  type WireRoles,
  type WireService,
  type WireUser,
} from "./reading";
import { orAbsent, type Wire } from "./wire";

export { keyOf } from "../../model/words";

/** Stands for the reseller itself where users are grouped by client. */
export const RESELLER = "";

const idOf = (item: { id: string }) => item.id;

/** The realm as one run sees it: each collection is listed at most once, whoever asks. */
export class CspClient implements RealmReading {
  readonly clients = new Collection<WireClient>({
    list: () => this.visibleClients(),
    idOf,
    keyOf: (client) => keyOf(client.name),
  });
  readonly users = new Collection<WireUser>({
    list: () => this.wire.list(operations.listUsers),
    idOf,
    keyOf: (user) => keyOf(user.clientId, user.username),
    groupOf: (user) => user.clientId ?? RESELLER,
    ...this.byGroup(operations.listClientUsers, (clientId) =>
      this.wire.list(operations.listClientUsers, { params: { clientId } }),
    ),
  });
  readonly profiles = new Collection<WireProfile>({
    list: () => this.wire.list(operations.listProfiles),
    idOf,
    keyOf: (profile) => keyOf(profile.clientId, profile.name),
  });
  readonly quotaProfiles = new Collection<WireQuotaProfile>({
    list: () => this.wire.list(operations.listQuotaProfiles),
    idOf,
    keyOf: (profile) => keyOf(profile.clientId, profile.name),
  });
  readonly projects = new Collection<WireProject>({
    list: () => this.wire.list(operations.listProjects),
    idOf,
    keyOf: (project) => keyOf(project.clientId, project.name),
    groupOf: (project) => project.clientId,
    ...this.byGroup(operations.listClientProjects, (clientId) =>
      this.wire.list(operations.listClientProjects, { params: { clientId } }),
    ),
  });
  readonly quotas = new Collection<WireAllocation>({
    list: () => this.wire.list(operations.listQuotas),
    idOf: quotaId,
    keyOf: quotaKey,
    groupOf: (quota) => quota.region,
  });
  readonly projectQuotas = new Collection<WireAllocation>({
    list: () => this.wire.list(operations.listProjectQuotas),
    idOf: quotaId,
    keyOf: quotaKey,
    groupOf: (quota) => `${quota.clientId}/${quota.region}`,
  });
  readonly projectRoles = new Collection<WireRoles>({
    list: () => this.wire.list(operations.listProjectRoles),
    idOf: (assignment) => `${assignment.projectId}/${assignment.userId}`,
    keyOf: (assignment) => keyOf(assignment.projectId, assignment.userId),
    groupOf: (assignment) => assignment.projectId,
    ...this.byGroup(operations.listProjectRoles, (projectId) =>
      this.wire.list(operations.listProjectRoles, { query: { "filter[projectId]": projectId } }),
    ),
  });
  readonly accessRules = new Collection<WireAccessRule>({
    list: () => this.wire.list(operations.listAllAccessRules),
    idOf,
    keyOf: (rule) => rule.id,
    groupOf: (rule) => rule.userId,
    ...this.byGroup(operations.listAllAccessRules, (userId) =>
      this.wire.list(operations.listAllAccessRules, { query: { "filter[userId]": userId } }),
    ),
  });
  readonly pendingRequests = new Collection<WireQuotaRequest>({
    list: () => this.wire.list(operations.listQuotaRequests, { query: { status: "pending" } }),
    idOf,
    keyOf: (request) => request.id,
    groupOf: (request) => request.clientId,
  });
  readonly services = new Collection<WireService>({
    list: () => this.wire.list(operations.listServices),
    idOf: (service) => `${service.clientId}/${service.key}`,
    keyOf: (service) => keyOf(service.clientId, service.key),
    groupOf: (service) => service.clientId,
    ...this.byGroup(operations.listClientServices, (clientId) =>
      this.wire.list(operations.listClientServices, { params: { clientId } }),
    ),
  });
  /** The live permission catalogue. */
  readonly permissions = askedOnce(() => this.wire.list(operations.listPermissions));
  /** Names of the roles that users can have on projects. */
  readonly roles = askedOnce(async () => (await this.wire.list(operations.listRoles)).map(({ name }) => name));
  readonly regions = askedOnce(() => this.wire.list(operations.listRegions));
  private self: Promise<WireMe> | undefined;
  private readonly pools = new Map<string, Promise<WireAllocation>>();

  constructor(
    readonly wire: Wire,
    /** The token of this run is not the one that will write: what it may write says nothing. */
    readonly isReadOnly = false,
    /** Why nothing may be written; undefined if it may. */
    readonly writesRefused?: string,
  ) {}

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

  /** Lists of single groups. Where the portal lacks the operation, or doesn't know the group, the whole list tells. */
  private byGroup<Item>(
    operation: ContractOperation,
    list: (group: string) => Promise<Item[]>,
  ): Required<Pick<CollectionSource<Item>, "listGroup" | "isShared">> {
    return {
      listGroup: async (group) =>
        this.wire.offers(operation) ? orAbsent(list(group).then((body) => ({ body }))) : undefined,
      isShared: () => this.wire.sharesReadings(),
    };
  }

  /** Whether the token's user holds a permission. */
  async may(permission: string): Promise<boolean> {
    return (await this.me()).permissions.includes(permission);
  }

  /** What the reseller has to share out in one region. */
  async pool(region: string): Promise<WireAllocation> {
    const known = this.pools.get(region);
    if (known !== undefined) return known;
    const asked = once(
      () => this.wire.call(operations.getResellerQuota, { query: { region } }).then((answer) => answer.body),
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
