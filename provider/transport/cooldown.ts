import type { Clock } from "./clock";

/** A pause that one rate limit answer puts on every request of its connection: the limit is the connection's. */
export class Cooldown {
  private until = 0;

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** Nothing is sent for so many milliseconds from now; a longer pause that is already on stays. */
  start(ms: number): void {
    this.until = Math.max(this.until, this.clock.now() + ms);
  }

  remainingMs(): number {
    return Math.max(0, this.until - this.clock.now());
  }
}
