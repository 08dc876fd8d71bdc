import type { RequestCounts } from "./budget/server";

/** How a run of a stack ended. */
export const RESULTS = ["done", "failed", "skipped", "held", "stopped"] as const;
export type Result = (typeof RESULTS)[number];

/** What became of a stack. */
export interface StackOutcome {
  readonly stack: string;
  readonly result: Result;
  /** By the engine's operations, such as `create`; those that a preview plans, or that a run made. */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Requests to portals, and readings that another stack had made already. */
  readonly calls: RequestCounts;
  /** Why it failed, or doesn't run, in the words of whoever said it. */
  readonly problems: readonly string[];
  /** Files that tell more. */
  readonly log?: string;
  readonly plan?: string;
}

export function sumOf(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...one };
  for (const [operation, count] of Object.entries(other))
    sum[operation] = operation === "same" ? count : (sum[operation] ?? 0) + count;
  return sum;
}
