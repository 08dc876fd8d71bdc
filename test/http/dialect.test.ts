import * as fc from "fast-check";
import { type Dialect, type ResponseError } from "../../provider/http";
import { Pace } from "../../provider/http/pace";
import { failureOf, GET, json, POST, TOKEN, withServer } from "./portalServer";

/** Another way to carry a token, and to say what went wrong. */
const other: Dialect = {
  credential: (token) => ({ "X-Auth-Token": token }),
  problem: ({ type, message, details }) => ({
    code: type,
    detail: message,
    fieldErrors: Array.isArray(details)
      ? (details as { argument_name: string; reason: string; help_message: string }[]).map((entry) => ({
          field: entry.argument_name,
          code: entry.reason,
          message: entry.help_message,
        }))
      : [],
  }),
  passing: ["transient_state"],
  newToken: "make another key",
};

describe("another portal's way to put things", () => {
  it("carries the token in its own header, and no request can replace it", async () => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen) => {
        await connection.request({ ...GET, headers: { "x-auth-token": "another", "X-Extra": "1" } });
        expect(seen[0]?.headers).toMatchObject({ "x-auth-token": TOKEN, "x-extra": "1" });
        expect(seen[0]?.headers["authorization"]).toBeUndefined();
      },
      { dialect: other },
    );
  });

  it("is read out of its errors, with every field that it names", async () => {
    const details = [
      { argument_name: "rules[0].permission_set_names", reason: "constraint", help_message: "must be of one scope" },
      { argument_name: "tags[0]", reason: "format", help_message: `not ${TOKEN}` },
    ];
    await withServer(
      (_request, response) =>
        json(response, 400, { type: "invalid_arguments", message: "invalid argument(s)", details }),
      async (connection) => {
        const error = (await failureOf(connection.request(POST))) as ResponseError;
        expect(error).toMatchObject({ code: "invalid_arguments", detail: "invalid argument(s)" });
        expect(error.fieldErrors.map(({ field }) => field)).toEqual(["rules[0].permission_set_names", "tags[0]"]);
        expect(error.message).toContain("rules[0].permission_set_names: must be of one scope");
        expect(error.message).not.toContain(TOKEN);
      },
      { dialect: other },
    );
    await withServer(
      (_request, response) => json(response, 401, { type: "denied_authentication", message: "no" }),
      async (connection) => expect((await failureOf(connection.request(GET))).message).toContain("make another key"),
      { dialect: other },
    );
  });

  it("has errors that come before anything is done: even a POST is sent again, a bounded number of times", async () => {
    const busy = { type: "transient_state", message: "resource is in a transient state" };
    await withServer(
      (_request, response, count) => (count < 3 ? json(response, 409, busy) : json(response, 200, { count })),
      async (connection) => expect((await connection.request(POST)).body).toEqual({ count: 3 }),
      { dialect: other },
    );
    await withServer(
      (_request, response) => json(response, 409, busy),
      async (connection, seen) => {
        await failureOf(connection.request(POST));
        expect(seen).toHaveLength(5);
      },
      { dialect: other },
    );
    await withServer(
      (_request, response) => json(response, 409, { type: "conflict" }),
      async (connection, seen) => {
        await failureOf(connection.request(POST));
        expect(seen).toHaveLength(1);
      },
      { dialect: other },
    );
  });
});

describe("what is not known everywhere yet", () => {
  it("is asked for again, beyond the usual number of tries, until the time of the request is over", async () => {
    await withServer(
      (_request, response, count) => (count < 9 ? json(response, 404, {}) : json(response, 200, { count })),
      async (connection) => {
        expect((await connection.request({ ...GET, settling: [404] })).body).toEqual({ count: 9 });
      },
    );
    await withServer(
      (_request, response) => json(response, 403, {}),
      async (connection, _seen, clock) => {
        const began = clock.now();
        expect(await failureOf(connection.request({ ...GET, settling: [403] }))).toMatchObject({ status: 403 });
        expect(clock.now() - began).toBeLessThanOrEqual(30_000);
        expect(clock.now() - began).toBeGreaterThan(5_000);
      },
      { retryBudgetMs: 30_000 },
    );
  });

  it("but no other status is, and nothing where the request doesn't say so", async () => {
    await withServer(
      (_request, response) => json(response, 404, {}),
      async (connection, seen) => {
        await failureOf(connection.request({ ...GET, settling: [403] }));
        await failureOf(connection.request(GET));
        expect(seen).toHaveLength(2);
      },
    );
  });
});

describe("a pace", () => {
  it("lets no more begin within any second than allowed, and loses no time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(300), { maxLength: 120 }), (perSecond, pauses) => {
        let now = 1_000_000;
        const pace = new Pace(perSecond, { now: () => now });
        const begins = pauses.map((pause) => {
          now += pause;
          return now + pace.take();
        });
        begins.forEach((begin, index) => {
          const earlier = begins[index - perSecond];
          if (earlier !== undefined) expect(begin - earlier).toBeGreaterThanOrEqual(1000);
          if (index > 0) expect(begin).toBeGreaterThanOrEqual(begins[index - 1]!);
        });
        if (begins.length > 0 && begins.length <= perSecond) expect(begins[begins.length - 1]).toBe(now);
      }),
    );
  });

  it("holds for all requests of a connection", async () => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen, clock) => {
        await Promise.all(Array.from({ length: 12 }, () => connection.request(GET)));
        expect(seen).toHaveLength(12);
        expect([...clock.waits].sort()).toEqual([...Array(4).fill(1000), ...Array(4).fill(2000)]);
      },
      { perSecond: 4, maxConcurrency: 12 },
    );
  });
});
