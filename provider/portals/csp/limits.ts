import { isRecord } from "../../model/shapes";
import { byQuotaNumber, QUOTA_NUMBERS, type QuotaNumber } from "./contract";

export type Limits = Readonly<Record<QuotaNumber, number>>;

/** The ten numbers among other members. */
export function limitsIn(holder: Limits): Limits {
  return byQuotaNumber((name) => holder[name]);
}

/** Whether all ten numbers are declared, and known. */
export function isLimits(declared: unknown): declared is Limits {
  return isRecord(declared) && QUOTA_NUMBERS.every((name) => typeof declared[name] === "number");
}

export const NO_LIMITS: Limits = byQuotaNumber(() => 0);

export function sumOf(all: readonly Limits[]): Limits {
  return byQuotaNumber((name) => all.reduce((sum, limits) => sum + limits[name], 0));
}

export function subtracted(from: Limits, what: Limits): Limits {
  return byQuotaNumber((name) => from[name] - what[name]);
}

/** Without the numbers that are 0; undefined where nothing is left. */
export function nonZero(limits: Limits): Record<string, number> | undefined {
  const entries = Object.entries(limitsIn(limits)).filter(([, value]) => value !== 0);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Names of the numbers that are above, each with both values: "vcpus 12 of 10". */
export function above(limits: Limits, most: Limits): string[] {
  return QUOTA_NUMBERS.filter((name) => limits[name] > most[name]).map(
    (name) => `${name} ${limits[name]} of ${most[name]}`,
  );
}
