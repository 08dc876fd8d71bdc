import type { z } from "zod";
import {
  type HttpConnection,
  type HttpRequest,
  type HttpResponse,
  MalformedAnswerError,
  pathOf,
  PortalError,
  ResponseError,
  TransportError,
} from "../transport";
import { heldAgainst } from "../model";
import { PortalRefusal, type RefusalReason } from "../model/refusal";

export { MOST_PAGES } from "../contract/pages";

/** What every contract says of one of its operations. */
export interface WireOperation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly response?: z.ZodType;
  /** See HttpRequest. */
  readonly repeatable?: boolean;
  /** See HttpRequest. */
  readonly signIn?: boolean;
}

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  /** A list is sent as the same parameter several times. */
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  /** See HttpRequest. */
  readonly untilConsistent?: HttpRequest["untilConsistent"];
  /** See HttpRequest. */
  readonly passing?: HttpRequest["passing"];
  /** See HttpRequest. */
  readonly token?: HttpRequest["token"];
  /** See HttpRequest. */
  readonly service?: HttpRequest["service"];
  /** See HttpRequest. */
  readonly headers?: HttpRequest["headers"];
}

/** A call as it is sent. */
export type Spoken = Omit<Call, "params"> & Pick<HttpRequest, "method" | "path">;

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly etag?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** By which the portal knows what it was asked for. */
  readonly requestId?: string;
}

type PathParam<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParam<Rest>
  : never;

/** What is sent isn't changed on the way. */
type Sent<Value> = Value extends readonly (infer Entry)[]
  ? readonly Sent<Entry>[]
  : Value extends object
    ? { readonly [Member in keyof Value]: Sent<Value[Member]> }
    : Value;

/** The body that an operation takes. */
export type RequestOf<Operation> = Operation extends { request: infer Schema extends z.ZodType }
  ? Sent<z.input<Schema>>
  : undefined;

/** A call of one operation: with the parameters of its path, and the body that its contract says. */
export type CallOf<Operation extends WireOperation> = Omit<Call, "params" | "body"> &
  ([PathParam<Operation["path"]>] extends [never]
    ? { readonly params?: undefined }
    : { readonly params: Readonly<Record<PathParam<Operation["path"]>, string>> }) &
  (RequestOf<Operation> extends undefined ? { readonly body?: undefined } : { readonly body: RequestOf<Operation> });

/** The call can be left out where nothing of it is needed. */
export type CallArguments<Operation extends WireOperation> =
  object extends CallOf<Operation> ? [call?: CallOf<Operation>] : [call: CallOf<Operation>];

export type BodyOf<Operation> = Operation extends { response: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** Speaks a contract: fills paths, checks answers against their schemas, turns errors into refusals. How lists go on is the portal's. */
export abstract class PortalWire<Contract extends WireOperation = WireOperation> {
  constructor(protected readonly http: HttpConnection) {}

  /** A one-time secret that the portal has just shown: from now on no message of this connection carries it. */
  protect(secret: string | undefined): void {
    if (secret !== undefined) this.http.redactor.add(secret);
  }

  /** Whether other processes of the machine read the same, so that what is read as a whole is read once for all. */
  sharesReadings(): Promise<boolean> {
    return this.http.sharesReadings();
  }

  /** One call of one operation; the answer's body has passed its schema. @throws PortalRefusal */
  async call<Operation extends Contract>(
    operation: Operation,
    ...[call]: CallArguments<Operation>
  ): Promise<Answer<BodyOf<Operation>>> {
    return this.send(operation, responseOf(operation), call ?? {});
  }

  /** One request whose answer must pass `schema`, that of `Body`; no body where the answer has none, or no schema is given. */
  protected async send<Body>(
    operation: Contract,
    schema: z.ZodType<Body> | undefined,
    call: Call,
  ): Promise<Answer<Body>> {
    const response = await this.exchange(operation, {
      ...call,
      method: operation.method,
      path: pathOf(operation.path, { ...call.params }),
    });
    return this.answered(operation, schema, call, { ...response, etag: response.headers["etag"] });
  }

  /** Sends one request of an operation. @throws PortalRefusal */
  protected async exchange(operation: Contract, sent: Spoken): Promise<HttpResponse> {
    const { method, path, query, body, ifMatch, idempotencyKey, untilConsistent, passing, token, service, headers } =
      sent;
    const { repeatable, signIn } = operation;
    try {
      return await this.http.request({
        method,
        path,
        query: { ...query },
        body,
        ifMatch,
        idempotencyKey,
        untilConsistent,
        passing,
        token,
        service,
        headers,
        repeatable,
        signIn,
      });
    } catch (error) {
      throw this.refusalFor(error, operation);
    }
  }

  /** An answer whose body has passed its schema. Who asks for an operation without an answer expects none. */
  protected answered<Body>(
    operation: Contract,
    schema: z.ZodType<Body> | undefined,
    call: Call,
    { status, headers, requestId, body, etag }: HttpResponse & { readonly etag: string | undefined },
  ): Answer<Body> {
    const facts = { status, etag, headers, requestId };
    if (schema === undefined || status === 204) return { ...facts, body: undefined as Body };
    return { ...facts, body: checked(operation, pathOf(operation.path, { ...call.params }), schema, body) };
  }

  /** Whether an error says that another object has the natural key already. */
  protected abstract isNameTaken(error: ResponseError): boolean;

  protected refusalFor(error: unknown, operation: Contract): unknown {
    if (!(error instanceof PortalError)) return error;
    const { code, fieldErrors } = error instanceof ResponseError ? error : { code: undefined, fieldErrors: [] };
    const fields = fieldErrors.map(({ field }) => field);
    return new PortalRefusal(error.message, this.reasonOf(error), isUncertain(error, operation), code, fields);
  }

  protected reasonOf(error: PortalError): RefusalReason {
    if (!(error instanceof ResponseError)) return "refused";
    if (this.isNameTaken(error)) return "name-taken";
    if (error.status === 404) return "not-found";
    if (error.status === 403) return "not-allowed";
    return error.status === 412 ? "stale" : "refused";
  }
}

/** A list may show an object on two pages where it changes while it is read. */
export function withoutRepeats<Item>(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const id = typeof item === "object" && item !== null && "id" in item ? item.id : undefined;
    if (typeof id !== "string") return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** The schema of an operation's answer. TypeScript can't tell that `BodyOf` is what it says. */
export function responseOf<Operation extends WireOperation>(
  operation: Operation,
): z.ZodType<BodyOf<Operation>> | undefined {
  return operation.response as z.ZodType<BodyOf<Operation>> | undefined;
}

/** @throws PortalRefusal if the body isn't what the contract says */
export function checked<Body>(operation: WireOperation, path: string, schema: z.ZodType<Body>, body: unknown): Body {
  const result = heldAgainst(schema, body);
  if (result.success) return result.data;
  const shown = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join(".") || "the body"}: ${issue.message}`);
  const more =
    result.error.issues.length > shown.length ? `; and ${result.error.issues.length - shown.length} more` : "";
  throw new PortalRefusal(
    `${operation.method} ${path}: the portal's response doesn't match its contract (${shown.join("; ")}${more}). ` +
      "The response is ignored. Check that reseller:endpoint is the address of the portal's API",
    "refused",
    operation.method === "POST",
  );
}

/** Whether a POST that failed may have been carried out. Other methods can simply be sent again. */
function isUncertain(error: PortalError, operation: WireOperation): boolean {
  if (operation.method !== "POST") return false;
  if (error instanceof TransportError || error instanceof MalformedAnswerError) return error.ambiguous;
  return error instanceof ResponseError && (error.status >= 500 || error.afterAmbiguousTry);
}

/** Turns the 404 of a single GET into undefined. Every other error stays one. */
export async function orAbsent<Result>(call: Promise<{ body: Result }>): Promise<Result | undefined> {
  try {
    return (await call).body;
  } catch (error) {
    if (error instanceof PortalRefusal && error.reason === "not-found") return undefined;
    throw error;
  }
}
