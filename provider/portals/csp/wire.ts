import type { z } from "zod";
import {
  type HttpConnection,
  MalformedAnswerError,
  pathOf,
  PortalError,
  ResponseError,
  TransportError,
} from "../../http";
import { PortalRefusal, type RefusalReason } from "../refusal";
import { type ContractOperation, PAGE_LIMIT, page } from "./contract";

/** More pages than any realm has: a list that goes on for longer never ends. */
const MOST_PAGES = 5000;

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly etag?: string;
}

type BodyOf<Operation> = Operation extends { response: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;

/** Speaks the contract: fills paths, checks answers against their schemas, turns errors into refusals. */
export class Wire {
  constructor(private readonly http: HttpConnection) {}

  /** A one-time secret that the portal has just shown: from now on no message of this connection carries it. */
  protect(secret: string | undefined): void {
    if (secret !== undefined) this.http.redactor.add(secret);
  }

  /** One call of one operation; the answer's body has passed its schema. @throws PortalRefusal */
  async call<Operation extends ContractOperation>(
    operation: Operation,
    call: Call = {},
  ): Promise<Answer<BodyOf<Operation>>> {
    const path = pathOf(operation.path, { ...call.params });
    try {
      const response = await this.http.request({
        method: operation.method,
        path,
        query: { ...call.query },
        body: call.body,
        ifMatch: call.ifMatch,
        idempotencyKey: call.idempotencyKey,
      });
      if (operation.response === undefined || response.status === 204) {
        return { status: response.status, body: undefined as BodyOf<Operation>, etag: response.headers["etag"] };
      }
      const body = checked(operation, path, operation.response, response.body);
      return { status: response.status, body: body as BodyOf<Operation>, etag: response.headers["etag"] };
    } catch (error) {
      throw refusalFor(error, operation);
    }
  }

  /** All pages of a list. @throws PortalRefusal where a page is missing, repeats or is malformed: a part of a list proves nothing. */
  async list<Operation extends ContractOperation & { list: true; response: z.ZodType }>(
    operation: Operation,
    call: Call = {},
  ): Promise<BodyOf<Operation>[]> {
    const path = pathOf(operation.path, { ...call.params });
    const schema = page(operation.response);
    const items: unknown[] = [];
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const body = await this.page(operation, path, schema, { limit: PAGE_LIMIT, ...call.query, cursor });
      items.push(...body.items);
      if (body.nextCursor === null) return withoutRepeats(items) as BodyOf<Operation>[];
      if (cursors.has(body.nextCursor)) break;
      cursors.add(body.nextCursor);
      cursor = body.nextCursor;
    }
    throw new PortalRefusal(
      `GET ${path}: the portal's list never ends (its cursor comes round again). Nothing was concluded from it; tell the portal's provider`,
    );
  }

  private async page(
    operation: ContractOperation,
    path: string,
    schema: ReturnType<typeof page>,
    query: Record<string, string | number | undefined>,
  ) {
    try {
      const response = await this.http.request({ method: "GET", path, query });
      return checked(operation, path, schema, response.body) as { items: unknown[]; nextCursor: string | null };
    } catch (error) {
      throw refusalFor(error, operation);
    }
  }
}

function withoutRepeats(items: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const id = (item as { id?: unknown }).id;
    if (typeof id !== "string") return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function checked(operation: ContractOperation, path: string, schema: z.ZodType, body: unknown): unknown {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const shown = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join(".") || "the body"}: ${issue.message}`);
  const more =
    result.error.issues.length > shown.length ? `; and ${result.error.issues.length - shown.length} more` : "";
  throw new PortalRefusal(
    `${operation.method} ${path}: the portal's answer is not what its contract says (${shown.join("; ")}${more}). ` +
      "Nothing was concluded from it. Check that reseller:endpoint is the address of the portal's API",
    "refused",
    operation.method === "POST",
  );
}

function refusalFor(error: unknown, operation: ContractOperation): unknown {
  if (!(error instanceof PortalError)) return error;
  const { code, fieldErrors } = error instanceof ResponseError ? error : { code: undefined, fieldErrors: [] };
  const fields = fieldErrors.map(({ field }) => field);
  return new PortalRefusal(error.message, reasonOf(error), isUncertain(error, operation), code, fields);
}

function reasonOf(error: PortalError): RefusalReason {
  if (!(error instanceof ResponseError)) return "refused";
  if (error.code === "name_taken") return "name-taken";
  if (error.status === 404) return "not-found";
  return error.status === 412 ? "stale" : "refused";
}

/** Whether a POST that failed may have been carried out. Other methods can simply be sent again. */
function isUncertain(error: PortalError, operation: ContractOperation): boolean {
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
