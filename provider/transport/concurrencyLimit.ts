/** Where a run begins, if it may go that far. */
const FIRST_LIMIT = 8;
/** What a refusal leaves of the limit, and a slow answer. */
const AFTER_REFUSAL = 0.5;
const AFTER_SLOWNESS = 0.8;
/** An answer is slow that takes so many times as long as the quickest of its sort, and so many milliseconds more. */
const SLOW_TIMES = 3;
const SLOW_MORE_MS = 200;
/** With each answer, the quickest of its sort counts for a little less: a portal that is slower than it was is no busier for that. */
const FADING = 1.01;
/** A part of a path that names one object, and not a sort of objects. */
const NAME_OF_ONE = /\/[^/]*\d[^/]*/g;

/** What one attempt came to. */
export interface Attempted {
  readonly method: string;
  readonly path: string;
  /** When it began, and when it ended, in milliseconds. */
  readonly began: number;
  readonly ended: number;
  /** The portal said that there are too many requests or that it can't serve any now, or it didn't answer in time. */
  readonly isRefused: boolean;
}

/**
 * How many requests of a connection are under way at once: as many as the portal bears. One more with every answer while answers stay quick,
 * until the first sign that it was too many; from then on one more for each round of answers; half after a refusal, a little less where
 * answers become slow. Never more than the ceiling, and never none.
 */
export class ConcurrencyLimit {
  private limit: number;
  private underWay = 0;
  private isFirstRise = true;
  /** Attempts that began before it say nothing about the limit that has come of it. */
  private lastFall = -Infinity;
  /** Milliseconds that the quickest answer takes, by the sort of request. */
  private readonly quickest = new Map<string, number>();
  private readonly queue: (() => void)[] = [];

  constructor(private readonly ceiling: number) {
    this.limit = Math.min(FIRST_LIMIT, ceiling);
  }

  /** Requests that may be under way at once by now. */
  get current(): number {
    return Math.floor(this.limit);
  }

  /** Does what sends a request, in its turn. */
  async during<Result>(send: () => Promise<Result>): Promise<Result> {
    if (this.underWay >= this.current) await new Promise<void>((begin) => this.queue.push(begin));
    else this.underWay += 1;
    try {
      return await send();
    } finally {
      this.underWay -= 1;
      this.admit();
    }
  }

  note({ method, path, began, ended, isRefused }: Attempted): void {
    const isSlow = this.isSlow(`${method} ${path.replace(NAME_OF_ONE, "/*")}`, ended - began);
    if (!isRefused && !isSlow) return this.rise();
    if (began < this.lastFall) return;
    this.lastFall = ended;
    this.isFirstRise = false;
    this.limit = Math.max(1, this.limit * (isRefused ? AFTER_REFUSAL : AFTER_SLOWNESS));
  }

  private isSlow(sort: string, tookMs: number): boolean {
    const quickest = Math.min(tookMs, (this.quickest.get(sort) ?? tookMs) * FADING);
    this.quickest.set(sort, quickest);
    return tookMs > SLOW_TIMES * quickest + SLOW_MORE_MS;
  }

  /** Where fewer are under way than may be, nothing is learnt about more. */
  private rise(): void {
    if (this.underWay < this.current) return;
    this.limit = Math.min(this.ceiling, this.limit + (this.isFirstRise ? 1 : 1 / this.limit));
    this.admit();
  }

  private admit(): void {
    while (this.underWay < this.current) {
      const begin = this.queue.shift();
      if (begin === undefined) return;
      this.underWay += 1;
      begin();
    }
  }
}
