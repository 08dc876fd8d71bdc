import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { HttpConnection, type TokenSource } from "../../provider/transport";
import { SELF_SIGNED } from "./certificate";
import { failureOf, GET, json, POST, TOKEN, withServer } from "./portalServer";

/** A source whose tokens are `first-token`, `second-token` and so on; each refusal answers the next of `waits`. */
class Numbered implements TokenSource {
  private readonly names = ["first-token", "second-token", "third-token", "fourth-token"];
  readonly refusals: string[] = [];

  constructor(private readonly waits: (number | undefined)[]) {}

  current(): Promise<string> {
    return Promise.resolve(this.names[this.refusals.length]!);
  }

  refused(token: string): number | undefined {
    this.refusals.push(token);
    return this.waits[this.refusals.length - 1];
  }
}

const tokensIn = (seen: readonly { readonly headers: Readonly<Record<string, unknown>> }[]) =>
  seen.map(({ headers }) => headers["authorization"]);

describe("tokens that end while a connection is open", () => {
  it("are replaced where one is refused, and even what may not be repeated is sent again", async () => {
    await withServer(
      (_request, response, count) => json(response, count === 1 ? 401 : 201, {}),
      async (connection, seen, clock) => {
        const token = new Numbered([0]);
        expect((await connection.request({ ...POST, token })).status).toBe(201);
        expect(tokensIn(seen)).toEqual(["Bearer first-token", "Bearer second-token"]);
        expect(clock.waits).toEqual([0]);
      },
    );
  });

  it("are replaced once more, after the wait, where a new one came too early, and then no more", async () => {
    await withServer(
      (_request, response) => json(response, 401, {}),
      async (connection, seen, clock) => {
        const token = new Numbered([0, 700, 700, 700]);
        const error = await failureOf(connection.request({ ...POST, token }));
        expect(error).toMatchObject({ status: 401 });
        expect(tokensIn(seen)).toEqual(["first-token", "second-token", "third-token"].map((name) => `Bearer ${name}`));
        expect(clock.waits).toEqual([0, 700]);
        for (const name of ["first-token", "second-token", "third-token"]) expect(error.message).not.toContain(name);
      },
    );
  });

  it("are not replaced again after a wait, which was for the second that they are dated by", async () => {
    await withServer(
      (_request, response) => json(response, 401, {}),
      async (connection, seen) => {
        await failureOf(connection.request({ ...POST, token: new Numbered([700, 0]) }));
        expect(tokensIn(seen)).toEqual(["Bearer first-token", "Bearer second-token"]);
      },
    );
  });

  it("are not replaced where the source knows that another one would be no better", async () => {
    await withServer(
      (_request, response) => json(response, 401, {}),
      async (connection, seen) => {
        await failureOf(connection.request({ ...POST, token: new Numbered([undefined]) }));
        expect(seen).toHaveLength(1);
      },
    );
  });

  it("leave other failures as they are", async () => {
    await withServer(
      (_request, response) => json(response, 403, {}),
      async (connection, seen) => {
        const token = new Numbered([0]);
        await failureOf(connection.request({ ...POST, token }));
        expect([seen.length, token.refusals]).toEqual([1, []]);
      },
    );
  });
});

describe("a sign-in", () => {
  const signIn = { ...POST, path: "/tokens", signIn: true };

  it("carries no token, and a connection that only reads sends it", async () => {
    await withServer(
      (_request, response) => json(response, 201, {}),
      async (connection, seen) => {
        await connection.request(signIn);
        expect(seen[0]?.headers["authorization"]).toBeUndefined();
        await failureOf(connection.request(POST));
        expect(seen).toHaveLength(1);
      },
      { token: undefined, readOnly: true },
    );
  });

  it("takes no place: the only request at a time may wait for it", async () => {
    await withServer(
      (_request, response) => json(response, 201, {}),
      async (connection, seen) => {
        const token: TokenSource = {
          current: async () => {
            await connection.request(signIn);
            return "token-from-sign-in";
          },
          refused: () => undefined,
        };
        await connection.request({ ...GET, token });
        expect(seen.map(({ url }) => url)).toEqual(["/api/tokens", "/api/things"]);
      },
      { token: undefined, maxConcurrency: 1 },
    );
  });

  it("that is refused isn't told that its token is", async () => {
    await withServer(
      (_request, response) => json(response, 401, { detail: "no" }),
      async (connection) =>
        expect((await failureOf(connection.request(signIn))).message).toBe(
          "POST /tokens: no (status 401, request req-1)",
        ),
      { token: undefined },
    );
  });
});

describe("another service of the portal", () => {
  it("is called at its own address, and named in errors", async () => {
    await withServer(
      (_request, response, count) => json(response, count === 1 ? 200 : 404, { detail: "nothing here" }),
      async (other, there) => {
        await other.request(GET);
        const service = { name: "compute in ch-1", endpoint: `http://${there[0]?.headers.host}/v2.1/` };
        await withServer(
          (_request, response) => json(response, 200, {}),
          async (connection, here) => {
            const error = await failureOf(connection.request({ ...GET, service }));
            expect(error.message).toBe("GET /things of compute in ch-1: nothing here (status 404, request req-1)");
            expect([here.length, there.length, there[1]?.url]).toEqual([0, 2, "/v2.1/things"]);
            expect(there[1]?.headers["authorization"]).toBe(`Bearer ${TOKEN}`);
          },
        );
      },
    );
  });

  it("gets no token where the way there isn't encrypted", async () => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen) => {
        const service = { name: "compute in ch-1", endpoint: "http://compute.example.com/v2.1" };
        const error = await failureOf(connection.request({ ...GET, service }));
        expect(error.message).toContain("the endpoint of compute in ch-1 must begin with https://");
        expect(error.message).not.toContain(TOKEN);
        expect(seen).toHaveLength(0);
      },
    );
  });
});

describe("a certificate that nobody else vouches for", () => {
  async function ask(ca: string | undefined): Promise<number> {
    const server = https.createServer(SELF_SIGNED, (_request, response) => json(response, 200, {}));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const connection = new HttpConnection({
      endpoint: `https://127.0.0.1:${port}`,
      token: TOKEN,
      ...(ca === undefined ? {} : { ca }),
    });
    try {
      return (await connection.request(GET)).status;
    } finally {
      connection.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it("is trusted where it was given, and only there", async () => {
    expect(await ask(SELF_SIGNED.cert)).toBe(200);
    const error = await failureOf(ask(undefined));
    expect(error.message).toContain("The certificate is not trusted: set NODE_EXTRA_CA_CERTS");
    expect(error).toMatchObject({ ambiguous: false });
  });
});
