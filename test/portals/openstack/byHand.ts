import { fetchByHand } from "../../support/withoutSocket";

export type Wire = Record<string, unknown>;

/** Whom a person signs in as, and where. */
export interface SignIn {
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  readonly userDomainName: string;
  readonly projectName?: string;
  readonly projectDomainName?: string;
  /** In place of its name and domain. */
  readonly projectId?: string;
}

interface CatalogueEntry {
  readonly type: string;
  readonly endpoints: readonly { readonly interface: string; readonly region: string; readonly url: string }[];
}

interface Token {
  readonly text: string;
  readonly catalog: readonly CatalogueEntry[];
}

/** What somebody with a password does by hand at a cloud. */
export class OpenstackByHand {
  private signedIn: Promise<Token> | undefined;

  constructor(private readonly who: SignIn) {}

  /** One call of Keystone. @throws Error where it is refused */
  async api(method: string, path: string, body?: unknown): Promise<Wire> {
    const { status, answer } = await this.tried(method, `${this.who.endpoint}${path}`, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** One call of another service in a region. */
  async service(type: string, region: string, method: string, path: string, body?: unknown): Promise<Wire> {
    const url = `${await this.addressOf(type, region)}${path}`;
    // Cinder refuses versions of others.
    const version: Record<string, string> = type === "compute" ? { "OpenStack-API-Version": "compute 2.57" } : {};
    const { status, answer } = await this.tried(method, url, body, version);
    if (status >= 300) throw new Error(`${type} in ${region}: ${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** One call, whatever comes of it. */
  async tried(
    method: string,
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly answer: Wire }> {
    const { text: token } = await this.token();
    const response = await fetchByHand(url, {
      method,
      headers: { "X-Auth-Token": token, "Content-Type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, answer: text === "" ? {} : (JSON.parse(text) as Wire) };
  }

  async offers(type: string): Promise<boolean> {
    return (await this.token()).catalog.some((entry) => entry.type === type);
  }

  async addressOf(type: string, region: string): Promise<string> {
    const { catalog } = await this.token();
    const address = catalog
      .filter((entry) => entry.type === type)
      .flatMap(({ endpoints }) => endpoints)
      .find((endpoint) => endpoint.region === region && endpoint.interface === "public")?.url;
    if (address === undefined) throw new Error(`the catalogue has no ${type} in ${region}`);
    return type === "network"
      ? `${address.replace(/\/$/, "").replace(/\/v2\.0$/, "")}/v2.0`
      : address.replace(/\/$/, "");
  }

  /** All of one of Keystone's lists of up to 1000. */
  async all(path: string, member: string): Promise<Wire[]> {
    return (await this.api("GET", `${path}${path.includes("?") ? "&" : "?"}limit=1000`))[member] as Wire[];
  }

  async one(path: string, member: string, name: string): Promise<Wire> {
    const [found] = (await this.all(path, member)).filter((item) => item["name"] === name);
    if (found === undefined) throw new Error(`${path} has nothing of the name ${name}`);
    return found;
  }

  domain(name: string): Promise<Wire> {
    return this.one("/domains", "domains", name);
  }

  user(name: string): Promise<Wire> {
    return this.one("/users", "users", name);
  }

  group(name: string): Promise<Wire> {
    return this.one("/groups", "groups", name);
  }

  project(name: string): Promise<Wire> {
    return this.one("/projects", "projects", name);
  }

  role(name: string): Promise<Wire> {
    return this.one("/roles", "roles", name);
  }

  /** Whether somebody gets in with a password. */
  async signsIn(userId: string, password: string): Promise<boolean> {
    return (await this.tokenFor({ id: userId, password })) !== undefined;
  }

  private token(): Promise<Token> {
    const { username: name, password, userDomainName, projectName, projectDomainName, projectId } = this.who;
    this.signedIn ??= this.tokenFor(
      { name, password, domain: { name: userDomainName } },
      {
        project:
          projectId === undefined ? { name: projectName, domain: { name: projectDomainName } } : { id: projectId },
      },
    ).then((token) => {
      if (token === undefined) throw new Error(`${name} can't sign in`);
      return token;
    });
    return this.signedIn;
  }

  private async tokenFor(user: object, scope?: object): Promise<Token | undefined> {
    const identity = { methods: ["password"], password: { user } };
    const response = await fetchByHand(`${this.who.endpoint}/auth/tokens`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ auth: { identity, ...(scope === undefined ? {} : { scope }) } }),
    });
    if (response.status !== 201) return undefined;
    const { token } = (await response.json()) as { readonly token: { readonly catalog?: readonly CatalogueEntry[] } };
    return { text: response.headers.get("x-subject-token") ?? "", catalog: token.catalog ?? [] };
  }
}
