/** What an answer says of the portal's limit of requests. */
export interface RemainingRequests {
  /** How many may still come. */
  readonly count: number;
  /** For how long, in milliseconds, where that is said. */
  readonly forMs?: number;
}

/** Requests that may come to the portal within any time of this length. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * Counts requests against a limit, without waiting. All that is known of when a request comes to the portal is that it lies between its
 * beginning and its answer; so it counts from the one until a window after the other. What others have sent is known from answers: until
 * there is one, a single request is under way.
 */
export class RequestWindow {
  private underWay = 0;
  /** Those that were answered, and those of others, and when they count no more; soonest first. */
  private readonly ended: { readonly requests: number; readonly until: number }[] = [];
  private counted = 0;
  private hasAnswer = false;

  constructor(private readonly limit: RateLimit) {}

  hasRoom(now: number): boolean {
    return this.hasAnswer ? this.free(now) > 0 : this.underWay === 0;
  }

  /** When time alone makes room; undefined where only an answer does. */
  nextRoom(): number | undefined {
    return this.hasAnswer ? this.ended[0]?.until : undefined;
  }

  begin(): void {
    this.underWay += 1;
  }

  /** A request is over, with or without an answer. */
  end(now: number, remaining?: RemainingRequests): void {
    this.underWay -= 1;
    this.hasAnswer = true;
    this.count(1, now + this.limit.windowMs);
    if (remaining === undefined) return;
    const ofOthers = this.free(now) - remaining.count;
    if (ofOthers > 0) this.count(ofOthers, now + Math.min(this.limit.windowMs, remaining.forMs ?? this.limit.windowMs));
  }

  private count(requests: number, until: number): void {
    const place = this.ended.findLastIndex((earlier) => earlier.until <= until) + 1;
    this.ended.splice(place, 0, { requests, until });
    this.counted += requests;
  }

  private free(now: number): number {
    const over = this.ended.findIndex(({ until }) => until > now);
    for (const { requests } of this.ended.splice(0, over < 0 ? this.ended.length : over)) this.counted -= requests;
    return this.limit.requests - this.underWay - this.counted;
  }
}
