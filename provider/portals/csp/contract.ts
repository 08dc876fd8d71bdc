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

type Row = Omit<ContractOperation, "id" | "status"> & { readonly status?: number };

const R = ["reseller"] as const;
const manual = (chapter: string) => `manual §${chapter}; wire derived`;
const derived = "derived";
const accessPages = "client manual, conditional access; wire derived";
const quotaPages = "quota pages; wire derived";
const projectPages = "project pages; wire derived";

const CLIENT = "/clients/{clientId}";
const CLIENT_USER = `${CLIENT}/users/{userId}` as const;
const USER = "/users/{userId}";
const PROJECT = `${CLIENT}/projects/{projectId}` as const;

/** Rows of one sort: what they have in common, before what each says of itself. The status is 200 unless a row has another. */
function rows<const Common extends Pick<ContractOperation, "method"> & Partial<ContractOperation>>(common: Common) {
  return <const Path extends string>(path: Path, summary: string, source: string) => ({
    ...common,
    path,
    summary,
    source,
  });
}
const act = rows({ method: "POST" });
const create = rows({ method: "POST", status: 201 });
const change = rows({ method: "PATCH", ifMatch: true });
const replace = rows({ method: "PUT", ifMatch: true });
const remove = rows({ method: "DELETE", status: 204, ifMatch: true });

function get<const Path extends string, Response extends z.ZodType>(
  path: Path,
  summary: string,
  source: string,
  response: Response,
) {
  return { method: "GET", path, summary, source, response } as const;
}

/** @param response an item of the list */
function list<const Path extends string, Response extends z.ZodType>(...row: Parameters<typeof get<Path, Response>>) {
  return { ...get(...row), list: true } as const;
}

/** One row an operation. The key is the operation's id in the OpenAPI document and in the sandbox's routes. */
export const operations = defineOperations({
  getMe: get("/me", "Who the token is", derived, Me),
  listRegions: list("/regions", "Regions", derived, Region),
  listRoles: list("/roles", "The live catalogue of roles on projects", projectPages, ProjectRole),
  listPermissions: list("/permissions", "The live permission catalogue", manual("3.1(2)"), Permission),

  listClients: {
    ...list("/clients", "Clients of the realm", manual("2.1.3"), Client),
    flags: R,
    filters: ["name", "state"],
  },
  getClient: get(CLIENT, "One client", manual("2.2"), Client),
  createClient: {
    ...act("/clients", "Create a client, linked to a uProvide account", manual("2.1.1")),
    flags: ["reseller", "async"],
    request: ClientInput,
    response: Operation,
    status: 202,
    errors: ["name_taken", "validation", "uprovide_unreachable"],
  },
  updateClient: {
    ...change(CLIENT, "Change a client", manual("2.2")),
    flags: ["reseller", "async"],
    request: ClientPatch,
    response: Operation,
    status: 202,
    errors: ["invalid_transition", "validation", "name_taken", "uprovide_unreachable"],
  },
  deleteClient: {
    ...remove(CLIENT, "The provider's act; never called by a tool", manual("2.5(6), 2.6(7)")),
    flags: ["provider", "irreversible"],
    errors: ["provider_only"],
  },
  requestDecommission: {
    ...act(`${CLIENT}/decommission-request`, "The text of the deletion ticket", manual("2.5, 2.6")),
    flags: R,
    request: DecommissionRequest,
    response: DecommissionTicket,
    errors: ["not_empty", "invalid_transition", "validation"],
  },

  listServices: {
    ...list("/services", "Services of all clients one may see", manual("2.1.2"), Service),
    filters: ["clientId", "key", "status"],
  },
  listClientServices: list(`${CLIENT}/services`, "Services of one client", manual("2.1.2"), Service),
  activateService: {
    ...act(`${CLIENT}/services/{serviceKey}/activate`, "Activate a service once", manual("2.1.2")),
    flags: ["async", "irreversible"],
    response: Operation,
    status: 202,
    errors: ["dependency_missing", "not_available"],
  },

  listUsers: {
    ...list("/users", "All users one may see: those of the reseller and of its clients", manual("2.3"), User),
    filters: ["clientId", "username", "profileId"],
  },
  listClientUsers: {
    ...list(`${CLIENT}/users`, "Users of one client", manual("2.1.3"), User),
    filters: ["username", "profileId"],
  },
  getUser: get(USER, "One user of the reseller", manual("2.3"), User),
  getClientUser: get(CLIENT_USER, "One user of a client", manual("2.1.3"), User),
  createUser: {
    ...create("/users", "Create a user on the reseller level", derived),
    flags: ["reseller", "secret-once"],
    request: UserInput,
    response: CreatedUser,
    errors: ["name_taken", "validation"],
  },
  createClientUser: {
    ...create(`${CLIENT}/users`, "Create a user of a client", manual("2.1.3")),
    flags: ["secret-once"],
    request: UserInput,
    response: CreatedUser,
    errors: ["name_taken", "validation"],
  },
  updateUser: {
    ...change(USER, "Change a user of the reseller", derived),
    flags: R,
    request: UserPatch,
    response: User,
    errors: ["validation"],
  },
  updateClientUser: {
    ...change(CLIENT_USER, "Change a user of a client", derived),
    request: UserPatch,
    response: User,
    errors: ["validation"],
  },
  deleteUser: {
    ...remove(USER, "Delete a user of the reseller", manual("2.5(3)")),
    flags: ["reseller", "irreversible"],
  },
  deleteClientUser: { ...remove(CLIENT_USER, "Delete a user of a client", manual("2.5(3)")), flags: ["irreversible"] },
  resetUserPassword: {
    ...act(`${USER}/reset-password`, "Reset the password of a user of the reseller", manual("2.3")),
    flags: ["reseller", "secret-once"],
    response: NewPassword,
  },
  resetClientUserPassword: {
    ...act(`${CLIENT_USER}/reset-password`, "Reset the password of a user of a client", manual("2.3")),
    flags: ["secret-once"],
    response: NewPassword,
  },
  getUserPermissions: get(
    `${CLIENT_USER}/permissions`,
    "Permissions granted beside the profile",
    manual("3.2, 4.1"),
    UserPermissions,
  ),
  setUserPermissions: {
    ...replace(`${CLIENT_USER}/permissions`, "Replace the permissions granted beside the profile", manual("3.2, 4.1")),
    request: UserPermissions,
    response: UserPermissions,
    errors: ["validation"],
  },
  getResellerUserPermissions: {
    ...get(
      `${USER}/permissions`,
      "Permissions that a user of the reseller has beside the profile",
      manual("3.2, 4.1"),
      UserPermissions,
    ),
    flags: R,
  },
  setResellerUserPermissions: {
    ...replace(
      `${USER}/permissions`,
      "Replace the permissions that a user of the reseller has beside the profile",
      manual("3.2, 4.1"),
    ),
    flags: R,
    request: UserPermissions,
    response: UserPermissions,
    errors: ["validation"],
  },
  listAllAccessRules: {
    ...list("/access-rules", "Conditional access of all users one may see", accessPages, AccessRule),
    filters: ["userId"],
  },
  createResellerUserAccessRule: {
    ...create(`${USER}/access-rules`, "Add a rule of conditional access for a user of the reseller", accessPages),
    flags: R,
    request: AccessRuleInput,
    response: AccessRule,
    errors: ["validation"],
  },
  updateResellerUserAccessRule: {
    ...change(
      `${USER}/access-rules/{ruleId}`,
      "Change a rule of conditional access for a user of the reseller",
      accessPages,
    ),
    flags: R,
    request: AccessRulePatch,
    response: AccessRule,
    errors: ["validation"],
  },
  deleteResellerUserAccessRule: {
    ...remove(
      `${USER}/access-rules/{ruleId}`,
      "Remove a rule of conditional access for a user of the reseller",
      accessPages,
    ),
    flags: R,
  },
  createAccessRule: {
    ...create(`${CLIENT_USER}/access-rules`, "Add a rule of conditional access", accessPages),
    request: AccessRuleInput,
    response: AccessRule,
    errors: ["validation"],
  },
  updateAccessRule: {
    ...change(`${CLIENT_USER}/access-rules/{ruleId}`, "Change a rule of conditional access", accessPages),
    request: AccessRulePatch,
    response: AccessRule,
    errors: ["validation"],
  },
  deleteAccessRule: remove(`${CLIENT_USER}/access-rules/{ruleId}`, "Remove a rule of conditional access", accessPages),

  listProfiles: { ...list("/profiles", "Permission profiles one may see", manual("3.1"), Profile), filters: ["name"] },
  getProfile: get("/profiles/{profileId}", "One profile", manual("3.1"), Profile),
  createProfile: {
    ...create("/profiles", "Save permissions as a new profile", manual("3.2, 3.3")),
    flags: R,
    request: ProfileInput,
    response: Profile,
    errors: [
      "client_profile_has_clients_permission",
      "reseller_profile_needs_clients_permission",
      "name_taken",
      "validation",
    ],
  },
  createClientProfile: {
    ...create(`${CLIENT}/profiles`, "A profile of one client", "client manual, profiles; wire derived"),
    request: ProfileInput,
    response: Profile,
    errors: ["client_profile_has_clients_permission", "name_taken", "validation"],
  },
  updateProfile: {
    ...change("/profiles/{profileId}", "Change a profile for all its users", manual("3, 3.1(5)")),
    request: ProfilePatch,
    response: Profile,
    errors: [
      "not_owner",
      "client_profile_has_clients_permission",
      "reseller_profile_needs_clients_permission",
      "validation",
    ],
  },
  deleteProfile: {
    ...remove("/profiles/{profileId}", "Delete a profile of one's own", manual("3.1(5)")),
    flags: ["irreversible"],
    errors: ["in_use", "not_owner"],
  },

  listQuotaProfiles: {
    ...list("/quota-profiles", "Quota profiles one may see, those of clients too", manual("4.3, 4.4"), QuotaProfile),
    filters: ["clientId", "name"],
  },
  createQuotaProfile: {
    ...create("/quota-profiles", "A global quota profile", manual("4.3")),
    flags: R,
    request: QuotaProfileInput,
    response: QuotaProfile,
    errors: ["name_taken", "validation"],
  },
  createClientQuotaProfile: {
    ...create(`${CLIENT}/quota-profiles`, "A quota profile of one client", manual("4.4")),
    request: QuotaProfileInput,
    response: QuotaProfile,
    errors: ["name_taken", "validation"],
  },
  getQuotaProfile: get("/quota-profiles/{quotaProfileId}", "One quota profile", manual("4.3"), QuotaProfile),
  updateQuotaProfile: {
    ...change(
      "/quota-profiles/{quotaProfileId}",
      "Change a quota profile; allocations keep their values",
      manual("4.3"),
    ),
    request: QuotaProfilePatch,
    response: QuotaProfile,
    errors: ["inherited_readonly", "name_taken", "validation"],
  },
  deleteQuotaProfile: {
    ...remove("/quota-profiles/{quotaProfileId}", "Delete a quota profile", derived),
    flags: ["irreversible"],
    errors: ["inherited_readonly"],
  },

  getResellerQuota: {
    ...get("/quotas/reseller", "The reseller's pool in one region", quotaPages, Allocation),
    flags: R,
    query: ["region"],
  },
  listQuotas: {
    ...list("/quotas", "Quota overview: the quotas of all clients one may see", manual("4.2"), Allocation),
    filters: ["clientId", "region"],
  },
  getClientQuota: get(`${CLIENT}/quotas/{region}`, "A client's quota in one region", manual("4.2"), Allocation),
  setClientQuota: {
    ...replace(`${CLIENT}/quotas/{region}`, "Set a client's quota in one region", manual("4.2")),
    flags: R,
    request: AllocationInput,
    response: Allocation,
    errors: ["quota_exceeded", "below_usage"],
  },
  listProjectQuotas: {
    ...list("/project-quotas", "Quotas of all projects one may see", quotaPages, Allocation),
    filters: ["clientId", "projectId", "region"],
  },
  getProjectQuota: get(`${PROJECT}/quotas/{region}`, "A project's quota in one region", quotaPages, Allocation),
  setProjectQuota: {
    ...replace(`${PROJECT}/quotas/{region}`, "Set a project's quota in one region", quotaPages),
    request: AllocationInput,
    response: Allocation,
    errors: ["quota_exceeded", "below_usage"],
  },
  createQuotaRequest: {
    ...create(`${CLIENT}/quota-requests`, "Ask the reseller for more quota", manual("4.2.1")),
    request: QuotaRequestInput,
    response: QuotaRequest,
    errors: ["validation"],
  },
  listClientQuotaRequests: list(
    `${CLIENT}/quota-requests`,
    "Quota requests of a client",
    manual("4.2.1"),
    QuotaRequest,
  ),
  listQuotaRequests: {
    ...list("/quota-requests", "Quota requests of all clients", manual("4.2.1"), QuotaRequest),
    flags: R,
    query: ["status"],
  },
  approveQuotaRequest: {
    ...act("/quota-requests/{requestId}/approve", "Approve: the client's quota is raised", manual("4.2.1")),
    flags: ["reseller", "irreversible"],
    request: Decision,
    response: QuotaRequest,
    errors: ["not_pending", "quota_exceeded"],
  },
  rejectQuotaRequest: {
    ...act("/quota-requests/{requestId}/reject", "Reject", manual("4.2.1")),
    flags: ["reseller", "irreversible"],
    request: Decision,
    response: QuotaRequest,
    errors: ["not_pending"],
  },

  listProjects: {
    ...list("/projects", "Projects of all clients one may see", derived, Project),
    filters: ["clientId", "name"],
  },
  listClientProjects: {
    ...list(`${CLIENT}/projects`, "Projects of one client", manual("5"), Project),
    filters: ["name"],
  },
  getProject: get(PROJECT, "One project", manual("5"), Project),
  createProject: {
    ...act(`${CLIENT}/projects`, "Create an OpenStack project", manual("5")),
    flags: ["async"],
    request: ProjectInput,
    response: Operation,
    status: 202,
    errors: ["dependency_missing", "quota_exceeded", "name_taken", "validation"],
  },
  updateProject: {
    ...change(PROJECT, "Change name or description", derived),
    request: ProjectPatch,
    response: Project,
    errors: ["name_taken", "validation"],
  },
  deleteProject: {
    ...remove(PROJECT, "Delete an empty project", manual("2.5(3), 2.6(4)")),
    flags: ["async", "irreversible"],
    response: Operation,
    status: 202,
    errors: ["not_empty"],
  },
  listProjectRoles: {
    ...list("/project-roles", "Who has which roles on the projects one may see", projectPages, ProjectRoleAssignment),
    filters: ["clientId", "projectId", "userId"],
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
    summary: "Remove a user from a project",
    source: "project pages; wire derived",
    status: 204,
  },
  listSubservices: {
    ...list(`${CLIENT}/subservices`, "uProvide sub-services, made by the nightly batch", manual("2.4"), Subservice),
    flags: R,
  },
  listOperations: {
    ...list(
      "/operations",
      "Several operations at once: filter[id] takes ids separated by commas (50 at most)",
      derived,
      Operation,
    ),
    filters: ["id"],
  },
  getOperation: get("/operations/{operationId}", "One operation", derived, Operation),
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

function defineOperations<const Table extends Record<string, Row>>(table: Table) {
  // What is made of all rows is typed row by row; TypeScript can't follow that.
  return Object.fromEntries(
    Object.entries(table).map(([name, row]) => [name, { status: 200, ...row, id: name }]),
  ) as unknown as { readonly [Name in keyof Table]: Table[Name] & { readonly id: Name; readonly status: number } };
}
