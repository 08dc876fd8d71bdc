/**
 * The wire contract of Scaleway: Partner API v1, the part of the IAM API v1alpha1 that a reseller needs, and the few routes of the Account
 * API that clients of both call. Both APIs are public; where a row rests on recorded answers rather than on the published
 * definition, its source says so. Answers may have members beside those that stand here, and lose some: schemas only ask for what
 * is used.
 */
import { z } from "zod";
import { EMAIL_ADDRESS } from "../../model/emailAddress";

/** A word the portal may extend: unknown values pass, the known ones are documented. */
function openEnum(...known: string[]) {
  return z.string().meta({ examples: known });
}

const id = z.string().min(1).max(128);
/** Any form of a UUID: documentation has some without a version. */
const uuid = z.guid();
const time = z.string().meta({ format: "date-time" });
const count = z.number().int().nonnegative();

/** Login names of members, and of administrators that a partner asks for. */
export const USERNAME_PATTERN = /^[a-zA-Z0-9@._-]+$/;
/** Names of groups, policies and applications: words with single or more spaces between them. */
export const NAME_PATTERN = /^[\w().-]+( +[\w().-]+)*$/;
export const TAG_PATTERN = /^[a-zA-Z0-9._\-/=+@ ]+$/;
/** The longest password, counted in bytes of UTF-8. */
export const PASSWORD_BYTES = 72;
export const MOST_TAGS = 10;

/** The groups that every Organization has, and the policies on them. */
export const PRESET_GROUPS = ["Administrators", "Editors", "Billing Administrators"] as const;
export function presetPolicy(group: string): string {
  return `Group - ${group}`;
}
/** The vendor's own groups of whoever is in an Organization: for policies, and without members in their lists. */
export const EVERYBODY_GROUPS = { users: "All Users", applications: "All Applications" } as const;
/** The permission set that opens the Partner Space. */
export const RESELLER_PERMISSION_SET = "ResellerFullAccess";

/** Pages of every list. */
export const DEFAULT_PAGE = 20;
export const PAGE_LIMIT = 100;
/** The API whose lists have a last page that can be asked for. */
export const IAM_PATH = "/iam/";
/** The paths whose answers tell of the limit of requests. */
export const LIMITED_PATHS = ["/partner/", IAM_PATH];
/** Requests within a second, which answers tell in X-Ratelimit-Limit. */
export const REQUESTS_PER_SECOND = 50;

const username = z.string().min(2).max(150).regex(USERNAME_PATTERN);
const password = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= PASSWORD_BYTES, { error: `must have at most ${PASSWORD_BYTES} bytes` });
const name = z.string().min(1).max(64).regex(NAME_PATTERN);
const description = z.string().max(200);
const tags = z.array(z.string().min(1).regex(TAG_PATTERN)).max(MOST_TAGS);

/** Of calls that say all by their path. */
const Nothing = z.object({}).meta({ id: "Nothing", description: "An empty object." });

export const Organization = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    owner_firstname: z.string(),
    owner_lastname: z.string(),
    phone_number: z.string().nullable(),
    customer_id: z.string(),
    comment: z.string(),
    status: openEnum("opened", "locked", "closed"),
    locked_by: openEnum("unknown_locked_by", "partner", "scaleway"),
    lock_reason_message: z.string(),
    locked_at: time.nullable(),
    picture_link: z.string().nullable().optional(),
    created_at: time,
  })
  .meta({
    id: "Organization",
    description: "A client Organization of a partner. The partner's own id is never in it.",
  });

export const OrganizationSettings = z
  .object({
    id,
    name: z.string(),
    alias: z.string(),
    login_password_enabled: z.boolean(),
    login_magic_code_enabled: z.boolean(),
    login_oauth2_enabled: z.boolean(),
    login_saml_enabled: z.boolean(),
  })
  .meta({ id: "OrganizationSettings", description: "How people log in to an Organization." });

export const UpdateLoginMethods = OrganizationSettings.pick({
  login_password_enabled: true,
  login_magic_code_enabled: true,
  login_oauth2_enabled: true,
  login_saml_enabled: true,
})
  .partial()
  .meta({ id: "UpdateLoginMethods" });
export const SetAlias = z
  .object({
    alias: z
      .string()
      .min(2)
      .max(32)
      .regex(/^[a-z0-9]+$/),
  })
  .meta({ id: "SetAlias", description: "Once: after that, only a ticket changes it." });

/** Seconds; clients send them with a fraction, the portal writes none where there is nothing in it. */
export const DURATION_PATTERN = /^(\d{1,12})(?:\.(\d{1,9}))?s$/;
const duration = z.string().regex(DURATION_PATTERN);
export const SecuritySettings = z
  .object({
    enforce_password_renewal: z.boolean(),
    grace_period_duration: duration.meta({ description: "Until a password is renewed, or a second factor set up." }),
    login_attempts_before_locked: z.number().int().min(1).max(50),
    max_login_session_duration: duration,
    max_api_key_expiration_duration: duration.meta({ description: "0s: as long as one likes." }),
  })
  .meta({ id: "SecuritySettings" });
export const UpdateSecuritySettings = SecuritySettings.partial().meta({ id: "UpdateSecuritySettings" });

export const CreateOrganization = z
  .object({
    partner_id: uuid,
    organization_name: z.string().min(2).max(256),
    email: z.email({ pattern: EMAIL_ADDRESS }),
    owner_firstname: z.string().min(2).max(256),
    owner_lastname: z.string().min(2).max(256),
    customer_id: z.string().min(1).max(256),
    phone_number: z.string().optional(),
    comment: z.string().max(1024).optional(),
  })
  .meta({ id: "CreateOrganization" });

export const UpdateOrganization = z
  .object({
    name: z.string().min(2).max(256),
    email: z.email({ pattern: EMAIL_ADDRESS }),
    owner_firstname: z.string().min(2).max(256),
    owner_lastname: z.string().min(2).max(256),
    customer_id: z.string().min(1).max(256),
    phone_number: z.string(),
    comment: z.string().min(1).max(1024),
  })
  .partial()
  .meta({ id: "UpdateOrganization", description: "What is left out stays; nothing can be emptied." });

export const RequestAdminRole = z
  .object({ username: username.max(64), email: z.email({ pattern: EMAIL_ADDRESS }), password: password.min(1) })
  .meta({ id: "RequestAdminRole" });

export const User = z
  .object({
    id,
    organization_id: id,
    email: z.string(),
    username: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    phone_number: z.string(),
    locale: z.string(),
    type: openEnum("owner", "member"),
    tags: z.array(z.string()),
    locked: z.boolean(),
    mfa: z.boolean(),
    deletable: z.boolean(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
    last_login_at: time.nullable(),
    account_root_user_id: z.string().optional(),
  })
  .meta({ id: "User" });

export const CreateMember = z.object({
  email: z.email({ pattern: EMAIL_ADDRESS }),
  username,
  password: password.optional(),
  first_name: z.string().max(64).optional(),
  last_name: z.string().max(64).optional(),
  phone_number: z.string().optional(),
  locale: z.string().optional(),
  send_password_email: z.boolean().optional(),
  send_welcome_email: z.boolean().optional(),
});
export const CreateUser = z
  .object({
    organization_id: uuid.optional(),
    tags: tags.nullable().optional(),
    member: CreateMember.optional(),
    email: z.email({ pattern: EMAIL_ADDRESS }).optional(),
  })
  .meta({
    id: "CreateUser",
    description: "Exactly one of `member` and `email`; guests, which `email` made, are no more.",
  });
export const UpdateUser = z
  .object({
    tags: tags.nullable(),
    email: z.email({ pattern: EMAIL_ADDRESS }),
    first_name: z.string().max(64),
    last_name: z.string().max(64),
    phone_number: z.string(),
    locale: z.string(),
  })
  .partial()
  .meta({ id: "UpdateUser" });
export const UpdateUsername = z.object({ username }).meta({ id: "UpdateUsername" });
export const UpdatePassword = z.object({ password: password.min(1) }).meta({ id: "UpdatePassword" });

export const Group = z
  .object({
    id,
    organization_id: id,
    name: z.string(),
    description: z.string(),
    user_ids: z.array(z.string()).meta({ description: "In no particular order." }),
    application_ids: z.array(z.string()),
    tags: z.array(z.string()),
    editable: z.boolean(),
    deletable: z.boolean(),
    managed: z.boolean(),
    all_users: z.boolean().optional().meta({ description: "Everybody is in it, and nobody in `user_ids`." }),
    all_applications: z.boolean().optional(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: "Group" });
export const CreateGroup = z
  .object({
    organization_id: uuid.optional(),
    name,
    description: description.optional(),
    tags: tags.nullable().optional(),
  })
  .meta({ id: "CreateGroup" });
export const UpdateGroup = z.object({ name, description, tags: tags.nullable() }).partial().meta({ id: "UpdateGroup" });
export const SetMembers = z
  .object({ user_ids: z.array(z.string()).nullish(), application_ids: z.array(z.string()).nullish() })
  .meta({
    id: "SetMembers",
    description:
      "Replaces both lists; null, as some clients write a list with nothing in it, and none at all are an empty one.",
  });
export const OneMember = z
  .object({ user_id: z.string().optional(), application_id: z.string().optional() })
  .meta({ id: "OneMember", description: "Exactly one of the two." });
export const MoreMembers = SetMembers.partial().meta({ id: "MoreMembers" });

export const RuleSpecs = z
  .object({
    permission_set_names: z.array(z.string()).min(1),
    condition: z.string().max(2048).optional(),
    project_ids: z.array(uuid).optional(),
    organization_id: uuid.optional(),
  })
  .meta({
    id: "RuleSpecs",
    description: "Exactly one of `project_ids` and `organization_id`; all sets of one scope type.",
  });
export const Rule = z
  .object({
    id,
    permission_set_names: z.array(z.string()).nullable(),
    permission_sets_scope_type: openEnum("projects", "organization", "account_root_user"),
    condition: z.string(),
    project_ids: z.array(z.string()).nullable().optional(),
    organization_id: z.string().optional(),
  })
  .meta({ id: "Rule", description: "The id is a new one after every change of the policy's rules." });
const principals = {
  user_id: z.string().optional(),
  group_id: z.string().optional(),
  application_id: z.string().optional(),
  no_principal: z.boolean().optional(),
};
export const Policy = z
  .object({
    id,
    organization_id: id,
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    editable: z.boolean(),
    deletable: z.boolean(),
    managed: z.boolean(),
    nb_rules: count.meta({ description: "0 in the answer to a create, whatever it made." }),
    nb_scopes: count,
    nb_permission_sets: count,
    created_at: time.nullable(),
    updated_at: time.nullable(),
    ...principals,
  })
  .meta({ id: "Policy" });
export const CreatePolicy = z
  .object({
    organization_id: uuid.optional(),
    name,
    description: description.optional(),
    tags: tags.nullable().optional(),
    rules: z.array(RuleSpecs).nullable().optional(),
    ...principals,
  })
  .meta({ id: "CreatePolicy", description: "Exactly one principal." });
export const UpdatePolicy = z
  .object({ name, description, tags: tags.nullable(), ...principals })
  .partial()
  .meta({ id: "UpdatePolicy", description: "Another principal takes the old one's place. Never touches rules." });
export const SetRules = z
  .object({ policy_id: uuid, rules: z.array(RuleSpecs).nullish() })
  .meta({ id: "SetRules", description: "Replaces all rules; null and none at all are an empty list." });
export const RuleList = z.object({ rules: z.array(Rule) }).meta({ id: "RuleList" });

export const PermissionSet = z
  .object({
    id,
    name: z.string(),
    scope_type: openEnum("projects", "organization", "account_root_user"),
    description: z.string(),
    categories: z.array(z.string()).nullable().optional(),
  })
  .meta({ id: "PermissionSet" });

export const Quotum = z
  .object({
    name: z.string(),
    pretty_name: z.string().optional(),
    unit: z.string().optional(),
    description: z.string().optional(),
    locality_type: openEnum("global", "region", "zone"),
    limits: z.array(
      z.object({
        global: z.boolean().optional(),
        region: z.string().optional(),
        zone: z.string().optional(),
        limit: count.optional(),
        unlimited: z.boolean().optional(),
      }),
    ),
  })
  .meta({ id: "Quotum", description: "Can only be read: a ticket raises it." });

export const Application = z
  .object({
    id,
    organization_id: id,
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    editable: z.boolean(),
    deletable: z.boolean(),
    managed: z.boolean(),
    nb_api_keys: count,
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: "Application" });

export const ApiKey = z
  .object({
    access_key: z.string(),
    secret_key: z.string().nullable().meta({ description: "Only in the answer to a create." }),
    user_id: z.string().optional(),
    application_id: z.string().optional(),
    description: z.string(),
    default_project_id: z.string(),
    editable: z.boolean(),
    deletable: z.boolean(),
    managed: z.boolean(),
    creation_ip: z.string(),
    expires_at: time.nullable(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: "ApiKey" });
export const CreateApiKey = z
  .object({
    user_id: z.string().optional(),
    application_id: z.string().optional(),
    description: description.optional(),
    default_project_id: uuid.optional(),
    expires_at: z.string().nullable().optional(),
  })
  .meta({ id: "CreateApiKey", description: "Exactly one bearer." });
export const UpdateApiKey = CreateApiKey.pick({ description: true, default_project_id: true, expires_at: true }).meta({
  id: "UpdateApiKey",
});

/** What an Organization says of the use of a project: a word, and answers to what is asked about it. */
const Qualification = z.looseObject({ architecture_type: openEnum("unknown_architecture_type", "serverless") });
export const Project = z
  .object({
    id,
    organization_id: id,
    name: z.string(),
    description: z.string(),
    qualification: Qualification.nullable().optional(),
    status: openEnum("active", "deleting").optional(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: "Project" });
export const CreateProject = z
  .object({ organization_id: uuid.optional(), name: z.string().min(1).max(64), description: description.optional() })
  .meta({ id: "CreateProject" });
export const UpdateProject = CreateProject.omit({ organization_id: true }).partial().meta({ id: "UpdateProject" });

export const MOST_PUBLIC_KEY = 65_000;
export const SshKey = z
  .object({
    id,
    organization_id: id,
    project_id: id,
    name: z.string(),
    public_key: z.string().meta({ description: "Type and key: the comment that may follow them is not kept." }),
    fingerprint: z.string(),
    disabled: z.boolean(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: "SshKey" });
const sshKeyName = z.string().max(1000);
export const CreateSshKey = z
  .object({
    name: sshKeyName.optional(),
    public_key: z.string().min(1).max(MOST_PUBLIC_KEY),
    project_id: uuid.optional(),
  })
  .meta({ id: "CreateSshKey", description: "In the default project where none is named." });
export const UpdateSshKey = z
  .object({ name: sshKeyName, disabled: z.boolean() })
  .partial()
  .meta({ id: "UpdateSshKey" });

export const GracePeriods = z
  .object({
    grace_periods: z.array(
      z.object({
        type: openEnum("update_password", "set_mfa"),
        created_at: time.nullable(),
        expires_at: time.nullable(),
      }),
    ),
  })
  .meta({ id: "GracePeriods", description: "What a user has to do, and until when. Not paged." });

export const Jwt = z
  .object({
    jti: z.string(),
    issuer_id: z.string(),
    audience_id: z.string(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
    expires_at: time.nullable(),
    ip: z.string(),
    user_agent: z.string(),
  })
  .meta({ id: "Jwt", description: "A session at the console." });

export const Log = z
  .object({
    id,
    organization_id: id,
    bearer_id: z.string().meta({ description: "Whose key the call was sent with." }),
    action: openEnum("created", "updated", "deleted"),
    resource_type: openEnum("api_key", "user", "application", "group", "policy"),
    resource_id: z.string(),
    ip: z.string(),
    user_agent: z.string(),
    created_at: time.nullable(),
  })
  .meta({ id: "Log" });

export const Saml = z
  .object({
    id,
    status: openEnum("valid", "missing_certificate", "missing_entity_id", "missing_single_sign_on_url").meta({
      description: "The first that is missing, in this order.",
    }),
    service_provider: z.object({ entity_id: z.string(), assertion_consumer_service_url: z.string() }),
    entity_id: z.string(),
    single_sign_on_url: z.string(),
  })
  .meta({ id: "Saml" });
export const UpdateSaml = z
  .object({ entity_id: z.string().min(1).max(1024), single_sign_on_url: z.string() })
  .partial()
  .meta({ id: "UpdateSaml" });
export const SamlCertificate = z
  .object({
    id,
    type: openEnum("signing", "encryption"),
    origin: openEnum("scaleway", "identity_provider"),
    content: z.string(),
    expires_at: time.nullable(),
  })
  .meta({ id: "SamlCertificate" });
export const AddSamlCertificate = z
  .object({ type: z.enum(["signing", "encryption"]), content: z.string().min(1).max(16_384) })
  .meta({ id: "AddSamlCertificate" });
export const SamlCertificates = z
  .object({ certificates: z.array(SamlCertificate) })
  .meta({ id: "SamlCertificates", description: "Not paged." });
export const ParseSamlMetadata = z
  .object({ file: z.object({ content: z.base64().min(1) }) })
  .meta({ id: "ParseSamlMetadata", description: "The XML that an identity provider tells of itself, in base64." });
export const SamlMetadata = z
  .object({ entity_id: z.string(), single_sign_on_url: z.string(), signing_certificates: z.array(z.string()) })
  .meta({ id: "SamlMetadata" });

export const Scim = z.object({ id, created_at: time.nullable() }).meta({ id: "Scim" });
export const ScimToken = z
  .object({ id, scim_id: id, created_at: time.nullable(), expires_at: time.nullable() })
  .meta({ id: "ScimToken" });
export const NewScimToken = z
  .object({ token: ScimToken, bearer_token: z.string() })
  .meta({ id: "NewScimToken", description: "The bearer token is told here alone." });

/** Kinds of errors, with the status that they come with. */
export const ERROR_STATUS = {
  invalid_arguments: 400,
  denied_authentication: 401,
  permissions_denied: 403,
  quotas_exceeded: 403,
  not_found: 404,
  transient_state: 409,
  already_exists: 409,
  conflict: 409,
  expired: 410,
  precondition_failed: 412,
  locked: 423,
  too_many_requests: 429,
  out_of_stock: 503,
} as const;
export type ErrorType = keyof typeof ERROR_STATUS;

/** What any call may be refused with: `out_of_stock` is no call's here. */
const ANY = ["denied_authentication", "permissions_denied", "too_many_requests"] as const;
const LIST = [...ANY, "invalid_arguments"] as const;
const ONE = [...ANY, "not_found"] as const;
const CREATE = [...ANY, "invalid_arguments", "already_exists", "not_found", "quotas_exceeded", "locked"] as const;
const CHANGE = [...ONE, "invalid_arguments", "already_exists", "precondition_failed", "locked"] as const;
const REMOVE = [...ONE, "precondition_failed", "locked"] as const;
/** Of a group only one change of its members is worked on at a time. */
const MEMBERS = [...CHANGE, "transient_state"] as const;

export interface ContractOperation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly source: "definition" | "recorded" | "both";
  readonly request?: z.ZodType;
  readonly response?: z.ZodType;
  /** The member of a page that holds its items; left out: no list. */
  readonly list?: string;
  /** Query parameters beside those of every list. Those that end in `[]` may be repeated. */
  readonly query?: readonly string[];
  readonly status: 200 | 204;
  /** Carried out twice it leaves what carrying it out once leaves, although its method doesn't say so. */
  readonly repeatable?: boolean;
  /** Types of errors that a client must be ready for. */
  readonly errors: readonly ErrorType[];
}

const PARTNER = "/partner/v1/organizations";
const IAM = `${IAM_PATH}v1alpha1` as const;
const ACCOUNT = "/account/v3/projects";

type Row = Omit<ContractOperation, "id" | "status" | "source"> & {
  readonly status?: 204;
  readonly source?: ContractOperation["source"];
};

/** The keys are lost on the way through `Object.entries`; TypeScript is told of them again. */
function define<const Table extends Record<string, Row>>(table: Table) {
  return Object.fromEntries(
    Object.entries(table).map(([key, row]) => [key, { status: 200, source: "both", ...row, id: key }]),
  ) as unknown as {
    readonly [Name in keyof Table]: Table[Name] & Pick<ContractOperation, "status" | "source"> & { readonly id: Name };
  };
}

/* The sorts of rows. A row that is not quite of its sort says in what. */

/** @param member of the answer, which holds the items */
function list<const Path extends string, Item extends z.ZodType>(
  path: Path,
  member: string,
  response: Item,
  query: readonly string[],
) {
  return { method: "GET", path, list: member, response, query, errors: LIST } as const;
}

function get<const Path extends string, Response extends z.ZodType>(path: Path, response: Response) {
  return { method: "GET", path, response, errors: ONE } as const;
}

function writing<const Common extends Pick<Row, "method" | "errors"> & Partial<Row>>(common: Common) {
  return <const Path extends string, Request extends z.ZodType, Response extends z.ZodType>(
    path: Path,
    request: Request,
    response: Response,
  ) => ({ ...common, path, request, response });
}
const create = writing({ method: "POST", errors: CREATE });
/** Sets something of an object that is there. */
const act = writing({ method: "POST", repeatable: true, errors: CHANGE });
const change = writing({ method: "PATCH", repeatable: true, errors: CHANGE });
const replace = writing({ method: "PUT", errors: CHANGE });

function remove<const Path extends string>(path: Path) {
  return { method: "DELETE", path, status: 204, errors: REMOVE } as const;
}

/** One row an operation. The key is its id in the sandbox's routes. The source is both, the definition and recordings, unless a row has another. */
export const operations = define({
  listOrganizations: list(PARTNER, "organizations", Organization, [
    "status",
    "locked_by",
    "customer_id",
    "email",
    "order_by",
  ]),
  createOrganization: create(PARTNER, CreateOrganization, Organization),
  getOrganization: get(`${PARTNER}/{organizationId}`, Organization),
  updateOrganization: change(`${PARTNER}/{organizationId}`, UpdateOrganization, Organization),
  lockOrganization: { ...act(`${PARTNER}/{organizationId}/lock`, Nothing, Organization), source: "recorded" },
  unlockOrganization: { ...act(`${PARTNER}/{organizationId}/unlock`, Nothing, Organization), source: "recorded" },
  requestAdminRole: {
    method: "POST",
    path: `${PARTNER}/{organizationId}/request-admin-role`,
    source: "recorded",
    request: RequestAdminRole,
    status: 204,
    errors: [...CHANGE, "quotas_exceeded"],
  },

  listUsers: list(`${IAM}/users`, "users", User, ["organization_id", "user_ids[]", "mfa", "tag", "type", "order_by"]),
  createUser: create(`${IAM}/users`, CreateUser, User),
  getUser: get(`${IAM}/users/{userId}`, User),
  updateUser: change(`${IAM}/users/{userId}`, UpdateUser, User),
  deleteUser: remove(`${IAM}/users/{userId}`),
  updateUsername: { ...act(`${IAM}/users/{userId}/update-username`, UpdateUsername, User), source: "definition" },
  updatePassword: { ...act(`${IAM}/users/{userId}/update-password`, UpdatePassword, User), source: "definition" },
  lockUser: { ...act(`${IAM}/users/{userId}/lock`, Nothing, User), source: "definition" },
  unlockUser: { ...act(`${IAM}/users/{userId}/unlock`, Nothing, User), source: "definition" },

  listGroups: list(`${IAM}/groups`, "groups", Group, [
    "organization_id",
    "name",
    "group_ids[]",
    "user_ids[]",
    "application_ids[]",
    "tag",
    "order_by",
  ]),
  createGroup: create(`${IAM}/groups`, CreateGroup, Group),
  getGroup: get(`${IAM}/groups/{groupId}`, Group),
  updateGroup: { ...change(`${IAM}/groups/{groupId}`, UpdateGroup, Group), errors: MEMBERS },
  deleteGroup: { ...remove(`${IAM}/groups/{groupId}`), errors: [...REMOVE, "transient_state"] },
  setGroupMembers: { ...replace(`${IAM}/groups/{groupId}/members`, SetMembers, Group), errors: MEMBERS },
  addGroupMember: { ...act(`${IAM}/groups/{groupId}/add-member`, OneMember, Group), errors: MEMBERS },
  addGroupMembers: {
    ...act(`${IAM}/groups/{groupId}/add-members`, MoreMembers, Group),
    source: "definition",
    errors: MEMBERS,
  },
  removeGroupMember: {
    method: "POST",
    path: `${IAM}/groups/{groupId}/remove-member`,
    request: OneMember,
    response: Group,
    errors: MEMBERS,
  },

  listPolicies: list(`${IAM}/policies`, "policies", Policy, [
    "organization_id",
    "policy_name",
    "policy_ids[]",
    "user_ids[]",
    "group_ids[]",
    "application_ids[]",
    "no_principal",
    "editable",
    "tag",
    "order_by",
  ]),
  createPolicy: create(`${IAM}/policies`, CreatePolicy, Policy),
  getPolicy: get(`${IAM}/policies/{policyId}`, Policy),
  updatePolicy: change(`${IAM}/policies/{policyId}`, UpdatePolicy, Policy),
  deletePolicy: remove(`${IAM}/policies/{policyId}`),
  clonePolicy: {
    method: "POST",
    path: `${IAM}/policies/{policyId}/clone`,
    source: "definition",
    response: Policy,
    errors: [...CHANGE, "quotas_exceeded"],
  },
  listRules: { ...list(`${IAM}/rules`, "rules", Rule, ["policy_id"]), errors: [...LIST, "not_found"] },
  setRules: replace(`${IAM}/rules`, SetRules, RuleList),
  listPermissionSets: list(`${IAM}/permission-sets`, "permission_sets", PermissionSet, ["organization_id", "order_by"]),

  getOrganizationSettings: {
    ...get(`${IAM}/organizations/{organizationId}`, OrganizationSettings),
    source: "definition",
  },
  updateLoginMethods: {
    ...change(`${IAM}/organizations/{organizationId}/login-methods`, UpdateLoginMethods, OrganizationSettings),
    source: "definition",
  },
  setAlias: {
    ...replace(`${IAM}/organizations/{organizationId}/alias`, SetAlias, OrganizationSettings),
    source: "definition",
  },
  getSecuritySettings: {
    ...get(`${IAM}/organizations/{organizationId}/security-settings`, SecuritySettings),
    source: "definition",
  },
  updateSecuritySettings: {
    ...change(`${IAM}/organizations/{organizationId}/security-settings`, UpdateSecuritySettings, SecuritySettings),
    source: "definition",
  },
  listGracePeriods: { ...get(`${IAM}/grace-periods`, GracePeriods), source: "definition", query: ["user_id"] },
  listJwts: { ...list(`${IAM}/jwts`, "jwts", Jwt, ["audience_id", "expired", "order_by"]), source: "definition" },
  getJwt: { ...get(`${IAM}/jwts/{jti}`, Jwt), source: "definition" },
  deleteJwt: { ...remove(`${IAM}/jwts/{jti}`), source: "definition" },
  listLogs: {
    ...list(`${IAM}/logs`, "logs", Log, [
      "organization_id",
      "action",
      "resource_type",
      "created_after",
      "created_before",
      "search",
      "order_by",
    ]),
    source: "definition",
  },
  getLog: { ...get(`${IAM}/logs/{logId}`, Log), source: "definition" },

  getOrganizationSaml: get(`${IAM}/organizations/{organizationId}/saml`, Saml),
  enableSaml: { method: "POST", path: `${IAM}/organizations/{organizationId}/saml`, response: Saml, errors: CREATE },
  updateSaml: change(`${IAM}/saml/{samlId}`, UpdateSaml, Saml),
  deleteSaml: remove(`${IAM}/saml/{samlId}`),
  parseSamlMetadata: {
    ...act(`${IAM}/parse-saml-metadata`, ParseSamlMetadata, SamlMetadata),
    source: "definition",
    errors: LIST,
  },
  listSamlCertificates: get(`${IAM}/saml/{samlId}/certificates`, SamlCertificates),
  addSamlCertificate: create(`${IAM}/saml/{samlId}/certificates`, AddSamlCertificate, SamlCertificate),
  getSamlCertificate: get(`${IAM}/saml-certificates/{certificateId}`, SamlCertificate),
  deleteSamlCertificate: remove(`${IAM}/saml-certificates/{certificateId}`),

  getOrganizationScim: get(`${IAM}/organizations/{organizationId}/scim`, Scim),
  enableScim: { method: "POST", path: `${IAM}/organizations/{organizationId}/scim`, response: Scim, errors: CREATE },
  deleteScim: remove(`${IAM}/scim/{scimId}`),
  listScimTokens: {
    ...list(`${IAM}/scim/{scimId}/tokens`, "scim_tokens", ScimToken, ["order_by"]),
    errors: [...LIST, "not_found"],
  },
  createScimToken: { method: "POST", path: `${IAM}/scim/{scimId}/tokens`, response: NewScimToken, errors: CREATE },
  getScimToken: { ...get(`${IAM}/scim-tokens/{tokenId}`, ScimToken), source: "definition" },
  deleteScimToken: remove(`${IAM}/scim-tokens/{tokenId}`),

  listQuota: {
    ...list(`${IAM}/quota`, "quota", Quotum, ["organization_id", "quotum_names[]", "order_by"]),
    source: "definition",
  },
  getQuotum: { ...get(`${IAM}/quota/{quotumName}`, Quotum), source: "definition", query: ["organization_id"] },

  listApplications: list(`${IAM}/applications`, "applications", Application, [
    "organization_id",
    "name",
    "application_ids[]",
    "editable",
    "tag",
    "order_by",
  ]),
  createApplication: create(`${IAM}/applications`, CreateGroup, Application),
  getApplication: get(`${IAM}/applications/{applicationId}`, Application),
  updateApplication: change(`${IAM}/applications/{applicationId}`, UpdateGroup, Application),
  deleteApplication: remove(`${IAM}/applications/{applicationId}`),

  listApiKeys: list(`${IAM}/api-keys`, "api_keys", ApiKey, [
    "organization_id",
    "bearer_id",
    "bearer_type",
    "access_key",
    "access_keys[]",
    "application_id",
    "user_id",
    "description",
    "editable",
    "expired",
    "order_by",
  ]),
  createApiKey: create(`${IAM}/api-keys`, CreateApiKey, ApiKey),
  getApiKey: get(`${IAM}/api-keys/{accessKey}`, ApiKey),
  updateApiKey: change(`${IAM}/api-keys/{accessKey}`, UpdateApiKey, ApiKey),
  deleteApiKey: remove(`${IAM}/api-keys/{accessKey}`),

  listSshKeys: list(`${IAM}/ssh-keys`, "ssh_keys", SshKey, [
    "organization_id",
    "project_id",
    "name",
    "disabled",
    "order_by",
  ]),
  createSshKey: create(`${IAM}/ssh-keys`, CreateSshKey, SshKey),
  getSshKey: get(`${IAM}/ssh-keys/{sshKeyId}`, SshKey),
  updateSshKey: change(`${IAM}/ssh-keys/{sshKeyId}`, UpdateSshKey, SshKey),
  deleteSshKey: remove(`${IAM}/ssh-keys/{sshKeyId}`),

  listProjects: list(ACCOUNT, "projects", Project, ["organization_id", "name", "project_ids[]", "order_by"]),
  createProject: create(ACCOUNT, CreateProject, Project),
  getProject: get(`${ACCOUNT}/{projectId}`, Project),
  updateProject: change(`${ACCOUNT}/{projectId}`, UpdateProject, Project),
  deleteProject: remove(`${ACCOUNT}/{projectId}`),
});

export type OperationName = keyof typeof operations;
