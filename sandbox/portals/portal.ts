import type { z } from "zod";
import type { Answer } from "../http/answer";
import type { PathParameters, RouteMatch } from "../http/router";
import type { SandboxRequest } from "../http/request";
import type { PortalStore, Store } from "../store/store";
import type { OwnPort } from "../options";
import type { PortalOperation } from "./call";

/** What a portal of the sandbox is made from. */
export interface PortalSurroundings {
  readonly store: Store;
  readonly records: PortalStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long asynchronous operations take. */
  readonly operationDelayMilliseconds: number;
}

/** A request that one of the operations serves. */
export interface PortalRequest extends SandboxRequest {
  readonly parameters: PathParameters;
}

/**
 * A request below `/_sandbox`: what a test, or the provider behind the portal, does without a token. What it says of
 * itself is what `GET /_sandbox` shows; the body is held against the schema that is shown.
 */
export interface ControlRoute<Body = unknown> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path template below `/_sandbox`. */
  readonly path: string;
  /** What it does, in a sentence. */
  readonly effect: string;
  /** What the body must be; left out: none is read. */
  readonly body?: z.ZodType<Body>;
  handle(parameters: PathParameters, body: Body): Answer;
}

/** Binds a route's handler to the type of its body. */
export function controlRoute<Body>(route: ControlRoute<Body>): ControlRoute {
  return route as ControlRoute;
}

/** Problems that the sandbox has a portal answer. */
export type SandboxProblem = "rate_limited" | "malformed" | "maintenance";

/** Work on a request that takes its time, in which the portal may refuse others. */
export interface UnderWay {
  readonly milliseconds: number;
  end(): void;
}

/** One portal that the sandbox stands in for. All of it is synchronous: there is nothing to wait for but the clock. */
export interface SandboxPortal<Access extends object = object> {
  /** Where its API begins, such as `/csp/api/v1`. */
  readonly prefix: string;
  readonly operations: readonly PortalOperation[];
  readonly controlRoutes: readonly ControlRoute[];
  /** The type of its JSON, with which a fault's body goes out, too. */
  readonly jsonType: string;
  /** What is under way from the coming of a request until its answer; undefined: nothing that others could meet. */
  begin(operation: PortalOperation, request: PortalRequest): UnderWay | undefined;
  /** Answers a request that belongs to one of the operations. */
  answer(operation: PortalOperation, request: PortalRequest): Answer;
  /** Answers what no operation serves; `methods` are those that the path does have. */
  answerUnknown(request: SandboxRequest, methods: readonly string[]): Answer;
  /** Brings about what is due by the clock, without waiting for a request. */
  catchUp(): void;
  /** Answers on behalf of the sandbox: a fault, maintenance, a body that is too long. */
  answerProblem(request: Pick<SandboxRequest, "id" | "path">, code: SandboxProblem, detail: string): Answer;
  /** Endpoint and credentials, as printed when the sandbox is ready. */
  access(baseUrl: string): Access;
  /** Left out: the portal speaks its contract. */
  readonly wording?: Wording;
}

/** The words of a portal that doesn't speak its contract. */
export interface Wording {
  /** The contract's operation that a request is about. */
  find(request: SandboxRequest): RouteMatch<PortalOperation> | undefined;
  /** The methods that the path of a request has; none where there is no such path. */
  methodsOf(request: SandboxRequest): readonly string[];
  /** Puts an answer that is about to be sent into these words. */
  say(answer: Answer, operation: PortalOperation | undefined): Answer;
}

/** What the folder of a portal gives to the list of them. */
export interface PortalEntry<Access extends object> {
  create(surroundings: PortalSurroundings): SandboxPortal<Access>;
  /** The variables by which a program finds the portal: this provider's own, and those of the vendor's tools. */
  environment(access: Access): Readonly<Record<string, string>>;
  /** The option with a port of the portal's own, for clients that take no path before its paths. Its access then has a `rootEndpoint`. */
  readonly ownPort?: OwnPort;
}
