/**
 * How often tests with random values run: a few times in `npm test`, always with the same values; and often in `npm run test:long`, with
 * values that nobody has seen yet. `RESELLER_TEST_SEED` has a long run told again.
 */
export const isLong = process.env["RESELLER_TEST_LONG"] === "true";

/** Of every random value of this run. */
export const seed = Number(process.env["RESELLER_TEST_SEED"] ?? 20_261_129);

const LONG_FACTOR = 20;

/** The number of runs in `npm test`, and in a long run. */
export function runs(short: number, long = short * LONG_FACTOR): number {
  return isLong ? long : short;
}

/** The path that fast-check printed with a failing seed: has that one value told again. */
export const path = process.env["RESELLER_TEST_PATH"];

interface Drawn {
  readonly seed: number;
  readonly numRuns: number;
  readonly endOnFailure: boolean;
  readonly path?: string;
}

/** What a property is asserted with that is expensive to hold: its number of runs counts, and one value can be told again. */
export function drawn(numRuns: number): Drawn {
  // To look for a simpler value takes longer than all the rest: a long run does it, and whoever has the one value told again.
  const endOnFailure = !isLong && path === undefined;
  return { seed, numRuns, endOnFailure, ...(path === undefined ? {} : { path }) };
}
