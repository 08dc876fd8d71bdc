import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ContractOperation, PortalContract, Tongue } from "../contract";
import { allPages } from "../contract/pages";
import { valueAt } from "../contract/paths";
import { PortalRefusal } from "../model/refusal";
import { isRecord } from "../model/shapes";
import { type HttpConnection, type HttpResponse, pathOf } from "../transport";
import { type Answer, type Call, type CallArguments, checked, PortalWire, withoutRepeats } from "./wire";

export interface ContractWireOptions {
  readonly contract: PortalContract;
  /** How the portal differs from the contract; undefined if it doesn't. */
  readonly tongue?: Tongue | undefined;
  /** Why nothing may be written; undefined if it may. */
  readonly writesRefused?: string | undefined;
}

/** Any revision. */
const ANY = "*";
const DONE = 200;

/**
 * Speaks a contract that is known as data, in the way that the overlay of a connection describes. It is the only place that
 * applies an overlay: drivers speak the contract.
 */
export abstract class ContractWire<
  Contract extends ContractOperation = ContractOperation,
> extends PortalWire<Contract> {
  constructor(
    http: HttpConnection,
    private readonly options: ContractWireOptions,
  ) {
    super(http);
  }

  /** Whether the portal has an operation, as far as is known. */
  offers(operation: Contract): boolean {
    return this.options.tongue?.lacks(operation) === undefined;
  }

  /** All items of a list. @throws PortalRefusal if a page is missing, repeats or is malformed: a part of a list proves nothing */
  async list<Operation extends Contract & { response: z.ZodType }>(
    operation: Operation,
    ...[given]: CallArguments<Operation>
  ): Promise<z.output<Operation["response"]>[]> {
    const call: Call = given ?? {};
    const { contract, tongue } = this.options;
    const works = tongue?.asksForList === false ? this.worksOf(operation, call, tongue) : undefined;
    if (works !== undefined) return works as Promise<z.output<Operation["response"]>[]>;
    const path = pathOf(operation.path, { ...call.params });
    const member = typeof operation.list === "string" ? operation.list : (contract.lists.items ?? "items");
    const page = z.object({ [member]: z.array(operation.response) });
    const ask = async (query: Call["query"]) => {
      const response = await this.spoken(operation, call, query);
      if (response.status === 204) return undefined;
      const { body, headers } = response;
      const items = tongue === undefined ? itemsIn(body, member) : tongue.items(operation, body);
      const translated = tongue === undefined ? items : items?.map((item) => tongue.item(operation, item));
      const read = checked(operation, path, page, { [member]: translated })[member] ?? [];
      return { items: read as readonly unknown[], body, headers };
    };
    const items = await allPages(tongue?.paging(operation) ?? contract.lists.paging, ask, `GET ${path}`);
    const asked = tongue === undefined ? items : items.filter((item) => tongue.isAskedFor(operation, item, call));
    return withoutRepeats(asked) as z.output<Operation["response"]>[];
  }

  protected override async send<Body>(
    operation: Contract,
    schema: z.ZodType<Body> | undefined,
    call: Call,
  ): Promise<Answer<Body>> {
    const { tongue } = this.options;
    if (tongue === undefined) {
      const response = await this.spoken(operation, call);
      return this.answered(operation, schema, call, { ...response, etag: response.headers["etag"] });
    }
    const before = await this.revised(operation, call, tongue);
    const response = await this.spoken(operation, call);
    const body = tongue.body(operation, response.body, call);
    // A portal that answers a change with nothing is asked what has become of it.
    const isEmpty = response.status === 204 && schema !== undefined && !tongue.isDone(operation);
    const reader = isEmpty ? this.readerOf(operation) : undefined;
    if (reader !== undefined) return this.send(reader, schema, { params: call.params });
    assertTaken(operation, call.body, before, body);
    // What is done says so, also where the portal has nothing to say.
    const status = tongue.isDone(operation) ? DONE : response.status;
    return this.answered(operation, schema, call, { ...response, status, body, etag: tongue.revision(response, body) });
  }

  /** The portal names the members of a request in its own words. */
  protected override refusalFor(error: unknown, operation: Contract): unknown {
    const refusal = super.refusalFor(error, operation);
    const { tongue } = this.options;
    if (tongue === undefined || refusal === error || !(refusal instanceof PortalRefusal)) return refusal;
    const { message, reason, uncertain, code, fields } = refusal;
    const named = fields.map((field) => tongue.memberAt(operation, field));
    return new PortalRefusal(message, reason, uncertain, code, named);
  }

  private async spoken(operation: Contract, call: Call, page: Call["query"] = {}): Promise<HttpResponse> {
    const { tongue, writesRefused } = this.options;
    if (operation.method !== "GET" && writesRefused !== undefined) throw new PortalRefusal(writesRefused);
    const said = tongue?.request(operation, call) ?? {
      method: operation.method,
      path: pathOf(operation.path, { ...call.params }),
    };
    const { params: _, ...others } = call;
    return this.exchange(operation, { ...others, ...said, query: { ...(said.query ?? call.query), ...page } });
  }

  /** Without revisions at the portal, what is there is compared with what was read. @returns what is there */
  private async revised(operation: Contract, call: Call, tongue: Tongue): Promise<unknown> {
    if (!tongue.comparesBefore || call.ifMatch === undefined || call.ifMatch === ANY) return undefined;
    const reader = this.readerOf(operation);
    if (reader === undefined) return undefined;
    const now = await this.send(reader, reader.response, { params: call.params });
    if (now.etag === undefined || now.etag === call.ifMatch) return now.body;
    throw new PortalRefusal(
      `${operation.method} ${pathOf(operation.path, { ...call.params })}: the object was changed since it was read; nothing was sent`,
      "stale",
    );
  }

  /** The operation that reads what this one writes. */
  private readerOf({ path }: ContractOperation): Contract | undefined {
    return Object.values(this.options.contract.operations).find(
      (other) => other.method === "GET" && other.path === path && !other.list,
    ) as Contract | undefined;
  }

  /** Asynchronous works by their ids, by one request for each if they aren't done; undefined if the operation isn't about works. */
  private worksOf(operation: ContractOperation, { query = {} }: Call, tongue: Tongue): Promise<unknown[]> | undefined {
    const facts = this.options.contract.asynchronous;
    const ids = facts?.several.operation === operation.id ? query[facts.several.parameter] : undefined;
    const one = facts === undefined ? undefined : (this.options.contract.operations[facts.one] as Contract | undefined);
    if (facts === undefined || typeof ids !== "string" || one === undefined) return undefined;
    if (!tongue.asksOneByOne)
      return Promise.resolve(ids.split(",").map((id) => facts.done(operation, id.replace(/^done:/, ""))));
    const [parameter = ""] = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    return Promise.all(
      ids.split(",").map(async (id) => (await this.send(one, one.response, { params: { [parameter]: id } })).body),
    );
  }
}

function itemsIn(body: unknown, member: string): readonly unknown[] | undefined {
  const items = valueAt(body, member);
  return Array.isArray(items) ? (items as unknown[]) : undefined;
}

/** A portal that ignores members that it doesn't know answers with what was there before. */
function assertTaken(operation: ContractOperation, sent: unknown, before: unknown, after: unknown): void {
  if (!isRecord(sent) || !isRecord(before) || !isRecord(after)) return;
  const ignored = Object.entries(sent)
    .filter(([name, value]) => value !== undefined && Object.hasOwn(after, name))
    .filter(([name, value]) => !isDeepStrictEqual(after[name], value) && !isDeepStrictEqual(before[name], value))
    .filter(([name]) => isDeepStrictEqual(after[name], before[name]))
    .map(([name]) => name);
  if (ignored.length === 0) return;
  throw new PortalRefusal(
    `${operation.method} ${operation.path}: the portal answered without an error, but left ${ignored.join(", ")} as before. Check the names in contract.yaml`,
  );
}
