import type { HttpRequest } from "./request";

/** The portal, or something in front of it, could not serve the request now. */
const PASSING = [429, 502, 503, 504];
/** A request that waits for something to be known everywhere is sent as often as its time lets it be, but no more often than this. */
const MOST_RETRIES = 100;

/** What a failed attempt says about another one. */
export type FailedAttempt =
  /** The portal refused. */
  | { readonly status: number; readonly code?: string | undefined }
  /** No complete answer came; another attempt may fare better, or never will. */
  | { readonly status?: undefined; readonly mayPass: boolean };

/** Which requests may be sent again after what, and how often: by method, status, and what request and portal say. */
export class RetryPolicy {
  constructor(
    private readonly maxAttempts: number,
    /** Codes of errors that come before anything is done. */
    private readonly passing: readonly string[],
  ) {}

  /** Whether another attempt may follow the last of so many. */
  allows(request: HttpRequest, failed: FailedAttempt, attempts: number): boolean {
    if (attempts > MOST_RETRIES) return false;
    if (failed.status === undefined) return failed.mayPass && isRepeatable(request) && attempts < this.maxAttempts;
    // Refused because something that was just done is not known everywhere yet.
    if (isAmong(failed, request.untilConsistent)) return true;
    return attempts < this.maxAttempts && this.mayPass(request, failed);
  }

  private mayPass(request: HttpRequest, refusal: Refusal): boolean {
    const { status, code } = refusal;
    // A rate limit refuses before anything is done, so that even what may not be repeated may be sent again.
    if (status === 429 || isAmong(refusal, request.passing) || (code !== undefined && this.passing.includes(code)))
      return true;
    return isRepeatable(request) && (PASSING.includes(status) || (status === 500 && request.method === "GET"));
  }
}

type Refusal = Extract<FailedAttempt, { readonly status: number }>;

/** Whether the same request carried out twice leaves what carrying it out once leaves. */
function isRepeatable({ method, ifMatch, idempotencyKey, repeatable }: HttpRequest): boolean {
  if (repeatable === true) return true;
  if (method === "POST") return idempotencyKey !== undefined;
  return method !== "PATCH" || ifMatch !== undefined;
}

function isAmong({ status, code }: Refusal, reasons: HttpRequest["untilConsistent"] = []): boolean {
  return reasons.includes(status) || (code !== undefined && reasons.includes(code));
}
