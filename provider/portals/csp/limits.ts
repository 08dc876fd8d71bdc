import { QUOTA_NUMBERS, type QuotaNumber } from "./contract";

export type Limits = Record<QuotaNumber, number>;

function numbers(of: (name: QuotaNumber) => number): Limits {
  return Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, of(name)])) as Limits;
}

/** The ten numbers among other members. */
export function limitsIn(holder: Limits): Limits {
  return numbers((name) => holder[name]);
}

export const NO_LIMITS = numbers(() => 0);

export function sumOf(all: readonly Limits[]): Limits {
  return numbers((name) => all.reduce((sum, limits) => sum + limits[name], 0));
}

export function subtracted(from: Limits, what: Limits): Limits {
  return numbers((name) => from[name] - what[name]);
}

/** Without the numbers that are 0; undefined where nothing is left. */
export function nonZero(limits: Limits): Partial<Limits> | undefined {
  const entries = Object.entries(limitsIn(limits)).filter(([, value]) => value !== 0);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<Limits>);
}

/** Names of the numbers that are above, each with both values: "vcpus 12 of 10". */
export function above(limits: Limits, most: Limits): string[] {
  return QUOTA_NUMBERS.filter((name) => limits[name] > most[name]).map(
    (name) => `${name} ${limits[name]} of ${most[name]}`,
  );
}
