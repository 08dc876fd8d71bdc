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
