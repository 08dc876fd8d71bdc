import type { Clock } from "./clock";

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
 * Never more requests come to the portal within any window of time than it allows: the portal counts like that, and refuses what is
 * beyond. All that is known of when one comes is that it lies between its beginning and its answer; so it counts from the one until so
 * long after the other. What others have sent is known from answers: until there is one, a single request is under way.
 */
export class RateLimiter {
  private underWay = 0;
  /** Those that were answered, and those of others, and when they count no more; soonest first. */
  private readonly ended: { readonly requests: number; readonly until: number }[] = [];
  private counted = 0;
  private hasAnswer = false;
  private queue: Promise<void> = Promise.resolve();
  private noteAnswer: () => void = () => undefined;

  constructor(
    private readonly limit: RateLimit,
    private readonly clock: Pick<Clock, "now">,
  ) {}

  /** Resolves when a request may begin, which then has to be released; in the order of asking. */
  acquire(wait: (ms: number) => Promise<void>): Promise<void> {
    const turn = this.queue.then(() => this.turn(wait));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** A request that had its turn is over, with or without an answer. */
  release(remaining?: RemainingRequests): void {
    this.underWay -= 1;
    this.hasAnswer = true;
    const now = this.clock.now();
    this.count(1, now + this.limit.windowMs);
    if (remaining !== undefined) {
      const ofOthers = this.free(now) - remaining.count;
      if (ofOthers > 0)
        this.count(ofOthers, now + Math.min(this.limit.windowMs, remaining.forMs ?? this.limit.windowMs));
    }
    this.noteAnswer();
  }

  private count(requests: number, until: number): void {
    const place = this.ended.findLastIndex((earlier) => earlier.until <= until) + 1;
    this.ended.splice(place, 0, { requests, until });
    this.counted += requests;
  }

  private async turn(wait: (ms: number) => Promise<void>): Promise<void> {
    for (let now = this.clock.now(); !this.hasRoom(now); now = this.clock.now()) {
      const [next] = this.ended;
      if (next !== undefined && this.hasAnswer) await wait(next.until - now);
      else await new Promise<void>((resolve) => (this.noteAnswer = resolve));
    }
    this.underWay += 1;
  }

  private hasRoom(now: number): boolean {
    return this.hasAnswer ? this.free(now) > 0 : this.underWay === 0;
  }

  private free(now: number): number {
    const over = this.ended.findIndex(({ until }) => until > now);
    for (const { requests } of this.ended.splice(0, over < 0 ? this.ended.length : over)) this.counted -= requests;
    return this.limit.requests - this.underWay - this.counted;
  }
}
