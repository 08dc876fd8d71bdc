import { compositeKey } from "../../store/collection";
import type { PortalSurroundings } from "../portal";
import { added, NO_LIMITS, subtracted } from "./limits";
import type {
  AccessRuleRecord,
  ActivationRecord,
  AllocationRecord,
  ClientRecord,
  DeletedUprovideAccountRecord,
  LimitNumbers,
  NightsRecord,
  OperationRecord,
  PoolRecord,
  ProfileRecord,
  ProjectRecord,
  ProjectRolesRecord,
  QuotaProfileRecord,
  QuotaRequestRecord,
  SubserviceRecord,
  TokenRecord,
  UsageRecordStored,
  UserRecord,
} from "./records";

/** The reseller that the sandbox starts with. */
export const FIRST_RESELLER_ID = "reseller-1";

export const REGIONS = [
  { id: "ch-1", name: "Switzerland 1" },
  { id: "ch-2", name: "Switzerland 2" },
] as const;

/** Index key of records that are looked up all together. */
export const ALL = "*";

/** Index key of what belongs to the reseller and to no client. */
export const RESELLER_AREA = "";

/** By what records are looked up, for each collection. */
const INDEXES = {
  clients: {
    name: (client: ClientRecord) => [client.name, ...client.edits.flatMap(({ values }) => values.name ?? [])],
    uprovideAccount: (client: ClientRecord) => [client.uprovideAccountId],
    decommissioned: (client: ClientRecord) => (client.decommissionedAt === undefined ? [] : [ALL]),
  },
  activations: {
    client: (activation: ActivationRecord) => [activation.clientId],
  },
  users: {
    area: (user: UserRecord) => [user.clientId ?? RESELLER_AREA],
    username: (user: UserRecord) => [compositeKey(user.clientId, user.username)],
    profile: (user: UserRecord) => [...new Set([user.profileId, ...user.permissionSets])],
  },
  profiles: {
    area: (profile: ProfileRecord) => [profile.clientId ?? RESELLER_AREA],
    name: (profile: ProfileRecord) => [profile.name],
  },
  quotaProfiles: {
    area: (profile: QuotaProfileRecord) => [profile.clientId ?? RESELLER_AREA],
    name: (profile: QuotaProfileRecord) => [compositeKey(profile.clientId, profile.name)],
    default: (profile: QuotaProfileRecord) => (profile.default ? [profile.clientId ?? RESELLER_AREA] : []),
  },
  allocations: {
    client: (allocation: AllocationRecord) => [allocation.clientId],
    clientsOwn: (allocation: AllocationRecord) => (allocation.projectId === null ? [allocation.clientId, ALL] : []),
    projectsOf: (allocation: AllocationRecord) =>
      allocation.projectId === null ? [] : [compositeKey(allocation.clientId, allocation.region)],
    project: (allocation: AllocationRecord) => (allocation.projectId === null ? [] : [allocation.projectId]),
  },
  usage: {
    project: (usage: UsageRecordStored) => [usage.projectId],
    client: (usage: UsageRecordStored) => [usage.clientId],
  },
  quotaRequests: {
    client: (request: QuotaRequestRecord) => [request.clientId],
  },
  projects: {
    client: (project: ProjectRecord) => [project.clientId],
    name: (project: ProjectRecord) => [compositeKey(project.clientId, project.name)],
    deleting: (project: ProjectRecord) => (project.goneFrom === null ? [] : [ALL]),
    withoutSubservice: (project: ProjectRecord) => (project.subserviceId === null ? [ALL] : []),
  },
  projectRoles: {
    project: (roles: ProjectRolesRecord) => [roles.projectId],
    user: (roles: ProjectRolesRecord) => [roles.userId],
  },
  accessRules: { user: (rule: AccessRuleRecord) => [rule.userId] },
  tokens: {
    secretHash: (token: TokenRecord) => [token.secretHash],
    user: (token: TokenRecord) => [token.userId],
    name: (token: TokenRecord) => [token.name],
  },
  subservices: {
    client: (subservice: SubserviceRecord) => [subservice.clientId],
  },
  operations: {
    client: (operation: OperationRecord) => [operation.clientId],
  },
};

/** Everything that the portal knows of one reseller: the collections, with an index for each way they are looked up. */
export class CspRealm {
  readonly clients;
  readonly activations;
  readonly users;
  readonly profiles;
  readonly quotaProfiles;
  readonly allocations;
  readonly pools;
  readonly usage;
  readonly quotaRequests;
  readonly projects;
  readonly projectRoles;
  readonly accessRules;
  readonly tokens;
  readonly subservices;
  readonly nights;
  readonly deletedUprovideAccounts;
  readonly operations;
  readonly operationDelayMilliseconds: number;
  private readonly allocated = new Map<string, LimitNumbers>();

  constructor(
    { records, operationDelayMilliseconds }: Pick<PortalSurroundings, "records" | "operationDelayMilliseconds">,
    readonly resellerId: string,
  ) {
    this.operationDelayMilliseconds = operationDelayMilliseconds;
    this.clients = records.collection("clients", INDEXES.clients);
    this.activations = records.collection("activations", INDEXES.activations);
    this.users = records.collection("users", INDEXES.users);
    this.profiles = records.collection("profiles", INDEXES.profiles);
    this.quotaProfiles = records.collection("quotaProfiles", INDEXES.quotaProfiles);
    this.allocations = records.collection("allocations", INDEXES.allocations);
    this.pools = records.collection<PoolRecord>("pools", {});
    this.usage = records.collection("usage", INDEXES.usage);
    this.quotaRequests = records.collection("quotaRequests", INDEXES.quotaRequests);
    this.projects = records.collection("projects", INDEXES.projects);
    this.projectRoles = records.collection("projectRoles", INDEXES.projectRoles);
    this.accessRules = records.collection("accessRules", INDEXES.accessRules);
    this.tokens = records.collection("tokens", INDEXES.tokens);
    this.subservices = records.collection("subservices", INDEXES.subservices);
    this.nights = records.collection<NightsRecord>("nights", {});
    this.deletedUprovideAccounts = records.collection<DeletedUprovideAccountRecord>("deletedUprovideAccounts", {});
    this.operations = records.collection("operations", INDEXES.operations);
    this.allocations.observe((before, after) => {
      for (const record of [before, after]) {
        if (record === undefined || record.projectId !== null) continue;
        const change = record === after ? added : subtracted;
        this.allocated.set(record.region, change(this.allocatedIn(record.region), record.limits));
      }
    });
  }

  /** What all clients together have been given in a region: kept as a sum, since every new quota is checked against it. */
  allocatedIn(region: string): LimitNumbers {
    return this.allocated.get(region) ?? NO_LIMITS;
  }

  removeProject(id: string): void {
    this.allocations.removeAll("project", id);
    this.usage.removeAll("project", id);
    this.projectRoles.removeAll("project", id);
    this.projects.remove(id);
  }

  removeUser(id: string): void {
    this.tokens.removeAll("user", id);
    this.accessRules.removeAll("user", id);
    this.projectRoles.removeAll("user", id);
    this.users.remove(id);
  }

  removeClient(id: string): void {
    for (const project of [...this.projects.find("client", id)]) this.removeProject(project.id);
    for (const user of [...this.users.find("area", id)]) this.removeUser(user.id);
    this.profiles.removeAll("area", id);
    this.quotaProfiles.removeAll("area", id);
    this.allocations.removeAll("client", id);
    this.activations.removeAll("client", id);
    this.quotaRequests.removeAll("client", id);
    this.subservices.removeAll("client", id);
    this.clients.remove(id);
  }
}
