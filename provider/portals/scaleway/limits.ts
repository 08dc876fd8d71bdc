import type { WireQuotum } from "./reading";

/** The limit in a place; Infinity where there is none, undefined where the quota isn't counted by such places. */
export function limitAt({ limits }: WireQuotum, place: string | undefined): number | undefined {
  const entry = limits.find(({ global, region, zone }) =>
    place === undefined ? global === true : region === place || zone === place,
  );
  if (entry === undefined) return undefined;
  return entry.unlimited === true ? Number.POSITIVE_INFINITY : (entry.limit ?? 0);
}
