import type { z } from "zod";
import type * as contract from "../../../provider/portals/csp/contract";
import type { Stored, Table } from "../../store";

type Of<Schema extends z.ZodType> = z.output<Schema>;

export interface TokenRecord extends Stored {
  readonly token: string;
  readonly userId: string;
  readonly permissions: readonly string[];
  /** What is left of them, where some were taken away. */
  readonly reduced: readonly string[] | null;
  readonly visible: "all" | "nothing";
  readonly revoked: boolean;
}

export interface UserRecord extends Of<typeof contract.User> {
  /** Only a hash: the portal shows a password once and doesn't keep it. */
  readonly passwordHash: string;
  /** Permissions beside the profile. */
  readonly granted: readonly string[];
}

export type ProfileRecord = Omit<Of<typeof contract.Profile>, "userCount" | "deletable" | "visibleTo" | "level">;
export type ServiceRecord = Of<typeof contract.Service> & Stored;
export type AllocationRecord = Omit<Of<typeof contract.Allocation>, "assigned" | "used"> & Stored;
export type OperationRecord = Of<typeof contract.Operation> & { readonly dueAt: number };
export type RolesRecord = Stored & {
  readonly clientId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly roles: readonly string[];
};
export type Ec2Record = Of<typeof contract.Ec2Credential> & { readonly projectId: string };
export type ApiTokenRecord = Of<typeof contract.Token> & { readonly userId: string };
export type SessionRecord = Of<typeof contract.Session> & { readonly clientId: string };
export type IdempotencyRecord = Stored & {
  readonly bodyHash: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  readonly at: number;
};

export type ClientRecord = Of<typeof contract.Client>;
export type QuotaProfileRecord = Of<typeof contract.QuotaProfile>;
export type QuotaRequestRecord = Of<typeof contract.QuotaRequest>;
export type ProjectRecord = Of<typeof contract.Project>;
export type AccessRuleRecord = Of<typeof contract.AccessRule>;

/** Everything that the portal holds. */
export interface Tables {
  readonly tokens: Table<TokenRecord>;
  readonly clients: Table<ClientRecord>;
  readonly services: Table<ServiceRecord>;
  readonly users: Table<UserRecord>;
  readonly profiles: Table<ProfileRecord>;
  readonly quotaProfiles: Table<QuotaProfileRecord>;
  readonly allocations: Table<AllocationRecord>;
  readonly quotaRequests: Table<QuotaRequestRecord>;
  readonly projects: Table<ProjectRecord>;
  readonly operations: Table<OperationRecord>;
  readonly accessRules: Table<AccessRuleRecord>;
  readonly sessions: Table<SessionRecord>;
  readonly roles: Table<RolesRecord>;
  readonly ec2Credentials: Table<Ec2Record>;
  readonly apiTokens: Table<ApiTokenRecord>;
  readonly idempotency: Table<IdempotencyRecord>;
}
