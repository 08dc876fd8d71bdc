import type { Socket } from "node:net";
import { HttpConnection, MalformedAnswerError, ResponseError, TransportError } from "../../provider/transport";
import { saysUnreachable } from "../../provider/transport/unreachable";
import { type Answer, failureOf, GET, json, POST, TOKEN, withServer } from "./portalServer";

describe("what is sent", () => {
  it("carries the token, a user agent, the idempotency key and If-Match, and gives back status, body and request id", async () => {
    await withServer(
      (_request, response) => json(response, 200, { ok: true }),
      async (connection, seen) => {
        const answer = await connection.request({
          method: "PATCH",
          path: "/things/1",
          body: {},
          ifMatch: '"e"',
          idempotencyKey: "key",
        });
        expect(answer).toMatchObject({ status: 200, body: { ok: true }, requestId: "req-1" });
        expect(seen[0]?.headers).toMatchObject({
          authorization: `Bearer ${TOKEN}`,
          "if-match": '"e"',
          "idempotency-key": "key",
        });
        expect(seen[0]?.headers["user-agent"]).toMatch(/^pulumi-reseller\/\d/);
      },
    );
  });

  it("is bounded: never more requests at once than allowed, over as few sockets", async () => {
    let now = 0;
    let most = 0;
    const sockets = new Set<Socket>();
    await withServer(
      (request, response) => {
        now += 1;
        most = Math.max(most, now);
        sockets.add(request.socket);
        setImmediate(() => {
          now -= 1;
          json(response, 200, {});
        });
      },
      async (connection) => {
        await Promise.all(Array.from({ length: 40 }, () => connection.request(GET)));
        expect(most).toBeLessThanOrEqual(3);
        expect(sockets.size).toBeLessThanOrEqual(3);
      },
      { maxConcurrency: 3 },
    );
  });
});

describe("what is sent again", () => {
  it.each([429, 502, 503, 504])("a GET that meets %d", async (status) => {
    await withServer(
      (_request, response, count) =>
        count < 3 ? json(response, status, {}, { "retry-after": "0" }) : json(response, 200, { count }),
      async (connection) => expect((await connection.request(GET)).body).toEqual({ count: 3 }),
    );
  });

  it("a POST with an idempotency key, every time with the same key", async () => {
    await withServer(
      (request, response, count) => (count < 3 ? request.socket.destroy() : json(response, 201, {})),
      async (connection, seen) => {
        await connection.request({ ...POST, idempotencyKey: "once" });
        expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual(["once", "once", "once"]);
      },
    );
  });

  it("never a POST without one, after it may have been carried out", async () => {
    await withServer(
      (request) => request.socket.destroy(),
      async (connection, seen) => {
        const error = await failureOf(connection.request(POST));
        expect(error).toBeInstanceOf(TransportError);
        expect((error as TransportError).ambiguous).toBe(true);
        expect(seen).toHaveLength(1);
      },
    );
  });

  it.each([400, 401, 403, 404, 409, 412, 422])("nothing that meets %d", async (status) => {
    await withServer(
      (_request, response) => json(response, status, {}),
      async (connection, seen) => {
        expect(await failureOf(connection.request(GET))).toBeInstanceOf(ResponseError);
        expect(seen).toHaveLength(1);
      },
    );
  });

  it("no more often than allowed, and not at all where the portal asks to wait for longer than there is time", async () => {
    await withServer(
      (_request, response) => json(response, 503, {}),
      async (connection, seen) => {
        await failureOf(connection.request(GET));
        expect(seen).toHaveLength(3);
      },
      { maxAttempts: 3 },
    );
    await withServer(
      (_request, response) => json(response, 429, {}, { "retry-after": "999999" }),
      async (connection, seen) => {
        expect((await failureOf(connection.request(GET))).message).toContain("rate limit");
        expect(seen).toHaveLength(1);
      },
    );
  });

  it("a storm empties the budget that all requests share, and then fails fast", async () => {
    await withServer(
      (_request, response) => json(response, 503, {}, { "retry-after": "0" }),
      async (connection, seen) => {
        await Promise.allSettled(Array.from({ length: 200 }, () => connection.request(GET)));
        expect(seen.length).toBeLessThanOrEqual(200 + 100);
      },
      { maxConcurrency: 50, retryBudgetMs: 60_000 },
    );
  });

  it("a DELETE whose answer was lost, and the 404 that follows counts as done", async () => {
    await withServer(
      (request, response, count) => (count === 1 ? request.socket.destroy() : json(response, 404, {})),
      async (connection) =>
        expect((await connection.request({ method: "DELETE", path: "/things/1" })).status).toBe(204),
    );
  });
});

describe("answers that are none", () => {
  const strange: { what: string; answer: Answer; says: string }[] = [
    {
      what: "a web page",
      answer: (_q, r) => void r.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
      says: "a web page, not JSON",
    },
    {
      what: "cut-off JSON",
      answer: (_q, r) => void r.writeHead(200, { "content-type": "application/json" }).end('{"items":['),
      says: "cut off or malformed",
    },
    {
      what: "nothing",
      answer: (_q, r) => void r.writeHead(200, { "content-type": "application/json" }).end(),
      says: "nothing in it",
    },
    {
      what: "another type",
      answer: (_q, r) => void r.writeHead(200, { "content-type": "text/plain" }).end("[]"),
      says: "text/plain, not JSON",
    },
  ];
  it.each(strange)("$what", async ({ answer, says }) => {
    await withServer(answer, async (connection) => {
      const error = await failureOf(connection.request(GET));
      expect(error).toBeInstanceOf(MalformedAnswerError);
      expect(error.message).toContain(says);
    });
  });

  it("a body that breaks off is ambiguous for a write", async () => {
    await withServer(
      (_request, response) => {
        response.writeHead(201, { "content-type": "application/json", "content-length": 1000 });
        response.write("{", () => response.socket?.destroy());
      },
      async (connection) => {
        const error = await failureOf(connection.request(POST));
        expect(error).toBeInstanceOf(TransportError);
        expect((error as TransportError).ambiguous).toBe(true);
      },
    );
  });

  it("one that never comes ends at the time limit", async () => {
    await withServer(
      () => undefined,
      async (connection) =>
        expect((await failureOf(connection.request(POST))).message).toContain("no complete response within 0.05 s"),
      { requestTimeoutMs: 50 },
    );
  });

  it("where only reading is allowed, a write is refused before it leaves", async () => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen) => {
        for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
          const error = await failureOf(connection.request({ ...POST, method }));
          expect(error.message).toContain("not sent, because reseller:readOnly says that this run only reads");
          expect((error as TransportError).ambiguous).toBe(false);
        }
        await connection.request(GET);
        expect(seen.map(({ method }) => method)).toEqual(["GET"]);
      },
      { readOnly: true },
    );
  });

  it("nobody there: not ambiguous, since nothing was sent", async () => {
    const connection = new HttpConnection({ endpoint: "http://127.0.0.1:1/api", token: TOKEN, maxAttempts: 1 });
    const error = await failureOf(connection.request(POST));
    expect((error as TransportError).ambiguous).toBe(false);
    expect(saysUnreachable(`The preview ended with an error: ${error.message}`)).toBe(true);
    connection.close();
  });

  it("a redirect is not followed: the token would go along", async () => {
    await withServer(
      (_request, response) => void response.writeHead(302, { location: "https://elsewhere.example.com/" }).end(),
      async (connection, seen) => {
        expect((await failureOf(connection.request(GET))).message).toContain(
          "redirects to https://elsewhere.example.com, which is not followed",
        );
        expect(seen).toHaveLength(1);
      },
    );
  });

  it("a key that would change prototypes is dropped", async () => {
    await withServer(
      (_request, response) =>
        void response
          .writeHead(200, { "content-type": "application/json" })
          .end('{"__proto__":{"polluted":true},"a":1}'),
      async (connection) => {
        const { body } = await connection.request(GET);
        expect(Object.keys(body as object)).toEqual(["a"]);
        expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      },
    );
  });
});

describe("errors", () => {
  it("say what failed, what the portal said and what to do, without a stack and without secrets", async () => {
    const body = {
      code: "validation",
      detail: `no ${TOKEN}`,
      requestId: "r-9",
      errors: [{ field: "email", code: "format", message: "is no address" }],
    };
    await withServer(
      (_request, response) => json(response, 422, body),
      async (connection) => {
        const error = await failureOf(connection.request(POST));
        expect(error.message).toBe(
          "POST /things: no [redacted]; email: is no address (status 422, validation, request r-9)",
        );
        expect(error.stack).toBe(error.message);
      },
    );
  });

  it("name the permission that is missing, and what to do about a token", async () => {
    await withServer(
      (_request, response, count) =>
        count === 1 ? json(response, 403, { requiredPermission: "show_users" }) : json(response, 401, {}),
      async (connection) => {
        expect((await failureOf(connection.request(GET))).message).toContain("lacks the permission show_users");
        expect((await failureOf(connection.request(GET))).message).toContain("create a new one in the portal");
      },
    );
  });
});
