import type { DeclaredInputs } from "../../model";
import type { WireQuotum } from "./reading";

/** The limits that are declared and known, by the portal's names of quotas. */
export function declaredLimits({ limits }: DeclaredInputs): Record<string, number> {
  if (typeof limits !== "object" || limits === null) return {};
  return Object.fromEntries(
    Object.entries(limits as Record<string, unknown>).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  );
}

/** The limit in a place; Infinity where there is none, undefined where the quota isn't counted by such places. */
export function limitAt({ limits }: WireQuotum, place: string | undefined): number | undefined {
  const entry = limits.find(({ global, region, zone }) =>
    place === undefined ? global === true : region === place || zone === place,
  );
  if (entry === undefined) return undefined;
  return entry.unlimited === true ? Number.POSITIVE_INFINITY : (entry.limit ?? 0);
}
