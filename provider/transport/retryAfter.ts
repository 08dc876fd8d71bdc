import type { Answer } from "./answer";
import type { Dialect } from "./dialect";

const LONGEST_MS = 365 * 24 * 3600 * 1000;
/** All three spellings of an HTTP date begin with the day of the week; `Date.parse` alone takes nearly any text for one. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/;

/**
 * Milliseconds that a `Retry-After` header asks to wait, at most a year: seconds or an HTTP date (RFC 9110 §10.2.3).
 * Undefined where it says nothing usable; a date that has passed is 0.
 */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== "string") return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(LONGEST_MS, Math.round(Number(text) * 1000));
  if (!HTTP_DATE.test(text)) return undefined;
  // The oldest spelling leaves out what all of them mean.
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.min(LONGEST_MS, Math.max(0, date - now));
}

/** Milliseconds that an answer asks to wait: `Retry-After`, or what the portal has in its place. */
export function waitAsked(answer: Answer, dialect: Dialect, now: number): number | undefined {
  const portalTime = timeOf(answer, now);
  const asked = parseRetryAfter(answer.headers["retry-after"], portalTime);
  return asked ?? (answer.status === 429 ? dialect.wait?.(answer.headers, portalTime) : undefined);
}

/** The time of an answer, by the portal's clock where it tells the time. */
export function timeOf({ headers }: Answer, now: number): number {
  const portalTime = Date.parse(String(headers["date"]));
  return Number.isNaN(portalTime) ? now : portalTime;
}
