import * as fc from "fast-check";
import { type Attempted, ConcurrencyLimit } from "../../provider/transport/concurrencyLimit";
import { runs } from "../support/runs";

const QUICK_MS = 20;
const SLOW_MS = 2_000;

/** A portal that requests are under way to, in a time that the test moves. */
class Portal {
  readonly limit: ConcurrencyLimit;
  /** Requests under way, in the order in which they began. */
  private readonly open: { readonly began: number; readonly end: () => void }[] = [];
  private now = 0;
  private asked = 0;

  constructor(readonly ceiling: number) {
    this.limit = new ConcurrencyLimit(ceiling);
  }

  get underWay(): number {
    return this.open.length;
  }

  async ask(requests: number): Promise<void> {
    for (let number = 0; number < requests; number += 1) {
      this.asked += 1;
      void this.limit.during(() => new Promise<void>((resolve) => this.open.push({ began: this.now, end: resolve })));
    }
    await settled();
  }

  /** The oldest request is answered. */
  async answer(tookMs = QUICK_MS, isRefused = false): Promise<void> {
    const request = this.open.shift();
    if (request === undefined) return;
    this.now = Math.max(this.now + 1, request.began + tookMs);
    this.limit.note({ ...GET, began: this.now - tookMs, ended: this.now, isRefused });
    request.end();
    await settled();
  }
}

const GET: Pick<Attempted, "method" | "path"> = { method: "GET", path: "/things/17" };

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const events = fc.array(
  fc.oneof(
    fc.record({ is: fc.constant("asked"), requests: fc.integer({ min: 1, max: 40 }) }),
    fc.record({
      is: fc.constant("answered"),
      tookMs: fc.constantFrom(QUICK_MS, 60, SLOW_MS),
      isRefused: fc.boolean(),
    }),
  ),
  { maxLength: 60 },
);

describe("requests under way at once", () => {
  it("are never more than the ceiling, the limit is never below one, and every request has its turn", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), events, async (ceiling, happened) => {
        const portal = new Portal(ceiling);
        for (const event of happened) {
          if ("requests" in event) await portal.ask(event.requests);
          else await portal.answer(event.tookMs, event.isRefused);
          expect(portal.limit.current).toBeGreaterThanOrEqual(1);
          expect(portal.limit.current).toBeLessThanOrEqual(ceiling);
          expect(portal.underWay).toBeLessThanOrEqual(ceiling);
        }
        await portal.ask(1);
        for (let rest = 0; portal.underWay > 0; rest += 1) {
          expect(rest).toBeLessThan(40 * 61);
          await portal.answer();
        }
      }),
      { numRuns: runs(40) },
    );
  });

  it.each([1, 8, 32])("rise to the ceiling of %d while answers stay quick, and no further", async (ceiling) => {
    const portal = new Portal(ceiling);
    await portal.ask(100);
    expect(portal.underWay).toBe(Math.min(8, ceiling));
    for (let answers = 0; answers < 40; answers += 1) await portal.answer();
    expect(portal.underWay).toBe(ceiling);
  });

  it.each([
    { what: "a refusal", isRefused: true, tookMs: QUICK_MS, left: 16 },
    { what: "slowness", isRefused: false, tookMs: SLOW_MS, left: 25 },
  ])("fall after $what, once for all that were sent before it, and rise again", async ({ isRefused, tookMs, left }) => {
    const portal = new Portal(32);
    await portal.ask(2_000);
    for (let answers = 0; answers < 30; answers += 1) await portal.answer();
    expect(portal.limit.current).toBe(32);
    await portal.answer(tookMs, isRefused);
    for (let answers = 0; answers < 10; answers += 1) await portal.answer(tookMs, isRefused);
    expect(portal.limit.current).toBe(left);
    for (let answers = 0; answers < 700; answers += 1) await portal.answer();
    expect(portal.limit.current).toBe(32);
  });

  it("don't rise while fewer are under way than may be", async () => {
    const portal = new Portal(32);
    for (let requests = 0; requests < 40; requests += 1) {
      await portal.ask(2);
      await portal.answer();
      await portal.answer();
    }
    expect(portal.limit.current).toBe(8);
  });

  it("are as many as before at a portal that has become slower, once it stays so", async () => {
    const portal = new Portal(8);
    await portal.ask(2_000);
    for (let answers = 0; answers < 40; answers += 1) await portal.answer();
    for (let answers = 0; answers < 600; answers += 1) await portal.answer(400);
    expect(portal.limit.current).toBe(8);
  });
});
