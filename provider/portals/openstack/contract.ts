/**
 * The wire contract of OpenStack: what a reseller needs of Keystone's Identity API v3, of the quotas of Nova, Cinder and Neutron, and of
 * Adjutant's API v1. Answers may have members beside those that stand here: schemas only ask for what is used. Paths are below the address
 * that the catalogue of a token has for the service; for Neutron's, without the version.
 */
import { z } from "zod";

/** The servers that the rows were measured on. */
export const MEASURED_RELEASES = {
  identity: "keystone 30.0.0",
  compute: "nova 34.0.0",
  volume: "cinder 29.0.0",
  network: "neutron 29.0.0",
  registration: "python-adjutant 13.0.0",
} as const;
export type Service = keyof typeof MEASURED_RELEASES;

/** Types by which catalogues name the services; the first that is there counts. */
export const SERVICE_TYPES: Readonly<Record<Service, readonly string[]>> = {
  identity: ["identity"],
  compute: ["compute"],
  volume: ["block-storage", "volumev3", "block-store", "volume"],
  network: ["network"],
  registration: ["registration", "admin-logic"],
};
/** The header that asks for COMPUTE_MICROVERSION. From it on, quotas of Nova have nothing that belongs to Neutron, and no injected files. */
export const MICROVERSION_HEADER = "OpenStack-API-Version";
export const COMPUTE_MICROVERSION = "compute 2.57";

/** The most items of a page, and how many a server answers in all where no `limit` is sent. */
export const PAGE_LIMIT = 1000;
/** Of Adjutant's lists, whose pages are numbered. */
export const TASKS_PER_PAGE = 100;

/** Longest names. */
export const LONGEST = {
  domain: 64,
  project: 64,
  user: 255,
  group: 64,
  role: 255,
  tag: 255,
  domainDescription: 255,
} as const;
export const MOST_TAGS = 80;
/** A tag has no comma and no slash: lists are filtered by tags with commas between them. */
export const TAG_PATTERN = /^[^,/]+$/;
/** The id that a new domain may be given. */
export const DOMAIN_ID_PATTERN = /^[0-9a-f]{32}$/;
/** Levels of projects below a domain, where the cloud sets no other max_project_tree_depth. */
export const TREE_DEPTH = 5;
/** The roles that a new Keystone has. Each implies the next. */
export const ROLE_CHAIN = ["admin", "manager", "member", "reader"] as const;
/** No limit, in quotas and limits. */
export const UNLIMITED = -1;

/** A word the servers may extend: unknown values pass, the known ones are documented. */
function openEnum(...known: string[]) {
  return z.string().meta({ examples: known });
}

const id = z.string().min(1).max(255);
const time = z.string().meta({ format: "date-time" });
function name(kind: Exclude<keyof typeof LONGEST, "tag" | "domainDescription">) {
  return z.string().trim().min(1).max(LONGEST[kind]);
}
const tags = z
  .array(z.string().min(1).max(LONGEST.tag).regex(TAG_PATTERN))
  .max(MOST_TAGS)
  .refine((all) => new Set(all).size === all.length, { error: "has non-unique elements" });
const description = z.string().nullable();
const immutable = z.object({ immutable: z.boolean().nullish() });

/* Tokens */

const Named = z.object({ id, name: z.string() });
const InDomain = Named.extend({ domain: Named });

const CatalogueEndpoint = z
  .object({
    id: z.string(),
    interface: openEnum("public", "internal", "admin"),
    region_id: z.string().nullish(),
    region: z.string().nullish(),
    url: z.string(),
  })
  .meta({ id: "CatalogueEndpoint" });
const CatalogueEntry = z
  .object({ id: z.string(), type: z.string(), name: z.string().nullish(), endpoints: z.array(CatalogueEndpoint) })
  .meta({ id: "CatalogueEntry" });

export const Token = z
  .object({
    token: z.object({
      methods: z.array(z.string()),
      user: InDomain.extend({ password_expires_at: time.nullish() }),
      issued_at: time,
      expires_at: time,
      project: InDomain.optional(),
      domain: Named.optional(),
      system: z.object({ all: z.boolean().optional() }).optional(),
      roles: z.array(Named).optional(),
      catalog: z.array(CatalogueEntry).optional(),
      application_credential: z.object({ id, name: z.string().optional() }).optional(),
    }),
  })
  .meta({ id: "Token", description: "The token itself stands in the header X-Subject-Token." });

const DomainReference = z.union([z.object({ id }), z.object({ name: z.string() })]);
const ProjectReference = z.union([z.object({ id }), z.object({ name: z.string(), domain: DomainReference })]);
export const TokenScope = z
  .union([
    z.strictObject({ project: ProjectReference }),
    z.strictObject({ domain: DomainReference }),
    z.strictObject({ system: z.object({ all: z.literal(true) }) }),
    z.literal("unscoped"),
  ])
  .meta({ id: "TokenScope" });
export const PasswordMethod = z
  .object({
    user: z.union([
      z.object({ id, password: z.string() }),
      z.object({ name: z.string(), domain: DomainReference, password: z.string() }),
    ]),
  })
  .meta({ id: "PasswordMethod" });
export const CreateToken = z
  .object({
    auth: z.object({
      identity: z.object({
        methods: z.array(z.string()).min(1),
        password: PasswordMethod.optional(),
        application_credential: z
          .object({
            id: id.optional(),
            name: z.string().optional(),
            user: z.union([z.object({ id }), z.object({ name: z.string(), domain: DomainReference })]).optional(),
            secret: z.string(),
          })
          .optional(),
        token: z.object({ id: z.string() }).optional(),
      }),
      scope: TokenScope.optional(),
    }),
  })
  .meta({ id: "CreateToken", description: "With an application credential there is no scope: it has its own." });
export const SystemScope = z.object({ all: z.boolean() }).meta({ id: "SystemScope" });

/* Domains, projects, users, groups */

export const Domain = z
  .object({
    id,
    name: z.string(),
    description: description.optional(),
    enabled: z.boolean(),
    tags: z.array(z.string()).optional().meta({ description: "In no particular order." }),
    options: immutable.optional(),
  })
  .meta({ id: "Domain" });
const domainMembers = {
  name: name("domain"),
  description: z.string().max(LONGEST.domainDescription).nullable(),
  enabled: z.boolean(),
  tags,
  // Unknown options are refused.
  options: z.strictObject(immutable.shape),
};
export const CreateDomain = z
  .object({
    domain: z
      .object(domainMembers)
      .partial()
      .required({ name: true })
      .extend({ explicit_domain_id: z.string().regex(DOMAIN_ID_PATTERN).optional() }),
  })
  .meta({ id: "CreateDomain" });
export const UpdateDomain = z.object({ domain: z.object(domainMembers).partial() }).meta({
  id: "UpdateDomain",
  description: "Of an immutable domain, `options` alone.",
});

export const Project = Domain.extend({
  domain_id: id.nullable(),
  parent_id: id.nullable(),
  is_domain: z.boolean(),
}).meta({ id: "Project" });
// Of these, a domain alone has a limit for its description.
const projectMembers = { ...domainMembers, name: name("project"), description };
export const CreateProject = z
  .object({
    project: z
      .object(projectMembers)
      .partial()
      .required({ name: true })
      .extend({ domain_id: id.optional(), parent_id: id.nullish() }),
  })
  .meta({ id: "CreateProject" });
export const UpdateProject = z.object({ project: z.object(projectMembers).partial() }).meta({ id: "UpdateProject" });

const UserOptions = z
  .object({
    ignore_password_expiry: z.boolean().nullable(),
    ignore_change_password_upon_first_use: z.boolean().nullable(),
    ignore_lockout_failure_attempts: z.boolean().nullable(),
    ignore_user_inactivity: z.boolean().nullable(),
    lock_password: z.boolean().nullable(),
    multi_factor_auth_enabled: z.boolean().nullable(),
    multi_factor_auth_rules: z.array(z.array(z.string()).min(1)).nullable(),
  })
  .partial()
  .meta({ id: "UserOptions", description: "null takes an option away." });
export const User = z
  .object({
    id,
    domain_id: id,
    name: z.string(),
    email: z.string().nullish(),
    description: z.string().nullish(),
    enabled: z.boolean(),
    default_project_id: id.nullish(),
    password_expires_at: time.nullish(),
    options: UserOptions.optional(),
  })
  .meta({ id: "User" });
const userMembers = {
  name: name("user"),
  email: z.string().nullable(),
  description,
  enabled: z.boolean(),
  password: z.string().nullable(),
  default_project_id: id.nullable(),
  options: z.strictObject(UserOptions.shape),
};
export const CreateUser = z
  .object({ user: z.object(userMembers).partial().required({ name: true }).extend({ domain_id: id }) })
  .meta({ id: "CreateUser", description: "The domain is the caller's where it is left out: it never is here." });
export const UpdateUser = z.object({ user: z.object(userMembers).partial() }).meta({ id: "UpdateUser" });
export const ChangePassword = z
  .object({ user: z.object({ original_password: z.string(), password: z.string() }) })
  .meta({ id: "ChangePassword", description: "By the person itself, without a token." });

export const Group = z
  .object({ id, domain_id: id, name: z.string(), description: z.string().nullish() })
  .meta({ id: "Group" });
const groupMembers = { name: name("group"), description };
export const CreateGroup = z
  .object({ group: z.object(groupMembers).partial().required({ name: true }).extend({ domain_id: id }) })
  .meta({ id: "CreateGroup" });
export const UpdateGroup = z.object({ group: z.object(groupMembers).partial() }).meta({ id: "UpdateGroup" });

/* Roles and grants */

export const Role = z
  .object({
    id,
    name: z.string(),
    domain_id: id.nullable().meta({ description: "Of a role for one domain's projects only." }),
    description: z.string().nullish(),
    options: immutable.optional(),
  })
  .meta({ id: "Role" });
export const CreateRole = z
  .object({
    role: z.object({ name: name("role"), domain_id: id.nullish(), description: z.string().nullish() }),
  })
  .meta({ id: "CreateRole" });
export const RoleInference = z
  .object({ prior_role: Named, implies: z.array(Named) })
  .meta({ id: "RoleInference", description: "Who has the prior role has those that it implies, and what they imply." });
const OneInference = z.object({ role_inference: z.object({ prior_role: Named, implies: Named }) });

/** Whoever isn't there any more has empty names, and no domain's id. */
const Party = z.object({
  id,
  name: z.string().optional(),
  domain: z.object({ id: z.string(), name: z.string() }).partial().optional(),
});
export const RoleAssignment = z
  .object({
    role: Party,
    user: Party.optional(),
    group: Party.optional(),
    scope: z.object({
      project: Party.optional(),
      domain: Party.optional(),
      system: z.object({ all: z.boolean() }).optional(),
      "OS-INHERIT:inherited_to": openEnum("projects").optional(),
    }),
    links: z.object({
      assignment: z.string().optional(),
      membership: z.string().optional(),
      prior_role: z.string().optional(),
    }),
  })
  .meta({ id: "RoleAssignment", description: "Exactly one of `user` and `group`." });

/* The catalogue, and limits that Keystone keeps */

export const Region = z
  .object({ id, description: z.string().nullish(), parent_region_id: id.nullish() })
  .meta({ id: "Region" });
export const ServiceEntry = z
  .object({
    id,
    type: z.string(),
    name: z.string().nullish(),
    description: z.string().nullish(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: "ServiceEntry" });
export const Endpoint = z
  .object({
    id,
    service_id: id,
    region_id: id.nullish(),
    interface: openEnum("public", "internal", "admin"),
    url: z.string(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: "Endpoint" });

const amount = z.number().int().min(UNLIMITED).max(0x7f_ff_ff_ff);
export const RegisteredLimit = z
  .object({
    id,
    service_id: id,
    region_id: id.nullable(),
    resource_name: z.string(),
    default_limit: z.number().int(),
    description: z.string().nullish(),
  })
  .meta({ id: "RegisteredLimit" });
export const CreateRegisteredLimits = z
  .object({
    registered_limits: z
      .array(
        z.object({
          service_id: id,
          region_id: id.nullish(),
          resource_name: z.string().min(1).max(255),
          default_limit: amount,
          description: z.string().nullish(),
        }),
      )
      .min(1),
  })
  .meta({ id: "CreateRegisteredLimits" });
export const Limit = z
  .object({
    id,
    service_id: id,
    region_id: id.nullable(),
    resource_name: z.string(),
    resource_limit: z.number().int(),
    project_id: id.nullable(),
    domain_id: id.nullable(),
    description: z.string().nullish(),
  })
  .meta({ id: "Limit", description: "Exactly one of `project_id` and `domain_id`." });
export const CreateLimits = z
  .object({
    limits: z
      .array(
        z.object({
          service_id: id,
          region_id: id.nullish(),
          resource_name: z.string().min(1).max(255),
          resource_limit: amount,
          project_id: id.optional(),
          domain_id: id.optional(),
          description: z.string().nullish(),
        }),
      )
      .min(1),
  })
  .meta({ id: "CreateLimits", description: "All of them, or none." });
export const UpdateLimit = z
  .object({ limit: z.object({ resource_limit: amount, description: z.string().nullable() }).partial() })
  .meta({ id: "UpdateLimit" });
const LimitModel = z.object({
  model: z.object({ name: openEnum("flat", "strict_two_level"), description: z.string() }),
});

/* Quotas of Nova, Cinder and Neutron */

const number = z.number().int();
const Use = z.object({ limit: number, in_use: number, reserved: number }).meta({ id: "Use" });
const NetworkUse = z.object({ limit: number, used: number, reserved: number }).meta({ id: "NetworkUse" });
/** Beside the numbers there is the id of what they belong to. */
const QuotaSet = z
  .object({ quota_set: z.record(z.string(), z.union([number, z.string(), z.null()])) })
  .meta({ id: "QuotaSet" });
const QuotaUse = z
  .object({ quota_set: z.record(z.string(), z.union([Use, z.string(), z.null()])) })
  .meta({ id: "QuotaUse" });
const QuotaClass = z
  .object({ quota_class_set: z.record(z.string(), z.union([number, z.string(), z.null()])) })
  .meta({ id: "QuotaClass", description: "The defaults of the cloud, as the class `default`." });
const SetQuota = z.object({ quota_set: z.record(z.string(), z.union([amount, z.boolean()])) }).meta({
  id: "SetQuota",
  description: "What isn't named stays. `force` (Nova) and `skip_validation` (Cinder) let it be below use.",
});

const NetworkQuota = z.object({ quota: z.record(z.string(), number) }).meta({ id: "NetworkQuota" });
const NetworkQuotaUse = z.object({ quota: z.record(z.string(), NetworkUse) }).meta({ id: "NetworkQuotaUse" });
const SetNetworkQuota = z
  .object({ quota: z.record(z.string(), z.union([amount, z.boolean()])) })
  .meta({ id: "SetNetworkQuota" });
export const NetworkQuotaRow = z.looseObject({ project_id: id }).meta({
  id: "NetworkQuotaRow",
  description: "With the number of each resource. Only projects with a quota of their own.",
});

/* What a project holds */

export const Holding = z
  .object({ id, name: z.string().nullish(), project_id: z.string().optional() })
  .meta({ id: "Holding" });

/* Adjutant */

export const Task = z
  .object({
    uuid: id,
    task_type: openEnum("update_quota"),
    keystone_user: z.looseObject({
      user_id: z.string().optional(),
      username: z.string().optional(),
      project_id: z.string().optional(),
      project_name: z.string().optional(),
    }),
    project_id: z.string().nullish(),
    actions: z.array(
      z.looseObject({
        action_name: z.string(),
        data: z.looseObject({
          project_id: z.string().nullish(),
          domain_id: z.string().nullish(),
          size: z.string().optional(),
          regions: z.array(z.string()).optional(),
        }),
        valid: z.boolean().nullable(),
      }),
    ),
    approved: z.boolean(),
    completed: z.boolean(),
    cancelled: z.boolean(),
    created_on: time.nullish(),
  })
  .meta({ id: "Task" });
const ApproveTask = z.object({ approved: z.literal(true) }).meta({ id: "ApproveTask" });
const Notes = z
  .object({ notes: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional() })
  .meta({ id: "Notes", description: "What was done." });
export const ProjectQuotas = z
  .object({
    regions: z.array(
      z.looseObject({
        region: z.string(),
        current_quota: z.record(z.string(), z.record(z.string(), z.unknown())),
        current_quota_size: z.string(),
        quota_change_options: z.array(z.string()),
      }),
    ),
    quota_sizes: z.record(z.string(), z.record(z.string(), z.record(z.string(), number))),
    quota_size_order: z.array(z.string()),
    active_quota_tasks: z.array(z.looseObject({ id: z.string().optional(), size: z.string().optional() })),
  })
  .meta({ id: "ProjectQuotas", description: "Of the caller's project." });
const RequestQuota = z
  .object({ size: z.string(), regions: z.array(z.string()).optional() })
  .meta({ id: "RequestQuota" });

/** Statuses of errors. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 503;

const ANY = [401, 403, 404] as const;
const WRITE = [...ANY, 400] as const;
const CREATE = [...WRITE, 409] as const;

/**
 * How a list goes on: by `limit` and `marker`; by `limit` to a first page, after which nothing comes, since the server ignores the marker
 * that it offers; whole, whatever `limit` says; whole, and refusing `limit`; by the number of a page.
 */
export type Paging = "marker" | "first page" | "limit ignored" | "limit refused" | "page";

export interface ContractOperation {
  readonly id: string;
  readonly service: Service;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the service's address. */
  readonly path: string;
  /** The server that the row was measured on. */
  readonly source: (typeof MEASURED_RELEASES)[Service];
  readonly request?: z.ZodType;
  readonly response?: z.ZodType;
  /** The member of the answer that holds the items of a list; left out: no list. */
  readonly list?: string;
  readonly paging?: Paging;
  /** Query parameters beside those of paging. */
  readonly query?: readonly string[];
  readonly status: 200 | 201 | 202 | 204;
  /** Carried out twice it leaves what carrying it out once leaves, although its method doesn't say so. */
  readonly repeatable?: boolean;
  /** Whoever calls it shows no token. */
  readonly open?: boolean;
  /** Statuses that a client must be ready for. */
  readonly errors: readonly ErrorStatus[];
}

type Row = Omit<ContractOperation, "id" | "service" | "source">;

/** The keys are lost on the way through `Object.entries`; TypeScript is told of them again. */
function define<const Of extends Service, const Table extends Record<string, Row>>(service: Of, table: Table) {
  return Object.fromEntries(
    Object.entries(table).map(([key, row]) => [key, { ...row, id: key, service, source: MEASURED_RELEASES[service] }]),
  ) as unknown as {
    readonly [Name in keyof Table]: Table[Name] & {
      readonly id: Name;
      readonly service: Of;
      readonly source: (typeof MEASURED_RELEASES)[Of];
    };
  };
}

/* The sorts of rows. A row that is not quite of its sort says in what. */

/** @param member of the answer, which holds the items */
function list<const Path extends string, Item extends z.ZodType>(
  path: Path,
  member: string,
  response: Item,
  query: readonly string[] = [],
  paging: Paging = "marker",
) {
  return { method: "GET", path, list: member, paging, response, query, status: 200, errors: WRITE } as const;
}

function get<const Path extends string, Response extends z.ZodType>(path: Path, response: Response) {
  return { method: "GET", path, response, status: 200, errors: WRITE } as const;
}

function writing<const Common extends Pick<Row, "method" | "status" | "errors"> & Partial<Row>>(common: Common) {
  return <const Path extends string, Request extends z.ZodType, Response extends z.ZodType>(
    path: Path,
    request: Request,
    response: Response,
  ) => ({ ...common, path, request, response });
}
const create = writing({ method: "POST", status: 201, errors: CREATE });
const update = writing({ method: "PATCH", status: 200, repeatable: true, errors: CREATE });
const replace = writing({ method: "PUT", status: 200, errors: WRITE });

/** Puts something where the path says. */
function put<const Path extends string>(path: Path) {
  return { method: "PUT", path, status: 204, errors: CREATE } as const;
}
function remove<const Path extends string>(path: Path) {
  return { method: "DELETE", path, status: 204, errors: WRITE } as const;
}

/** An object stands in answers under the name of its sort. */
function under<const Member extends string, Schema extends z.ZodType>(member: Member, schema: Schema) {
  return z.object({ [member]: schema } as { [Name in Member]: Schema });
}

const OneDomain = under("domain", Domain);
const OneProject = under("project", Project);
const OneUser = under("user", User);
const OneGroup = under("group", Group);
const OneRole = under("role", Role);
const OneLimit = under("limit", Limit);

/** Of `users` and `groups`, the parameter `actors` is one. */
const ON_ROLE = "{actors}/{actorId}/roles/{roleId}";
const INHERITED = "inherited_to_projects";

const identity = define("identity", {
  createToken: {
    method: "POST",
    path: "/auth/tokens",
    request: CreateToken,
    response: Token,
    status: 201,
    repeatable: true,
    open: true,
    errors: [400, 401, 403, 404],
  },
  listOwnProjects: list("/auth/projects", "projects", Project, [], "limit ignored"),
  listOwnDomains: list("/auth/domains", "domains", Domain, [], "limit ignored"),
  listOwnSystems: list("/auth/system", "system", SystemScope, [], "limit ignored"),

  listDomains: list("/domains", "domains", Domain, ["name", "enabled"]),
  createDomain: create("/domains", CreateDomain, OneDomain),
  getDomain: get("/domains/{domainId}", OneDomain),
  updateDomain: update("/domains/{domainId}", UpdateDomain, OneDomain),
  deleteDomain: remove("/domains/{domainId}"),

  listProjects: list("/projects", "projects", Project, [
    "domain_id",
    "name",
    "parent_id",
    "enabled",
    "is_domain",
    "tags",
  ]),
  createProject: create("/projects", CreateProject, OneProject),
  getProject: get("/projects/{projectId}", OneProject),
  updateProject: update("/projects/{projectId}", UpdateProject, OneProject),
  deleteProject: remove("/projects/{projectId}"),

  listUsers: list("/users", "users", User, ["domain_id", "name", "enabled"]),
  createUser: create("/users", CreateUser, OneUser),
  getUser: get("/users/{userId}", OneUser),
  updateUser: update("/users/{userId}", UpdateUser, OneUser),
  deleteUser: remove("/users/{userId}"),
  changePassword: {
    method: "POST",
    path: "/users/{userId}/password",
    request: ChangePassword,
    status: 204,
    open: true,
    errors: [400, 401, 403, 404],
  },
  listGroupsOfUser: list("/users/{userId}/groups", "groups", Group, [], "limit ignored"),
  listProjectsOfUser: list("/users/{userId}/projects", "projects", Project, [], "limit ignored"),

  listGroups: list("/groups", "groups", Group, ["domain_id", "name"]),
  createGroup: create("/groups", CreateGroup, OneGroup),
  getGroup: get("/groups/{groupId}", OneGroup),
  updateGroup: update("/groups/{groupId}", UpdateGroup, OneGroup),
  deleteGroup: remove("/groups/{groupId}"),
  listUsersOfGroup: list("/groups/{groupId}/users", "users", User, [], "limit ignored"),
  addUserToGroup: put("/groups/{groupId}/users/{userId}"),
  removeUserFromGroup: remove("/groups/{groupId}/users/{userId}"),

  listRoles: list("/roles", "roles", Role, ["name", "domain_id"], "first page"),
  createRole: create("/roles", CreateRole, OneRole),
  getRole: get("/roles/{roleId}", OneRole),
  deleteRole: remove("/roles/{roleId}"),
  listRoleInferences: list("/role_inferences", "role_inferences", RoleInference, [], "limit ignored"),
  createRoleInference: {
    ...put("/roles/{priorRoleId}/implies/{impliedRoleId}"),
    response: OneInference,
    status: 201,
  },
  deleteRoleInference: remove("/roles/{priorRoleId}/implies/{impliedRoleId}"),

  listRoleAssignments: list(
    "/role_assignments",
    "role_assignments",
    RoleAssignment,
    [
      "effective",
      "include_names",
      "include_subtree",
      "role.id",
      "user.id",
      "group.id",
      "scope.project.id",
      "scope.domain.id",
      "scope.system",
      "scope.OS-INHERIT:inherited_to",
    ],
    "limit ignored",
  ),
  grantOnDomain: put(`/domains/{domainId}/${ON_ROLE}`),
  revokeOnDomain: remove(`/domains/{domainId}/${ON_ROLE}`),
  grantOnProject: put(`/projects/{projectId}/${ON_ROLE}`),
  revokeOnProject: remove(`/projects/{projectId}/${ON_ROLE}`),
  grantOnSystem: put(`/system/${ON_ROLE}`),
  revokeOnSystem: remove(`/system/${ON_ROLE}`),
  grantBelowDomain: put(`/OS-INHERIT/domains/{domainId}/${ON_ROLE}/${INHERITED}`),
  revokeBelowDomain: remove(`/OS-INHERIT/domains/{domainId}/${ON_ROLE}/${INHERITED}`),
  grantBelowProject: put(`/OS-INHERIT/projects/{projectId}/${ON_ROLE}/${INHERITED}`),
  revokeBelowProject: remove(`/OS-INHERIT/projects/{projectId}/${ON_ROLE}/${INHERITED}`),

  listRegions: list("/regions", "regions", Region, ["parent_region_id"], "limit refused"),
  listServices: list("/services", "services", ServiceEntry, ["type", "name"], "first page"),
  listEndpoints: list("/endpoints", "endpoints", Endpoint, ["service_id", "region_id", "interface"], "first page"),

  listRegisteredLimits: list(
    "/registered_limits",
    "registered_limits",
    RegisteredLimit,
    ["service_id", "region_id", "resource_name"],
    "first page",
  ),
  createRegisteredLimits: create(
    "/registered_limits",
    CreateRegisteredLimits,
    under("registered_limits", z.array(RegisteredLimit)),
  ),
  deleteRegisteredLimit: remove("/registered_limits/{registeredLimitId}"),
  listLimits: list(
    "/limits",
    "limits",
    Limit,
    ["service_id", "region_id", "resource_name", "project_id", "domain_id"],
    "first page",
  ),
  createLimits: create("/limits", CreateLimits, under("limits", z.array(Limit))),
  updateLimit: update("/limits/{limitId}", UpdateLimit, OneLimit),
  deleteLimit: remove("/limits/{limitId}"),
  getLimitModel: get("/limits/model", LimitModel),
});

const compute = define("compute", {
  getComputeQuota: get("/os-quota-sets/{projectId}", QuotaSet),
  getComputeQuotaDefaults: get("/os-quota-sets/{projectId}/defaults", QuotaSet),
  getComputeQuotaUse: get("/os-quota-sets/{projectId}/detail", QuotaUse),
  updateComputeQuota: replace("/os-quota-sets/{projectId}", SetQuota, QuotaSet),
  deleteComputeQuota: { ...remove("/os-quota-sets/{projectId}"), status: 202 },
  getComputeQuotaClass: get("/os-quota-class-sets/{quotaClass}", QuotaClass),
  listServers: list("/servers", "servers", Holding, ["all_tenants", "project_id"]),
});

const volume = define("volume", {
  /** With `usage=true`: without it there are numbers alone, which the schema refuses. */
  getVolumeQuota: { ...get("/os-quota-sets/{projectId}", QuotaUse), query: ["usage"] },
  getVolumeQuotaDefaults: get("/os-quota-sets/{projectId}/defaults", QuotaSet),
  updateVolumeQuota: replace("/os-quota-sets/{projectId}", SetQuota, QuotaSet),
  deleteVolumeQuota: { ...remove("/os-quota-sets/{projectId}"), status: 200 },
  getVolumeQuotaClass: get("/os-quota-class-sets/{quotaClass}", QuotaClass),
  listVolumes: list("/volumes", "volumes", Holding, ["all_tenants", "project_id"]),
  listSnapshots: list("/snapshots", "snapshots", Holding, ["all_tenants", "project_id"]),
});

const network = define("network", {
  listNetworkQuotas: list("/v2.0/quotas", "quotas", NetworkQuotaRow, [], "limit ignored"),
  getNetworkQuota: get("/v2.0/quotas/{projectId}", NetworkQuota),
  getNetworkQuotaDefaults: get("/v2.0/quotas/{projectId}/default", NetworkQuota),
  getNetworkQuotaUse: get("/v2.0/quotas/{projectId}/details", NetworkQuotaUse),
  updateNetworkQuota: replace("/v2.0/quotas/{projectId}", SetNetworkQuota, NetworkQuota),
  deleteNetworkQuota: remove("/v2.0/quotas/{projectId}"),
  listNetworks: list("/v2.0/networks", "networks", Holding, ["project_id"]),
  listRouters: list("/v2.0/routers", "routers", Holding, ["project_id"]),
  listFloatingIps: list("/v2.0/floatingips", "floatingips", Holding, ["project_id"]),
  listPorts: list("/v2.0/ports", "ports", Holding, ["project_id"]),
});

const registration = define("registration", {
  listTasks: list("/tasks", "tasks", Task, ["filters"], "page"),
  getTask: get("/tasks/{taskId}", Task),
  approveTask: {
    method: "POST",
    path: "/tasks/{taskId}",
    request: ApproveTask,
    response: Notes,
    status: 200,
    errors: [...WRITE, 503],
  },
  cancelTask: { ...remove("/tasks/{taskId}"), response: Notes, status: 200 },
  getOwnQuotas: { ...get("/openstack/quotas", ProjectQuotas), query: ["regions"] },
  requestQuota: {
    method: "POST",
    path: "/openstack/quotas",
    request: RequestQuota,
    response: Notes,
    status: 202,
    errors: [...WRITE, 503],
  },
});

/** One row an operation. The key is its id in the sandbox's routes. */
export const operations = { ...identity, ...compute, ...volume, ...network, ...registration };

export type OperationName = keyof typeof operations;
