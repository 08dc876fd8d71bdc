import { z } from "zod";
import { isRecord } from "../model/shapes";
import { type HttpResponse, MalformedAnswerError, ResponseError, TransportError } from "../transport";
import { differencesIn, unknownMembers } from "./differences";
import type { ContractOperation, PortalContract } from "./facts";
import type { Query } from "./pages";
import { valueAt } from "./paths";
import { type Shape, shapeOf } from "./shapes";
import { Tongue } from "./tongue";

/** What a probe found out about one operation. */
export interface ProbedOperation {
  readonly id: string;
  readonly method: string;
  /** As this portal has it. */
  readonly path: string;
  readonly result: "same" | "differs" | "not-asked";
  /** What differs, or why it wasn't asked. No values of the portal. */
  readonly differences: readonly string[];
  /** What isn't in the contract and does no harm. */
  readonly notes: readonly string[];
  readonly calls: number;
  /** What the portal answered, without values. */
  readonly shape?: Shape;
}

export interface ProbedKind {
  readonly kind: string;
  readonly verdict: "declarable" | "readable" | "unusable";
  readonly why: readonly string[];
}

export interface Probe {
  readonly operations: readonly ProbedOperation[];
  readonly kinds: readonly ProbedKind[];
  /** Nothing that the provider needs differs. */
  readonly passed: boolean;
}

/** Sends one GET, once. */
export type Ask = (path: string, query: Query) => Promise<HttpResponse>;

/** Calls that one operation may cost. */
const MOST_CALLS = 2;
/** An id that no object has. */
const NOBODY = "00000000-0000-4000-8000-000000000000";
const PAGE_CHECKED = 2;

/**
 * Asks a portal everything that can be asked by reading, and compares its answers with the contract as an overlay tells it. Each operation
 * costs two calls at most, each of them a GET.
 */
export async function probe(
  contract: PortalContract,
  tongue: Tongue | undefined,
  ask: Ask,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Probe> {
  const spoken =
    tongue ??
    new Tongue(contract, { portal: contract.portal, connection: {}, types: {}, operations: {}, kinds: {}, fields: {} });
  const run = new ProbeRun(contract, spoken, ask);
  const all = Object.values(contract.operations);
  const lists = all.filter((operation) => isAskable(operation) && isList(operation));
  const others = all.filter((operation) => isAskable(operation) && !isList(operation));
  const found = new Map<string, ProbedOperation>();
  for (const operation of [...lists, ...others]) {
    found.set(operation.id, await run.operation(operation));
    progress(found.size, lists.length + others.length);
  }
  const operations = all.map((operation) => found.get(operation.id) ?? run.notAsked(operation, "it writes"));
  const kinds = kindsOf(contract, spoken, new Map(operations.map((each) => [each.id, each])));
  return {
    operations,
    kinds,
    passed: kinds.every(({ verdict, kind }) => verdict === "declarable" || isLacked(spoken, kind)),
  };
}

function isAskable({ method }: ContractOperation): boolean {
  return method === "GET";
}

function isList({ list }: ContractOperation): boolean {
  return list !== undefined && list !== false;
}

function isLacked({ overlay }: Tongue, kind: string): boolean {
  return overlay.kinds[kind] !== undefined;
}

class ProbeRun {
  /** First items of lists, in the contract's words. */
  private readonly items = new Map<string, readonly unknown[]>();

  constructor(
    private readonly contract: PortalContract,
    private readonly tongue: Tongue,
    private readonly ask: Ask,
  ) {}

  notAsked(operation: ContractOperation, why: string): ProbedOperation {
    const { method, path } = this.tongue.route(operation);
    return { id: operation.id, method, path, result: "not-asked", differences: [why], notes: [], calls: 0 };
  }

  async operation(operation: ContractOperation): Promise<ProbedOperation> {
    const lacks = this.tongue.lacks(operation);
    if (lacks !== undefined) return this.notAsked(operation, `contract.yaml says that the portal lacks it: ${lacks}`);
    const { method, path } = this.tongue.route(operation);
    if (method !== "GET")
      return this.notAsked(operation, `contract.yaml gives it the method ${method}, and a probe only reads`);
    const sample = this.sampleFor(operation);
    if ("missing" in sample) return this.notAsked(operation, sample.missing);
    const looks = new Looks(this.ask, MOST_CALLS);
    const { shape, differences, notes } = await (isList(operation)
      ? this.list(operation, sample, looks)
      : this.object(operation, sample, looks));
    const result = differences.length === 0 ? "same" : "differs";
    return { id: operation.id, method, path, result, differences, notes, calls: looks.calls, ...(shape && { shape }) };
  }

  private async list(operation: ContractOperation, sample: Sample, looks: Looks): Promise<Look> {
    const paging = this.tongue.paging(operation);
    const size = "size" in paging && paging.size !== undefined ? { [paging.size.parameter]: paging.size.most } : {};
    const first =
      paging.by === "page"
        ? { [paging.parameter]: paging.first ?? 1 }
        : paging.by === "offset"
          ? { [paging.parameter]: paging.first ?? 0 }
          : {};
    const look = await looks.at(this.tongue.request(operation, sample), { ...size, ...first });
    if ("failure" in look) return { differences: [look.failure], notes: [] };
    const { body } = look.response;
    const shape = shapeOf(body);
    const items = this.tongue.items(operation, body);
    if (items === undefined)
      return {
        shape,
        differences: [`no list at ${this.tongue.itemsPath(operation) || "the top of the answer"}`],
        notes: [],
      };
    const translated = items.map((item) => this.tongue.item(operation, item));
    this.items.set(operation.id, translated);
    const found = operation.response === undefined ? [] : differencesIn(z.array(operation.response), translated);
    const notes = unknownMembers(operation, this.tongue, items.slice(0, PAGE_CHECKED));
    const paged = await this.pagesOf(operation, sample, look.response, looks);
    return { shape, differences: [...found, ...paged], notes };
  }

  /** Whether the list goes on as the contract says, as far as one more page tells. */
  private async pagesOf(
    operation: ContractOperation,
    sample: Sample,
    first: HttpResponse,
    looks: Looks,
  ): Promise<string[]> {
    const paging = this.tongue.paging(operation);
    const items = this.tongue.items(operation, first.body) ?? [];
    if (paging.by === "none" || items.length === 0) return [];
    if (paging.by === "cursor") {
      const next = valueAt(first.body, paging.next);
      if (next === undefined && paging.required === true)
        return [`paging: the answer has no ${paging.next}, which says whether there is a next page`];
      if (next === undefined || next === null || next === "") return [];
      return this.secondPage(operation, sample, { [paging.parameter]: String(next) }, items, looks);
    }
    if (paging.by === "link") return [];
    if (items.length > paging.size.most)
      return [
        `paging: the answer has more items than ${paging.size.parameter} asks for, so that the portal has other names for pages`,
      ];
    if (items.length < paging.size.most) return [];
    const at = paging.by === "page" ? (paging.first ?? 1) + 1 : (paging.first ?? 0) + items.length;
    return this.secondPage(
      operation,
      sample,
      { [paging.parameter]: at, [paging.size.parameter]: paging.size.most },
      items,
      looks,
    );
  }

  private async secondPage(
    operation: ContractOperation,
    sample: Sample,
    query: Query,
    before: readonly unknown[],
    looks: Looks,
  ): Promise<string[]> {
    const look = await looks.at(this.tongue.request(operation, sample), query);
    if ("failure" in look) return [`paging: the second page: ${look.failure}`];
    const items = this.tongue.items(operation, look.response.body);
    if (items === undefined) return ["paging: the second page has no list"];
    return JSON.stringify(items[0]) === JSON.stringify(before[0]) && items.length > 0
      ? ["paging: the second page is the first one again, so that the portal has another name for pages"]
      : [];
  }

  private async object(operation: ContractOperation, sample: Sample, looks: Looks): Promise<Look> {
    const look = await looks.at(this.tongue.request(operation, sample), {});
    if ("failure" in look) return { differences: [look.failure], notes: [] };
    const { body, status } = look.response;
    const shape = shapeOf(body);
    const translated = this.tongue.body(operation, body, sample);
    const found =
      operation.response === undefined || status === 204 ? [] : differencesIn(operation.response, translated);
    const notes = unknownMembers(operation, this.tongue, [body]);
    return { shape, differences: [...found, ...(await this.errorOf(operation, sample, looks))], notes };
  }

  /** How the portal says that an object doesn't exist: asked of operations that are about one object of a list. */
  private async errorOf(operation: ContractOperation, sample: Sample, looks: Looks): Promise<string[]> {
    const names = Object.keys(sample.params);
    if (names.length !== 1 || looks.isUsedUp) return [];
    const params = Object.fromEntries(names.map((name) => [name, NOBODY]));
    const refusal = await looks.refusal(this.tongue.request(operation, { ...sample, params }));
    if (refusal === "unknown") return [];
    if (refusal === undefined) return ["errors: an id that doesn't exist is answered without an error"];
    if (refusal === "malformed")
      return ["errors: an id that doesn't exist is answered with something that is not JSON"];
    if (refusal.status !== 404)
      return [`errors: an id that doesn't exist is answered with status ${refusal.status}, not 404`];
    return refusal.code === undefined
      ? ["errors: the answer to an id that doesn't exist has no code where the contract has one"]
      : [];
  }

  private sampleFor(operation: ContractOperation): Sample | { readonly missing: string } {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const params = this.paramsFor(names);
    if (typeof params === "string") return { missing: params };
    const query: Record<string, string> = {};
    for (const name of this.contract.needs[operation.id] ?? []) {
      const source = this.contract.samples[name];
      const item = source === undefined ? undefined : this.items.get(source.list)?.[0];
      const value = isRecord(item) && source !== undefined ? item[source.member] : undefined;
      if (typeof value !== "string") return { missing: `no value for ${name} is known` };
      query[name] = value;
    }
    return { params, query };
  }

  /** Values of one object for the parameters of a path, all of them from one item of a list; a text says why there are none. */
  private paramsFor(names: readonly string[]): Readonly<Record<string, string>> | string {
    const last = names.at(-1);
    if (last === undefined) return {};
    const source = this.contract.samples[last];
    if (source === undefined) return `no value for {${last}} can be read from a list`;
    for (const item of this.items.get(source.list) ?? []) {
      if (!isRecord(item)) continue;
      const values = names.map((name) => [name, name === last ? item[source.member] : item[name]] as const);
      if (values.every(([, value]) => typeof value === "string" && value !== ""))
        return Object.fromEntries(values) as Record<string, string>;
    }
    return `${source.list} has no object that it could be asked about`;
  }
}

interface Sample {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

interface Look {
  readonly shape?: Shape;
  readonly differences: readonly string[];
  readonly notes: readonly string[];
}

/** The calls of one operation. A portal that fails now and then is asked once more, if a call is left. */
class Looks {
  calls = 0;

  constructor(
    private readonly ask: Ask,
    private readonly most: number,
  ) {}

  get isUsedUp(): boolean {
    return this.calls >= this.most;
  }

  async at(
    { path, query }: { readonly path: string; readonly query?: Query | undefined },
    page: Query,
  ): Promise<{ readonly response: HttpResponse } | { readonly failure: string }> {
    if (this.isUsedUp) return { failure: "not answered within two calls" };
    this.calls += 1;
    try {
      return { response: await this.ask(path, { ...query, ...page }) };
    } catch (error) {
      const mayPass = error instanceof TransportError || (error instanceof ResponseError && error.status >= 500);
      if (mayPass && !this.isUsedUp) return this.at({ path, query }, page);
      return { failure: failureIn(error) };
    }
  }

  async refusal({
    path,
    query,
  }: {
    readonly path: string;
    readonly query?: Query | undefined;
  }): Promise<ResponseError | "malformed" | "unknown" | undefined> {
    this.calls += 1;
    try {
      await this.ask(path, { ...query });
    } catch (error) {
      if (error instanceof MalformedAnswerError) return "malformed";
      // A portal that fails now and then has said nothing of how it answers.
      if (error instanceof TransportError) return "unknown";
      if (error instanceof ResponseError) return error.status >= 500 ? "unknown" : error;
      throw error;
    }
    return undefined;
  }
}

/** What went wrong, without a word of the portal's. */
function failureIn(error: unknown): string {
  if (error instanceof ResponseError)
    return error.status === 404
      ? "the path answers 404: the portal has it elsewhere, or the token doesn't see it"
      : `status ${error.status}${error.status === 401 || error.status === 403 ? ": the token may not read it" : ""}`;
  if (error instanceof MalformedAnswerError)
    return `status ${error.status}, but the answer is not JSON: a web page, perhaps`;
  if (error instanceof TransportError) return `no answer (${error.networkCode})`;
  throw error;
}

function kindsOf(
  contract: PortalContract,
  tongue: Tongue,
  operations: ReadonlyMap<string, ProbedOperation>,
): ProbedKind[] {
  return Object.entries(contract.kinds).map(([kind, { read, write }]) => {
    const lacks = tongue.overlay.kinds[kind]?.lacks;
    if (lacks !== undefined) return { kind, verdict: "unusable", why: [`contract.yaml: ${lacks}`] };
    const faults = read.flatMap((id) => [
      ...faultsOf(operations.get(id)),
      ...sourcesOf(contract, operations.get(id)).flatMap((source) =>
        operations.get(source)?.result === "differs" ? [`${id} was not asked, because ${source} differs`] : [],
      ),
    ]);
    if (faults.length > 0) return { kind, verdict: "unusable", why: faults };
    const missing = write.flatMap((id) => {
      const why = tongue.overlay.operations[id]?.lacks;
      return why === undefined ? [] : [`${id}: ${why}`];
    });
    return { kind, verdict: missing.length > 0 ? "readable" : "declarable", why: missing };
  });
}

/** The lists without which an operation could not be asked about anything. */
function sourcesOf({ operations, samples, needs }: PortalContract, probed: ProbedOperation | undefined): string[] {
  if (probed?.result !== "not-asked") return [];
  const names = [...(operations[probed.id]?.path ?? "").matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return [...names, ...(needs[probed.id] ?? [])].flatMap((name) => samples[name]?.list ?? []);
}

function faultsOf(operation: ProbedOperation | undefined): string[] {
  if (operation === undefined || operation.result === "same") return [];
  if (operation.result === "differs") return [`${operation.id} differs`];
  return operation.differences.some((why) => why.startsWith("contract.yaml")) ? [`${operation.id} is lacking`] : [];
}
