import { z } from "zod";
import { type ContractOperation, operations, type OperationName } from "../../../provider/portals/gridscale/contract";
import type { Answer } from "../../http/answer";
import type { SandboxRequest } from "../../http/request";
import type { PortalRequest, PortalRoute, PortalSurroundings, SandboxPortal, SandboxProblem } from "../portal";
import type { AnyCall, Handlers, Row } from "./call";
import { authenticate, authorise } from "./caller";
import { goOnCleaning } from "./cleanUp";
import { controlRoutes } from "./control";
import { contractHandlers } from "./objects/contracts";
import { contractUserHandlers } from "./objects/contractUsers";
import { otherHandlers } from "./objects/others";
import { settingsHandlers } from "./objects/settings";
import { userHandlers } from "./objects/users";
import { pageOf } from "./pages";
import { GridscaleProblem, JSON_TYPE, otherProblemAnswer, problem, problemAnswer, type ProblemFacts } from "./problem";
import { RateLimit } from "./rateLimit";
import { PRINTED_TOKEN, Realm } from "./realm";
import { seed } from "./seed";

/** Where the portal's API is, and a token for it. */
export interface GridscaleAccess {
  readonly endpoint: string;
  readonly partnerId: string;
  /** The partner's owner; goes with the token. */
  readonly userUuid: string;
  readonly token: string;
}

type Addressed = Pick<SandboxRequest, "id" | "path">;

const PREFIX = "/gridscale";

/** The vendor's gateway has errors of a shape of its own. */
const OVER_LIMIT = { id: "too_many_requests", message: "API Rate limit exceeded." };

const handlers: Handlers = {
  ...contractHandlers,
  ...contractUserHandlers,
  ...settingsHandlers,
  ...userHandlers,
  ...otherHandlers,
};

/** Serves the Contract Management API, and what its clients need of the public API. */
export function createGridscalePortal(surroundings: PortalSurroundings): SandboxPortal<GridscaleAccess> {
  return new GridscalePortal(surroundings);
}

class GridscalePortal implements SandboxPortal<GridscaleAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly routes: readonly PortalRoute[];
  readonly controlRoutes;
  private readonly realm: Realm;
  private readonly rateLimit: RateLimit;

  constructor(private readonly surroundings: PortalSurroundings) {
    const { store, records, now } = surroundings;
    this.routes = Object.values(operations).map(({ id, method, path }) => ({ operation: id, method, path }));
    this.realm = new Realm(records);
    this.rateLimit = new RateLimit(now);
    store.transaction(() => seed(this.realm, now()));
    this.controlRoutes = controlRoutes(this.realm, this.rateLimit, store, () => this.catchUp());
  }

  access(baseUrl: string): GridscaleAccess {
    const { id: partnerId, ownerId: userUuid } = this.realm.partner;
    const token = this.realm.tokens.get(PRINTED_TOKEN)?.secret ?? "";
    return { endpoint: `${baseUrl}${PREFIX}`, partnerId, userUuid, token };
  }

  answer(route: PortalRoute, request: PortalRequest): Answer {
    const operation: ContractOperation = operations[route.operation as OperationName];
    const isWithinLimit = this.rateLimit.count();
    const headers = this.headersFor(request);
    if (!isWithinLimit && this.realm.settings.rateLimitEnforced) {
      this.rateLimit.refuse();
      return overLimit(headers);
    }
    this.catchUp();
    try {
      const body = this.surroundings.store.transaction(() => this.served(operation, request));
      const status = operation.id === "deleteContract" ? this.realm.settings.deleteAnswers : operation.status;
      if (body === undefined) return { status, headers };
      return { status, headers: { ...headers, "content-type": JSON_TYPE }, body };
    } catch (error) {
      if (error instanceof GridscaleProblem) return problemAnswer(headers, error, instanceOf(request));
      throw error;
    }
  }

  answerUnknown(request: SandboxRequest, methods: readonly string[]): Answer {
    this.rateLimit.count();
    const headers = this.headersFor(request);
    const instance = instanceOf(request);
    if (methods.length === 0)
      return problemAnswer(headers, problem("not-found", "nothing is served at this path"), instance);
    const detail = `the path has only ${methods.join(", ")}`;
    const allowing = { ...headers, allow: methods.join(", ") };
    return otherProblemAnswer(allowing, "method-not-allowed", 405, { detail, instance });
  }

  catchUp(): void {
    const { store, now } = this.surroundings;
    store.transaction(() => goOnCleaning(this.realm, now()));
  }

  answerProblem(request: Addressed, code: SandboxProblem, detail: string): Answer {
    const headers = this.headersFor(request);
    const instance = instanceOf(request);
    if (code === "rate_limited") return overLimit({ ...headers, ...this.rateLimit.headers(0) });
    if (code === "maintenance") return otherProblemAnswer(headers, "unavailable", 503, { detail, instance });
    return problemAnswer(headers, problem("bad-request", detail), instance);
  }

  private headersFor(request: Addressed): Record<string, string> {
    // The clock that the rate limit goes by, which tests move.
    const date = new Date(this.surroundings.now()).toUTCString();
    return { date, "x-request-id": requestIdOf(request), ...this.rateLimit.headers() };
  }

  private served(operation: ContractOperation, request: PortalRequest): object | undefined {
    const caller = authenticate(this.realm, request.headers);
    authorise(caller, operation);
    const call: AnyCall & { body: unknown } = {
      realm: this.realm,
      caller,
      parameters: request.parameters,
      query: request.query,
      now: this.surroundings.now(),
      requestId: requestIdOf(request),
      operationDelayMilliseconds: this.surroundings.operationDelayMilliseconds,
      body: operation.request === undefined ? undefined : readBody(operation.request, request.body),
    };
    // The one place where the types of a single operation are left: its name chose both the body and the handler.
    const result = (handlers[operation.id as OperationName] as (call: unknown) => unknown)(call);
    if (operation.list === undefined) return result as object | undefined;
    const url = `http://${request.headers.host ?? ""}${request.path}`;
    return pageOf(operation.list, result as Iterable<Row>, request.query, url);
  }
}

function overLimit(headers: Readonly<Record<string, string>>): Answer {
  return { status: 429, headers: { ...headers, "content-type": JSON_TYPE }, body: OVER_LIMIT };
}

/** The vendor's are plain UUIDs. */
function requestIdOf({ id }: Addressed): string {
  return id.replace(/^req-/, "");
}

function instanceOf({ path }: Addressed): string {
  return path.slice(PREFIX.length);
}

/** What the contract doesn't know is refused, too: a level that is asked for in one project must not become one in all (gridscale/L10). */
function readBody(schema: z.ZodType, text: string): unknown {
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw problem("bad-request", "the body is not JSON");
  }
  const parsed = (schema instanceof z.ZodObject ? schema.strict() : schema).safeParse(body);
  if (parsed.success) return parsed.data;
  throw new GridscaleProblem(parsed.error.issues.flatMap(problemsOf));
}

/** One for each field. */
function problemsOf(issue: z.core.$ZodIssue): ProblemFacts[] {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [fieldProblem(path, issue.message)];
  return issue.keys.map((key) => fieldProblem([...path, key], "is unknown"));
}

function fieldProblem(path: readonly string[], reason: string): ProblemFacts {
  const field = path.join(".");
  return { type: "bad-request", detail: `${field === "" ? "the body" : field}: ${reason}`, data: { field } };
}
