import axios, { type AxiosInstance } from "axios";

/** One role that the server says somebody has, in a domain, in a project, or in the whole system. */
export interface Line {
  readonly role: string;
  readonly sort: "domain" | "project" | "system";
  /** Id of the domain or project. */
  readonly place: string;
}

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly domain_id?: string;
  readonly enabled?: boolean;
  readonly parent_id?: string;
}

/** Of a person who has signed in. */
export interface Token {
  readonly text: string;
  readonly roles: readonly string[];
}

type Scope =
  | { readonly project: { readonly id: string } }
  | { readonly domain: { readonly id: string } }
  | { readonly system: { readonly all: true } };

/** A real Keystone, asked as its administrator, and as the people who sign in there. Speaks HTTP by itself, without the provider. */
export class Server {
  private readonly http: AxiosInstance;
  private admin: string | undefined;

  constructor(
    authUrl: string,
    private readonly administrator: Readonly<Record<string, string>>,
  ) {
    this.http = axios.create({ baseURL: authUrl, validateStatus: () => true });
  }

  /** A call as the administrator. */
  async call<Body = unknown>(method: string, path: string, data?: unknown): Promise<{ status: number; body: Body }> {
    this.admin ??= await this.adminToken();
    const answer = await this.as(this.admin, method, path, data);
    if (answer.status !== 401) return answer as { status: number; body: Body };
    this.admin = await this.adminToken();
    return (await this.as(this.admin, method, path, data)) as { status: number; body: Body };
  }

  async as(token: string, method: string, path: string, data?: unknown): Promise<{ status: number; body: unknown }> {
    const headers = { "X-Auth-Token": token };
    const { status, data: body } = await this.http.request<unknown>({ method, url: path, data, headers });
    return { status, body };
  }

  async list<Item>(path: string, member: string): Promise<Item[]> {
    const { status, body } = await this.call<Record<string, Item[]>>("GET", path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body[member] ?? [];
  }

  async made(path: string, member: string, object: object): Promise<Named> {
    const { status, body } = await this.call<Record<string, Named>>("POST", path, { [member]: object });
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
    return body[member]!;
  }

  /** What the server works out of all grants, person by person. System grants are not in it. */
  async effective(): Promise<ReadonlyMap<string, Line[]>> {
    const all = await this.list<{
      role: Named;
      user: Named;
      scope: { project?: Named; domain?: Named };
    }>("/role_assignments?effective&include_names", "role_assignments");
    const lines = new Map<string, Line[]>();
    for (const { role, user, scope } of all) {
      const sort = scope.project === undefined ? "domain" : "project";
      const line: Line = { role: role.name, sort, place: (scope.project ?? scope.domain)!.id };
      lines.set(user.id, [...(lines.get(user.id) ?? []), line]);
    }
    return lines;
  }

  /**
   * Keystone dates tokens and revocations by whole seconds, and refuses a token of the second in which its person lost something: until that
   * second is over, nobody who was changed can be asked.
   */
  async untilRevoked(): Promise<void> {
    const left = 1000 - (Date.now() % 1000);
    await new Promise((resolve) => setTimeout(resolve, left + 1));
  }

  /** Undefined where the person can't sign in there. */
  async signIn(user: string, password: string, scope?: Scope): Promise<Token | undefined> {
    const identity = { methods: ["password"], password: { user: { id: user, password } } };
    const answer = await this.http.post<{ token: { roles?: readonly Named[] } }>("/auth/tokens", {
      auth: { identity, scope: scope ?? "unscoped" },
    });
    if (answer.status === 401) return undefined;
    if (answer.status !== 201) throw new Error(`sign-in of ${user}: ${answer.status}`);
    const roles = (answer.data.token.roles ?? []).map(({ name }) => name);
    return { text: String(answer.headers["x-subject-token"]), roles };
  }

  private async adminToken(): Promise<string> {
    const { OS_USERNAME: name, OS_PASSWORD: password, OS_PROJECT_NAME: project } = this.administrator;
    const domain = { name: "Default" };
    const { headers } = await this.http.post<unknown>("/auth/tokens", {
      auth: {
        identity: { methods: ["password"], password: { user: { name, domain, password } } },
        scope: { project: { name: project, domain } },
      },
    });
    return String(headers["x-subject-token"]);
  }
}
