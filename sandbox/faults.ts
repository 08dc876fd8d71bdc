import { z } from "zod";

const match = z
  .strictObject({
    portal: z.string().optional().describe("csp"),
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
    route: z
      .string()
      .optional()
      .describe("a route template of the contract such as /clients/{clientId}/users; left out: all"),
  })
  .prefault({});

const when = z
  .enum(["before", "after"])
  .default("before")
  .describe("after: the request is carried out first, and then the fault happens");

const effect = z.union(
  [
    z.strictObject({
      status: z.number().int().min(300).max(599),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      when,
    }),
    z.strictObject({ cut: z.enum(["headers", "body"]), when }),
    z.strictObject({ delayMs: z.number().int().min(0).max(600_000) }),
    z.strictObject({ hang: z.literal(true), when }),
    z.strictObject({ html: z.literal(true), when }),
    z.strictObject({ truncate: z.literal(true), when: when.default("after") }),
    z.strictObject({ empty: z.literal(true), when }),
    z.strictObject({ mutate: z.strictObject({ pointer: z.string().regex(/^\//), value: z.unknown() }) }),
    z.strictObject({ rateLimit: z.strictObject({ perSecond: z.number().positive() }) }),
  ],
  {
    error:
      'must be one of {"status": 503}, {"cut": "headers"|"body"}, {"delayMs": n}, {"hang": true}, {"html": true}, {"truncate": true}, {"empty": true}, ' +
      '{"mutate": {"pointer": "/items/0/id", "value": 5}}, {"rateLimit": {"perSecond": 20}}; some take "when": "before"|"after"',
  },
);

const rule = z.strictObject({
  match,
  nth: z.number().int().min(1).optional().describe("only the nth matching request"),
  every: z.number().int().min(1).optional().describe("every nth matching request"),
  times: z.number().int().min(1).optional().describe("at most so often"),
  effect,
});

/** What shall go wrong, and when. Counting starts when the rules are set. */
export const FaultRules = z.array(rule, { error: "must be a list of rules" });
export type FaultRule = z.input<typeof rule>;
export type FaultEffect = z.output<typeof effect>;
type CheckedRule = z.output<typeof rule>;

/** @throws Error that lists everything that is wrong with the rules. */
export function readFaultRules(value: unknown, source: string): CheckedRule[] {
  const result = FaultRules.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) =>
      `  - ${issue.path.length === 0 ? "the file" : `rule ${issue.path.map(String).join(".")}`}: ${issue.message}`,
  );
  throw new Error(
    [`${source}: ${problems.length} problem${problems.length === 1 ? "" : "s"} in the fault rules`, ...problems].join(
      "\n",
    ),
  );
}

interface Armed {
  readonly rule: CheckedRule;
  matched: number;
  fired: number;
  tokens: number;
  refilled: number;
}

/** Decides which faults happen to a request. */
export class Faults {
  private armed: Armed[] = [];

  set(rules: readonly CheckedRule[]): void {
    this.armed = rules.map((one) => ({
      rule: one,
      matched: 0,
      fired: 0,
      tokens: "rateLimit" in one.effect ? one.effect.rateLimit.perSecond : 0,
      refilled: Date.now(),
    }));
  }

  rules(): readonly CheckedRule[] {
    return this.armed.map(({ rule: one }) => one);
  }

  /** The effects for a request, and it counts as seen. */
  effectsOn(portal: string, method: string, route: string): FaultEffect[] {
    return this.armed.filter((armed) => this.fires(armed, portal, method, route)).map(({ rule: one }) => one.effect);
  }

  private fires(armed: Armed, portal: string, method: string, route: string): boolean {
    const { match: wanted, nth, every, times, effect: what } = armed.rule;
    if (wanted.portal !== undefined && wanted.portal !== portal) return false;
    if (wanted.method !== undefined && wanted.method !== method) return false;
    if (wanted.route !== undefined && wanted.route !== "*" && wanted.route !== route) return false;
    armed.matched += 1;
    if (nth !== undefined && armed.matched !== nth) return false;
    if (every !== undefined && armed.matched % every !== 0) return false;
    if (times !== undefined && armed.fired >= times) return false;
    if ("rateLimit" in what && this.takeToken(armed, what.rateLimit.perSecond)) return false;
    armed.fired += 1;
    return true;
  }

  /** A bucket that fills evenly: true while there is something in it. */
  private takeToken(armed: Armed, perSecond: number): boolean {
    const now = Date.now();
    armed.tokens = Math.min(perSecond, armed.tokens + ((now - armed.refilled) / 1000) * perSecond);
    armed.refilled = now;
    if (armed.tokens < 1) return false;
    armed.tokens -= 1;
    return true;
  }
}
