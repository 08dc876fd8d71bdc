import type { Clock } from "./clock";
import type { HttpRequest } from "./request";

/** What is known of one call over all its attempts. */
export class Call {
  attempts = 0;
  /** An earlier attempt may have been carried out although its answer did not say so. */
  wasAmbiguous = false;
  /** The same of the attempt that failed last. */
  lastWasAmbiguous = false;
  /** What the last retry took from the budget. */
  retryCost: number | undefined;
  /** How often the request was sent again with another token. */
  renewals = 0;
  /** The last token was used no sooner than its predecessor was known to be refused everywhere. */
  waitedForToken = false;
  /** Why there is no further attempt, where the number of attempts is not the reason. */
  gaveUp: string | undefined;
  private deadline: number;

  constructor(
    readonly request: HttpRequest,
    private readonly clock: Pick<Clock, "now">,
    /** The time for the call with all its waits. */
    readonly longestMs: number,
  ) {
    this.deadline = clock.now() + longestMs;
  }

  begin(): void {
    this.attempts += 1;
    this.wasAmbiguous ||= this.lastWasAmbiguous;
    this.lastWasAmbiguous = false;
  }

  /** A wait for a turn is not the call's: many processes wait for one. */
  extend(ms: number): void {
    this.deadline += ms;
  }

  remainingMs(): number {
    return this.deadline - this.clock.now();
  }
}
