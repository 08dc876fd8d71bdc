/**
 * The wire contract of the Cloud Service Portal, as zod schemas and one table of operations.
 *
 * DERIVED: no public API reference of this portal exists. Everything here is derived from the
 * reseller manual (cited as "manual §n") and the portal's help pages; where a concept is documented
 * the operation says so in `source`, the wire format is derived all the same. Someone who has the real
 * schema corrects this file; the logic beside it reads fields and paths from here.
 */
import { z } from "zod";
import { EMAIL_ADDRESS } from "../../model/emailAddress";

/** A word the portal may extend: unknown values pass, the known ones are documented. */
function openEnum(...known: string[]) {
  return z.string().meta({ examples: known });
}

const id = z.string().min(1).max(128);
const time = z.string().meta({ format: "date-time" });
const count = z.number().int().nonnegative();

/** The states of a client. A reseller sets the first four; the last two are the provider's (rule csp/C3). */
export const CLIENT_STATES = ["trial", "demo", "production", "managed"] as const;
export const PROVIDER_CLIENT_STATES = ["disabled", "inactive"] as const;
/** The states of a client that is tried out; the others are charged (manual §2.5, §2.6). */
export const TRIAL_STATES = ["trial", "demo"] as const;

/** The permissions that together make somebody an administrator of users; the manual names no keys (§3.1, rule csp/U5). */
export const USER_ADMINISTRATION = ["create_user", "edit_user"] as const;

/** The zone in which access times count; no source tells, so that of the portal's provider is taken. */
export const PORTAL_TIME_ZONE = "Europe/Zurich";

/** Hexadecimal colour, `#RRGGBB` (rule csp/C4). */
export const COLOUR_PATTERN = /^#[0-9A-Fa-f]{6}$/;

/** The ten numbers of every quota, in the order of the portal's form. RAM and volume storage count in GB (rule csp/Q11). */
export const QUOTA_NUMBERS = [
  "projects",
  "instances",
  "vcpus",
  "ramGb",
  "volumes",
  "volumeStorageGb",
  "volumeSnapshots",
  "routers",
  "networks",
  "floatingIps",
] as const;
export type QuotaNumber = (typeof QUOTA_NUMBERS)[number];

/** One value for each of the ten numbers. */
export function byQuotaNumber<Value>(of: (name: QuotaNumber) => Value): Record<QuotaNumber, Value> {
  // Which names there are is known above, and lost on the way through entries.
  return Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, of(name)])) as Record<QuotaNumber, Value>;
}

const quotaNumbers = byQuotaNumber(() => count);

export const Limits = z
  .object(quotaNumbers)
  .meta({ id: "Limits", description: "The ten numbers of a quota; RAM and volume storage in GB." });

/** Every item of a list, and every single object, carries the ETag that `If-Match` wants. */
const etag = z.string().meta({ description: "The object's ETag; the same value as the ETag header of a single GET." });

export const Problem = z
  .object({
    type: z.string().optional(),
    title: z.string().optional(),
    status: z.number().int().optional(),
    code: z.string().optional(),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    requiredPermission: z.string().optional(),
    resource: z
      .string()
      .optional()
      .meta({ description: "With `quota_exceeded` and `below_usage`: which of the ten numbers." }),
    region: z.string().optional(),
    limit: z
      .number()
      .int()
      .optional()
      .meta({ description: "The most that could be had, or the least that is needed." }),
    requested: z.number().int().optional(),
    resources: z
      .array(z.object({ region: z.string(), resource: z.string(), used: z.number().int() }))
      .optional()
      .meta({ description: "With `not_empty` of a project: everything that it still uses." }),
    left: z
      .array(z.object({ type: openEnum("user", "project"), id: z.string(), name: z.string() }))
      .optional()
      .meta({ description: "With `not_empty` of a client: everything that must be deleted first." }),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "application/problem+json (RFC 9457)." });

export const Me = z
  .object({
    userId: id,
    username: z.string().optional(),
    level: openEnum("provider", "reseller", "client"),
    clientId: id.nullable(),
    resellerId: id,
    permissions: z.array(z.string()),
    sourceIp: z.string().optional().meta({ description: "The address that the portal sees the caller at." }),
  })
  .meta({ id: "Me", description: "Who the token belongs to, and what it may do." });

export const Region = z.object({ id, name: z.string() }).meta({ id: "Region" });

export const Permission = z
  .object({
    key: z.string(),
    section: z.string(),
    group: z.string(),
    label: z.string(),
    description: z.string(),
    level: openEnum("provider", "reseller", "client"),
    panel: z
      .string()
      .nullable()
      .optional()
      .meta({ description: "The entry of the menu that the permission shows; null where it shows none." }),
    service: z
      .string()
      .nullable()
      .optional()
      .meta({ description: "The service that must be active for the client before the entry appears." }),
  })
  .meta({ id: "Permission", description: "One entry of the permission catalogue." });

/** The section and group whose permissions make a profile a reseller profile (rules csp/P1, csp/P2). */
export const CLIENTS_SECTION = "Organization_Management";
export const CLIENTS_GROUP = "Clients";

export const Client = z
  .object({
    id,
    resellerId: id,
    name: z.string(),
    description: z.string().nullable(),
    state: openEnum(...CLIENT_STATES, ...PROVIDER_CLIENT_STATES),
    availableServices: z.array(z.string()),
    primaryColor: z.string(),
    secondaryColor: z.string(),
    iconUrl: z.string().nullable(),
    uprovideAccountId: id,
    uprovideServiceId: id,
    variant: openEnum("ew", "ssc"),
    decommissionRequestedAt: time
      .nullable()
      .optional()
      .meta({ description: "When the reseller asked for the client to be decommissioned; null where it has not." }),
    createdAt: time,
    updatedAt: time,
    etag,
  })
  .meta({ id: "Client" });

export const ClientInput = z
  .object({
    name: z.string().min(1).max(64),
    description: z.string().nullable().optional(),
    state: z.enum(CLIENT_STATES),
    availableServices: z.array(z.string()).optional(),
    primaryColor: z.string().regex(COLOUR_PATTERN).optional(),
    secondaryColor: z.string().regex(COLOUR_PATTERN).optional(),
    iconUrl: z.url().nullable().optional(),
    uprovideAccountId: id,
  })
  .meta({ id: "ClientInput" });

export const ClientPatch = ClientInput.omit({ uprovideAccountId: true }).partial().meta({ id: "ClientPatch" });

export const Service = z
  .object({
    clientId: id,
    key: z.string(),
    available: z.boolean(),
    status: openEnum("not_active", "activating", "active"),
    dependsOn: z.array(z.string()),
    activatedAt: time.nullable(),
    etag,
  })
  .meta({ id: "Service", description: "One service of one client." });

export const User = z
  .object({
    id,
    clientId: id.nullable().meta({ description: "null: a user on the reseller level." }),
    username: z.string(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    description: z.string().nullable(),
    profileId: id,
    permissionSets: z.array(z.string()).meta({ description: "Ids of further profiles." }),
    permissions: z.array(z.string()).optional().meta({ description: "Permissions granted beside the profiles." }),
    emailVerified: z.boolean(),
    lastLoginAt: time.nullable(),
    etag,
  })
  .meta({ id: "User", description: "Never carries a password." });

export const UserInput = z
  .object({
    username: z.string().min(1).max(64),
    email: z.email({ pattern: EMAIL_ADDRESS }),
    firstName: z.string().min(1).max(64),
    lastName: z.string().min(1).max(64),
    description: z.string().nullable().optional(),
    profileId: id,
    permissionSets: z.array(z.string()).optional(),
  })
  .meta({ id: "UserInput" });

export const UserPatch = UserInput.omit({ username: true }).partial().meta({ id: "UserPatch" });

export const CreatedUser = z
  .object({
    user: User,
    initialPassword: z.string().optional().meta({ description: "Shown once; absent where the call is a replay." }),
    secretReturned: z.boolean().optional(),
  })
  .meta({ id: "CreatedUser" });

export const NewPassword = z
  .object({ newPassword: z.string().optional(), secretReturned: z.boolean().optional() })
  .meta({ id: "NewPassword" });

export const UserPermissions = z.object({ permissions: z.array(z.string()) }).meta({ id: "UserPermissions" });

export const Profile = z
  .object({
    id,
    name: z.string(),
    description: z.string().nullable(),
    level: openEnum("reseller", "client"),
    permissions: z.array(z.string()),
    origin: openEnum("provider", "reseller", "client"),
    visibleTo: openEnum("reseller_only", "all_clients", "one_client"),
    clientId: id.nullable(),
    userCount: count,
    deletable: z.boolean(),
    etag,
  })
  .meta({ id: "Profile" });

export const ProfileInput = z
  .object({
    name: z.string().min(1).max(64),
    description: z.string().nullable().optional(),
    level: z.enum(["reseller", "client"]),
    permissions: z.array(z.string()),
    fromUserId: id.optional(),
  })
  .meta({ id: "ProfileInput" });

export const ProfilePatch = ProfileInput.pick({ description: true, permissions: true }).partial().meta({
  id: "ProfilePatch",
  description: "`level` is derived by the portal from the permissions and can't be patched.",
});

export const QuotaProfile = z
  .object({
    id,
    name: z.string(),
    scope: openEnum("reseller", "client"),
    clientId: id.nullable(),
    inheritable: z.boolean(),
    default: z.boolean(),
    inherited: z.boolean(),
    ...quotaNumbers,
    etag,
  })
  .meta({ id: "QuotaProfile" });

export const QuotaProfileInput = z
  .object({
    name: z.string().min(1).max(64),
    inheritable: z.boolean().optional(),
    default: z.boolean().optional(),
    ...quotaNumbers,
  })
  .meta({ id: "QuotaProfileInput" });

export const QuotaProfilePatch = QuotaProfileInput.partial().meta({ id: "QuotaProfilePatch" });

export const Allocation = z
  .object({
    clientId: id.nullable(),
    projectId: id.nullable(),
    region: z.string(),
    limits: Limits,
    assigned: Limits,
    used: Limits,
    profileId: id.nullable(),
    etag,
  })
  .meta({
    id: "Allocation",
    description: "Limits in one region: of the reseller's pool, of a client or of a project.",
  });

export const AllocationInput = z
  .object({ limits: Limits, profileId: id.nullable().optional() })
  .meta({ id: "AllocationInput" });

export const QuotaRequestItem = z.object({ resource: z.enum(QUOTA_NUMBERS), current: count, requested: count });

export const QuotaRequest = z
  .object({
    id,
    clientId: id,
    region: z.string(),
    items: z.array(QuotaRequestItem),
    comment: z.string().nullable(),
    status: openEnum("pending", "approved", "rejected"),
    requestedBy: id,
    requestedAt: time,
    decidedBy: id.nullable(),
    decidedAt: time.nullable(),
    decisionComment: z.string().nullable().optional().meta({ description: "What the reseller said to its decision." }),
    etag,
  })
  .meta({ id: "QuotaRequest" });

export const QuotaRequestInput = z
  .object({
    region: z.string(),
    items: z.array(z.object({ resource: z.enum(QUOTA_NUMBERS), requested: count })).min(1),
    comment: z.string().nullable().optional(),
  })
  .meta({ id: "QuotaRequestInput" });

export const Decision = z.object({ comment: z.string().optional() }).meta({ id: "Decision" });

export const Project = z
  .object({
    id,
    clientId: id,
    name: z.string(),
    description: z.string().nullable(),
    quotaProfileId: id.nullable(),
    status: openEnum("creating", "active", "deleting", "failed"),
    subserviceId: id.nullable().meta({ description: "null until the portal's nightly batch has run." }),
    createdAt: time,
    etag,
  })
  .meta({ id: "Project" });

/** The predefined quota profile of projects for object storage (rule csp/O2). */
export const OBJECT_STORAGE_PROFILE = "object-storage";
/** What sets a client's administrator apart from its plain users, as far as projects go (rule csp/O2); the pages name a level, no keys. */
export const OBJECT_STORAGE_RIGHTS = ["create_project", "manage_project_users"] as const;

export const ProjectInput = z
  .object({
    name: z.string().min(1).max(64),
    description: z.string().nullable().optional(),
    quotaProfileId: id.nullable().optional(),
  })
  .meta({ id: "ProjectInput" });

export const ProjectPatch = ProjectInput.pick({ name: true, description: true }).partial().meta({ id: "ProjectPatch" });

export const ProjectRole = z
  .object({ name: openEnum("_member_", "member", "reader", "heat_stack_owner", "creator"), description: z.string() })
  .meta({ id: "ProjectRole", description: "A role that a user can have on a project." });

export const ProjectRoles = z.object({ roles: z.array(z.string()) }).meta({ id: "ProjectRoles" });

export const ProjectRoleAssignment = z
  .object({ clientId: id, projectId: id, userId: id, roles: z.array(z.string()) })
  .meta({ id: "ProjectRoleAssignment", description: "The roles of one user on one project." });

export const AccessRule = z
  .object({
    id,
    userId: id,
    type: openEnum("access_times", "source_ip"),
    days: z.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    cidr: z.string().optional(),
    enabled: z.boolean(),
    etag,
  })
  .meta({ id: "AccessRule" });
export const AccessRuleInput = AccessRule.omit({ id: true, userId: true, etag: true })
  .extend({ type: z.enum(["access_times", "source_ip"]), enabled: z.boolean().optional() })
  .meta({ id: "AccessRuleInput" });
export const AccessRulePatch = AccessRuleInput.omit({ type: true }).partial().meta({ id: "AccessRulePatch" });

export const Subservice = z
  .object({ id, kind: openEnum("openstack"), projectId: id, projectName: z.string(), createdAt: time })
  .meta({ id: "Subservice" });

export const DecommissionRequest = z
  .object({
    kind: z.enum(["trial", "production"]),
    projects: z.array(z.object({ id, name: z.string().min(1) })).meta({
      description: "Every project that has a sub-service, by the name that the sub-service has (rule csp/O6).",
    }),
    reason: z.string().optional().meta({ description: "Required for production." }),
  })
  .meta({ id: "DecommissionRequest" });
export const DecommissionTicket = z.object({ ticketText: z.string() }).meta({ id: "DecommissionTicket" });

export const Operation = z
  .object({
    id,
    kind: openEnum(
      "client.create",
      "client.update",
      "service.activate",
      "project.create",
      "project.delete",
      "project.roles",
    ),
    status: openEnum("pending", "running", "succeeded", "failed"),
    resource: z.object({ type: z.string(), id }),
    error: Problem.nullable().optional(),
    createdAt: time,
    finishedAt: time.nullable().optional(),
  })
  .meta({ id: "Operation", description: "What a 202 answers and `Location` names; poll until succeeded or failed." });

/** The body of every list. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export type OperationFlag =
  | /** answers 202 with an operation */ "async"
  /** the answer carries a secret that is shown once */
  | "secret-once"
  /** can't be undone */
  | "irreversible"
  /** needs the reseller level */
  | "reseller"
  /** the provider's own act; refused to everybody else */
  | "provider";

export interface ContractOperation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly source: string;
  readonly flags?: readonly OperationFlag[];
  /** `list`: query limit, cursor, sort, filter[…]; the answer is a page of `response`. */
  readonly list?: boolean;
  readonly query?: readonly string[];
  readonly filters?: readonly string[];
  readonly request?: z.ZodType;
  readonly response?: z.ZodType;
  readonly status: number;
  /** wants `If-Match` (412 on a mismatch, 428 where it is absent). `*` stands for any. */
  readonly ifMatch?: boolean;
  /** problem codes this operation is known to answer, beside the general ones */
  readonly errors?: readonly string[];
}

const R = ["reseller"] as const;
const manual = (chapter: string) => `manual §${chapter}; wire derived`;
const derived = "derived";

/** One row an operation. The key is the operation's id in the OpenAPI document and in the sandbox's routes. */
export const operations = defineOperations({
  getMe: { method: "GET", path: "/me", summary: "Who the token is", source: derived, response: Me, status: 200 },
  listRegions: {
    method: "GET",
    path: "/regions",
    summary: "Regions",
    source: derived,
    list: true,
    response: Region,
    status: 200,
  },
  listRoles: {
    method: "GET",
    path: "/roles",
    summary: "The live catalogue of roles on projects",
    source: "project pages; wire derived",
    list: true,
    response: ProjectRole,
    status: 200,
  },
  listPermissions: {
    method: "GET",
    path: "/permissions",
    summary: "The live permission catalogue",
    source: manual("3.1(2)"),
    list: true,
    response: Permission,
    status: 200,
  },

  listClients: {
    method: "GET",
    path: "/clients",
    summary: "Clients of the realm",
    source: manual("2.1.3"),
    flags: R,
    list: true,
    filters: ["name", "state"],
    response: Client,
    status: 200,
  },
  getClient: {
    method: "GET",
    path: "/clients/{clientId}",
    summary: "One client",
    source: manual("2.2"),
    response: Client,
    status: 200,
  },
  createClient: {
    method: "POST",
    path: "/clients",
    summary: "Create a client, linked to a uProvide account",
    source: manual("2.1.1"),
    flags: ["reseller", "async"],
    request: ClientInput,
    response: Operation,
    status: 202,
    errors: ["name_taken", "validation", "uprovide_unreachable"],
  },
  updateClient: {
    method: "PATCH",
    path: "/clients/{clientId}",
    summary: "Change a client",
    source: manual("2.2"),
    flags: ["reseller", "async"],
    request: ClientPatch,
    response: Operation,
    status: 202,
    ifMatch: true,
    errors: ["invalid_transition", "validation", "name_taken", "uprovide_unreachable"],
  },
  deleteClient: {
    method: "DELETE",
    path: "/clients/{clientId}",
    summary: "The provider's act; never called by a tool",
    source: manual("2.5(6), 2.6(7)"),
    flags: ["provider", "irreversible"],
    status: 204,
    ifMatch: true,
    errors: ["provider_only"],
  },
  requestDecommission: {
    method: "POST",
    path: "/clients/{clientId}/decommission-request",
    summary: "The text of the deletion ticket",
    source: manual("2.5, 2.6"),
    flags: R,
    request: DecommissionRequest,
    response: DecommissionTicket,
    status: 200,
    errors: ["not_empty", "invalid_transition", "validation"],
  },

  listServices: {
    method: "GET",
    path: "/services",
    summary: "Services of all clients one may see",
    source: manual("2.1.2"),
    list: true,
    filters: ["clientId", "key", "status"],
    response: Service,
    status: 200,
  },
  listClientServices: {
    method: "GET",
    path: "/clients/{clientId}/services",
    summary: "Services of one client",
    source: manual("2.1.2"),
    list: true,
    response: Service,
    status: 200,
  },
  activateService: {
    method: "POST",
    path: "/clients/{clientId}/services/{serviceKey}/activate",
    summary: "Activate a service once",
    source: manual("2.1.2"),
    flags: ["async", "irreversible"],
    response: Operation,
    status: 202,
    errors: ["dependency_missing", "not_available"],
  },

  listUsers: {
    method: "GET",
    path: "/users",
    summary: "All users one may see: those of the reseller and of its clients",
    source: manual("2.3"),
    list: true,
    filters: ["clientId", "username", "profileId"],
    response: User,
    status: 200,
  },
  listClientUsers: {
    method: "GET",
    path: "/clients/{clientId}/users",
    summary: "Users of one client",
    source: manual("2.1.3"),
    list: true,
    filters: ["username", "profileId"],
    response: User,
    status: 200,
  },
  getUser: {
    method: "GET",
    path: "/users/{userId}",
    summary: "One user of the reseller",
    source: manual("2.3"),
    response: User,
    status: 200,
  },
  getClientUser: {
    method: "GET",
    path: "/clients/{clientId}/users/{userId}",
    summary: "One user of a client",
    source: manual("2.1.3"),
    response: User,
    status: 200,
  },
  createUser: {
    method: "POST",
    path: "/users",
    summary: "Create a user on the reseller level",
    source: derived,
    flags: ["reseller", "secret-once"],
    request: UserInput,
    response: CreatedUser,
    status: 201,
    errors: ["name_taken", "validation"],
  },
  createClientUser: {
    method: "POST",
    path: "/clients/{clientId}/users",
    summary: "Create a user of a client",
    source: manual("2.1.3"),
    flags: ["secret-once"],
    request: UserInput,
    response: CreatedUser,
    status: 201,
    errors: ["name_taken", "validation"],
  },
  updateUser: {
    method: "PATCH",
    path: "/users/{userId}",
    summary: "Change a user of the reseller",
    source: derived,
    flags: R,
    request: UserPatch,
    response: User,
    status: 200,
    ifMatch: true,
    errors: ["validation"],
  },
  updateClientUser: {
    method: "PATCH",
    path: "/clients/{clientId}/users/{userId}",
    summary: "Change a user of a client",
    source: derived,
    request: UserPatch,
    response: User,
    status: 200,
    ifMatch: true,
    errors: ["validation"],
  },
  deleteUser: {
    method: "DELETE",
    path: "/users/{userId}",
    summary: "Delete a user of the reseller",
    source: manual("2.5(3)"),
    flags: ["reseller", "irreversible"],
    status: 204,
    ifMatch: true,
  },
  deleteClientUser: {
    method: "DELETE",
    path: "/clients/{clientId}/users/{userId}",
    summary: "Delete a user of a client",
    source: manual("2.5(3)"),
    flags: ["irreversible"],
    status: 204,
    ifMatch: true,
  },
  resetUserPassword: {
    method: "POST",
    path: "/users/{userId}/reset-password",
    summary: "Reset the password of a user of the reseller",
    source: manual("2.3"),
    flags: ["reseller", "secret-once"],
    response: NewPassword,
    status: 200,
  },
  resetClientUserPassword: {
    method: "POST",
    path: "/clients/{clientId}/users/{userId}/reset-password",
    summary: "Reset the password of a user of a client",
    source: manual("2.3"),
    flags: ["secret-once"],
    response: NewPassword,
    status: 200,
  },
  getUserPermissions: {
    method: "GET",
    path: "/clients/{clientId}/users/{userId}/permissions",
    summary: "Permissions granted beside the profile",
    source: manual("3.2, 4.1"),
    response: UserPermissions,
    status: 200,
  },
  setUserPermissions: {
    method: "PUT",
    path: "/clients/{clientId}/users/{userId}/permissions",
    summary: "Replace the permissions granted beside the profile",
    source: manual("3.2, 4.1"),
    request: UserPermissions,
    response: UserPermissions,
    status: 200,
    ifMatch: true,
    errors: ["validation"],
  },
  getResellerUserPermissions: {
    method: "GET",
    path: "/users/{userId}/permissions",
    summary: "Permissions that a user of the reseller has beside the profile",
    source: manual("3.2, 4.1"),
    flags: R,
    response: UserPermissions,
    status: 200,
  },
  setResellerUserPermissions: {
    method: "PUT",
    path: "/users/{userId}/permissions",
    summary: "Replace the permissions that a user of the reseller has beside the profile",
    source: manual("3.2, 4.1"),
    flags: R,
    request: UserPermissions,
    response: UserPermissions,
    status: 200,
    ifMatch: true,
    errors: ["validation"],
  },
  listAllAccessRules: {
    method: "GET",
    path: "/access-rules",
    summary: "Conditional access of all users one may see",
    source: "client manual, conditional access; wire derived",
    list: true,
    filters: ["userId"],
    response: AccessRule,
    status: 200,
  },
  createResellerUserAccessRule: {
    method: "POST",
    path: "/users/{userId}/access-rules",
    summary: "Add a rule of conditional access for a user of the reseller",
    source: "client manual, conditional access; wire derived",
    flags: R,
    request: AccessRuleInput,
    response: AccessRule,
    status: 201,
    errors: ["validation"],
  },
  updateResellerUserAccessRule: {
    method: "PATCH",
    path: "/users/{userId}/access-rules/{ruleId}",
    summary: "Change a rule of conditional access for a user of the reseller",
    source: "client manual, conditional access; wire derived",
    flags: R,
    request: AccessRulePatch,
    response: AccessRule,
    status: 200,
    ifMatch: true,
    errors: ["validation"],
  },
  deleteResellerUserAccessRule: {
    method: "DELETE",
    path: "/users/{userId}/access-rules/{ruleId}",
    summary: "Remove a rule of conditional access for a user of the reseller",
    source: "client manual, conditional access; wire derived",
    flags: R,
    status: 204,
    ifMatch: true,
  },
  createAccessRule: {
    method: "POST",
    path: "/clients/{clientId}/users/{userId}/access-rules",
    summary: "Add a rule of conditional access",
    source: "client manual, conditional access; wire derived",
    request: AccessRuleInput,
    response: AccessRule,
    status: 201,
    errors: ["validation"],
  },
  updateAccessRule: {
    method: "PATCH",
    path: "/clients/{clientId}/users/{userId}/access-rules/{ruleId}",
    summary: "Change a rule of conditional access",
    source: "client manual, conditional access; wire derived",
    request: AccessRulePatch,
    response: AccessRule,
    status: 200,
    ifMatch: true,
    errors: ["validation"],
  },
  deleteAccessRule: {
    method: "DELETE",
    path: "/clients/{clientId}/users/{userId}/access-rules/{ruleId}",
    summary: "Remove a rule of conditional access",
    source: "client manual, conditional access; wire derived",
    status: 204,
    ifMatch: true,
  },

  listProfiles: {
    method: "GET",
    path: "/profiles",
    summary: "Permission profiles one may see",
    source: manual("3.1"),
    list: true,
    filters: ["name"],
    response: Profile,
    status: 200,
  },
  getProfile: {
    method: "GET",
    path: "/profiles/{profileId}",
    summary: "One profile",
    source: manual("3.1"),
    response: Profile,
    status: 200,
  },
  createProfile: {
    method: "POST",
    path: "/profiles",
    summary: "Save permissions as a new profile",
    source: manual("3.2, 3.3"),
    flags: R,
    request: ProfileInput,
    response: Profile,
    status: 201,
    errors: [
      "client_profile_has_clients_permission",
      "reseller_profile_needs_clients_permission",
      "name_taken",
      "validation",
    ],
  },
  createClientProfile: {
    method: "POST",
    path: "/clients/{clientId}/profiles",
    summary: "A profile of one client",
    source: "client manual, profiles; wire derived",
    request: ProfileInput,
    response: Profile,
    status: 201,
    errors: ["client_profile_has_clients_permission", "name_taken", "validation"],
  },
  updateProfile: {
    method: "PATCH",
    path: "/profiles/{profileId}",
    summary: "Change a profile for all its users",
    source: manual("3, 3.1(5)"),
    request: ProfilePatch,
    response: Profile,
    status: 200,
    ifMatch: true,
    errors: [
      "not_owner",
      "client_profile_has_clients_permission",
      "reseller_profile_needs_clients_permission",
      "validation",
    ],
  },
  deleteProfile: {
    method: "DELETE",
    path: "/profiles/{profileId}",
    summary: "Delete a profile of one's own",
    source: manual("3.1(5)"),
    flags: ["irreversible"],
    status: 204,
    ifMatch: true,
    errors: ["in_use", "not_owner"],
  },

  listQuotaProfiles: {
    method: "GET",
    path: "/quota-profiles",
    summary: "Quota profiles one may see, those of clients too",
    source: manual("4.3, 4.4"),
    list: true,
    filters: ["clientId", "name"],
    response: QuotaProfile,
    status: 200,
  },
  createQuotaProfile: {
    method: "POST",
    path: "/quota-profiles",
    summary: "A global quota profile",
    source: manual("4.3"),
    flags: R,
    request: QuotaProfileInput,
    response: QuotaProfile,
    status: 201,
    errors: ["name_taken", "validation"],
  },
  createClientQuotaProfile: {
    method: "POST",
    path: "/clients/{clientId}/quota-profiles",
    summary: "A quota profile of one client",
    source: manual("4.4"),
    request: QuotaProfileInput,
    response: QuotaProfile,
    status: 201,
    errors: ["name_taken", "validation"],
  },
  getQuotaProfile: {
    method: "GET",
    path: "/quota-profiles/{quotaProfileId}",
    summary: "One quota profile",
    source: manual("4.3"),
    response: QuotaProfile,
    status: 200,
  },
  updateQuotaProfile: {
    method: "PATCH",
    path: "/quota-profiles/{quotaProfileId}",
    summary: "Change a quota profile; allocations keep their values",
    source: manual("4.3"),
    request: QuotaProfilePatch,
    response: QuotaProfile,
    status: 200,
    ifMatch: true,
    errors: ["inherited_readonly", "name_taken", "validation"],
  },
  deleteQuotaProfile: {
    method: "DELETE",
    path: "/quota-profiles/{quotaProfileId}",
    summary: "Delete a quota profile",
    source: derived,
    flags: ["irreversible"],
    status: 204,
    ifMatch: true,
    errors: ["inherited_readonly"],
  },

  getResellerQuota: {
    method: "GET",
    path: "/quotas/reseller",
    summary: "The reseller's pool in one region",
    source: "quota pages; wire derived",
    flags: R,
    query: ["region"],
    response: Allocation,
    status: 200,
  },
  listQuotas: {
    method: "GET",
    path: "/quotas",
    summary: "Quota overview: the quotas of all clients one may see",
    source: manual("4.2"),
    list: true,
    filters: ["clientId", "region"],
    response: Allocation,
    status: 200,
  },
  getClientQuota: {
    method: "GET",
    path: "/clients/{clientId}/quotas/{region}",
    summary: "A client's quota in one region",
    source: manual("4.2"),
    response: Allocation,
    status: 200,
  },
  setClientQuota: {
    method: "PUT",
    path: "/clients/{clientId}/quotas/{region}",
    summary: "Set a client's quota in one region",
    source: manual("4.2"),
    flags: R,
    request: AllocationInput,
    response: Allocation,
    status: 200,
    ifMatch: true,
    errors: ["quota_exceeded", "below_usage"],
  },
  listProjectQuotas: {
    method: "GET",
    path: "/project-quotas",
    summary: "Quotas of all projects one may see",
    source: "quota pages; wire derived",
    list: true,
    filters: ["clientId", "projectId", "region"],
    response: Allocation,
    status: 200,
  },
  getProjectQuota: {
    method: "GET",
    path: "/clients/{clientId}/projects/{projectId}/quotas/{region}",
    summary: "A project's quota in one region",
    source: "quota pages; wire derived",
    response: Allocation,
    status: 200,
  },
  setProjectQuota: {
    method: "PUT",
    path: "/clients/{clientId}/projects/{projectId}/quotas/{region}",
    summary: "Set a project's quota in one region",
    source: "quota pages; wire derived",
    request: AllocationInput,
    response: Allocation,
    status: 200,
    ifMatch: true,
    errors: ["quota_exceeded", "below_usage"],
  },
  createQuotaRequest: {
    method: "POST",
    path: "/clients/{clientId}/quota-requests",
    summary: "Ask the reseller for more quota",
    source: manual("4.2.1"),
    request: QuotaRequestInput,
    response: QuotaRequest,
    status: 201,
    errors: ["validation"],
  },
  listClientQuotaRequests: {
    method: "GET",
    path: "/clients/{clientId}/quota-requests",
    summary: "Quota requests of a client",
    source: manual("4.2.1"),
    list: true,
    response: QuotaRequest,
    status: 200,
  },
  listQuotaRequests: {
    method: "GET",
    path: "/quota-requests",
    summary: "Quota requests of all clients",
    source: manual("4.2.1"),
    flags: R,
    list: true,
    query: ["status"],
    response: QuotaRequest,
    status: 200,
  },
  approveQuotaRequest: {
    method: "POST",
    path: "/quota-requests/{requestId}/approve",
    summary: "Approve: the client's quota is raised",
    source: manual("4.2.1"),
    flags: ["reseller", "irreversible"],
    request: Decision,
    response: QuotaRequest,
    status: 200,
    errors: ["not_pending", "quota_exceeded"],
  },
  rejectQuotaRequest: {
    method: "POST",
    path: "/quota-requests/{requestId}/reject",
    summary: "Reject",
    source: manual("4.2.1"),
    flags: ["reseller", "irreversible"],
    request: Decision,
    response: QuotaRequest,
    status: 200,
    errors: ["not_pending"],
  },

  listProjects: {
    method: "GET",
    path: "/projects",
    summary: "Projects of all clients one may see",
    source: derived,
    list: true,
    filters: ["clientId", "name"],
    response: Project,
    status: 200,
  },
  listClientProjects: {
    method: "GET",
    path: "/clients/{clientId}/projects",
    summary: "Projects of one client",
    source: manual("5"),
    list: true,
    filters: ["name"],
    response: Project,
    status: 200,
  },
  getProject: {
    method: "GET",
    path: "/clients/{clientId}/projects/{projectId}",
    summary: "One project",
    source: manual("5"),
    response: Project,
    status: 200,
  },
  createProject: {
    method: "POST",
    path: "/clients/{clientId}/projects",
    summary: "Create an OpenStack project",
    source: manual("5"),
    flags: ["async"],
    request: ProjectInput,
    response: Operation,
    status: 202,
    errors: ["dependency_missing", "quota_exceeded", "name_taken", "validation"],
  },
  updateProject: {
    method: "PATCH",
    path: "/clients/{clientId}/projects/{projectId}",
    summary: "Change name or description",
    source: derived,
    request: ProjectPatch,
    response: Project,
    status: 200,
    ifMatch: true,
    errors: ["name_taken", "validation"],
  },
  deleteProject: {
    method: "DELETE",
    path: "/clients/{clientId}/projects/{projectId}",
    summary: "Delete an empty project",
    source: manual("2.5(3), 2.6(4)"),
    flags: ["async", "irreversible"],
    response: Operation,
    status: 202,
    ifMatch: true,
    errors: ["not_empty"],
  },
  listProjectRoles: {
    method: "GET",
    path: "/project-roles",
    summary: "Who has which roles on the projects one may see",
    source: "project pages; wire derived",
    list: true,
    filters: ["clientId", "projectId", "userId"],
    response: ProjectRoleAssignment,
    status: 200,
  },
  setProjectRoles: {
    method: "PUT",
    path: "/clients/{clientId}/projects/{projectId}/users/{userId}/roles",
    summary: "Replace the roles of a user on a project",
    source: "project pages; wire derived",
    flags: ["async"],
    request: ProjectRoles,
    response: Operation,
    status: 202,
    errors: ["validation"],
  },
  deleteProjectRoles: {
    method: "DELETE",
    path: "/clients/{clientId}/projects/{projectId}/users/{userId}/roles",
    summary: "Take a user off a project",
    source: "project pages; wire derived",
    status: 204,
  },
  listSubservices: {
    method: "GET",
    path: "/clients/{clientId}/subservices",
    summary: "uProvide sub-services, made by the nightly batch",
    source: manual("2.4"),
    flags: R,
    list: true,
    response: Subservice,
    status: 200,
  },
  listOperations: {
    method: "GET",
    path: "/operations",
    summary: "Several operations at once: filter[id] takes ids separated by commas (50 at most)",
    source: derived,
    list: true,
    filters: ["id"],
    response: Operation,
    status: 200,
  },
  getOperation: {
    method: "GET",
    path: "/operations/{operationId}",
    summary: "One operation",
    source: derived,
    response: Operation,
    status: 200,
  },
});

/** Problem codes that any operation may answer, with their HTTP status. */
export const GENERAL_PROBLEMS = {
  malformed: 400,
  unauthenticated: 401,
  permission_missing: 403,
  level_too_low: 403,
  access_rule_denied: 403,
  not_found: 404,
  idempotency_key_reused: 409,
  rate_limited: 429,
  maintenance: 503,
} as const;

/** Problem codes of single operations, with their HTTP status. */
export const OPERATION_PROBLEMS = {
  inherited_readonly: 403,
  not_owner: 403,
  provider_only: 403,
  dependency_missing: 409,
  not_available: 409,
  quota_exceeded: 409,
  below_usage: 409,
  in_use: 409,
  not_empty: 409,
  not_pending: 409,
  name_taken: 409,
  would_lock_out: 409,
  last_administrator: 409,
  invalid_transition: 409,
  etag_mismatch: 412,
  precondition_required: 428,
  client_profile_has_clients_permission: 422,
  reseller_profile_needs_clients_permission: 422,
  validation: 422,
  uprovide_unreachable: 502,
} as const;

/** At most this many items a page, and ids in one `filter[id]`. */
export const PAGE_LIMIT = 200;
export const OPERATIONS_FILTER_LIMIT = 50;

function defineOperations<const Table extends Record<string, Omit<ContractOperation, "id">>>(table: Table) {
  // The same table with ids: a mapped type that TypeScript can't follow through entries.
  return Object.fromEntries(Object.entries(table).map(([name, operation]) => [name, { id: name, ...operation }])) as {
    readonly [Name in keyof Table]: Table[Name] & { readonly id: Name };
  };
}
