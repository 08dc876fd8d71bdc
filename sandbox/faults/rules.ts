import { z } from "zod";

const moment = z.enum(["before", "after"], { error: 'must be "before" or "after"' });
const count = z.number({ error: "must be a number" }).int("must be a whole number").min(1, "must be 1 or more");
const milliseconds = z.number({ error: "must be a number of milliseconds" }).min(0, "must be 0 or more");

/** What may go wrong, one shape for each member that names it. `when`: before or after the work itself is done. */
const EFFECTS = {
  /** Another answer instead: an error, a redirect, anything. */
  status: z.strictObject({
    status: z
      .number({ error: "must be a number" })
      .int("must be a whole number")
      .min(200, "must be from 200 to 599")
      .max(599, "must be from 200 to 599"),
    headers: z.record(z.string(), z.string({ error: "must be a string" })).optional(),
    body: z
      .union([z.string(), z.record(z.string(), z.unknown())], { error: "must be a string or an object" })
      .optional(),
    when: moment.default("before"),
  }),
  /** The connection is cut, before the headers or in the middle of the body. */
  cut: z.strictObject({
    cut: z.enum(["headers", "body"], { error: 'must be "headers" or "body"' }),
    when: moment.default("before"),
  }),
  /** The answer comes later. */
  delayMs: z.strictObject({ delayMs: milliseconds }),
  /** No answer ever comes. */
  hang: z.strictObject({ hang: z.literal(true, { error: "must be true" }), when: moment.default("before") }),
  /** A login page, as from a proxy in front of the portal. */
  html: z.strictObject({ html: z.literal(true, { error: "must be true" }), when: moment.default("before") }),
  /** JSON that stops in the middle, with a correct length. */
  truncate: z.strictObject({ truncate: z.literal(true, { error: "must be true" }) }),
  /** One value of the body is another, so that types are wrong. */
  mutate: z.strictObject({
    mutate: z.strictObject({
      pointer: z
        .string({ error: "must be a string" })
        .regex(/^(\/[^/]*)+$/, "must be a JSON pointer such as /items/0/id"),
      value: z.unknown(),
    }),
  }),
  /** 200 and nothing in it. */
  empty: z.strictObject({ empty: z.literal(true, { error: "must be true" }) }),
} as const;

export type EffectName = keyof typeof EFFECTS;
export type FaultEffect = { [Name in EffectName]: z.output<(typeof EFFECTS)[Name]> }[EffectName];

const Match = z.strictObject({
  portal: z.string({ error: "must be a string" }).optional(),
  method: z.string({ error: "must be a string" }).toUpperCase().optional(),
  route: z
    .string({ error: "must be a string" })
    .regex(/^(\*|\/.*)$/, 'must be a route such as /clients/{clientId}, or "*"')
    .optional(),
});

const counting = { nth: count.optional(), every: count.optional(), times: count.optional() };

const EffectRule = z.strictObject({
  match: Match.default({}),
  ...counting,
  effect: z.unknown().transform((value, context) => {
    const effect = parseEffect(value);
    if (effect.success) return effect.data;
    context.issues.push(
      ...effect.problems.map(({ path, message }) => ({ code: "custom" as const, input: value, path, message })),
    );
    return z.NEVER;
  }),
});

const RateLimitRule = z.strictObject({
  match: Match.default({}),
  rateLimit: z.strictObject({ perSecond: count }),
});

/** The rules as they are written, for whoever wants to know how. `parseFaultRules` reads them, with better messages. */
export const FaultRules = z.array(
  z.union([EffectRule.extend({ effect: z.union(Object.values(EFFECTS)) }), RateLimitRule]),
);

/** A rule with an effect, or a rate limit. */
export type FaultRule = z.output<typeof EffectRule> | z.output<typeof RateLimitRule>;

/** A rule as it is written, with what may be left out left out. */
export type FaultRuleInput =
  | (Omit<z.input<typeof EffectRule>, "effect"> & {
      readonly effect: { [Name in EffectName]: z.input<(typeof EFFECTS)[Name]> }[EffectName];
    })
  | z.input<typeof RateLimitRule>;

/** All that is wrong with a set of rules, one line each. */
export class FaultRulesError extends Error {
  constructor(
    readonly where: string,
    readonly problems: readonly string[],
  ) {
    super(
      [`${where}: ${problems.length === 1 ? "one thing is" : `${problems.length} things are`} wrong`, ...problems].join(
        "\n  ",
      ),
    );
  }
}

/**
 * Reads fault rules.
 * @param where the name of the place they come from, for the error
 * @throws {FaultRulesError} naming every mistake, with the number of its rule.
 */
export function parseFaultRules(value: unknown, where: string): FaultRule[] {
  if (!Array.isArray(value)) throw new FaultRulesError(where, ["must be a JSON array of rules"]);
  const problems: string[] = [];
  const rules = value.flatMap((candidate: unknown, index) => {
    const parsed = (isObject(candidate) && "rateLimit" in candidate ? RateLimitRule : EffectRule).safeParse(candidate);
    if (parsed.success) return [parsed.data];
    problems.push(...parsed.error.issues.map((issue) => `rule ${index + 1}: ${describe(issue)}`));
    return [];
  });
  if (problems.length > 0) throw new FaultRulesError(where, problems);
  return rules;
}

function parseEffect(value: unknown):
  | { readonly success: true; readonly data: FaultEffect }
  | {
      readonly success: false;
      readonly problems: readonly { readonly path: PropertyKey[]; readonly message: string }[];
    } {
  const names = Object.keys(EFFECTS) as EffectName[];
  const named = isObject(value) ? names.filter((name) => name in value) : [];
  const [name] = named;
  if (name === undefined || named.length > 1)
    return { success: false, problems: [{ path: [], message: `must have exactly one of ${names.join(", ")}` }] };
  const parsed = EFFECTS[name].safeParse(value);
  if (parsed.success) return { success: true, data: parsed.data };
  return {
    success: false,
    problems: parsed.error.issues.map((issue) => ({ path: [...issue.path], message: wording(issue) })),
  };
}

function describe(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join(".");
  return place === "" ? wording(issue) : `${place} ${wording(issue)}`;
}

function wording(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `has unknown members: ${issue.keys.join(", ")}`;
  return issue.code === "invalid_type" && issue.expected === "object" ? "must be an object" : issue.message;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
