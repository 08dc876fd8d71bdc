import type { Clock } from "./clock";
import { type RateLimit, type RemainingRequests, RequestWindow } from "./requestWindow";

/**
 * Never more requests come to the portal within any window of time than it allows: the portal counts like that, and refuses what is
 * beyond.
 */
export class RateLimiter {
  private readonly window: RequestWindow;
  private queue: Promise<void> = Promise.resolve();
  private noteAnswer: () => void = () => undefined;

  constructor(
    limit: RateLimit,
    private readonly clock: Pick<Clock, "now">,
  ) {
    this.window = new RequestWindow(limit);
  }

  /** Resolves when a request may begin, which then has to be released; in the order of asking. */
  acquire(wait: (ms: number) => Promise<void>): Promise<void> {
    const turn = this.queue.then(() => this.turn(wait));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** A request that had its turn is over, with or without an answer. */
  release(remaining?: RemainingRequests): void {
    this.window.end(this.clock.now(), remaining);
    this.noteAnswer();
  }

  private async turn(wait: (ms: number) => Promise<void>): Promise<void> {
    for (let now = this.clock.now(); !this.window.hasRoom(now); now = this.clock.now()) {
      const next = this.window.nextRoom();
      if (next !== undefined) await wait(next - now);
      else await new Promise<void>((resolve) => (this.noteAnswer = resolve));
    }
    this.window.begin();
  }
}
