import { createHash } from "node:crypto";
import { z } from "zod";
import { PortalRefusal } from "../model/refusal";
import { isRecord } from "../model/shapes";
import { type HttpRequest, type HttpResponse, pathOf } from "../transport";
import { memberAt, termsOf, type Translation, translationOf, unwrapped } from "./bodies";
import type { ContractOperation, PortalContract } from "./facts";
import type { BodyTerms, OperationTerms, Overlay } from "./overlay";
import type { Paging } from "./pages";
import { setAt, valueAt } from "./paths";

/** A call in the contract's words. */
export interface SpokenCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: HttpRequest["query"];
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export type SpokenRequest = Pick<HttpRequest, "method" | "path" | "query" | "body" | "ifMatch" | "idempotencyKey">;

interface Translated {
  readonly request: Translation | undefined;
  readonly response: Translation | undefined;
}

/** Says what the contract says in the way that a portal's overlay describes, and understands its answers. */
export class Tongue {
  private readonly translations = new Map<string, Translated>();

  constructor(
    readonly contract: PortalContract,
    readonly overlay: Overlay,
  ) {}

  /** The request of a call. @throws PortalRefusal if the portal lacks the operation, or has no place for a value */
  request(operation: ContractOperation, call: SpokenCall): SpokenRequest {
    const terms = this.terms(operation);
    if (terms.lacks !== undefined)
      throw new PortalRefusal(`${operation.id} is not available at this portal: ${terms.lacks} (contract.yaml)`);
    const { headers = {} } = this.overlay.connection;
    return {
      method: terms.method ?? operation.method,
      path: pathOf(this.route(operation).path, { ...call.params }),
      query: this.query(terms, call),
      body: this.sentBody(operation, terms.request, call.body),
      ifMatch: this.comparesBefore ? undefined : call.ifMatch,
      idempotencyKey: headers.idempotencyKey === "none" ? undefined : call.idempotencyKey,
    };
  }

  /** The body of an answer that is no list, in the contract's words. */
  body(operation: ContractOperation, body: unknown, call: SpokenCall): unknown {
    const { response } = this.terms(operation);
    const inner = response?.at === undefined ? body : valueAt(body, response.at);
    if (this.isDone(operation)) return this.contract.asynchronous?.done(operation, this.idOf(operation, inner, call));
    const translated = this.translation(operation).response?.fromPortal(inner) ?? inner;
    return this.withDigest(operation, translated);
  }

  /** The items of one page, in the portal's words. */
  items(operation: ContractOperation, body: unknown): readonly unknown[] | undefined {
    const items = valueAt(body, this.itemsPath(operation));
    return Array.isArray(items) ? (items as unknown[]) : undefined;
  }

  /** Where the items of a page are. */
  itemsPath(operation: ContractOperation): string {
    const own = typeof operation.list === "string" ? operation.list : this.contract.lists.items;
    return this.terms(operation).items ?? this.overlay.connection.lists?.items ?? own ?? "";
  }

  /** One item of a list, in the contract's words. */
  item(operation: ContractOperation, item: unknown): unknown {
    const { response } = this.terms(operation);
    const inner = response?.at === undefined ? item : valueAt(item, response.at);
    return this.withDigest(operation, this.translation(operation).response?.fromPortal(inner) ?? inner);
  }

  paging(operation: ContractOperation): Paging {
    return this.terms(operation).paging ?? this.overlay.connection.lists?.paging ?? this.contract.lists.paging;
  }

  /** Whether an item of a list is one that the call asks for: the portal may lack the parameter that says so. */
  isAskedFor(operation: ContractOperation, item: unknown, { query = {} }: SpokenCall): boolean {
    const { query: names = {} } = this.terms(operation);
    return Object.entries(query).every(([name, value]) => {
      if (names[name] !== null || value === undefined || !isRecord(item)) return true;
      const member = /^filter\[(\w+)\]$/.exec(name)?.[1] ?? name;
      return !Object.hasOwn(item, member) || String(value).split(",").includes(String(item[member]));
    });
  }

  /** The revision of an answer. */
  revision({ headers }: HttpResponse, body: unknown): string | undefined {
    if (this.digests) return isRecord(body) && typeof body["etag"] === "string" ? body["etag"] : undefined;
    return headers[(this.overlay.connection.headers?.etag ?? "etag").toLowerCase()];
  }

  /** Whether revisions are digests of what was read, because the portal has none. */
  get digests(): boolean {
    return this.overlay.connection.headers?.etag === "none";
  }

  /** Whether what is there is compared before a write, because the portal doesn't do it. */
  get comparesBefore(): boolean {
    return this.digests || this.overlay.connection.headers?.ifMatch === "none";
  }

  /** Whether the answer to an operation says that its work is done, and nothing of how far it is. */
  isDone({ method, response }: ContractOperation): boolean {
    const { asynchronous } = this.contract;
    const isWork = asynchronous !== undefined && response === asynchronous.schema;
    return isWork && method !== "GET" && this.overlay.connection.asynchronous === "none";
  }

  /** Whether a list of several works says how far they are. */
  get asksForList(): boolean {
    return (this.overlay.connection.asynchronous ?? "operations") === "operations";
  }

  /** Whether several works are asked about by one request for each. */
  get asksOneByOne(): boolean {
    return this.overlay.connection.asynchronous === "one-by-one";
  }

  /** Method and path of an operation, with the parameters of the path in braces. */
  route(operation: ContractOperation): { readonly method: string; readonly path: string } {
    const { method = operation.method, path } = this.terms(operation);
    return { method, path: path ?? `${this.overlay.connection.prefix ?? ""}${operation.path}` };
  }

  /** Where the members of an answer are, in the portal's words. */
  places(operation: ContractOperation): string[] {
    const schema = operation.response === undefined ? undefined : unwrapped(operation.response);
    if (!(schema instanceof z.ZodObject)) return [];
    const { id } = schema.meta() ?? {};
    const { response } = this.terms(operation);
    if (response?.at !== undefined) return [response.at];
    const terms = { ...(typeof id === "string" ? termsOf(this.overlay.types, id) : {}), ...response?.members };
    return Object.keys(schema.shape).map((name) => terms[name]?.at ?? name);
  }

  /** The contract's path of a member of a request that the portal complains about; its own if it is none of the contract. */
  memberAt(operation: ContractOperation, place: string): string {
    const { at, members } = this.terms(operation).request ?? {};
    const inside = at !== undefined && place.startsWith(`${at}.`) ? place.slice(at.length + 1) : place;
    const { request } = operation;
    return (request && memberAt(request, inside, this.overlay.types, members)) ?? place;
  }

  lacks(operation: ContractOperation): string | undefined {
    return this.terms(operation).lacks;
  }

  private terms({ id }: ContractOperation): OperationTerms {
    return this.overlay.operations[id] ?? {};
  }

  private query({ query: names = {}, add = {} }: OperationTerms, call: SpokenCall): HttpRequest["query"] {
    const renamed = Object.entries(call.query ?? {}).flatMap(([name, value]) => {
      const theirs = Object.hasOwn(names, name) ? names[name] : name;
      return theirs === null || theirs === undefined ? [] : [[theirs, value] as const];
    });
    const added = Object.entries(add).map(([name, text]) => [
      name,
      text.replace(/\{(\w+)\}/g, (_, parameter: string) => call.params?.[parameter] ?? ""),
    ]);
    return Object.fromEntries([...added, ...renamed]);
  }

  private sentBody(operation: ContractOperation, terms: BodyTerms | undefined, body: unknown): unknown {
    const translated = body === undefined ? undefined : (this.translation(operation).request?.toPortal(body) ?? body);
    const constants = Object.entries(terms?.send ?? {});
    if (translated === undefined && constants.length === 0) return undefined;
    const whole: Record<string, unknown> = {};
    if (terms?.at === undefined) Object.assign(whole, translated);
    else setAt(whole, terms.at, translated ?? {});
    for (const [path, value] of constants) setAt(whole, path, value);
    return whole;
  }

  private translation(operation: ContractOperation): Translated {
    const known = this.translations.get(operation.id);
    if (known !== undefined) return known;
    const { types } = this.overlay;
    const { request, response } = this.terms(operation);
    const of = (schema: z.ZodType | undefined, terms: BodyTerms | undefined) =>
      schema === undefined ? undefined : translationOf(schema, types, terms?.members);
    const made = { request: of(operation.request, request), response: of(operation.response, response) };
    this.translations.set(operation.id, made);
    return made;
  }

  /** In place of a revision that the portal lacks: what was read, as a digest. */
  private withDigest({ response }: ContractOperation, body: unknown): unknown {
    const schema = response === undefined ? undefined : unwrapped(response);
    if (!this.digests || !(schema instanceof z.ZodObject) || !isRecord(body)) return body;
    const inner = Object.fromEntries(
      Object.entries(body).map(([name, member]) => {
        const inSchema = schema.shape[name] as z.ZodType | undefined;
        return [
          name,
          inSchema === undefined ? member : this.withDigest({ response: inSchema } as ContractOperation, member),
        ];
      }),
    );
    return "etag" in schema.shape ? { ...inner, etag: digestOf(inner, this.contract.volatile) } : inner;
  }

  /** The id of the object that work was done on. @throws PortalRefusal if it was made, and the answer doesn't tell its id: it is looked up then */
  private idOf(operation: ContractOperation, body: unknown, { params = {} }: SpokenCall): string {
    const { members = {} } = this.terms(operation).response ?? {};
    const place = members["id"]?.at ?? "id";
    const told = valueAt(body, place);
    if (typeof told === "string" || typeof told === "number") return String(told);
    const isCreation = operation.method === "POST" && operation.request !== undefined;
    if (!isCreation) return Object.values(params).at(-1) ?? "";
    throw new PortalRefusal(
      `${operation.id}: the portal's answer has no id at ${place}. Say where it is, as operations.${operation.id}.response.members.id in contract.yaml`,
      "refused",
      true,
    );
  }
}

function digestOf(value: unknown, volatile: readonly string[]): string {
  const text = JSON.stringify(sorted(value, ["etag", ...volatile]));
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/** The order of members and of entries tells nothing of what is in them. */
function sorted(value: unknown, without: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(sorted(entry, without))).sort();
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !without.includes(name))
      .map(([name, member]) => [name, sorted(member, without)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
