import { operations, type OperationName, SERVICE_TYPES } from "../../../../provider/portals/openstack/contract";
import { pathOf } from "../../../../provider/transport";
import { compared, isLeftOut } from "./differences";

/** Where a cloud is, and its first administrator. */
export interface Cloud {
  /** Address of Keystone, with `/v3`. */
  readonly identity: string;
  readonly username: string;
  readonly password: string;
  /** Of the administrator's project, which is in the domain `default`. */
  readonly project: string;
}

/** One request, and what came of it, in words that are the same for every cloud. */
export interface Exchange {
  readonly operation: OperationName;
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Members = Readonly<Record<string, unknown>>;

const UNKNOWN_ID = /\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
/** Where the services run that the conversation is with. */
const REGION = "ch-1";
const AUDIT_ID = /^[\w-]{22}$/;
const TIME = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?/g;

/** A conversation with a cloud, which is noted down without what is different in each: ids, times, addresses. */
export class Talk {
  readonly exchanges: Exchange[] = [];
  private readonly tokens = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private readonly addresses = new Map<string, string>();

  constructor(private readonly cloud: Cloud) {
    this.names.set(cloud.identity, "<identity>");
  }

  /** Calls an id by a name from now on. */
  name(name: string, id: string): string {
    if (id !== "") this.names.set(id, `<${name}>`);
    return id;
  }

  /** The first administrator, on the project and on the system. */
  async begin(): Promise<void> {
    const { username: name, password, project } = this.cloud;
    const user = { name, password, domain: { id: "default" } };
    const { token } = await this.signIn("admin", user, { project: { name: project, domain: { id: "default" } } });
    await this.signIn("system admin", user, { system: { all: true } });
    const {
      catalog,
      user: self,
      project: own,
    } = token as { catalog: Entry[]; user: { id: string }; project: { id: string } };
    this.name("admin user", self.id);
    this.name("admin project", own.id);
    for (const { type, endpoints } of catalog)
      for (const { interface: kind, region_id: region, url } of endpoints)
        if (kind === "public") this.address(`${type} ${region}`, url.replace(/\/$/, ""));
  }

  private address(service: string, url: string): void {
    this.addresses.set(service, url);
    // Keystone is at one address for all regions.
    if (url !== this.cloud.identity) this.names.set(url, `<${service}>`);
  }

  /** Signs in until the token is good: one of the second of a revocation isn't. */
  async signIn(who: string, user: object, scope?: object): Promise<Members> {
    const identity = { methods: ["password"], password: { user } };
    for (;;) {
      const { status, token, body } = await this.send("", "createToken", { body: { auth: { identity, scope } } });
      if (status !== 201 || token === undefined) throw new Error(`${who}: ${status} ${JSON.stringify(body)}`);
      this.tokens.set(who, token);
      if ((await this.send(who, "listOwnSystems", {})).status === 200) return body as Members;
    }
  }

  /** The same, with what the token says noted down. */
  async noteSignIn(who: string, user: object, scope?: object): Promise<void> {
    const body = await this.signIn(who, user, scope);
    this.note(who, "createToken", { body: { user, scope } }, 201, body);
  }

  /** A sign-in that fails. */
  async refusedSignIn(user: object, scope?: object): Promise<void> {
    const identity = { methods: ["password"], password: { user } };
    await this.ask("nobody", "createToken", { body: { auth: { identity, scope } } });
  }

  /** One exchange that is noted down; who asks as nobody shows no token. */
  async ask(who: string, operation: OperationName, asked: Asked = {}, region = REGION): Promise<Members> {
    const { status, body } = await this.send(who, operation, asked, region);
    if (status === 201) this.name(`made ${this.exchanges.length}`, idIn(body) ?? "");
    this.note(who, operation, asked, status, body);
    return typeof body === "object" && body !== null ? (body as Members) : {};
  }

  /** A list page by page, noted down as one: how the items are divided hangs on ids. */
  async walk(who: string, operation: OperationName, query: Readonly<Record<string, string>> = {}): Promise<void> {
    const { list = "" } = operations[operation] as { readonly list?: string };
    const items: unknown[] = [];
    const shapes: unknown[] = [];
    for (let marker: string | undefined = ""; marker !== undefined;) {
      const asked = { ...query, limit: "2", ...(marker === "" ? {} : { marker }) };
      const { body } = await this.send(who, operation, { query: asked });
      const {
        [list]: page,
        links,
        truncated,
      } = body as { links: { next: string | null }; truncated?: boolean } & Members;
      items.push(...(page as unknown[]));
      shapes.push({ items: (page as unknown[]).length, truncated, members: Object.keys(body as object).sort() });
      const next = links.next === null ? undefined : (new URL(links.next).searchParams.get("marker") ?? undefined);
      // Some lists begin anew, whatever the marker is.
      marker = next === marker ? undefined : next;
    }
    const request = this.plain(JSON.stringify({ who, ...query, limit: "2" }));
    // What is on the first page alone hangs on ids.
    const isWhole = (operations[operation] as { readonly paging?: string }).paging === "marker";
    const body = { pages: shapes, ...(isWhole ? { items: this.comparable(items) } : {}) };
    this.exchanges.push({ operation, request, status: 200, body });
  }

  /** Makes an object, and calls its id by a name. */
  async make(who: string, operation: OperationName, member: string, name: string, asked: Asked): Promise<string> {
    const { [member]: made } = await this.ask(who, operation, asked);
    const id = (made as { id?: string } | undefined)?.id;
    if (id === undefined) throw new Error(`${operation} ${name}: ${JSON.stringify(this.exchanges.at(-1))}`);
    return this.name(name, id);
  }

  private note(
    who: string,
    operation: OperationName,
    { params, query, body: sent }: Asked,
    status: number,
    body: unknown,
  ): void {
    const request = this.plain(JSON.stringify({ who, ...params, ...query, body: sent }));
    // What fails without words of the service's own fails in those of whatever runs it.
    const shown = status === 500 ? undefined : this.comparable(body);
    this.exchanges.push({ operation, request, status, body: shown });
  }

  private async send(who: string, name: OperationName, { params, query, body, headers }: Asked, region = REGION) {
    const { method, path, service } = operations[name];
    const address =
      service === "identity"
        ? this.cloud.identity
        : SERVICE_TYPES[service]
            .map((type) => this.addresses.get(`${type} ${region}`))
            .find((url) => url !== undefined);
    if (address === undefined) throw new Error(`the cloud has no ${service} in ${region}`);
    const asked = new URLSearchParams(query).toString();
    const token = this.tokens.get(who);
    const answer = await fetch(`${address}${pathOf(path, { ...params })}${asked === "" ? "" : `?${asked}`}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { "X-Auth-Token": token }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, token: answer.headers.get("x-subject-token") ?? undefined, body: parsed(text) };
  }

  private plain(text: string): string {
    let plain = text;
    for (const [id, name] of this.names) plain = plain.replaceAll(id, name);
    return plain.replace(UNKNOWN_ID, "<id>").replace(TIME, "<time>");
  }

  /** Members in any order, and items of lists, too. */
  private comparable(value: unknown): unknown {
    if (typeof value === "string") return AUDIT_ID.test(value) ? "<audit id>" : compared(this.plain(value));
    if (Array.isArray(value)) return value.map((item) => this.comparable(item)).sort(byText);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value)
      .filter(([key]) => !isLeftOut(key))
      .map(
        ([key, member]) => [this.plain(key), this.comparable(key === "endpoints" ? hereIn(member) : member)] as const,
      );
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** The services of other regions aren't started for a conversation, and aren't in the catalogue then. */
function hereIn(endpoints: unknown): unknown {
  return Array.isArray(endpoints)
    ? (endpoints as { readonly region_id?: string }[]).filter(({ region_id: region }) => region === REGION)
    : endpoints;
}

/** The id of the one object in a body. */
function idIn(body: unknown): string | undefined {
  const [made] = Object.values(body as Readonly<Record<string, { readonly id?: unknown } | undefined>>);
  return typeof made?.id === "string" ? made.id : undefined;
}

interface Entry {
  readonly type: string;
  readonly endpoints: readonly { readonly interface: string; readonly region_id: string; readonly url: string }[];
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function byText(one: unknown, other: unknown): number {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first === second ? 0 : first < second ? -1 : 1;
}
