import type { Clock } from "./clock";

/** Never more than so many requests begin within any second, or another time: the portal counts like that, and refuses what is beyond. */
export class Pace {
  /** When the last ones begin, oldest first; some of them may lie ahead. */
  private readonly begins: number[] = [];

  constructor(
    private readonly perSecond: number,
    private readonly clock: Pick<Clock, "now">,
    private readonly windowMs = 1000,
  ) {}

  /** Takes the next free moment and answers how many milliseconds away it is. */
  take(): number {
    const now = this.clock.now();
    const first = this.begins.length < this.perSecond ? undefined : this.begins.shift();
    const begin = Math.max(
      now,
      this.begins[this.begins.length - 1] ?? now,
      first === undefined ? now : first + this.windowMs,
    );
    this.begins.push(begin);
    return begin - now;
  }
}
