import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Person {
  readonly id: number;
  readonly login: string;
}

/** A comment, or an issue, as the stand-in keeps it. */
export interface Kept {
  readonly id: number;
  readonly number: number;
  readonly author: Person;
  body: string;
  title: string;
  labels: readonly string[];
  open: boolean;
  readonly comments: Kept[];
  readonly system?: boolean;
}

export interface Change {
  readonly number: number;
  readonly comments: Kept[];
  /** The head, and the commit with which it was merged. */
  head?: string;
  merged?: string;
}

/** A run of a pipeline that applies. */
export interface Run {
  readonly workflow: string;
  readonly branch: string;
  readonly commit: string;
  readonly source: string;
  readonly succeeded: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What goes wrong with a request: it is answered so, or its answer is lost `after` it was carried out. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly answer?: Answer;
  readonly lostAfter?: boolean;
}

/**
 * A forge on this machine: real HTTP, its lists in pages, strict about what its public API documents. What no documented route takes is an
 * error that the test sees (`strayCalls`).
 */
export abstract class ForgeStandIn {
  readonly changes = new Map<number, Change>();
  readonly issues: Kept[] = [];
  /** The oldest first. */
  readonly runs: Run[] = [];
  readonly calls: string[] = [];
  readonly strayCalls: string[] = [];
  readonly faults: Fault[] = [];
  address = "";
  protected lastId = 1000;
  private readonly server = http.createServer((request, response) => void this.serve(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The base address of its API, as the pipeline's environment has it. */
  abstract get api(): string;
  protected abstract answer(request: Request): Answer | undefined;

  change(number: number): Change {
    const found = this.changes.get(number) ?? { number, comments: [] };
    this.changes.set(number, found);
    return found;
  }

  keep(list: Kept[], author: Person, text: Partial<Kept> & { body: string }): Kept {
    this.lastId += 1;
    const kept: Kept = {
      title: "",
      labels: [],
      open: true,
      ...text,
      id: this.lastId,
      number: list === this.issues ? list.length + 1 : this.lastId,
      author,
      comments: [],
    };
    list.push(kept);
    return kept;
  }

  private async serve(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const { pathname, searchParams } = new URL(incoming.url ?? "/", this.address);
    const method = incoming.method ?? "";
    const request: Request = {
      method,
      path: pathname,
      query: searchParams,
      headers: incoming.headers,
      body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    this.calls.push(`${method} ${pathname}`);
    const place = this.faults.findIndex((fault) => fault.method === method && fault.path.test(pathname));
    const fault = place < 0 ? undefined : this.faults.splice(place, 1)[0];
    const answer = fault?.answer ?? this.answer(request);
    if (fault?.lostAfter === true) return void incoming.socket.destroy();
    if (answer === undefined) this.strayCalls.push(`${method} ${pathname}?${searchParams.toString()}`);
    const { status, body, headers } = answer ?? { status: 404, body: { message: "Not Found" }, headers: {} };
    outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  }
}

export function pageOf<Item>(items: readonly Item[], query: URLSearchParams, usual: number) {
  const size = Math.min(100, Number(query.get("per_page") ?? usual));
  const page = Number(query.get("page") ?? 1);
  return {
    items: items.slice((page - 1) * size, page * size),
    page,
    last: Math.max(1, Math.ceil(items.length / size)),
  };
}
