import { type Completeness, type Finding, type Level, LEVELS, type Verdict } from "./report";

/** The least level that blocks; `never` where nothing does. */
export const FAIL_ON = [...LEVELS, "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];
export const DEFAULT_FAIL_ON: FailOn = "escalation";

/** How `reseller review` ends. 2 and 3 are no verdicts: wrong use, and an engine or a portal that can't be reached. */
export const EXIT_CODES = {
  nothing: 0,
  changes: 10,
  approval: 11,
  blocked: 20,
  "cannot tell": 30,
} as const satisfies Record<Verdict, number>;
export const EXIT_WRONG_USE = 2;
export const EXIT_UNREACHABLE = 3;

export function isAtLeast(level: Level, least: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

/**
 * What is to be done about a plan. A notice needs nobody's approval; what review.yaml accepts counts for nothing; and where something
 * couldn't be read nothing else counts. What has been approved as it is, by the hash of its effect, goes through.
 */
export function verdictOf(
  { complete }: Completeness,
  hasChanges: boolean,
  findings: readonly Finding[],
  failOn: FailOn,
  isApproved = false,
): Verdict {
  if (!complete) return "cannot tell";
  if (isApproved) return hasChanges || findings.length > 0 ? "changes" : "nothing";
  const open = findings.filter(({ accepted }) => accepted === undefined);
  if (failOn !== "never" && open.some(({ level }) => isAtLeast(level, failOn))) return "blocked";
  if (open.some(({ level }) => isAtLeast(level, "risk"))) return "approval";
  return hasChanges || open.length > 0 ? "changes" : "nothing";
}
