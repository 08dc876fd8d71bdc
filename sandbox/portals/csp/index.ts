import { z } from "zod";
import {
  operations,
  OPERATIONS_FILTER_LIMIT,
  PAGE_LIMIT,
  type ContractOperation,
} from "../../../provider/portals/csp/contract";
import { etagOf } from "../../etag";
import { type Answer, JSON_TYPE } from "../../http/answer";
import type { SandboxRequest } from "../../http/request";
import { fingerprintOf, IdempotencyKeys, type KeptAnswer } from "../../idempotency";
import { isListParameter, ListQueryError, pageOf, parseListQuery, type ListQuery, type ListRow } from "../../lists";
import type { PortalEntry, PortalRequest, PortalSurroundings } from "../portal";
import { type Admitted, type BodyMistakes, type PortalTerms, servePortal } from "../servePortal";
import type { Context, OperationName, Outcome } from "./call";
import { authenticate, requireAccess, requirePermission, type Caller } from "./caller";
import { controlRoutes } from "./control";
import { handlers } from "./handlers";
import { Precondition } from "./precondition";
import { CspProblem, type FieldProblem, invalid, notFound } from "./problem";
import { FIRST_RESELLER_ID, CspRealm } from "./realm";
import { Resellers } from "./resellers";
import { REQUIRED_PERMISSION } from "./requiredPermission";
import { READ_ONLY_TOKEN, RESELLER_TOKEN, seed, seededToken } from "./seed";

/** Where the portal's API is, and tokens for it. */
export interface CspAccess {
  readonly endpoint: string;
  /** Where the contract is spoken, if the endpoint has the words of a vendor. */
  readonly contractEndpoint?: string;
  /** Of a user on the reseller level who has every permission of that level. */
  readonly token: string;
  /** Of the same user, with the permissions that only show. */
  readonly readOnlyToken: string;
}

type Work = Admitted<ContractOperation, Context>;

const PREFIX = "/csp/api/v1";
const DEFAULT_PAGE = 50;
const LONGEST_KEY = 255;

/** Operations that read what is no object of the realm; a token that sees nothing of the realm may still call them. */
const REALMLESS: ReadonlySet<string> = new Set<OperationName>(["getMe", "listRegions", "listRoles", "listPermissions"]);

/** Serves the contract of the Cloud Service Portal. */
export const csp: PortalEntry<CspAccess> = {
  create: (surroundings) => servePortal(operations, handlers, new CspTerms(surroundings), surroundings),
  environment: ({ endpoint, token }) => ({ RESELLER_ENDPOINT: endpoint, RESELLER_TOKEN: token }),
};

class CspTerms implements PortalTerms<ContractOperation, Context, CspAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly controlRoutes;
  readonly refusals = {
    ofSandbox: (code: "rate_limited" | "malformed" | "maintenance", detail: string) => new CspProblem(code, detail),
    noPath: () => notFound("path"),
    noMethod: (path: string, methods: string) => new CspProblem("method_not_allowed", `${path} has ${methods} only`),
    noJson: () => new CspProblem("malformed", "the body is not JSON"),
    wrongBody,
  };
  private readonly resellers: Resellers;
  private readonly idempotencyKeys: IdempotencyKeys;

  constructor(surroundings: PortalSurroundings) {
    const { store, records, now } = surroundings;
    const first = new CspRealm(surroundings, FIRST_RESELLER_ID);
    this.resellers = new Resellers(first, surroundings);
    this.idempotencyKeys = new IdempotencyKeys(records);
    this.controlRoutes = controlRoutes(first, this.resellers, now);
    store.transaction(() => {
      seed(first, now());
      this.catchUp(now());
    });
  }

  access(baseUrl: string): CspAccess {
    const token = (name: string) => seededToken(this.resellers.first, name).secret ?? "";
    return { endpoint: `${baseUrl}${PREFIX}`, token: token(RESELLER_TOKEN), readOnlyToken: token(READ_ONLY_TOKEN) };
  }

  headers({ id }: { readonly id: string }): Record<string, string> {
    return { "x-request-id": id };
  }

  catchUp(now: number): void {
    this.resellers.catchUp(now);
  }

  admit(_operation: ContractOperation, request: PortalRequest, now: number): Context {
    return { ...this.callerOf(request, now), precondition: new Precondition(request.headers["if-match"]) };
  }

  admitAnywhere(request: SandboxRequest, now: number): void {
    this.callerOf(request, now);
  }

  serve(work: Work): Partial<Answer> {
    const { operation, request } = work;
    const { caller } = work.context;
    requireLevel(operation, caller);
    const permission = REQUIRED_PERMISSION[operation.id as OperationName];
    if (permission !== null) requirePermission(caller, permission);
    requireKnownParameters(operation, request.query);
    const hidden = caller.token.visible === "nothing" && !REALMLESS.has(operation.id);
    if (hidden && Object.keys(request.parameters).length > 0) throw notFound("object");
    return operation.list ? listed(work, hidden) : this.onceForEachKey(work);
  }

  /** Who sends the request, and the realm of the reseller that they belong to: nothing else is in reach of it. */
  private callerOf(request: SandboxRequest, now: number): Pick<Context, "caller" | "realm"> {
    const { authorization } = request.headers;
    const realm = this.resellers.realmOf(authorization);
    const caller = authenticate(realm, authorization, request.remoteAddress);
    requireAccess(realm, caller, now);
    return { caller, realm };
  }

  /** Work under an `Idempotency-Key` is done once; the same request again is given the same answer, without secrets. */
  private onceForEachKey(work: Work): Partial<Answer> {
    const { operation, request, now } = work;
    const { caller } = work.context;
    const key = operation.method === "POST" ? request.headers["idempotency-key"] : undefined;
    if (key === undefined) return objectAnswer(work).first;
    if (typeof key !== "string" || key.length === 0 || key.length > LONGEST_KEY)
      throw new CspProblem("malformed", `Idempotency-Key must have 1 to ${LONGEST_KEY} characters`);
    const fingerprint = fingerprintOf(request.method, request.path, request.body);
    const kept = this.idempotencyKeys.recall(caller.user.id, key, fingerprint, now);
    if (kept === "reused")
      throw new CspProblem(
        "idempotency_key_reused",
        "this Idempotency-Key was used for another request within 24 hours",
      );
    if (kept !== undefined) return kept;
    const { first, replay } = objectAnswer(work);
    this.idempotencyKeys.keep(caller.user.id, key, fingerprint, replay, now);
    return first;
  }
}

function listed({ operation, request, handle }: Work, hidden: boolean): Partial<Answer> {
  const query = listQuery(operation, request.query);
  const { rows, nextCursor } = pageOf(hidden ? [] : (handle() as Iterable<ListRow>), query);
  return { body: { items: rows.map(({ fields }) => withEtag(operation, fields)), nextCursor } };
}

function objectAnswer({ operation, context, handle }: Work): {
  readonly first: KeptAnswer;
  readonly replay: KeptAnswer;
} {
  const result = handle() as Outcome<object> | undefined;
  if (operation.ifMatch === true) context.precondition.wasMet(operation.id);
  if (result === undefined) {
    const nothing = { status: operation.status, headers: {}, body: undefined };
    return { first: nothing, replay: nothing };
  }
  const { body: fields, oneTimeSecret, status = operation.status } = result;
  const body = withEtag(operation, fields);
  const headers: Record<string, string> = operation.flags?.includes("async")
    ? { location: `${PREFIX}/operations/${(fields as { id: string }).id}` }
    : { etag: etagOf("user" in fields ? withoutEtag(fields.user as object) : fields) };
  if (oneTimeSecret === undefined) return { first: { status, headers, body }, replay: { status, headers, body } };
  return {
    first: { status, headers, body: { ...body, ...oneTimeSecret, secretReturned: true } },
    replay: { status, headers, body: { ...body, secretReturned: false } },
  };
}

function requireLevel({ flags = [] }: ContractOperation, { level }: Caller): void {
  if (flags.includes("reseller") && level !== "reseller")
    throw new CspProblem("level_too_low", "this needs a user on the reseller level");
}

function requireKnownParameters({ list = false, query = [] }: ContractOperation, sent: URLSearchParams): void {
  for (const name of sent.keys())
    if (!query.includes(name) && !(list && isListParameter(name)))
      throw new CspProblem("malformed", `there is no query parameter ${name} here`);
}

/** The members of an answer or of a list's item, by name. */
function shapeOf({ response }: ContractOperation): Readonly<Record<string, z.core.$ZodType>> {
  return response instanceof z.ZodObject ? response.shape : {};
}

function withEtag(operation: ContractOperation, fields: object): object {
  return "etag" in shapeOf(operation) ? { ...fields, etag: etagOf(fields) } : fields;
}

/** @throws {CspProblem} `malformed` */
function listQuery(operation: ContractOperation, sent: URLSearchParams): ListQuery {
  const rules = {
    filters: operation.filters ?? [],
    sortable: Object.keys(shapeOf(operation)).filter((name) => name !== "etag"),
    defaultLimit: DEFAULT_PAGE,
    maximumLimit: PAGE_LIMIT,
    several: { id: OPERATIONS_FILTER_LIMIT },
  };
  try {
    return parseListQuery(sent, rules);
  } catch (error) {
    throw error instanceof ListQueryError ? new CspProblem("malformed", error.message) : error;
  }
}

function withoutEtag(representation: object): object {
  return Object.fromEntries(Object.entries(representation).filter(([name]) => name !== "etag"));
}

/** Names every member that is wrong. One that the contract doesn't name is a mistake, not something to drop in silence. */
function wrongBody({ issues, unknown }: BodyMistakes): CspProblem | undefined {
  const errors = [
    ...unknown.map((field) => ({ field, code: "unknown_field", message: "is not a member of this request" })),
    ...issues.map(fieldProblem),
  ];
  return errors.length === 0 ? undefined : invalid(...errors);
}

function fieldProblem(issue: z.core.$ZodIssue): FieldProblem {
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return {
    field: issue.path.join(".") || "body",
    code: missing ? "required" : (issue.code ?? "invalid"),
    message: missing ? "is required" : issue.message,
  };
}
