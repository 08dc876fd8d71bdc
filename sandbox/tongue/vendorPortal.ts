import type { Answer } from "../http/answer";
import type { SandboxRequest } from "../http/request";
import type { RouteMatch } from "../http/router";
import type { PortalOperation } from "../portals/call";
import type { ControlRoute, PortalRequest, SandboxPortal, SandboxProblem, UnderWay, Wording } from "../portals/portal";
import { Bodies } from "./bodies";
import { type ContractWays, contractWays } from "./contracts";
import { saidError } from "./errors";
import { type HeaderRole, NotUnderstood, type Paging, type VendorContract, type VendorOperation } from "./form";
import { type Page, pageOf, pageParameters } from "./pages";
import { fillPattern, readPattern } from "./patterns";
import { at, isObject, type Json, put } from "./places";
import { VendorRoutes } from "./routes";

/** Before the paths of a portal in the words of a vendor. */
const VENDOR_PREFIX = "/vendor/";

/** An answer in the contract's words, with what it takes to put it into the vendor's. */
type ContractAnswer = Answer & {
  /** What the vendor says of other pages. */
  readonly page?: Page;
  /** The operation that answers the same body, if it is another one. */
  readonly like?: PortalOperation;
};

/** Names of headers, as the contracts have them. */
const HEADERS: Readonly<Record<HeaderRole, string>> = {
  etag: "etag",
  ifMatch: "if-match",
  idempotencyKey: "idempotency-key",
  requestId: "x-request-id",
};
const NONE = "none";

/**
 * A portal of the sandbox in the words of a vendor. It understands nothing of what the vendor has another way: neither the contract's paths,
 * nor its members, headers or parameters. Requests are put into the contract's words first, and answers into the vendor's last, so that faults
 * and counts are by the contract.
 */
export class VendorPortal<Access extends { readonly endpoint: string }> implements SandboxPortal<Access>, Wording {
  readonly prefix: string;
  readonly jsonType = "application/json";
  readonly operations: readonly PortalOperation[];
  /** Those of the portal that it speaks for. */
  readonly controlRoutes: readonly ControlRoute[] = [];
  readonly wording: Wording = this;
  private readonly ways: ContractWays;
  private readonly routes: VendorRoutes;
  private readonly bodies: Bodies;

  /** @param delayMilliseconds how long asynchronous work takes, where the vendor's answer waits for it */
  constructor(
    private readonly portal: SandboxPortal<Access>,
    private readonly vendor: VendorContract,
    private readonly delayMilliseconds: number,
  ) {
    this.prefix = `${VENDOR_PREFIX}${vendor.portal}`;
    this.ways = contractWays[vendor.portal];
    const { works } = this.ways;
    const missing: Readonly<Record<string, readonly string[]>> =
      works === undefined ? {} : { "one-by-one": [works.several], none: [works.several, works.one] };
    const lacked = missing[vendor.connection?.asynchronous ?? "operations"] ?? [];
    this.operations = portal.operations.filter(({ id }) => !lacked.includes(id));
    this.routes = new VendorRoutes(this.operations, vendor);
    const unknown = new Set(this.headerOf("etag") === undefined ? ["etag"] : []);
    this.bodies = new Bodies({ types: vendor.types ?? {}, unknown });
  }

  access(baseUrl: string): Access {
    const access = this.portal.access(baseUrl);
    return { ...access, endpoint: `${baseUrl}${this.prefix}`, contractEndpoint: access.endpoint };
  }

  begin(operation: PortalOperation, request: PortalRequest): UnderWay | undefined {
    const underWay = this.portal.begin(operation, request);
    if (!this.waitsFor(operation)) return underWay;
    return {
      milliseconds: (underWay?.milliseconds ?? 0) + this.delayMilliseconds,
      end: () => underWay?.end(),
    };
  }

  catchUp(): void {
    this.portal.catchUp();
  }

  find(request: SandboxRequest): RouteMatch<PortalOperation> | undefined {
    return this.routes.find(request, request.path.slice(this.prefix.length));
  }

  methodsOf(request: SandboxRequest): readonly string[] {
    return this.routes.methodsOf(request.path.slice(this.prefix.length));
  }

  answerUnknown(request: SandboxRequest, methods: readonly string[]): Answer {
    return this.portal.answerUnknown(this.withContractHeaders(request), methods);
  }

  answerProblem(request: Pick<SandboxRequest, "id" | "path">, code: SandboxProblem, detail: string): Answer {
    return this.portal.answerProblem(request, code, detail);
  }

  answer(operation: PortalOperation, request: PortalRequest): ContractAnswer {
    try {
      const heard = this.heard(operation, request);
      if (operation.list !== undefined && operation.list !== false) return this.pageOf(operation, request, heard);
      const answer = this.portal.answer(operation, heard);
      return this.waitsFor(operation) && answer.status < 300 ? this.done(answer, heard) : answer;
    } catch (error) {
      if (error instanceof NotUnderstood) return this.answerProblem(request, "malformed", error.message);
      throw error;
    }
  }

  /** Puts an answer into the vendor's words: the last thing that is done to it. */
  say(answer: ContractAnswer, operation: PortalOperation | undefined): Answer {
    const headers = this.vendorHeaders(answer.headers);
    const { body, status } = answer;
    const { errors } = this.vendor.connection ?? {};
    if (status >= 400 && isObject(body)) {
      const stated = this.ways.error(body);
      const fields = stated.fields.map((each) => ({ ...each, field: this.fieldOf(operation, each.field) }));
      if (errors === undefined) return { status, headers, body };
      const said = saidError({ ...stated, fields }, errors, status);
      // What answers where nothing is served is a gateway, which has the status of HTTP.
      return { headers, body: said.body, status: operation === undefined ? status : said.status };
    }
    if (operation === undefined || !isObject(body) || status >= 300) return { status, headers, body };
    if (operation.list !== undefined && operation.list !== false) {
      const said = this.listOf(operation, body, answer.page);
      return { status, headers: { ...headers, ...answer.page?.headers }, body: said };
    }
    const { like = operation } = answer;
    const { at: place } = this.termsOf(operation).response ?? {};
    return {
      status,
      headers,
      body: this.bodies.said(like.response, body, { ...this.termsOf(like).response, at: place }),
    };
  }

  private termsOf({ id }: PortalOperation): VendorOperation {
    return this.vendor.operations?.[id] ?? {};
  }

  private fieldOf(operation: PortalOperation | undefined, field: string): string {
    if (operation?.request === undefined) return field;
    return this.bodies.placeOf(operation.request, field, this.termsOf(operation).request);
  }

  /** The vendor's name of a header; undefined if it has none. */
  private headerOf(role: HeaderRole): string | undefined {
    const name = this.vendor.connection?.headers?.[role]?.toLowerCase() ?? HEADERS[role];
    return name === NONE ? undefined : name;
  }

  /* From the vendor to the contract. */

  /** @throws {NotUnderstood} */
  private heard(operation: PortalOperation, request: PortalRequest): PortalRequest {
    const headers = this.contractHeaders(request.headers);
    // Who has no such header changes what is there, whatever it is.
    if (this.headerOf("ifMatch") === undefined || this.headerOf("etag") === undefined) headers["if-match"] = "*";
    return {
      ...request,
      path: `${this.portal.prefix}${filled(operation.path, request.parameters)}`,
      headers,
      query: this.contractQuery(operation, request.query),
      body: this.contractBody(operation, request.body),
    };
  }

  private withContractHeaders(request: SandboxRequest): SandboxRequest {
    return { ...request, headers: this.contractHeaders(request.headers) };
  }

  private contractHeaders(sent: SandboxRequest["headers"]): SandboxRequest["headers"] {
    const { credential } = this.vendor.connection ?? {};
    const headers = { ...sent };
    for (const role of ["ifMatch", "idempotencyKey"] as const) {
      delete headers[HEADERS[role]];
      const name = this.headerOf(role);
      if (name !== undefined && sent[name] !== undefined) headers[HEADERS[role]] = String(sent[name]);
    }
    if (credential === undefined) return headers;
    for (const name of Object.keys(this.ways.credential)) delete headers[name];
    const read = Object.entries(credential).map(([name, pattern]) =>
      readPattern(pattern, String(sent[name.toLowerCase()] ?? "")),
    );
    if (read.includes(undefined)) return headers;
    // What the vendor doesn't ask for is who the token belongs to.
    const { userUuid } = this.portal.access("") as { readonly userUuid?: string };
    const values = Object.assign(userUuid === undefined ? {} : { userUuid }, ...read) as Record<string, string>;
    for (const [name, pattern] of Object.entries(this.ways.credential)) {
      const value = fillPattern(pattern, values);
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  }

  /** @throws {NotUnderstood} */
  private contractQuery(operation: PortalOperation, sent: URLSearchParams): URLSearchParams {
    const { query: names = {}, add = {} } = this.termsOf(operation);
    const paging = this.pagingOf(operation);
    const ofPages = paging === undefined ? [] : pageParameters(paging);
    const ofContract = pageParameters(this.ways.paging);
    const query = new URLSearchParams();
    for (const [name, value] of sent) {
      if (ofPages.includes(name) || Object.hasOwn(add, name)) continue;
      const [renamed] = Object.entries(names).find(([, said]) => said === name) ?? [];
      if (renamed === undefined && (Object.hasOwn(names, name) || ofContract.includes(name)))
        throw new NotUnderstood(`there is no parameter ${name} here`);
      query.append(renamed ?? name, value);
    }
    return query;
  }

  /** @throws {NotUnderstood} */
  private contractBody(operation: PortalOperation, text: string): string {
    if (operation.request === undefined) return text;
    const body = jsonIn(text);
    const { request = {} } = this.termsOf(operation);
    return JSON.stringify(this.bodies.heard(operation.request, body, request, operation.method !== "PATCH"));
  }

  /* From the contract to the vendor. */

  private vendorHeaders(headers: Answer["headers"]): Record<string, string> {
    const said: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      const role = (["etag", "requestId"] as const).find((each) => HEADERS[each] === name);
      const renamed = role === undefined ? name : this.headerOf(role);
      // It would name a path of the contract.
      if (renamed !== undefined && name !== "location") said[renamed] = value;
    }
    if (said["content-type"]?.includes("json") === true) said["content-type"] = this.jsonType;
    return said;
  }

  private pagingOf(operation: PortalOperation): Paging | undefined {
    if (operation.list === undefined || operation.list === false) return undefined;
    return this.termsOf(operation).paging ?? this.vendor.connection?.lists?.paging ?? this.ways.paging;
  }

  private memberOf({ list }: PortalOperation): string {
    return typeof list === "string" ? list : this.ways.items;
  }

  /** A page of the vendor's, out of all pages of the contract. */
  private pageOf(operation: PortalOperation, request: PortalRequest, heard: PortalRequest): ContractAnswer {
    const member = this.memberOf(operation);
    const items: unknown[] = [];
    let last: Answer;
    let query: URLSearchParams | undefined = firstPage(this.ways.paging, heard.query);
    do {
      last = this.portal.answer(operation, { ...heard, query });
      if (last.status >= 300 || !isObject(last.body)) return last;
      items.push(...(last.body[member] as unknown[]));
      query = nextPage(this.ways.paging, query, last.body);
    } while (query !== undefined);
    const url = `http://${request.headers.host ?? ""}${request.path}`;
    const page = pageOf(this.pagingOf(operation) ?? this.ways.paging, request.query, items.length, url);
    return { ...last, body: { [member]: items.slice(page.from, page.to) }, page };
  }

  private listOf(operation: PortalOperation, body: Json, page: Page | undefined): unknown {
    const { response, items: own } = this.termsOf(operation);
    const member = this.memberOf(operation);
    const of = body[member];
    if (!Array.isArray(of)) return body;
    const place = own ?? this.vendor.connection?.lists?.items ?? member;
    const items = of.map((item) => this.bodies.said(operation.response, item, response));
    return place === "" ? items : (page?.complete(put({}, place, items)) ?? put({}, place, items));
  }

  /* Work that is done when the vendor answers. */

  private waitsFor({ status }: PortalOperation): boolean {
    return status === 202 && this.ways.works !== undefined && this.vendor.connection?.asynchronous === "none";
  }

  /** What became of the object, or nothing where there is no object any more. */
  private done(answer: Answer, request: PortalRequest): ContractAnswer {
    this.portal.catchUp();
    const work = answer.body as Json;
    const [name, parameter = ""] = this.ways.read?.[String(at(work, "resource.type"))] ?? [];
    const reader = this.portal.operations.find(({ id }) => id === name);
    if (reader === undefined) return { status: 204, headers: answer.headers };
    const parameters = { ...request.parameters, [parameter]: String(at(work, "resource.id")) };
    const read = this.portal.answer(reader, { ...request, query: new URLSearchParams(), parameters });
    if (read.status === 404) return { status: 204, headers: answer.headers };
    return { ...read, like: reader };
  }
}

function jsonIn(text: string): unknown {
  try {
    return text === "" ? {} : (JSON.parse(text) as unknown);
  } catch {
    throw new NotUnderstood("the body is not JSON");
  }
}

function filled(path: string, parameters: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
}

function firstPage(paging: Paging, query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams(query);
  if ("size" in paging && paging.size !== undefined) asked.set(paging.size.parameter, String(paging.size.most));
  return asked;
}

function nextPage(paging: Paging, query: URLSearchParams, body: Json): URLSearchParams | undefined {
  if (paging.by !== "cursor" && paging.by !== "page") return undefined;
  const next = at(body, paging.next ?? "");
  if (next === undefined || next === null) return undefined;
  const asked = new URLSearchParams(query);
  const number = Number(query.get(paging.parameter) ?? 1) + 1;
  asked.set(paging.parameter, paging.by === "cursor" ? String(next) : String(number));
  return asked;
}
