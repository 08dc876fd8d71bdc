import type { StoredRecord } from "../../store/collection";

/** Options that say what a server lets be done with something. */
export type Options = Readonly<Record<string, unknown>>;

export interface DomainRecord extends StoredRecord {
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  readonly options: Options;
}

export interface ProjectRecord extends DomainRecord {
  readonly domainId: string;
  /** Of the project above; the domain itself at the top. */
  readonly parentId: string;
}

export interface UserRecord extends StoredRecord {
  readonly domainId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly passwordHash: string | null;
  /** What the server keeps without knowing what it is: e-mail address and description. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly defaultProjectId: string | null;
  readonly options: Options;
}

export interface GroupRecord extends StoredRecord {
  readonly domainId: string;
  readonly name: string;
  readonly description: string | null;
}

export interface MembershipRecord extends StoredRecord {
  readonly groupId: string;
  readonly userId: string;
}

export interface RoleRecord extends StoredRecord {
  readonly name: string;
  readonly domainId: string | null;
  readonly description: string | null;
  readonly options: Options;
}

/** Whoever has the one role has the other. */
export interface InferenceRecord extends StoredRecord {
  readonly priorId: string;
  readonly impliedId: string;
}

export type Place = "domain" | "project" | "system";

export interface GrantRecord extends StoredRecord {
  readonly actors: "users" | "groups";
  readonly actorId: string;
  readonly place: Place;
  /** `system` for the system. */
  readonly placeId: string;
  readonly roleId: string;
  /** To the projects below the place, and not to the place itself. */
  readonly inherited: boolean;
}

/** Where a token holds; null: nowhere. */
export type Scope = { readonly place: Place; readonly id: string } | null;

export interface TokenRecord extends StoredRecord {
  readonly userId: string;
  readonly scope: Scope;
  readonly methods: readonly string[];
  /** Of an application credential: what the token may do at most. */
  readonly credentialId: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Tokens of a person that are no longer good: all of them, or those for one place. */
export interface RevocationRecord extends StoredRecord {
  readonly at: number;
}

export interface CredentialRecord extends StoredRecord {
  readonly userId: string;
  readonly projectId: string;
  readonly name: string;
  readonly secretHash: string;
  readonly roleIds: readonly string[];
}

export interface RegionRecord extends StoredRecord {
  readonly description: string;
}

export interface ServiceRecord extends StoredRecord {
  readonly type: string;
  readonly name: string;
}

export interface EndpointRecord extends StoredRecord {
  readonly serviceId: string;
  readonly regionId: string;
  /** Below the address of the sandbox. */
  readonly path: string;
}

export interface RegisteredLimitRecord extends StoredRecord {
  readonly serviceId: string;
  readonly regionId: string | null;
  readonly resourceName: string;
  readonly defaultLimit: number;
  readonly description: string | null;
}

export interface LimitRecord extends StoredRecord {
  readonly registeredLimitId: string;
  readonly projectId: string | null;
  readonly domainId: string | null;
  readonly resourceLimit: number;
  readonly description: string | null;
}

export type QuotaService = "compute" | "volume" | "network";

/** What a project has been allowed in a region, where that isn't the default. */
export interface QuotaRecord extends StoredRecord {
  readonly service: QuotaService;
  readonly region: string;
  readonly projectId: string;
  readonly limits: Readonly<Record<string, number>>;
}

/** Something that a project holds, such as a server. */
export interface HoldingRecord extends StoredRecord {
  readonly kind: HoldingKind;
  readonly region: string;
  readonly projectId: string;
  readonly name: string;
  /** What it takes of each quota. */
  readonly takes: Readonly<Record<string, number>>;
}

export type HoldingKind = "servers" | "volumes" | "snapshots" | "networks" | "routers" | "floatingips" | "ports";

/** Who asked for a quota, or approved it. */
export interface Requester {
  readonly authenticated: string;
  readonly project_domain_id: string | null;
  readonly project_id: string;
  readonly project_name: string | null;
  readonly roles: readonly string[];
  readonly user_domain_id: string;
  readonly user_id: string;
  readonly username: string;
}

/** A request for another quota. */
export interface TaskRecord extends StoredRecord {
  readonly requester: Requester;
  readonly projectId: string;
  readonly size: string;
  readonly regions: readonly string[];
  readonly state: "waiting" | "completed" | "cancelled";
  readonly notes: readonly string[];
  readonly createdAt: number;
  readonly approvedAt: number | null;
  /** Null where nobody had to. */
  readonly approver: Requester | null;
}

export interface SettingsRecord extends StoredRecord {
  /** How many items a list has at most. */
  readonly mostListed: number;
  /** The model by which limits are weighed. */
  readonly limitModel: "flat" | "strict_two_level";
  readonly tokenSeconds: number;
}

/** What the sandbox prints for whoever uses it. */
export interface PrintedRecord extends StoredRecord {
  readonly userId: string;
  readonly projectId: string;
  readonly secret: string;
}
