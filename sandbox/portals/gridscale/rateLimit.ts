import { REQUESTS_PER_MINUTE } from "../../../provider/portals/gridscale/contract";

const WINDOW_MILLISECONDS = 60_000;

/** Counts requests in fixed windows: all that were counted are forgotten at once. */
export class RateLimit {
  private window = 0;
  private requests = 0;
  private refusals = 0;

  constructor(private readonly now: () => number) {}

  /** Counts a request. @returns whether it was within the limit. */
  count(): boolean {
    const window = Math.floor(this.now() / WINDOW_MILLISECONDS);
    if (window !== this.window) [this.window, this.requests] = [window, 0];
    this.requests += 1;
    return this.requests <= REQUESTS_PER_MINUTE;
  }

  /** Notes that a request was refused. */
  refuse(): void {
    this.refusals += 1;
  }

  /** How many requests were refused since this was last asked. */
  takeRefusals(): number {
    const { refusals } = this;
    this.refusals = 0;
    return refusals;
  }

  /** What every answer says of it; the time is in milliseconds. */
  headers(remaining = Math.max(0, REQUESTS_PER_MINUTE - this.requests)): Record<string, string> {
    return {
      "ratelimit-limit": String(REQUESTS_PER_MINUTE),
      "ratelimit-remaining": String(remaining),
      "ratelimit-reset": String((Math.floor(this.now() / WINDOW_MILLISECONDS) + 1) * WINDOW_MILLISECONDS),
    };
  }
}
