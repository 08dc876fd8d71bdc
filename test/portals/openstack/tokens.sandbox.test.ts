import type * as http from "node:http";
import { type HttpConnection } from "../../../provider/transport";
import { operations } from "../../../provider/portals/openstack/contract";
import { openstackDialect } from "../../../provider/portals/openstack/dialect";
import { identityOf } from "../../../provider/portals/openstack/settings";
import { Tokens } from "../../../provider/portals/openstack/tokens";
import { Wire } from "../../../provider/portals/openstack/wire";
import { type FakeClock, json, withServer } from "../../transport/portalServer";

const PASSWORD = "a-password-that-nobody-may-see";
const SCOPE = { domain: { id: "d" } } as const;
const HOUR = 3_600_000;

interface Server {
  /** Tokens that were issued so far. */
  readonly issued: string[];
  /** Whether a token is good. */
  good: (token: string) => boolean;
  /** What a sign-in gets in place of a token. */
  refuses?: (scope: unknown) => boolean;
}

/** A Keystone that issues `token-1`, `token-2` and so on for an hour each, and lists nobody to whoever has a good one. */
async function withKeystone(
  work: (parts: {
    server: Server;
    tokens: Tokens;
    list: () => Promise<unknown>;
    clock: FakeClock;
    connection: HttpConnection;
  }) => Promise<void>,
): Promise<void> {
  const server: Server = { issued: [], good: () => true };
  let now = () => 0;
  const answer = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => {
    if (request.url !== "/api/auth/tokens")
      return server.good(String(request.headers["x-auth-token"]))
        ? json(response, 200, { users: [], domains: [], projects: [], links: { next: null } })
        : json(response, 401, { error: { code: 401, message: "no", title: "Unauthorized" } });
    const { scope } = (JSON.parse(body) as { auth: { scope?: unknown } }).auth;
    if (server.refuses?.(scope) === true)
      return json(response, 401, { error: { code: 401, message: "requires authentication", title: "Unauthorized" } });
    server.issued.push(`token-${server.issued.length + 1}`);
    const token = {
      methods: ["password"],
      user: { id: "u", name: "anna", domain: { id: "d", name: "D" } },
      issued_at: new Date(now()).toISOString(),
      expires_at: new Date(now() + HOUR).toISOString(),
    };
    return json(response, 201, { token }, { "x-subject-token": server.issued.at(-1)! });
  };
  await withServer(
    (request, response) => answer(request, response, bodies.get(request) ?? ""),
    async (connection, _seen, clock) => {
      now = clock.now;
      const wire = new Wire(connection);
      const identity = identityOf({ username: "anna", password: PASSWORD, userDomainName: "D" });
      const tokens = new Tokens(wire, identity, clock);
      const list = () => wire.list(operations.listUsers, { token: tokens.of(SCOPE) });
      await work({ server, tokens, list, clock, connection });
    },
    { dialect: openstackDialect, token: undefined },
    (request) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += String(chunk)));
      request.on("end", () => bodies.set(request, body));
    },
  );
}

const bodies = new WeakMap<http.IncomingMessage, string>();

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: Error) => error.message,
  );

describe("tokens of OpenStack", () => {
  it("are asked for once a scope, also by those who come at the same time", async () => {
    await withKeystone(async ({ server, tokens, list }) => {
      await Promise.all([list(), list(), list()]);
      await list();
      expect(server.issued).toEqual(["token-1"]);
      await tokens.of({ domain: { id: "other" } }).current();
      expect(server.issued).toEqual(["token-1", "token-2"]);
    });
  });

  it("are renewed a minute before they end, by the server's own clock", async () => {
    await withKeystone(async ({ server, list, clock }) => {
      await list();
      await clock.wait(HOUR - 61_000);
      await list();
      expect(server.issued).toHaveLength(1);
      await clock.wait(2_000);
      await list();
      expect(server.issued).toHaveLength(2);
    });
  });

  it("are renewed once where they are refused, also for those who come at the same time", async () => {
    await withKeystone(async ({ server, list, clock }) => {
      await list();
      await clock.wait(5_000);
      server.good = (token) => token !== "token-1";
      await Promise.all([list(), list(), list()]);
      expect(server.issued).toEqual(["token-1", "token-2"]);
    });
  });

  it("that were made in the second of a revocation are asked for again after that second, once", async () => {
    await withKeystone(async ({ server, list, clock }) => {
      await list();
      await clock.wait(5_000);
      const before = clock.waits.length;
      server.good = (token) => token === "token-3";
      await list();
      expect(server.issued).toEqual(["token-1", "token-2", "token-3"]);
      expect(clock.waits.slice(before)).toEqual([0, 1000]);
    });
  });

  it("that are refused again and again end in the server's refusal", async () => {
    await withKeystone(async ({ server, list, clock }) => {
      await list();
      await clock.wait(5_000);
      server.good = () => false;
      expect(await messageOf(list())).toContain("sign-in succeeded, but the service refuses the token");
      expect(server.issued).toHaveLength(3);
    });
  });

  it("never stand in a message, and neither does the password", async () => {
    await withKeystone(async ({ tokens, connection }) => {
      const token = await tokens.of(SCOPE).current();
      expect(connection.redactor.redact(`sent ${token}`)).toBe("sent [redacted]");
    });
  });
});

describe("a sign-in that is refused", () => {
  it("tells a wrong password from a scope without a role", async () => {
    await withKeystone(async ({ server, list }) => {
      server.refuses = () => true;
      const wrong = await messageOf(list());
      expect(wrong).toContain(
        "sign-in of the user anna of the domain D was refused: the password, the name or its domain is wrong",
      );
      expect(wrong).not.toContain(PASSWORD);
      server.refuses = (scope) => scope !== "unscoped";
      expect(await messageOf(list())).toContain(
        "the user anna of the domain D has no role in the domain with the id d, or that doesn't exist or is disabled. It has no role in any project or domain",
      );
    });
  });
});
