import * as fc from "fast-check";
import { type Dialect, type ResponseError } from "../../provider/transport";
import { RateLimiter } from "../../provider/transport/rateLimiter";
import { World } from "../support/world";
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
        expect((await connection.request({ ...GET, untilConsistent: [404] })).body).toEqual({ count: 9 });
      },
    );
    await withServer(
      (_request, response) => json(response, 403, {}),
      async (connection, _seen, clock) => {
        const began = clock.now();
        expect(await failureOf(connection.request({ ...GET, untilConsistent: [403] }))).toMatchObject({ status: 403 });
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
        await failureOf(connection.request({ ...GET, untilConsistent: [403] }));
        await failureOf(connection.request(GET));
        expect(seen).toHaveLength(2);
      },
    );
  });
});

/** Counts in seconds of its own clock, those of others, too. */
class LimitedPortal {
  private readonly counted = new Map<number, number>();

  constructor(
    private readonly perSecond: number,
    private readonly others: (second: number) => number,
  ) {}

  remaining(now: number): number {
    const second = Math.floor(now / 1000);
    const own = (this.counted.get(second) ?? 0) + 1;
    this.counted.set(second, own);
    return Math.max(0, this.perSecond - this.others(second) - own);
  }
}

describe("the rate limiter", () => {
  it("lets no more come within any second than allowed, whenever they come between their beginning and their answer", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.record({ pause: fc.nat(300), way: fc.nat(400), back: fc.nat(400) }), { maxLength: 100 }),
        // What others send in each second, of which the answers tell where there are many.
        fc.array(fc.nat(15), { minLength: 1, maxLength: 5 }),
        async (perSecond, requests, others) => {
          const world = new World();
          const limiter = new RateLimiter({ requests: perSecond, windowMs: 1000 }, world);
          const portal = new LimitedPortal(perSecond, (second) =>
            Math.min(perSecond - 1, others[second % others.length]!),
          );
          const came: number[] = [];
          const sent = requests.map(async ({ pause, way, back }, index) => {
            await world.wait(requests.slice(0, index).reduce((sum, earlier) => sum + earlier.pause, pause));
            await limiter.acquire(world.wait);
            await world.wait(way);
            came.push(world.now());
            const count = portal.remaining(world.now());
            await world.wait(back);
            limiter.release(others.length > 2 ? { count, forMs: 1000 } : undefined);
          });
          await world.run(Promise.all(sent));
          came.forEach((moment, index) => {
            const earlier = came[index - perSecond];
            if (earlier !== undefined) expect(moment - earlier).toBeGreaterThanOrEqual(1000);
          });
          expect(came).toHaveLength(requests.length);
        },
      ),
    );
  });

  it("begins with one, and then with no more than the portal says are left", async () => {
    const world = new World();
    const limiter = new RateLimiter({ requests: 50, windowMs: 1000 }, world);
    const begun: number[] = [];
    const one = async (remaining?: { count: number; forMs: number }) => {
      await limiter.acquire(world.wait);
      begun.push(world.now());
      await world.wait(10);
      limiter.release(remaining);
    };
    await world.run(Promise.all([one({ count: 3, forMs: 700 }), ...Array.from({ length: 59 }, () => one())]));
    expect(begun.slice(0, 4)).toEqual([0, 10, 10, 10]);
    expect(begun[4]).toBe(710);
    expect(begun.filter((moment) => moment < 1010)).toHaveLength(50);
  });

  it("loses no time where it allows more than come", async () => {
    const world = new World();
    const limiter = new RateLimiter({ requests: 5, windowMs: 1000 }, world);
    for (const moment of [0, 10, 20, 30, 40]) {
      await world.run(limiter.acquire(world.wait));
      expect(world.now()).toBe(moment);
      await world.run(world.wait(10));
      limiter.release();
    }
  });

  it("holds for all requests of a connection", async () => {
    const came: number[] = [];
    let now = (): number => 0;
    await withServer(
      (_request, response) => {
        came.push(now());
        json(response, 200, {});
      },
      async (connection, seen, clock) => {
        now = clock.now;
        await Promise.all(Array.from({ length: 12 }, () => connection.request(GET)));
        expect(seen).toHaveLength(12);
        for (const [index, moment] of came.entries())
          expect(moment - (came[index - 4] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1000);
      },
      { rateLimit: { requests: 4, windowMs: 1000 }, maxConcurrency: 12 },
    );
  });
});
