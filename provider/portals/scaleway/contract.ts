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

type Row = Omit<ContractOperation, "id" | "status"> & { readonly status?: 204 };

/** The keys are lost on the way through `Object.entries`; TypeScript is told of them again. */
function define<const Table extends Record<string, Row>>(table: Table) {
  return Object.fromEntries(
    Object.entries(table).map(([key, row]) => [key, { status: 200, ...row, id: key }]),
  ) as unknown as { readonly [Name in keyof Table]: Table[Name] & { readonly id: Name; readonly status: 200 | 204 } };
}

/** One row an operation. The key is its id in the sandbox's routes. */
export const operations = define({
  listOrganizations: {
    method: "GET",
    path: PARTNER,
    source: "both",
    list: "organizations",
    response: Organization,
    query: ["status", "locked_by", "customer_id", "email", "order_by"],
    errors: LIST,
  },
  createOrganization: {
    method: "POST",
    path: PARTNER,
    source: "both",
    request: CreateOrganization,
    response: Organization,
    errors: CREATE,
  },
  getOrganization: {
    method: "GET",
    path: `${PARTNER}/{organizationId}`,
    source: "both",
    response: Organization,
    errors: ONE,
  },
  updateOrganization: {
    method: "PATCH",
    repeatable: true,
    path: `${PARTNER}/{organizationId}`,
    source: "both",
    request: UpdateOrganization,
    response: Organization,
    errors: CHANGE,
  },
  lockOrganization: {
    method: "POST",
    repeatable: true,
    path: `${PARTNER}/{organizationId}/lock`,
    source: "recorded",
    request: Nothing,
    response: Organization,
    errors: CHANGE,
  },
  unlockOrganization: {
    method: "POST",
    repeatable: true,
    path: `${PARTNER}/{organizationId}/unlock`,
    source: "recorded",
    request: Nothing,
    response: Organization,
    errors: CHANGE,
  },
  requestAdminRole: {
    method: "POST",
    path: `${PARTNER}/{organizationId}/request-admin-role`,
    source: "recorded",
    request: RequestAdminRole,
    status: 204,
    errors: [...CHANGE, "quotas_exceeded"],
  },

  listUsers: {
    method: "GET",
    path: `${IAM}/users`,
    source: "both",
    list: "users",
    response: User,
    query: ["organization_id", "user_ids[]", "mfa", "tag", "type", "order_by"],
    errors: LIST,
  },
  createUser: {
    method: "POST",
    path: `${IAM}/users`,
    source: "both",
    request: CreateUser,
    response: User,
    errors: CREATE,
  },
  getUser: { method: "GET", path: `${IAM}/users/{userId}`, source: "both", response: User, errors: ONE },
  updateUser: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/users/{userId}`,
    source: "both",
    request: UpdateUser,
    response: User,
    errors: CHANGE,
  },
  deleteUser: { method: "DELETE", path: `${IAM}/users/{userId}`, source: "both", status: 204, errors: REMOVE },
  updateUsername: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/users/{userId}/update-username`,
    source: "definition",
    request: UpdateUsername,
    response: User,
    errors: CHANGE,
  },
  updatePassword: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/users/{userId}/update-password`,
    source: "definition",
    request: UpdatePassword,
    response: User,
    errors: CHANGE,
  },
  lockUser: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/users/{userId}/lock`,
    source: "definition",
    request: Nothing,
    response: User,
    errors: CHANGE,
  },
  unlockUser: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/users/{userId}/unlock`,
    source: "definition",
    request: Nothing,
    response: User,
    errors: CHANGE,
  },

  listGroups: {
    method: "GET",
    path: `${IAM}/groups`,
    source: "both",
    list: "groups",
    response: Group,
    query: ["organization_id", "name", "group_ids[]", "user_ids[]", "application_ids[]", "tag", "order_by"],
    errors: LIST,
  },
  createGroup: {
    method: "POST",
    path: `${IAM}/groups`,
    source: "both",
    request: CreateGroup,
    response: Group,
    errors: CREATE,
  },
  getGroup: { method: "GET", path: `${IAM}/groups/{groupId}`, source: "both", response: Group, errors: ONE },
  updateGroup: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/groups/{groupId}`,
    source: "both",
    request: UpdateGroup,
    response: Group,
    errors: MEMBERS,
  },
  deleteGroup: {
    method: "DELETE",
    path: `${IAM}/groups/{groupId}`,
    source: "both",
    status: 204,
    errors: [...REMOVE, "transient_state"],
  },
  setGroupMembers: {
    method: "PUT",
    path: `${IAM}/groups/{groupId}/members`,
    source: "both",
    request: SetMembers,
    response: Group,
    errors: MEMBERS,
  },
  addGroupMember: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/groups/{groupId}/add-member`,
    source: "both",
    request: OneMember,
    response: Group,
    errors: MEMBERS,
  },
  addGroupMembers: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/groups/{groupId}/add-members`,
    source: "definition",
    request: MoreMembers,
    response: Group,
    errors: MEMBERS,
  },
  removeGroupMember: {
    method: "POST",
    path: `${IAM}/groups/{groupId}/remove-member`,
    source: "both",
    request: OneMember,
    response: Group,
    errors: MEMBERS,
  },

  listPolicies: {
    method: "GET",
    path: `${IAM}/policies`,
    source: "both",
    list: "policies",
    response: Policy,
    query: [
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
    ],
    errors: LIST,
  },
  createPolicy: {
    method: "POST",
    path: `${IAM}/policies`,
    source: "both",
    request: CreatePolicy,
    response: Policy,
    errors: CREATE,
  },
  getPolicy: { method: "GET", path: `${IAM}/policies/{policyId}`, source: "both", response: Policy, errors: ONE },
  updatePolicy: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/policies/{policyId}`,
    source: "both",
    request: UpdatePolicy,
    response: Policy,
    errors: CHANGE,
  },
  deletePolicy: { method: "DELETE", path: `${IAM}/policies/{policyId}`, source: "both", status: 204, errors: REMOVE },
  clonePolicy: {
    method: "POST",
    path: `${IAM}/policies/{policyId}/clone`,
    source: "definition",
    response: Policy,
    errors: [...CHANGE, "quotas_exceeded"],
  },
  listRules: {
    method: "GET",
    path: `${IAM}/rules`,
    source: "both",
    list: "rules",
    response: Rule,
    query: ["policy_id"],
    errors: [...LIST, "not_found"],
  },
  setRules: {
    method: "PUT",
    path: `${IAM}/rules`,
    source: "both",
    request: SetRules,
    response: RuleList,
    errors: CHANGE,
  },
  listPermissionSets: {
    method: "GET",
    path: `${IAM}/permission-sets`,
    source: "both",
    list: "permission_sets",
    response: PermissionSet,
    query: ["organization_id", "order_by"],
    errors: LIST,
  },

  getOrganizationSettings: {
    method: "GET",
    path: `${IAM}/organizations/{organizationId}`,
    source: "definition",
    response: OrganizationSettings,
    errors: ONE,
  },
  updateLoginMethods: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/organizations/{organizationId}/login-methods`,
    source: "definition",
    request: UpdateLoginMethods,
    response: OrganizationSettings,
    errors: CHANGE,
  },
  setAlias: {
    method: "PUT",
    path: `${IAM}/organizations/{organizationId}/alias`,
    source: "definition",
    request: SetAlias,
    response: OrganizationSettings,
    errors: CHANGE,
  },
  getSecuritySettings: {
    method: "GET",
    path: `${IAM}/organizations/{organizationId}/security-settings`,
    source: "definition",
    response: SecuritySettings,
    errors: ONE,
  },
  updateSecuritySettings: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/organizations/{organizationId}/security-settings`,
    source: "definition",
    request: UpdateSecuritySettings,
    response: SecuritySettings,
    errors: CHANGE,
  },
  listGracePeriods: {
    method: "GET",
    path: `${IAM}/grace-periods`,
    source: "definition",
    response: GracePeriods,
    query: ["user_id"],
    errors: ONE,
  },
  listJwts: {
    method: "GET",
    path: `${IAM}/jwts`,
    source: "definition",
    list: "jwts",
    response: Jwt,
    query: ["audience_id", "expired", "order_by"],
    errors: LIST,
  },
  getJwt: { method: "GET", path: `${IAM}/jwts/{jti}`, source: "definition", response: Jwt, errors: ONE },
  deleteJwt: { method: "DELETE", path: `${IAM}/jwts/{jti}`, source: "definition", status: 204, errors: REMOVE },
  listLogs: {
    method: "GET",
    path: `${IAM}/logs`,
    source: "definition",
    list: "logs",
    response: Log,
    query: ["organization_id", "action", "resource_type", "created_after", "created_before", "search", "order_by"],
    errors: LIST,
  },
  getLog: { method: "GET", path: `${IAM}/logs/{logId}`, source: "definition", response: Log, errors: ONE },

  getOrganizationSaml: {
    method: "GET",
    path: `${IAM}/organizations/{organizationId}/saml`,
    source: "both",
    response: Saml,
    errors: ONE,
  },
  enableSaml: {
    method: "POST",
    path: `${IAM}/organizations/{organizationId}/saml`,
    source: "both",
    response: Saml,
    errors: CREATE,
  },
  updateSaml: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/saml/{samlId}`,
    source: "both",
    request: UpdateSaml,
    response: Saml,
    errors: CHANGE,
  },
  deleteSaml: { method: "DELETE", path: `${IAM}/saml/{samlId}`, source: "both", status: 204, errors: REMOVE },
  parseSamlMetadata: {
    method: "POST",
    repeatable: true,
    path: `${IAM}/parse-saml-metadata`,
    source: "definition",
    request: ParseSamlMetadata,
    response: SamlMetadata,
    errors: LIST,
  },
  listSamlCertificates: {
    method: "GET",
    path: `${IAM}/saml/{samlId}/certificates`,
    source: "both",
    response: SamlCertificates,
    errors: ONE,
  },
  addSamlCertificate: {
    method: "POST",
    path: `${IAM}/saml/{samlId}/certificates`,
    source: "both",
    request: AddSamlCertificate,
    response: SamlCertificate,
    errors: CREATE,
  },
  getSamlCertificate: {
    method: "GET",
    path: `${IAM}/saml-certificates/{certificateId}`,
    source: "both",
    response: SamlCertificate,
    errors: ONE,
  },
  deleteSamlCertificate: {
    method: "DELETE",
    path: `${IAM}/saml-certificates/{certificateId}`,
    source: "both",
    status: 204,
    errors: REMOVE,
  },

  getOrganizationScim: {
    method: "GET",
    path: `${IAM}/organizations/{organizationId}/scim`,
    source: "both",
    response: Scim,
    errors: ONE,
  },
  enableScim: {
    method: "POST",
    path: `${IAM}/organizations/{organizationId}/scim`,
    source: "both",
    response: Scim,
    errors: CREATE,
  },
  deleteScim: { method: "DELETE", path: `${IAM}/scim/{scimId}`, source: "both", status: 204, errors: REMOVE },
  listScimTokens: {
    method: "GET",
    path: `${IAM}/scim/{scimId}/tokens`,
    source: "both",
    list: "scim_tokens",
    response: ScimToken,
    query: ["order_by"],
    errors: [...LIST, "not_found"],
  },
  createScimToken: {
    method: "POST",
    path: `${IAM}/scim/{scimId}/tokens`,
    source: "both",
    response: NewScimToken,
    errors: CREATE,
  },
  getScimToken: {
    method: "GET",
    path: `${IAM}/scim-tokens/{tokenId}`,
    source: "definition",
    response: ScimToken,
    errors: ONE,
  },
  deleteScimToken: {
    method: "DELETE",
    path: `${IAM}/scim-tokens/{tokenId}`,
    source: "both",
    status: 204,
    errors: REMOVE,
  },

  listQuota: {
    method: "GET",
    path: `${IAM}/quota`,
    source: "definition",
    list: "quota",
    response: Quotum,
    query: ["organization_id", "quotum_names[]", "order_by"],
    errors: LIST,
  },
  getQuotum: {
    method: "GET",
    path: `${IAM}/quota/{quotumName}`,
    source: "definition",
    response: Quotum,
    query: ["organization_id"],
    errors: ONE,
  },

  listApplications: {
    method: "GET",
    path: `${IAM}/applications`,
    source: "both",
    list: "applications",
    response: Application,
    query: ["organization_id", "name", "application_ids[]", "editable", "tag", "order_by"],
    errors: LIST,
  },
  createApplication: {
    method: "POST",
    path: `${IAM}/applications`,
    source: "both",
    request: CreateGroup,
    response: Application,
    errors: CREATE,
  },
  getApplication: {
    method: "GET",
    path: `${IAM}/applications/{applicationId}`,
    source: "both",
    response: Application,
    errors: ONE,
  },
  updateApplication: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/applications/{applicationId}`,
    source: "both",
    request: UpdateGroup,
    response: Application,
    errors: CHANGE,
  },
  deleteApplication: {
    method: "DELETE",
    path: `${IAM}/applications/{applicationId}`,
    source: "both",
    status: 204,
    errors: REMOVE,
  },

  listApiKeys: {
    method: "GET",
    path: `${IAM}/api-keys`,
    source: "both",
    list: "api_keys",
    response: ApiKey,
    query: [
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
    ],
    errors: LIST,
  },
  createApiKey: {
    method: "POST",
    path: `${IAM}/api-keys`,
    source: "both",
    request: CreateApiKey,
    response: ApiKey,
    errors: CREATE,
  },
  getApiKey: { method: "GET", path: `${IAM}/api-keys/{accessKey}`, source: "both", response: ApiKey, errors: ONE },
  updateApiKey: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/api-keys/{accessKey}`,
    source: "both",
    request: UpdateApiKey,
    response: ApiKey,
    errors: CHANGE,
  },
  deleteApiKey: { method: "DELETE", path: `${IAM}/api-keys/{accessKey}`, source: "both", status: 204, errors: REMOVE },

  listSshKeys: {
    method: "GET",
    path: `${IAM}/ssh-keys`,
    source: "both",
    list: "ssh_keys",
    response: SshKey,
    query: ["organization_id", "project_id", "name", "disabled", "order_by"],
    errors: LIST,
  },
  createSshKey: {
    method: "POST",
    path: `${IAM}/ssh-keys`,
    source: "both",
    request: CreateSshKey,
    response: SshKey,
    errors: CREATE,
  },
  getSshKey: { method: "GET", path: `${IAM}/ssh-keys/{sshKeyId}`, source: "both", response: SshKey, errors: ONE },
  updateSshKey: {
    method: "PATCH",
    repeatable: true,
    path: `${IAM}/ssh-keys/{sshKeyId}`,
    source: "both",
    request: UpdateSshKey,
    response: SshKey,
    errors: CHANGE,
  },
  deleteSshKey: { method: "DELETE", path: `${IAM}/ssh-keys/{sshKeyId}`, source: "both", status: 204, errors: REMOVE },

  listProjects: {
    method: "GET",
    path: ACCOUNT,
    source: "both",
    list: "projects",
    response: Project,
    query: ["organization_id", "name", "project_ids[]", "order_by"],
    errors: LIST,
  },
  createProject: {
    method: "POST",
    path: ACCOUNT,
    source: "both",
    request: CreateProject,
    response: Project,
    errors: CREATE,
  },
  getProject: { method: "GET", path: `${ACCOUNT}/{projectId}`, source: "both", response: Project, errors: ONE },
  updateProject: {
    method: "PATCH",
    repeatable: true,
    path: `${ACCOUNT}/{projectId}`,
    source: "both",
    request: UpdateProject,
    response: Project,
    errors: CHANGE,
  },
  deleteProject: { method: "DELETE", path: `${ACCOUNT}/{projectId}`, source: "both", status: 204, errors: REMOVE },
});

export type OperationName = keyof typeof operations;
