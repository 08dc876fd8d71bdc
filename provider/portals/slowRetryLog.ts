import type { RetryEvent } from "../transport";

/** Waits that a person would wonder about. */
const NOTICEABLE_WAIT_MS = 3_000;

/** Says why nothing goes on, once for each wait that all calls of a connection share. `outages`: what is known of times without the portal. */
export function slowRetryLog(say: (message: string) => void, outages = ""): (event: RetryEvent) => void {
  let saidUntil = 0;
  return ({ status, waitMs }) => {
    const until = Date.now() + waitMs;
    if (waitMs < NOTICEABLE_WAIT_MS || Date.now() < saidUntil) return;
    saidUntil = until;
    const why =
      status === 503
        ? `the portal is temporarily unavailable (503${outages})`
        : status === 429
          ? "the portal asks to slow down (429)"
          : "the portal is temporarily unreachable";
    say(`${why}: waiting ${Math.round(waitMs / 1000)} s, then retrying`);
  };
}
