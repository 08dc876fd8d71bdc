import { z } from "zod";
import { operations, page, Problem, type ContractOperation } from "../../provider/portals/csp/contract";
import { startSandbox, type RunningSandbox, type SandboxOptions } from "../../sandbox";

export type OperationName = keyof typeof operations;

/** JSON from the wire, read as freely as a test needs it; what it must look like, the contract has checked before. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface Request {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  readonly token?: string;
}

const INPUT_OF_NEW_CLIENT = { state: "trial", uprovideAccountId: "UP-10001", availableServices: ["openstack", "s3"] };

/** Ten numbers, all the same but for those that are given. */
export function limits(number: number, others: Readonly<Record<string, number>> = {}): Record<string, number> {
  const names = [
    "projects",
    "instances",
    "vcpus",
    "ramGb",
    "volumes",
    "volumeStorageGb",
    "volumeSnapshots",
    "routers",
    "networks",
    "floatingIps",
  ];
  return { ...Object.fromEntries(names.map((name) => [name, number])), ...others };
}

/** A sandbox whose clock stands still until a test moves it, and a client that holds every answer against the contract. */
export class TestPortal {
  /** Operations that have answered with success. */
  readonly served = new Set<string>();
  private milliseconds = Date.parse("2030-01-07T10:00:00Z");

  private constructor(readonly sandbox: RunningSandbox) {}

  static async start(options: SandboxOptions = {}): Promise<TestPortal> {
    const clock = { of: undefined as TestPortal | undefined };
    const sandbox = await startSandbox({
      now: () => clock.of?.milliseconds ?? Date.parse("2030-01-07T10:00:00Z"),
      ...options,
    });
    clock.of = new TestPortal(sandbox);
    return clock.of;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** Moves the clock, past the end of every asynchronous operation unless told otherwise. */
  pass(milliseconds = 1000): void {
    this.milliseconds += milliseconds;
  }

  /** Sends a request of the contract. A 2xx must have the contract's shape, everything else must be a problem. */
  async call(name: OperationName, request: Request = {}): Promise<Answer> {
    const operation: ContractOperation = operations[name];
    const path = operation.path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
      encodeURIComponent(request.parameters?.[parameter] ?? ""),
    );
    const url = new URL(`${this.sandbox.csp.endpoint}${path}`);
    for (const [parameter, value] of Object.entries(request.query ?? {})) url.searchParams.set(parameter, value);
    const answer = await send(url, operation.method, request.body, {
      authorization: `Bearer ${request.token ?? this.sandbox.csp.token}`,
      ...(request.ifMatch === undefined ? {} : { "if-match": request.ifMatch }),
      ...(request.idempotencyKey === undefined ? {} : { "idempotency-key": request.idempotencyKey }),
    });
    expect(answer.headers.get("x-request-id")).toMatch(/^req-/);
    if (answer.status >= 400) expectProblem(answer);
    else {
      expectContract(operation, answer);
      this.served.add(name);
    }
    return answer;
  }

  /** Sends a request that must succeed. */
  async done(name: OperationName, request: Request = {}): Promise<Json> {
    const { status, body } = await this.call(name, request);
    if (status >= 400) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Sends a request that must be refused. */
  async refused(name: OperationName, request: Request = {}): Promise<Json> {
    const { status, body } = await this.call(name, request);
    if (status < 400) throw new Error(`${name} was not refused: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async control(method: string, path: string, body?: unknown): Promise<Answer> {
    return send(new URL(`${this.sandbox.baseUrl}/_sandbox${path}`), method, body, {});
  }

  /** A client that has settled, with its id. */
  async newClient(name: string, input: object = {}): Promise<string> {
    const { resource } = await this.done("createClient", { body: { name, ...INPUT_OF_NEW_CLIENT, ...input } });
    this.pass();
    return resource.id as string;
  }

  async activate(clientId: string, serviceKey = "openstack"): Promise<void> {
    await this.done("activateService", { parameters: { clientId, serviceKey } });
    this.pass();
  }

  async setQuota(clientId: string, region: string, numbers: Record<string, number>): Promise<void> {
    await this.done("setClientQuota", { parameters: { clientId, region }, body: { limits: numbers }, ifMatch: "*" });
  }

  /** A client with OpenStack, quota in the first region, and one project: `{ clientId, projectId }`. */
  async newProject(name: string, input: object = {}): Promise<{ clientId: string; projectId: string }> {
    const clientId = await this.newClient(name, input);
    await this.activate(clientId);
    await this.setQuota(clientId, "ch-1", limits(10));
    const { resource } = await this.done("createProject", { parameters: { clientId }, body: { name: "web" } });
    this.pass();
    return { clientId, projectId: resource.id as string };
  }

  async profileNamed(name: string): Promise<Json> {
    const { items } = await this.done("listProfiles", { query: { "filter[name]": name } });
    return items[0];
  }

  /** Input for a user with one of the standard profiles. */
  async userInput(username: string, profile = "User", others: object = {}): Promise<Record<string, unknown>> {
    const { id: profileId } = await this.profileNamed(profile);
    return {
      username,
      email: `${username}@customer.example`,
      firstName: "Anna",
      lastName: "Muster",
      profileId,
      ...others,
    };
  }

  async newClientUser(clientId: string, username: string, profile = "User"): Promise<Json> {
    return this.done("createClientUser", { parameters: { clientId }, body: await this.userInput(username, profile) });
  }

  async newProfile(name: string, level: string, permissions: readonly string[]): Promise<Json> {
    return this.done("createProfile", { body: { name, level, permissions } });
  }

  /** A token of any user. */
  async tokenOf(userId: string): Promise<string> {
    return (await this.control("POST", "/csp/tokens", { userId })).body.token as string;
  }
}

async function send(url: URL, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : (JSON.parse(text) as Json),
  };
}

function expectProblem({ status, headers, body }: Answer): void {
  expect(headers.get("content-type")).toContain("application/problem+json");
  expect(Problem.parse(body)).toMatchObject({ status, requestId: headers.get("x-request-id") });
  expect(body.code).toEqual(expect.any(String));
}

function expectContract(operation: ContractOperation, { status, headers, body }: Answer): void {
  const alreadyDone = operation.flags?.includes("async") === true && status === 200;
  if (!alreadyDone) expect(status).toBe(operation.status);
  if (operation.response === undefined) return expect(body).toBeUndefined();
  const schema = operation.list === true ? page(exact(operation.response)) : exact(operation.response);
  expect(() => schema.parse(body)).not.toThrow();
  if (body.etag !== undefined) expect(headers.get("etag")).toBe(body.etag);
  if (operation.flags?.includes("async") === true)
    expect(headers.get("location")).toBe(`/csp/api/v1/operations/${body.id}`);
}

/** The contract lets a portal send more than it names; the sandbox shall not. */
function exact(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}
