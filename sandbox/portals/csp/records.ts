import type { z } from "zod";
import type { AccessRule, Limits, QuotaNumber, QuotaRequestItem } from "../../../provider/portals/csp/contract";
import type { StoredRecord } from "../../store/collection";

/*
 * What the portal stores. Times are milliseconds since 1970; what a clock alone decides, such as the end of an
 * asynchronous operation, is stored as the time when it will be so. That way it also comes true over a restart.
 */

export type LimitNumbers = z.output<typeof Limits>;

/** The members of a client that can change. */
export interface ClientValues {
  readonly name: string;
  readonly description: string | null;
  readonly state: string;
  readonly availableServices: readonly string[];
  readonly primaryColor: string;
  readonly secondaryColor: string;
  readonly iconUrl: string | null;
}

export interface ClientRecord extends StoredRecord, ClientValues {
  readonly uprovideAccountId: string;
  readonly uprovideServiceId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Until then uProvide has not pushed the client's services to the portal, and none is available. */
  readonly settlesAt: number;
  /** Edits that uProvide has taken but not yet pushed, oldest first. */
  readonly edits: readonly { readonly at: number; readonly values: Partial<ClientValues> }[];
  /** What the reseller has asked for; left out where it has not. */
  readonly decommissioning?: RequestedDecommission;
  /** When the provider has done so; left out where it has not. */
  readonly decommissionedAt?: number;
}

/** A ticket that asks the provider to decommission a client. */
export interface RequestedDecommission {
  readonly requestedAt: number;
  readonly kind: "trial" | "production";
  readonly projectIds: readonly string[];
  readonly ticketText: string;
}

/** A service that was activated; `id` is made of the client's and the service's. */
export interface ActivationRecord extends StoredRecord {
  readonly clientId: string;
  readonly serviceKey: string;
  readonly activeFrom: number;
  readonly operationId: string;
}

export interface UserRecord extends StoredRecord {
  /** null: on the reseller level. */
  readonly clientId: string | null;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly description: string | null;
  readonly profileId: string;
  readonly permissionSets: readonly string[];
  readonly emailVerified: boolean;
  readonly lastLoginAt: number | null;
  readonly passwordHash: string;
  readonly passwordSetAt: number;
  /** Permissions beside those of the profile. */
  readonly grants: readonly string[];
}

export interface ProfileRecord extends StoredRecord {
  readonly name: string;
  readonly description: string | null;
  readonly permissions: readonly string[];
  readonly origin: "provider" | "reseller" | "client";
  readonly clientId: string | null;
}

export interface QuotaProfileRecord extends StoredRecord, LimitNumbers {
  readonly name: string;
  readonly origin: "provider" | "reseller" | "client";
  readonly clientId: string | null;
  readonly inheritable: boolean;
  readonly default: boolean;
}

/** The limits of a client (`projectId` null) or of a project in one region. */
export interface AllocationRecord extends StoredRecord {
  readonly clientId: string;
  readonly projectId: string | null;
  readonly region: string;
  readonly limits: LimitNumbers;
  readonly profileId: string | null;
}

/** What the reseller may share out in one region, which is its id. */
export interface PoolRecord extends StoredRecord {
  readonly limits: LimitNumbers;
}

/** What the cloud reports a project to use in one region. */
export interface UsageRecordStored extends StoredRecord {
  readonly projectId: string;
  readonly clientId: string;
  readonly region: string;
  readonly used: LimitNumbers;
  readonly since: number;
}

export interface QuotaRequestRecord extends StoredRecord {
  readonly clientId: string;
  readonly region: string;
  readonly items: readonly z.output<typeof QuotaRequestItem>[];
  readonly comment: string | null;
  readonly status: "pending" | "approved" | "rejected";
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly decisionComment?: string | null;
}

export interface ProjectRecord extends StoredRecord {
  readonly clientId: string;
  readonly name: string;
  readonly description: string | null;
  readonly quotaProfileId: string | null;
  readonly subserviceId: string | null;
  readonly createdAt: number;
  readonly activeFrom: number;
  /** When it is gone; null where nobody deletes it. */
  readonly goneFrom: number | null;
}

/** Roles of a user on a project; `id` is made of both. */
export interface ProjectRolesRecord extends StoredRecord {
  readonly projectId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  /** Roles that hold until `rolesFrom`. */
  readonly earlierRoles: readonly string[];
  readonly rolesFrom: number;
}

export interface AccessRuleRecord extends StoredRecord, Omit<z.output<typeof AccessRule>, "id" | "etag"> {}

export interface TokenRecord extends StoredRecord {
  readonly userId: string;
  readonly name: string;
  readonly secretHash: string;
  /** The token itself, only of those that the sandbox prints at every start. */
  readonly secret: string | null;
  /** Permissions that it carries at most; null: all that its owner has. */
  readonly scope: readonly string[] | null;
  /** Whether it sees anything of the realm. */
  readonly visible: "all" | "nothing";
  readonly revoked: boolean;
}

export interface SubserviceRecord extends StoredRecord {
  readonly clientId: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly createdAt: number;
}

/** When the nightly batch runs next. */
export interface NightsRecord extends StoredRecord {
  readonly nextAt: number;
}

/** An account that uProvide has no more. */
export interface DeletedUprovideAccountRecord extends StoredRecord {
  readonly deletedAt: number;
}

export interface OperationRecord extends StoredRecord {
  readonly kind: string;
  readonly resource: { readonly type: string; readonly id: string };
  /** Whose client's area it belongs to. */
  readonly clientId: string;
  readonly createdAt: number;
  readonly finishedAt: number;
}

export type { QuotaNumber };
