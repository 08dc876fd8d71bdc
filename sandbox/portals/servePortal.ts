import { z } from "zod";
import type { Answer } from "../http/answer";
import type { SandboxRequest } from "../http/request";
import { type Contract, handled, type HandlerTable, type PortalOperation } from "./call";
import type {
  ControlRoute,
  PortalRequest,
  PortalSurroundings,
  SandboxPortal,
  SandboxProblem,
  UnderWay,
} from "./portal";
import { type Addressed, Refusal } from "./refusal";

/** A request that was let in. */
export interface Admitted<Operation extends PortalOperation, Context extends object> {
  readonly operation: Operation;
  readonly request: PortalRequest;
  readonly context: Context;
  readonly now: number;
  /** Reads the body and calls the operation's handler. @throws {Refusal} */
  handle(): unknown;
}

/** What is wrong with a body: against its schema, and with members that the schema doesn't name. */
export interface BodyMistakes {
  readonly issues: readonly z.core.$ZodIssue[];
  readonly unknown: readonly string[];
}

/** On what terms a portal serves its contract: all that isn't the same everywhere. */
export interface PortalTerms<Operation extends PortalOperation, Context extends object, Access extends object> {
  readonly prefix: string;
  readonly jsonType: string;
  readonly controlRoutes: readonly ControlRoute[];
  access(baseUrl: string): Access;
  /** What every answer has. `isOverLimit`: it is one to a request that is too many. */
  headers(to: Addressed, isOverLimit: boolean): Readonly<Record<string, string>>;
  /** Sees every request before anything else is done; `operation` is undefined where there is none. @throws {Refusal} */
  arrived?(operation: Operation | undefined): void;
  /** Brings about what is due by now. */
  catchUp?(now: number): void;
  /** Who asks, and what handlers are to know of them. @throws {Refusal} */
  admit(operation: Operation, request: PortalRequest, now: number): Context;
  /** The same where nothing is served; left out: anybody is told so. @throws {Refusal} */
  admitAnywhere?(request: SandboxRequest, now: number): void;
  /** Has the handler do its work, and makes an answer of it. @throws {Refusal} */
  serve(admitted: Admitted<Operation, Context>): Partial<Answer>;
  /** See SandboxPortal. */
  begin?(operation: Operation, request: PortalRequest): UnderWay | undefined;
  readonly refusals: {
    /** Of a fault, of maintenance, or of a body that is too long. */
    ofSandbox(code: SandboxProblem, detail: string): Refusal;
    noPath(path: string): Refusal;
    noMethod(path: string, methods: string): Refusal;
    noJson(): Refusal;
    /** Undefined where the portal has nothing against it. */
    wrongBody(mistakes: BodyMistakes, body: unknown): Refusal | undefined;
  };
}

/** Serves a contract: each operation by its handler, and everything else about a request on the portal's terms. */
export function servePortal<Table extends Contract, Context extends object, Access extends object>(
  contract: Table,
  handlers: HandlerTable<Table, Context>,
  terms: PortalTerms<Table[keyof Table], Context, Access>,
  surroundings: PortalSurroundings,
): SandboxPortal<Access> {
  return new ServedPortal(contract, handlers, terms, surroundings);
}

class ServedPortal<
  Table extends Contract,
  Context extends object,
  Access extends object,
> implements SandboxPortal<Access> {
  readonly prefix: string;
  readonly jsonType: string;
  readonly operations: readonly PortalOperation[];
  readonly controlRoutes: readonly ControlRoute[];

  constructor(
    contract: Table,
    private readonly handlers: HandlerTable<Table, Context>,
    private readonly terms: PortalTerms<Table[keyof Table], Context, Access>,
    private readonly surroundings: PortalSurroundings,
  ) {
    this.prefix = terms.prefix;
    this.jsonType = terms.jsonType;
    this.operations = Object.values(contract);
    // What happens without the API happens at its time, too, and wholly or not at all.
    this.controlRoutes = terms.controlRoutes.map((route) => ({
      ...route,
      handle: (parameters, body) => {
        this.catchUp();
        return surroundings.store.transaction(() => route.handle(parameters, body));
      },
    }));
  }

  access(baseUrl: string): Access {
    return this.terms.access(baseUrl);
  }

  begin(operation: PortalOperation, request: PortalRequest): UnderWay | undefined {
    return this.terms.begin?.(operation as Table[keyof Table], request);
  }

  catchUp(now = this.surroundings.now()): void {
    this.surroundings.store.transaction(() => this.terms.catchUp?.(now));
  }

  answer(found: PortalOperation, request: PortalRequest): Answer {
    const operation = found as Table[keyof Table];
    return this.answering(request, () => {
      this.terms.arrived?.(operation);
      const now = this.surroundings.now();
      this.catchUp(now);
      const served = this.surroundings.store.transaction(() => this.served(operation, request, now));
      const type = served.body === undefined ? undefined : { "content-type": this.jsonType };
      return { status: operation.status, ...served, headers: { ...type, ...served.headers } };
    });
  }

  answerUnknown(request: SandboxRequest, methods: readonly string[]): Answer {
    return this.answering(request, (to) => {
      this.terms.arrived?.(undefined);
      if (this.terms.admitAnywhere !== undefined) {
        const now = this.surroundings.now();
        this.catchUp(now);
        this.terms.admitAnywhere(request, now);
      }
      const { noPath, noMethod } = this.terms.refusals;
      if (methods.length === 0) throw noPath(request.path);
      const allow = methods.join(", ");
      const answer = noMethod(request.path, allow).answer(to);
      return { ...answer, headers: { ...answer.headers, allow } };
    });
  }

  answerProblem(request: Pick<SandboxRequest, "id" | "path">, code: SandboxProblem, detail: string): Answer {
    return this.answering(
      request,
      () => {
        throw this.terms.refusals.ofSandbox(code, detail);
      },
      code === "rate_limited",
    );
  }

  private answering(
    { id, path }: Pick<SandboxRequest, "id" | "path">,
    work: (to: Addressed) => Answer,
    isOverLimit = false,
  ): Answer {
    const to = { id, path, below: path.slice(this.prefix.length) };
    const answer = this.refusedOr(to, work);
    return { ...answer, headers: { ...this.terms.headers(to, isOverLimit), ...answer.headers } };
  }

  private refusedOr(to: Addressed, work: (to: Addressed) => Answer): Answer {
    try {
      return work(to);
    } catch (error) {
      if (error instanceof Refusal) return error.answer(to);
      throw error;
    }
  }

  private served(operation: Table[keyof Table], request: PortalRequest, now: number): Partial<Answer> {
    const context = this.terms.admit(operation, request, now);
    const { parameters, query } = request;
    const handle = (): unknown => {
      const body = this.bodyOf(operation, request.body);
      return handled(this.handlers, operation.id, { ...context, parameters, query, now, body });
    };
    return this.terms.serve({ operation, request, context, now, handle });
  }

  /** Some clients send an empty object with everything: a body is only read where one is wanted. @throws {Refusal} */
  private bodyOf({ request: schema }: PortalOperation, text: string): unknown {
    if (schema === undefined) return undefined;
    const body = this.jsonIn(text);
    const parsed = schema.safeParse(body);
    const mistakes = { issues: parsed.error?.issues ?? [], unknown: unknownMembers(schema, body) };
    const refusal = this.terms.refusals.wrongBody(mistakes, body);
    if (refusal !== undefined) throw refusal;
    return parsed.data;
  }

  private jsonIn(text: string): unknown {
    try {
      return text === "" ? {} : (JSON.parse(text) as unknown);
    } catch {
      throw this.terms.refusals.noJson();
    }
  }
}

function unknownMembers(schema: z.ZodType, body: unknown): string[] {
  if (!(schema instanceof z.ZodObject) || typeof body !== "object" || body === null || Array.isArray(body)) return [];
  return Object.keys(body).filter((name) => !Object.hasOwn(schema.shape, name));
}
