import {
  type ContractOperation,
  operations,
  type OperationName,
} from "../../../../provider/portals/gridscale/contract";
import { type RunningSandbox, startSandbox } from "../../../../sandbox";

/** JSON from the wire, read as freely as a test needs it; what it must look like, the contract has checked before. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Credentials {
  readonly userUuid: string;
  readonly token: string;
}

export interface Request {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly as?: Credentials;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** When every test begins: twenty seconds into a minute. */
export const BEGINNING = Date.parse("2026-09-16T15:55:20.463Z");
/** How long a deletion takes. */
export const DELETION = 150;

/** For each test of a block a sandbox of its own, whose clock stands still until the test moves it. */
export class TestGridscale {
  /** The operations that have answered what they are for. */
  readonly succeeded = new Set<string>();
  private running: RunningSandbox | undefined;
  private milliseconds = BEGINNING;

  constructor() {
    beforeEach(() => {
      this.milliseconds = BEGINNING;
      return this.start();
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

  /** Instead of the one that runs. */
  async start(dataDir?: string): Promise<void> {
    await this.running?.close();
    this.running = await startSandbox({ now: () => this.milliseconds, dataDir });
  }

  /** Sends a request, and holds what comes back against the contract: an answer of its shape, or problems that the operation may have. */
  readonly call = async (name: OperationName, request: Request = {}): Promise<Answer> => {
    const operation: ContractOperation = operations[name];
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, key: string) => request.parameters?.[key] ?? "");
    const answer = await this.send(operation.method, `${filled}${request.query ?? ""}`, request);
    const { status, headers, body } = answer;
    if (status < 300) {
      this.succeeded.add(name);
      expect(status).toBe(operation.status);
      const { response, list } = operation;
      expect(body === undefined).toBe(response === undefined);
      if (body !== undefined) expect(headers.get("content-type")).toBe("application/json");
      for (const item of list === undefined ? [body] : (body[list] as unknown[]))
        if (response !== undefined) expect(() => response.parse(item)).not.toThrow();
    } else {
      expect(headers.get("content-type")).toBe("application/problem+json");
      for (const error of body.errors as Json[]) {
        const instance = filled.split("?")[0];
        expect(error).toEqual({
          type: expect.stringMatching(/^https:\/\/my\.gridscale\.io\/docs\/problems\/[a-z-]+$/),
          title: expect.stringMatching(/^[A-Z]/),
          status,
          detail: expect.any(String),
          instance,
          data: expect.any(Object),
        });
        expect(operation.errors).toContain(slugOf(error));
      }
    }
    return answer;
  };

  /** What a request that the portal must refuse is refused with: status, and type and data of each problem. */
  readonly refused = async (name: OperationName, request: Request = {}): Promise<Json[]> => {
    const { status, body } = await this.call(name, request);
    return [status, ...((body?.errors ?? []) as Json[]).flatMap((error) => [slugOf(error), error.data])];
  };

  /** Sends a request that need not be one of the contract's. */
  readonly send = async (method: string, path: string, { body, as }: Request = {}): Promise<Answer> => {
    const { userUuid, token } = as ?? this.sandbox.gridscale;
    const response = await fetch(`${this.sandbox.gridscale.endpoint}${path}`, {
      method,
      headers: { "X-Auth-UserId": userUuid, "X-Auth-Token": token, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return read(response);
  };

  readonly control = async (method: string, route: string, body?: unknown): Promise<Json> => {
    const response = await fetch(`${this.sandbox.baseUrl}/_sandbox${route}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await read(response);
    expect(answer.status).toBeLessThan(300);
    return answer.body;
  };

  /** Records that the sandbox has stored for this portal. */
  readonly stored = async (collection: string): Promise<Json[]> =>
    (await this.control("GET", "/dump")).gridscale[collection] as Json[];

  readonly newContract = async (name: string, owner?: string): Promise<string> =>
    (await this.call("createContract", { body: { name, ...(owner === undefined ? {} : { owner_uuid: owner }) } })).body
      .contract_uuid;

  readonly newUser = async (name: string): Promise<string> =>
    (await this.call("createUser", { body: { email: `${name}@customer.example` } })).body.user_uuid;

  readonly contract = async (contractId: string): Promise<Json> =>
    (await this.call("getContract", { parameters: { contractId } })).body;
}

function slugOf({ type }: { type: string }): string {
  return type.split("/").at(-1) ?? "";
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : (JSON.parse(text) as Json),
  };
}
