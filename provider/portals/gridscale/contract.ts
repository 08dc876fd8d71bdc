/**
 * The wire contract of gridscale's Contract Management API: **derived, unverified**. The vendor's reference of its endpoints could not be
 * read when this was written. What is known is known: both headers, the scopes, problems in `errors[]`, the rate limit, requests that go on
 * after their answer, and one path (the prices of a project, which nobody here asks for). Paths, methods and names of members are this project's own. Whoever has the
 * real schema (https://my.gridscale.io/docs/management/v2/schema.json, with a partner's login) corrects this file, and nothing else: no other
 * one names a path or a member of the wire.
 */
import { z } from "zod";
import { EMAIL_ADDRESS } from "../../model/emailAddress";

/** Before every path but those of the public API. */
export const MANAGEMENT_PREFIX = "/management/v2";
/** The public API: locations, and requests that go on. */
export const PUBLIC_PREFIX = "/objects";

/** Requests within a minute, in a fixed window; the vendor says so of its public API. */
export const REQUESTS_PER_MINUTE = 210;
export const PAGE_LIMIT = 50;

/** What a token may do. A partner's scope holds for every contract of the partner; it never makes an owner. */
export const SCOPES = [
  "PARTNER_READ",
  "PARTNER_WRITE",
  "PARTNER_ADMIN",
  "CONTRACT_READ",
  "CONTRACT_WRITE",
  "CONTRACT_ADMIN",
  "CONTRACT_OWNER",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Roles are fixed, and hold for a whole account, or for the partner and, inherited, for all its accounts. */
export const LEVELS = ["owner", "admin", "write", "read"] as const;
export type Level = (typeof LEVELS)[number];

/** How far the deletion of an account has come. It can't be stopped, and nothing brings the account back. */
export const DELETION_STATES = ["none", "requested", "cleaning"] as const;

/** A word the portal may extend: unknown values pass, the known ones are documented. */
function openEnum(...known: readonly string[]) {
  return z.string().meta({ examples: [...known] });
}

const uuid = z.string().min(1).max(64);
const time = z.string().meta({ format: "date-time" });

export const Limit = z
  .object({
    key: z.string().meta({ description: "such as cores; which there are, the portal says" }),
    unit: z.string().meta({ description: "such as count or GB" }),
    value: z.number().int().nonnegative().nullable().meta({ description: "0 is 0. What null means is not known." }),
    used: z.number().int().nonnegative().optional(),
  })
  .meta({ id: "Limit" });

export const Project = z
  .object({ project_uuid: uuid, name: z.string(), location_uuid: uuid.nullable() })
  .meta({ id: "Project", description: "A container of workloads, tied to one location." });

export const Contract = z
  .object({
    contract_uuid: uuid,
    name: z.string(),
    is_partner_contract: z.boolean().meta({ description: "The partner's own: no customer." }),
    locked: z.boolean(),
    deletion_state: openEnum(...DELETION_STATES),
    owner_uuids: z.array(uuid).meta({ description: "At least one, but for a moment after the account was made." }),
    feature_keys: z.array(z.string()),
    location_uuids: z.array(uuid),
    limits: z.array(Limit),
    projects: z.array(Project),
    create_time: time,
    change_time: time,
  })
  .meta({ id: "Contract", description: "An account: the functional scope of one Cloud Panel." });
export const CreateContract = z
  .object({ name: z.string().min(1).max(64), owner_uuid: uuid.optional() })
  .meta({ id: "CreateContract" });
export const UpdateContract = z
  .object({ name: z.string().min(1).max(64), owner_uuid: uuid })
  .partial()
  .meta({
    id: "UpdateContract",
    description: "A new owner takes the place of the old one, who stays as an administrator.",
  });

export const Limits = z.object({ limits: z.array(Limit) }).meta({ id: "Limits" });
export const UpdateLimits = z
  .object({ limits: z.record(z.string(), z.number().int().nonnegative()) })
  .meta({ id: "UpdateLimits", description: "What is left out stays." });
export const Feature = z.object({ key: z.string(), name: z.string() }).meta({ id: "Feature" });
export const Features = z.object({ available: z.array(Feature), active: z.array(z.string()) }).meta({ id: "Features" });
export const SetFeatures = z
  .object({ active: z.array(z.string()) })
  .meta({ id: "SetFeatures", description: "The whole list: what is left out is switched off." });
export const Locations = z.object({ location_uuids: z.array(uuid) }).meta({ id: "Locations" });
export const Price = z
  .object({ product_number: z.number().int(), name: z.string(), price: z.number().nonnegative() })
  .meta({ id: "Price" });
export const Prices = z.object({ prices: z.array(Price) }).meta({ id: "Prices" });
export const UpdatePrices = z
  .object({ prices: z.array(Price.omit({ name: true }).meta({ id: "UpdatePrice" })) })
  .meta({ id: "UpdatePrices", description: "What is left out stays." });

export const ContractUser = z
  .object({ user_uuid: uuid, level: openEnum(...LEVELS), inherited: z.boolean() })
  .meta({ id: "ContractUser", description: "Inherited: by a level that the person has on the partner." });
export const AddContractUser = z.object({ user_uuid: uuid, level: z.enum(LEVELS) }).meta({ id: "AddContractUser" });
export const ChangeLevel = z.object({ level: z.enum(LEVELS) }).meta({ id: "ChangeLevel" });

export const UserContract = z
  .object({ contract_uuid: uuid, level: openEnum(...LEVELS), inherited: z.boolean() })
  .meta({ id: "UserContract" });
export const User = z
  .object({
    user_uuid: uuid.meta({ description: "Never changes, whatever the address does." }),
    email: z.string(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.string().nullable(),
    locked: z.boolean(),
    confirmed: z.boolean(),
    partner_level: openEnum(...LEVELS).nullable(),
    contracts: z.array(UserContract),
    create_time: time,
  })
  .meta({ id: "User", description: "A login, with everything that it opens." });
const personal = {
  email: z.email({ pattern: EMAIL_ADDRESS }),
  first_name: z.string().max(64).nullable().optional(),
  last_name: z.string().max(64).nullable().optional(),
  phone: z.string().max(64).nullable().optional(),
  language: z.string().max(16).nullable().optional(),
};
export const CreateUser = z.object(personal).meta({ id: "CreateUser", description: "Sends an invitation." });
export const UpdateUser = z.object(personal).partial().meta({ id: "UpdateUser" });

export const Location = z
  .object({ object_uuid: uuid, name: z.string(), iata: z.string(), country: z.string(), active: z.boolean() })
  .meta({ id: "Location" });
export const LocationMap = z
  .object({ locations: z.record(z.string(), Location) })
  .meta({ id: "LocationMap", description: "Of the public API: by id." });
export const RequestState = z
  .record(
    z.string(),
    z.object({ status: openEnum("pending", "done", "failed"), message: z.string(), create_time: time }),
  )
  .meta({ id: "RequestState", description: "Of the public API: by the id of the request." });

/** One problem; several come at once in `errors`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export const Problems = z.object({ errors: z.array(Problem) }).meta({ id: "Problems" });

/** Last segments of the types of problems, with the status that each comes with. Only the first two are read in a document. */
export const PROBLEM_STATUS = {
  "not-found": 404,
  "contract-not-found": 404,
  unauthenticated: 401,
  forbidden: 403,
  "bad-request": 400,
  "user-exists": 409,
  "contract-exists": 409,
  "owner-required": 409,
  "user-owns-contracts": 409,
  "contract-being-deleted": 409,
  "feature-unknown": 400,
  "location-unknown": 400,
  "location-in-use": 409,
  "limit-unknown": 400,
  "limit-below-use": 416,
  "level-inherited": 409,
  "user-locked": 424,
} as const;
export type ProblemType = keyof typeof PROBLEM_STATUS;

export interface ContractOperation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its prefix. */
  readonly path: string;
  /** `public`: of the vendor's public API, which is published; `derived`: this project's. */
  readonly source: "public" | "derived";
  /** Any one of them is enough. */
  readonly scopes: readonly Scope[];
  readonly request?: z.ZodType;
  readonly response?: z.ZodType;
  /** The member of a page that holds its items; left out: no list. */
  readonly list?: string;
  readonly status: 200 | 201 | 202 | 204;
  /** Carried out twice it leaves what carrying it out once leaves, although its method doesn't say so. Of no POST: that is looked up first. */
  readonly repeatable?: boolean;
  readonly errors: readonly ProblemType[];
}

const READ: readonly Scope[] = ["PARTNER_READ", "PARTNER_WRITE", "PARTNER_ADMIN"];
const WRITE: readonly Scope[] = ["PARTNER_WRITE", "PARTNER_ADMIN"];
const ADMIN: readonly Scope[] = ["PARTNER_ADMIN"];

const ANY = ["unauthenticated", "forbidden"] as const;
const OF_CONTRACT = [...ANY, "contract-not-found", "contract-being-deleted", "bad-request"] as const;
const OF_USER = [...ANY, "not-found", "bad-request"] as const;

const CONTRACTS = `${MANAGEMENT_PREFIX}/contracts` as const;
const CONTRACT = `${CONTRACTS}/{contractId}` as const;
const USERS = `${MANAGEMENT_PREFIX}/users` as const;
const USER = `${USERS}/{userId}` as const;

type Errors = ContractOperation["errors"];

type Row = Omit<ContractOperation, "id" | "status" | "source"> & {
  readonly status?: 201 | 202 | 204;
  readonly source?: "public";
};

/** What is made of all rows is typed row by row; TypeScript can't follow that. */
function define<const Table extends Record<string, Row>>(table: Table) {
  return Object.fromEntries(
    Object.entries(table).map(([key, row]) => [key, { status: 200, source: "derived", ...row, id: key }]),
  ) as unknown as {
    readonly [Name in keyof Table]: Table[Name] & {
      readonly id: Name;
      readonly status: ContractOperation["status"];
      readonly source: ContractOperation["source"];
    };
  };
}

/* The sorts of rows. */

function list<const Path extends string, Item extends z.ZodType>(path: Path, member: string, response: Item) {
  return { method: "GET", path, scopes: READ, list: member, response, errors: [...ANY, "bad-request"] } as const;
}

function get<const Path extends string, Response extends z.ZodType>(path: Path, response: Response, errors: Errors) {
  return { method: "GET", path, scopes: READ, response, errors } as const;
}

function create<const Path extends string, Request extends z.ZodType, Response extends z.ZodType>(
  path: Path,
  request: Request,
  response: Response,
  errors: Errors,
) {
  return { method: "POST", path, scopes: ADMIN, request, response, status: 201, errors } as const;
}

function change<const Path extends string, Request extends z.ZodType, Response extends z.ZodType>(
  path: Path,
  scopes: readonly Scope[],
  request: Request,
  response: Response,
  errors: Errors,
) {
  return { method: "PATCH", path, scopes, request, response, repeatable: true, errors } as const;
}

function act<const Path extends string>(path: Path, scopes: readonly Scope[], errors: Errors) {
  return { method: "POST", path, scopes, status: 204, errors } as const;
}

function remove<const Path extends string>(path: Path, errors: Errors) {
  return { method: "DELETE", path, scopes: ADMIN, status: 204, errors } as const;
}

/** One row an operation. The key is its id in the sandbox's routes. */
export const operations = define({
  listContracts: list(CONTRACTS, "contracts", Contract),
  createContract: create(CONTRACTS, CreateContract, Contract, [
    ...ANY,
    "bad-request",
    "contract-exists",
    "not-found",
    "user-locked",
  ]),
  getContract: get(CONTRACT, Contract, [...ANY, "contract-not-found"]),
  updateContract: change(CONTRACT, WRITE, UpdateContract, Contract, [
    ...OF_CONTRACT,
    "contract-exists",
    "not-found",
    "owner-required",
    "user-locked",
  ]),
  /** Sets the account to be deleted; the clean-up goes on after the answer, until the account is gone. */
  deleteContract: {
    method: "DELETE",
    path: CONTRACT,
    scopes: ADMIN,
    status: 202,
    errors: [...ANY, "contract-not-found"],
  },
  lockContract: act(`${CONTRACT}/lock`, WRITE, OF_CONTRACT),
  unlockContract: act(`${CONTRACT}/unlock`, WRITE, OF_CONTRACT),
  getLimits: get(`${CONTRACT}/limits`, Limits, OF_CONTRACT),
  updateLimits: change(`${CONTRACT}/limits`, WRITE, UpdateLimits, Limits, [
    ...OF_CONTRACT,
    "limit-unknown",
    "limit-below-use",
  ]),
  getFeatures: get(`${CONTRACT}/features`, Features, OF_CONTRACT),
  setFeatures: change(`${CONTRACT}/features`, WRITE, SetFeatures, Features, [...OF_CONTRACT, "feature-unknown"]),
  getLocations: get(`${CONTRACT}/locations`, Locations, OF_CONTRACT),
  setLocations: change(`${CONTRACT}/locations`, WRITE, Locations, Locations, [
    ...OF_CONTRACT,
    "location-unknown",
    "location-in-use",
  ]),
  getPrices: get(`${CONTRACT}/prices`, Prices, OF_CONTRACT),
  updatePrices: change(`${CONTRACT}/prices`, ADMIN, UpdatePrices, Prices, OF_CONTRACT),
  addContractUser: create(`${CONTRACT}/users`, AddContractUser, ContractUser, [
    ...OF_CONTRACT,
    "not-found",
    "owner-required",
    "user-locked",
  ]),
  changeContractUser: change(`${CONTRACT}/users/{userId}`, ADMIN, ChangeLevel, ContractUser, [
    ...OF_CONTRACT,
    "not-found",
    "level-inherited",
    "owner-required",
    "user-locked",
  ]),
  removeContractUser: remove(`${CONTRACT}/users/{userId}`, [
    ...OF_CONTRACT,
    "not-found",
    "level-inherited",
    "owner-required",
  ]),
  listUsers: list(USERS, "users", User),
  createUser: create(USERS, CreateUser, User, [...ANY, "bad-request", "user-exists"]),
  getUser: get(USER, User, OF_USER),
  updateUser: change(USER, ADMIN, UpdateUser, User, [...OF_USER, "user-exists"]),
  deleteUser: remove(USER, [...OF_USER, "owner-required", "user-owns-contracts"]),
  lockUser: act(`${USER}/lock`, ADMIN, OF_USER),
  unlockUser: act(`${USER}/unlock`, ADMIN, OF_USER),
  setPartnerLevel: {
    method: "PUT",
    path: `${USER}/partner-level`,
    scopes: ADMIN,
    request: ChangeLevel,
    response: User,
    errors: [...OF_USER, "owner-required", "user-locked"],
  },
  removePartnerLevel: remove(`${USER}/partner-level`, [...OF_USER, "owner-required"]),
  listLocations: {
    method: "GET",
    path: `${PUBLIC_PREFIX}/locations`,
    source: "public",
    scopes: SCOPES,
    response: LocationMap,
    errors: ANY,
  },
  getRequest: {
    method: "GET",
    path: "/requests/{requestId}",
    source: "public",
    scopes: SCOPES,
    response: RequestState,
    errors: [...ANY, "not-found"],
  },
});

export type OperationName = keyof typeof operations;
