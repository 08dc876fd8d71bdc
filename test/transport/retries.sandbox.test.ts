import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { type HttpRequest, ResponseError, type RetryEvent, TransportError } from "../../provider/transport";
import { type Answer, failureOf, GET, json, POST, withServer } from "./portalServer";

const cut = (request: IncomingMessage) => void request.socket.destroy();
const always =
  (status: number, headers = {}): Answer =>
  (_request, response) =>
    json(response, status, {}, headers);

describe("which requests are sent again", () => {
  const requests: { what: string; request: HttpRequest; again: boolean }[] = [
    { what: "GET", request: GET, again: true },
    { what: "PUT", request: { method: "PUT", path: "/things/1", body: {} }, again: true },
    { what: "DELETE", request: { method: "DELETE", path: "/things/1" }, again: true },
    {
      what: "PATCH with If-Match",
      request: { method: "PATCH", path: "/things/1", body: {}, ifMatch: '"1"' },
      again: true,
    },
    { what: "PATCH without", request: { method: "PATCH", path: "/things/1", body: {} }, again: false },
    { what: "POST with a key", request: { ...POST, idempotencyKey: "k" }, again: true },
    { what: "POST without", request: POST, again: false },
  ];

  it.each(requests)("$what: after a lost answer, $again", async ({ request, again }) => {
    await withServer(cut, async (connection, seen) => {
      expect(await failureOf(connection.request(request))).toBeInstanceOf(TransportError);
      expect(seen).toHaveLength(again ? 5 : 1);
    });
  });

  it.each(requests)("$what: after 503, $again", async ({ request, again }) => {
    await withServer(always(503), async (connection, seen) => {
      expect(await failureOf(connection.request(request))).toBeInstanceOf(ResponseError);
      expect(seen).toHaveLength(again ? 5 : 1);
    });
  });

  it.each(requests)("$what: after 500, only where it reads", async ({ request }) => {
    await withServer(always(500), async (connection, seen) => {
      await failureOf(connection.request(request));
      expect(seen).toHaveLength(request.method === "GET" ? 5 : 1);
    });
  });

  it("sends the same body and the same key on every try", async () => {
    await withServer(
      (_request, response, count) => json(response, count < 3 ? 502 : 201, {}),
      async (connection, seen) => {
        await connection.request({ ...POST, body: { name: "ä" }, idempotencyKey: "once" });
        expect(seen.map(({ headers }) => [headers["idempotency-key"], headers["content-length"]])).toEqual(
          Array(3).fill(["once", String(Buffer.byteLength('{"name":"ä"}'))]),
        );
      },
    );
  });

  it("tells of every further try", async () => {
    const events: RetryEvent[] = [];
    await withServer(
      (request, response, count) => (count === 1 ? cut(request) : json(response, count === 2 ? 503 : 200, {})),
      async (connection) => void (await connection.request(GET)),
      { onRetry: (event) => events.push(event) },
    );
    expect(events).toEqual([
      { method: "GET", path: "/things", tries: 1, waitMs: 100, networkCode: "ECONNRESET" },
      { method: "GET", path: "/things", tries: 2, waitMs: 200, status: 503 },
    ]);
  });
});

describe("how long is waited", () => {
  it.each([
    [0, [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]],
    [1, [200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000]],
  ])("twice as long every time, half to all of it by chance, up to 20 s (chance %d)", async (chance, waits) => {
    await withServer(
      always(503),
      async (connection, _seen, clock) => {
        await failureOf(connection.request(GET));
        expect(clock.waits).toEqual(waits);
      },
      { maxAttempts: 10, random: () => chance, retryBudgetMs: 600_000 },
    );
  });

  const date = "Thu, 01 Jan 2026 00:00:00 GMT";
  it.each([
    ["seconds", "7", 7_100],
    ["an HTTP date, by the portal's own clock", "Thu, 01 Jan 2026 00:00:09 GMT", 9_100],
    ["a date that has passed", "Wed, 31 Dec 2025 00:00:00 GMT", 100],
    ["a negative number", "-5", 100],
    ["garbage", "soon", 100],
  ])("what Retry-After asks for: %s", async (_what, retryAfter, wait) => {
    await withServer(
      (_request, response, count) =>
        count === 1 ? json(response, 503, {}, { date, "retry-after": retryAfter }) : json(response, 200, {}),
      async (connection, _seen, clock) => {
        await connection.request(GET);
        expect(clock.waits).toEqual([wait]);
      },
    );
  });

  it.each([429, 503])(
    "not at all where %d asks for more than one request is allowed, and the message names the limit",
    async (status) => {
      await withServer(
        always(status, { "retry-after": "999999" }),
        async (connection, seen, clock) => {
          const error = await failureOf(connection.request(GET));
          expect(error.message).toContain("would go beyond the 60 s allowed for one request");
          expect(error).toMatchObject({ status, retryAfterMs: 999_999_000 });
          expect(seen).toHaveLength(1);
          expect(clock.waits).toEqual([]);
        },
        { retryBudgetMs: 60_000 },
      );
    },
  );

  it("no longer in all than one request is allowed", async () => {
    await withServer(
      always(503, { "retry-after": "4" }),
      async (connection, seen) => {
        expect((await failureOf(connection.request(GET))).message).toContain("the 10 s allowed for one request");
        expect(seen).toHaveLength(3);
      },
      { retryBudgetMs: 10_000 },
    );
  });
});

describe("the cool-down", () => {
  it("holds every other request of the connection until the rate limit is over", async () => {
    let sendOther: () => void = () => undefined;
    await withServer(
      (_request, response, count) =>
        count === 1 ? json(response, 429, {}, { "retry-after": "30" }) : json(response, 200, {}),
      async (connection, _seen, clock) => {
        const started = clock.now();
        const other = new Promise((resolve, reject) => {
          sendOther = () => connection.request({ method: "GET", path: "/other" }).then(resolve, reject);
        });
        await Promise.all([connection.request(GET), other]);
        expect(clock.waits).toEqual([30_100, 30_100]);
        expect(clock.now() - started).toBe(30_100);
      },
      { onRetry: () => sendOther() },
    );
  });

  it("stops at once whoever would have to wait for longer than is allowed, without asking the portal again", async () => {
    await withServer(always(429, { "retry-after": "3600" }), async (connection, seen) => {
      await failureOf(connection.request(GET));
      const error = await failureOf(connection.request(POST));
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ networkCode: "RATE_LIMITED", ambiguous: false });
      expect(error.message).toContain("asks to wait for another 3600.1 s, and one request is allowed 120 s");
      expect(seen).toHaveLength(1);
    });
  });
});

describe("the budget that all retries share", () => {
  it("is empty after 100 retries, and the storm ends", async () => {
    await withServer(always(503), async (connection, seen) => {
      const errors = await Promise.all(Array.from({ length: 200 }, () => failureOf(connection.request(GET))));
      expect(seen).toHaveLength(200 + 100);
      expect(errors.at(-1)?.message).toContain("many requests of this run have failed already");
    });
  });

  it("counts time-outs double", async () => {
    let retries = 0;
    await withServer(
      () => undefined,
      async (connection) => {
        await Promise.all(Array.from({ length: 40 }, () => failureOf(connection.request(GET))));
        expect(retries).toBe(50);
      },
      { requestTimeoutMs: 100, maxConcurrency: 40, onRetry: () => (retries += 1) },
    );
  });

  it("gets back what a retry cost when it helped", async () => {
    await withServer(
      (_request, response, count) => json(response, count % 2 === 1 ? 503 : 200, {}),
      async (connection, seen) => {
        for (let call = 0; call < 150; call += 1) await connection.request(GET);
        expect(seen).toHaveLength(300);
      },
    );
  });
});

describe("after an answer that was lost", () => {
  const afterLost =
    (status: number): Answer =>
    (request, response, count) =>
      count === 1 ? cut(request) : json(response, status, {});

  it.each(["PATCH", "PUT", "DELETE"] as const)(
    "a %s that meets 412 says that it may be its own doing",
    async (method) => {
      await withServer(afterLost(412), async (connection) => {
        const error = await failureOf(connection.request({ method, path: "/things/1", ifMatch: '"1"' }));
        expect(error).toMatchObject({ status: 412, afterAmbiguousTry: true });
      });
    },
  );

  it("a 412 on the first try is nobody's but the portal's", async () => {
    await withServer(always(412), async (connection) => {
      const error = await failureOf(connection.request({ method: "PUT", path: "/things/1", ifMatch: '"1"' }));
      expect(error).toMatchObject({ status: 412, afterAmbiguousTry: false });
    });
  });

  it("a DELETE that meets 404 is done, but not on its first try nor after a mere rate limit", async () => {
    const DELETE = { method: "DELETE", path: "/things/1" } as const;
    await withServer(afterLost(404), async (connection) =>
      expect(await connection.request(DELETE)).toMatchObject({ status: 204, body: undefined }),
    );
    await withServer(
      (_request, response, count) => json(response, count === 1 ? 502 : 404, {}),
      async (connection) => expect((await connection.request(DELETE)).status).toBe(204),
    );
    await withServer(always(404), async (connection) =>
      expect(await failureOf(connection.request(DELETE))).toMatchObject({ status: 404 }),
    );
    await withServer(
      (_request, response, count) => json(response, count === 1 ? 429 : 404, {}),
      async (connection) => expect(await failureOf(connection.request(DELETE))).toMatchObject({ status: 404 }),
    );
  });

  it("a later try that never left does not make it certain", async () => {
    await withServer(
      (request) => {
        (request.socket as Socket & { server: Server }).server.close();
        cut(request);
      },
      async (connection) => {
        const error = await failureOf(connection.request({ ...POST, idempotencyKey: "k" }));
        expect(error).toMatchObject({ networkCode: "ECONNREFUSED", ambiguous: true });
      },
    );
  });

  it("the last try counts as well: one that is lost is ambiguous with a single try too", async () => {
    await withServer(
      cut,
      async (connection) => {
        expect(await failureOf(connection.request(POST))).toMatchObject({ ambiguous: true });
      },
      { maxAttempts: 1 },
    );
  });
});
