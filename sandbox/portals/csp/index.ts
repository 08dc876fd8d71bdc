import { z } from "zod";
import {
  operations,
  OPERATIONS_FILTER_LIMIT,
  PAGE_LIMIT,
  type ContractOperation,
} from "../../../provider/portals/csp/contract";
import { etagOf, ifMatchAdmits } from "../../etag";
import { type Answer, JSON_TYPE } from "../../http/answer";
import type { SandboxRequest } from "../../http/request";
import { fingerprintOf, IdempotencyKeys, type KeptAnswer } from "../../idempotency";
import { isListParameter, ListQueryError, pageOf, parseListQuery, type ListRow, type ListRules } from "../../lists";
import type { PortalRequest, PortalRoute, PortalSurroundings, SandboxPortal, SandboxProblem } from "../portal";
import type { Call, Outcome } from "./call";
import { authenticate, requireAccess, requirePermission, type Caller } from "./caller";
import type { OperationName } from "./contractTypes";
import { controlRoutes, resellerRoute } from "./control";
import { handlers } from "./handlers";
import { CspProblem, notFound, problemAnswer } from "./problem";
import { FIRST_RESELLER_ID, Realm } from "./realm";
import { Resellers } from "./resellers";
import { readBody } from "./requestBody";
import { REQUIRED_PERMISSION } from "./requiredPermission";
import { READ_ONLY_TOKEN, RESELLER_TOKEN, seed, seededToken } from "./seed";

/** Where the portal's API is, and tokens for it. */
export interface CspAccess {
  readonly endpoint: string;
  /** Of a user on the reseller level who has every permission of that level. */
  readonly token: string;
  /** Of the same user, with the permissions that only show. */
  readonly readOnlyToken: string;
}

const PREFIX = "/csp/api/v1";
const DEFAULT_PAGE = 50;
const LONGEST_KEY = 255;

/** Operations that read what is no object of the realm; a token that sees nothing of the realm may still call them. */
const REALMLESS: ReadonlySet<string> = new Set<OperationName>([
  "getMe",
  "listRegions",
  "listRoles",
  "listPermissions",
  "listTokens",
]);

/** Serves the contract of the Cloud Service Portal. */
export function createCspPortal(surroundings: PortalSurroundings): SandboxPortal<CspAccess> {
  return new CspPortal(surroundings);
}

interface CallerInRealm {
  readonly caller: Caller;
  readonly realm: Realm;
}

class CspPortal implements SandboxPortal<CspAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly routes: readonly PortalRoute[];
  readonly controlRoutes;
  private readonly resellers: Resellers;
  private readonly idempotencyKeys: IdempotencyKeys;

  constructor(private readonly surroundings: PortalSurroundings) {
    const { store, records, now } = surroundings;
    this.routes = Object.values(operations).map(({ id, method, path }) => ({ operation: id, method, path }));
    const first = new Realm(surroundings, FIRST_RESELLER_ID);
    this.resellers = new Resellers(first, surroundings);
    this.idempotencyKeys = new IdempotencyKeys(records);
    this.controlRoutes = [...controlRoutes(first, store, now), resellerRoute(this.resellers, store)];
    store.transaction(() => {
      seed(first, now());
      this.resellers.catchUp(now());
    });
  }

  access(baseUrl: string): CspAccess {
    const token = (name: string) => seededToken(this.resellers.first, name).secret ?? "";
    return { endpoint: `${baseUrl}${PREFIX}`, token: token(RESELLER_TOKEN), readOnlyToken: token(READ_ONLY_TOKEN) };
  }

  answer(route: PortalRoute, request: PortalRequest): Answer {
    return this.answering(request, (now) => {
      const operation: ContractOperation = operations[route.operation as OperationName];
      const answer = this.permitted(operation, this.callerOf(request, now), request, now);
      return { ...answer, headers: { ...answer.headers, "x-request-id": request.id } };
    });
  }

  answerUnknown(request: SandboxRequest, methods: readonly string[]): Answer {
    return this.answering(request, (now) => {
      this.callerOf(request, now);
      if (methods.length === 0) throw notFound("path");
      const detail = `${request.path} has ${methods.join(", ")} only`;
      const answer = problemAnswer(request.id, { status: 405, code: "method_not_allowed", detail });
      return { ...answer, headers: { ...answer.headers, allow: methods.join(", ") } };
    });
  }

  catchUp(): void {
    const { store, now } = this.surroundings;
    store.transaction(() => this.resellers.catchUp(now()));
  }

  answerProblem({ id }: { readonly id: string }, code: SandboxProblem, detail: string): Answer {
    return problemAnswer(id, new CspProblem(code, detail));
  }

  private answering(request: SandboxRequest, work: (now: number) => Answer): Answer {
    const now = this.surroundings.now();
    try {
      if (this.resellers.isAnythingDue(now)) this.surroundings.store.transaction(() => this.resellers.catchUp(now));
      return work(now);
    } catch (error) {
      if (error instanceof CspProblem) return problemAnswer(request.id, error);
      if (error instanceof ListQueryError) return problemAnswer(request.id, new CspProblem("malformed", error.message));
      throw error;
    }
  }

  /** Who sends the request, and the realm of the reseller that they belong to: nothing else is in reach of it. */
  private callerOf(request: SandboxRequest, now: number): CallerInRealm {
    const { authorization } = request.headers;
    const realm = this.resellers.realmOf(authorization);
    const caller = authenticate(realm, authorization, request.remoteAddress, now);
    requireAccess(realm, caller, now);
    return { caller, realm };
  }

  /** Remembers what signed-in users call, whatever the answer is. */
  private permitted(operation: ContractOperation, from: CallerInRealm, request: PortalRequest, now: number): Answer {
    const { caller, realm } = from;
    const isSignedIn = realm.sessions.count("user", caller.user.id) > 0;
    const remember = (status: number) => {
      if (isSignedIn)
        realm.apiCalls.remember(caller.user.id, { at: now, method: request.method, path: request.path, status });
    };
    try {
      const answer = this.served(operation, from, request, now);
      remember(answer.status);
      return answer;
    } catch (error) {
      if (error instanceof CspProblem) remember(error.status);
      throw error;
    }
  }

  private served(operation: ContractOperation, from: CallerInRealm, request: PortalRequest, now: number): Answer {
    const { caller } = from;
    requireLevel(operation, caller);
    const permission = REQUIRED_PERMISSION[operation.id as OperationName];
    if (permission !== null) requirePermission(caller, permission);
    requireKnownParameters(operation, request.query);
    const hidden = caller.token.visible === "nothing" && !REALMLESS.has(operation.id);
    if (hidden && Object.keys(request.parameters).length > 0) throw notFound("object");
    if (operation.list) return this.listed(operation, from, request, now, hidden);
    return this.surroundings.store.transaction(() => this.onceForEachKey(operation, from, request, now));
  }

  private listed(
    operation: ContractOperation,
    from: CallerInRealm,
    request: PortalRequest,
    now: number,
    hidden: boolean,
  ): Answer {
    const query = parseListQuery(request.query, listRules(operation));
    const rows = hidden ? [] : (this.handle(operation, from, request, now) as Iterable<ListRow>);
    const page = pageOf(rows, query);
    const withEtags = hasEtag(operation);
    const items = page.rows.map(({ fields }) => (withEtags ? { ...fields, etag: etagOf(fields) } : fields));
    return { status: operation.status, headers: {}, body: { items, nextCursor: page.nextCursor } };
  }

  /** Work under an `Idempotency-Key` is done once; the same request again is given the same answer, without secrets. */
  private onceForEachKey(
    operation: ContractOperation,
    from: CallerInRealm,
    request: PortalRequest,
    now: number,
  ): Answer {
    const { caller } = from;
    const key = operation.method === "POST" ? request.headers["idempotency-key"] : undefined;
    if (key === undefined) return this.objectAnswer(operation, this.handle(operation, from, request, now)).first;
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
    const { first, replay } = this.objectAnswer(operation, this.handle(operation, from, request, now));
    this.idempotencyKeys.keep(caller.user.id, key, fingerprint, replay, now);
    return first;
  }

  private handle(operation: ContractOperation, from: CallerInRealm, request: PortalRequest, now: number): unknown {
    let matched = operation.ifMatch !== true;
    const call: Call = {
      ...from,
      parameters: request.parameters as Call["parameters"],
      query: request.query,
      body: (operation.request === undefined ? undefined : readBody(operation.request, request.body)) as Call["body"],
      now,
      match(current) {
        matched = true;
        requireMatch(request.headers["if-match"], current);
      },
    };
    // The one place where the types of a single operation are left: its name chose both the body and the handler.
    const result = (handlers[operation.id as OperationName] as (call: Call) => unknown)(call);
    if (!matched) throw new Error(`the handler of ${operation.id} did not look at If-Match`);
    return result;
  }

  private objectAnswer(
    operation: ContractOperation,
    result: unknown,
  ): { readonly first: Answer; readonly replay: KeptAnswer } {
    if (result === undefined) {
      const nothing = { status: operation.status, headers: {}, body: undefined };
      return { first: nothing, replay: nothing };
    }
    const { body: fields, oneTimeSecret, status = operation.status } = result as Outcome<object>;
    const body = hasEtag(operation) ? { ...fields, etag: etagOf(fields) } : fields;
    const headers: Record<string, string> = operation.flags?.includes("async")
      ? { location: `${PREFIX}/operations/${(fields as { id: string }).id}` }
      : { etag: etagOf("user" in fields ? withoutEtag(fields.user as object) : fields) };
    if (oneTimeSecret === undefined) return { first: { status, headers, body }, replay: { status, headers, body } };
    return {
      first: { status, headers, body: { ...body, ...oneTimeSecret, secretReturned: true } },
      replay: { status, headers, body: { ...body, secretReturned: false } },
    };
  }
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

function requireMatch(header: string | undefined, current: object): void {
  if (header === undefined) throw new CspProblem("precondition_required", "If-Match with the object's ETag is needed");
  if (!ifMatchAdmits(header, etagOf(current)))
    throw new CspProblem("etag_mismatch", "the object has changed since it was read; read it again");
}

/** The members of an answer or of a list's item, by name. */
function shapeOf({ response }: ContractOperation): Readonly<Record<string, z.core.$ZodType>> {
  return response instanceof z.ZodObject ? response.shape : {};
}

function hasEtag(operation: ContractOperation): boolean {
  return "etag" in shapeOf(operation);
}

function listRules(operation: ContractOperation): ListRules {
  return {
    filters: operation.filters ?? [],
    sortable: Object.keys(shapeOf(operation)).filter((name) => name !== "etag"),
    defaultLimit: DEFAULT_PAGE,
    maximumLimit: PAGE_LIMIT,
    several: { id: OPERATIONS_FILTER_LIMIT },
  };
}

function withoutEtag(representation: object): object {
  return Object.fromEntries(Object.entries(representation).filter(([name]) => name !== "etag"));
}
