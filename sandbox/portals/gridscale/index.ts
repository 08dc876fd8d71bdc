import type { z } from "zod";
import { type ContractOperation, operations } from "../../../provider/portals/gridscale/contract";
import type { Answer } from "../../http/answer";
import type { PortalEntry, PortalRequest, PortalSurroundings, SandboxProblem } from "../portal";
import type { Row } from "../call";
import type { Addressed } from "../refusal";
import { type Admitted, type BodyMistakes, type PortalTerms, servePortal } from "../servePortal";
import type { Context, Handlers } from "./call";
import { authenticate, authorise } from "./caller";
import { goOnCleaning } from "./cleanUp";
import { controlRoutes } from "./control";
import { contractHandlers } from "./objects/contracts";
import { contractUserHandlers } from "./objects/contractUsers";
import { otherHandlers } from "./objects/others";
import { settingsHandlers } from "./objects/settings";
import { userHandlers } from "./objects/users";
import { pageOf } from "./pages";
import { GridscaleProblem, JSON_TYPE, OverLimit, problem, type ProblemFacts } from "./problem";
import { RateLimit } from "./rateLimit";
import { PRINTED_TOKEN, GridscaleRealm } from "./realm";
import { seed } from "./seed";

/** Where the portal's API is, and a token for it. */
export interface GridscaleAccess {
  readonly endpoint: string;
  /** Where the contract is spoken, if the endpoint has the words of a vendor. */
  readonly contractEndpoint?: string;
  readonly partnerId: string;
  /** The partner's owner; goes with the token. */
  readonly userUuid: string;
  readonly token: string;
}

const PREFIX = "/gridscale";

const handlers: Handlers = {
  ...contractHandlers,
  ...contractUserHandlers,
  ...settingsHandlers,
  ...userHandlers,
  ...otherHandlers,
};

/** Serves the Contract Management API, and what its clients need of the public API. */
export const gridscale: PortalEntry<GridscaleAccess> = {
  create: (surroundings) => servePortal(operations, handlers, new GridscaleTerms(surroundings), surroundings),
  environment: ({ endpoint, userUuid, token }) => ({
    RESELLER_ENDPOINT: endpoint,
    GRIDSCALE_UUID: userUuid,
    GRIDSCALE_TOKEN: token,
  }),
};

class GridscaleTerms implements PortalTerms<ContractOperation, Context, GridscaleAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly controlRoutes;
  readonly refusals = {
    ofSandbox,
    noPath: () => problem("not-found", "nothing is served at this path"),
    noMethod: (_path: string, methods: string) => problem("method-not-allowed", `the path has only ${methods}`),
    noJson: () => problem("bad-request", "the body is not JSON"),
    wrongBody,
  };
  private readonly realm: GridscaleRealm;
  private readonly rateLimit: RateLimit;

  constructor(private readonly surroundings: PortalSurroundings) {
    const { store, records, now } = surroundings;
    this.realm = new GridscaleRealm(records);
    this.rateLimit = new RateLimit(now);
    store.transaction(() => seed(this.realm, now()));
    this.controlRoutes = controlRoutes(this.realm, this.rateLimit);
  }

  access(baseUrl: string): GridscaleAccess {
    const { id: partnerId, ownerId: userUuid } = this.realm.partner;
    const token = this.realm.tokens.get(PRINTED_TOKEN)?.secret ?? "";
    return { endpoint: `${baseUrl}${PREFIX}`, partnerId, userUuid, token };
  }

  headers(to: Addressed, isOverLimit: boolean): Record<string, string> {
    // The clock that the rate limit goes by, which tests move.
    const date = new Date(this.surroundings.now()).toUTCString();
    return { date, "x-request-id": requestIdOf(to), ...this.rateLimit.headers(isOverLimit ? 0 : undefined) };
  }

  /** What nothing serves counts, too. */
  arrived(operation: ContractOperation | undefined): void {
    const isWithinLimit = this.rateLimit.count();
    if (isWithinLimit || operation === undefined || !this.realm.settings.rateLimitEnforced) return;
    this.rateLimit.refuse();
    throw new OverLimit();
  }

  catchUp(now: number): void {
    goOnCleaning(this.realm, now);
  }

  admit(operation: ContractOperation, request: PortalRequest): Context {
    const caller = authenticate(this.realm, request.headers);
    authorise(caller, operation);
    const { operationDelayMilliseconds } = this.surroundings;
    return { realm: this.realm, caller, requestId: requestIdOf(request), operationDelayMilliseconds };
  }

  serve({ operation, request, handle }: Admitted<ContractOperation, Context>): Partial<Answer> {
    const result = handle();
    const status = operation.id === "deleteContract" ? this.realm.settings.deleteAnswers : operation.status;
    if (operation.list === undefined) return { status, body: result };
    const url = `http://${request.headers.host ?? ""}${request.path}`;
    return { status, body: pageOf(operation.list, result as Iterable<Row>, request.query, url) };
  }
}

/** The vendor's are plain UUIDs. */
function requestIdOf({ id }: { readonly id: string }): string {
  return id.replace(/^req-/, "");
}

function ofSandbox(code: SandboxProblem, detail: string): GridscaleProblem | OverLimit {
  if (code === "rate_limited") return new OverLimit();
  return problem(code === "maintenance" ? "unavailable" : "bad-request", detail);
}

/**
 * One problem for each field. What the contract doesn't know is refused, too: a level that is asked for in one project must not become one in
 * all (gridscale/L10).
 */
function wrongBody({ issues, unknown }: BodyMistakes): GridscaleProblem | undefined {
  const problems = [
    ...issues.map(({ path, message }: z.core.$ZodIssue) => fieldProblem(path.map(String).join("."), message)),
    ...unknown.map((key) => fieldProblem(key, "is unknown")),
  ];
  return problems.length === 0 ? undefined : new GridscaleProblem(problems);
}

function fieldProblem(field: string, reason: string): ProblemFacts {
  return { type: "bad-request", detail: `${field === "" ? "the body" : field}: ${reason}`, data: { field } };
}
