import type { HttpRequest } from "./request";

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 20_000;
/** The portal, or something in front of it, could not serve the request now. */
const PASSING = [429, 502, 503, 504];

/** Whether the same request carried out twice leaves what carrying it out once leaves. */
export function isRepeatable({ method, ifMatch, idempotencyKey, repeatable }: HttpRequest): boolean {
  if (repeatable === true) return true;
  if (method === "POST") return idempotencyKey !== undefined;
  return method !== "PATCH" || ifMatch !== undefined;
}

export interface RefusingAnswer {
  readonly status: number;
  readonly code?: string | undefined;
}

/** Whether an answer may be followed by another try. */
export function mayPass(answer: RefusingAnswer, request: HttpRequest, passing: readonly string[]): boolean {
  const { status, code } = answer;
  if (isAmong(answer, request.passing)) return true;
  // A rate limit refuses before anything is done, so that even what may not be repeated may be sent again.
  if (status === 429 || (code !== undefined && passing.includes(code)) || isSettling(answer, request)) return true;
  return isRepeatable(request) && (PASSING.includes(status) || (status === 500 && request.method === "GET"));
}

/** Refused because something that was just done is not known everywhere yet. */
export function isSettling(answer: RefusingAnswer, { settling }: HttpRequest): boolean {
  return isAmong(answer, settling);
}

function isAmong({ status, code }: RefusingAnswer, reasons: HttpRequest["settling"] = []): boolean {
  return reasons.includes(status) || (code !== undefined && reasons.includes(code));
}

/** Half to all of a time that doubles with every try, in milliseconds, so that those who failed together don't return together. */
export function backoff(tries: number, random: () => number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1)) * (0.5 + random() / 2);
}
