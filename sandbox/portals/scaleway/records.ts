import type { z } from "zod";
import type { SecuritySettings } from "../../../provider/portals/scaleway/contract";
import type { StoredRecord } from "../../store/collection";

/* What the portal stores. Times are milliseconds since 1970. */

interface Dated extends StoredRecord {
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Who has locked an Organization, why, and since when. */
export interface OrganizationLock {
  readonly by: "partner" | "scaleway";
  readonly reason: string;
  readonly since: number;
}

/** With durations as they are written. */
export type SecurityRecord = Readonly<z.output<typeof SecuritySettings>>;

export interface OrganizationRecord extends Dated {
  /** null: the partner itself. */
  readonly partnerId: string | null;
  readonly name: string;
  readonly email: string;
  readonly ownerFirstname: string;
  readonly ownerLastname: string;
  readonly phone: string | null;
  readonly customerId: string;
  readonly comment: string;
  readonly closed: boolean;
  /** How people are told to log in; what is not there is as at the beginning. */
  readonly alias?: string;
  readonly loginMethods?: Readonly<Record<string, boolean>>;
  readonly security?: Partial<SecurityRecord>;
  /** What tickets have changed of its quotas. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** In the order in which they came, which their times don't tell: the last lies on top and is the one that shows. */
  readonly locks: readonly OrganizationLock[];
}

export interface UserRecord extends Dated {
  readonly organizationId: string;
  readonly email: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  readonly locale: string;
  readonly type: "owner" | "member";
  readonly tags: readonly string[];
  readonly locked: boolean;
  readonly passwordHash: string | null;
  /** How often the password was changed since the user was made. */
  readonly passwordChanges?: number;
  readonly mails: readonly string[];
}

export interface Named extends Dated {
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly managed: boolean;
}

export interface GroupRecord extends Named {
  readonly userIds: readonly string[];
  readonly applicationIds: readonly string[];
  /** Who is in it without being in its lists: all of the Organization. */
  readonly all?: "users" | "applications";
}

export interface RuleRecord {
  readonly id: string;
  readonly sets: readonly string[];
  readonly scopeType: string;
  readonly condition: string;
  readonly projectIds: readonly string[] | null;
  readonly organizationId: string | null;
}

export type Principal =
  | { readonly user_id: string }
  | { readonly group_id: string }
  | { readonly application_id: string }
  | { readonly no_principal: true };

export interface PolicyRecord extends Named {
  readonly principal: Principal;
  readonly rules: readonly RuleRecord[];
}

export type ApplicationRecord = Named;

/** `id` is the access key. */
export interface ApiKeyRecord extends Dated {
  readonly organizationId: string;
  readonly secretHash: string;
  /** Kept of the keys that the sandbox prints only. */
  readonly secret: string | null;
  readonly userId: string | null;
  readonly applicationId: string | null;
  readonly description: string;
  readonly defaultProjectId: string;
  readonly expiresAt: number | null;
}

export interface ProjectRecord extends Dated {
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
}

export interface SshKeyRecord extends Dated {
  readonly organizationId: string;
  readonly projectId: string;
  readonly name: string;
  /** Without its comment. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly disabled: boolean;
}

/** How people of an identity provider log in to an Organization. */
export interface SamlRecord extends Dated {
  readonly organizationId: string;
  readonly entityId: string;
  readonly singleSignOnUrl: string;
}

export interface SamlCertificateRecord extends Dated {
  readonly organizationId: string;
  readonly samlId: string;
  readonly type: "signing" | "encryption";
  readonly content: string;
  readonly expiresAt: number;
}

/** How an identity provider makes the users of an Organization. */
export interface ScimRecord extends Dated {
  readonly organizationId: string;
}

export interface ScimTokenRecord extends Dated {
  readonly organizationId: string;
  readonly scimId: string;
  readonly secretHash: string;
  readonly expiresAt: number;
}

/** What somebody did to an object of IAM. */
export interface LogRecord extends StoredRecord {
  readonly organizationId: string;
  readonly bearerId: string;
  readonly action: "created" | "updated" | "deleted";
  readonly resourceType: "api_key" | "user" | "application" | "group" | "policy";
  readonly resourceId: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly createdAt: number;
}
