import { type ContractOperation, operations, type OperationName } from "../../../../provider/portals/scaleway/contract";
import { type RunningSandbox, startSandbox } from "../../../../sandbox";

/** JSON from the wire, read as freely as a test needs it; what it must look like, the contract has checked before. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Request {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly secretKey?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** When every test begins. */
const BEGINNING = Date.parse("2026-09-16T15:55:20.463Z");

/** For each test of a block a sandbox of its own, whose clock stands still until the test moves it. */
export class TestScaleway {
  private running: RunningSandbox | undefined;
  private milliseconds = BEGINNING;

  constructor(private readonly operationDelayMs = 0) {
    beforeEach(async () => {
      this.milliseconds = BEGINNING;
      this.running = await startSandbox({
        now: () => this.milliseconds,
        scalewayPort: 0,
        operationDelayMs: this.operationDelayMs,
      });
    });
    afterEach(() => this.running?.close());
  }

  get sandbox(): RunningSandbox {
    if (this.running === undefined) throw new Error("the sandbox runs within tests only");
    return this.running;
  }

  pass(milliseconds: number): void {
    this.milliseconds += milliseconds;
  }

  /** Sends a request, and holds what comes back against the contract: an answer of its shape, or an error that the operation may have. */
  readonly call = async (name: OperationName, request: Request = {}): Promise<Answer> => {
    const operation: ContractOperation = operations[name];
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, key: string) => request.parameters?.[key] ?? "");
    const answer = await this.send(operation.method, `${filled}${request.query ?? ""}`, request);
    const { status, headers, body } = answer;
    expect(headers.get("content-type")).toBe("application/json");
    if (status < 300) {
      expect(status).toBe(operation.status);
      const schema = operation.response;
      if (schema !== undefined && operation.list === undefined) expect(() => schema.parse(body)).not.toThrow();
      if (operation.list !== undefined)
        for (const item of body[operation.list] as unknown[]) expect(() => schema?.parse(item)).not.toThrow();
    } else {
      expect(body).toMatchObject({ type: expect.any(String), message: expect.any(String) });
      expect(operation.errors).toContain(body.type);
    }
    return answer;
  };

  /** Sends a request that need not be one of the contract's. */
  readonly send = async (method: string, path: string, { body, secretKey }: Request = {}): Promise<Answer> => {
    const response = await fetch(`${this.sandbox.scaleway.endpoint}${path}`, {
      method,
      headers: { "x-auth-token": secretKey ?? this.sandbox.scaleway.secretKey },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : (JSON.parse(text) as Json),
    };
  };

  readonly control = async (method: string, route: string, body?: unknown): Promise<Json> => {
    const response = await fetch(`${this.sandbox.baseUrl}/_sandbox${route}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return response.json();
  };

  readonly input = (others: object = {}) => ({
    partner_id: this.sandbox.scaleway.organizationId,
    email: "a@customer.example",
    organization_name: "Acme",
    owner_firstname: "John",
    owner_lastname: "Doe",
    customer_id: "c-1",
    ...others,
  });

  /** A client Organization, and a key of its owner's. */
  readonly newClient = async (others: object = {}): Promise<{ id: string; secretKey: string }> => {
    const { id } = (await this.call("createOrganization", { body: this.input(others) })).body as { id: string };
    const { secretKey } = (await this.control("POST", `/scaleway/organizations/${id}/keys`)) as { secretKey: string };
    return { id, secretKey };
  };

  readonly newUser = async (username: string): Promise<Json> =>
    (await this.call("createUser", { body: { member: { email: `${username}@b.example`, username } } })).body;
}
