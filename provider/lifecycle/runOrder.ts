/** How long nothing must happen in a run before nothing more is expected of it. */
const QUIET_MILLISECONDS = 3_000;

/**
 * Knows whether a run goes on. A host runs resources at once that don't depend on each other, and says neither what is yet to come nor when
 * that was all. A step that needs another one waits for it as long as something happens in the run. So it ends whatever becomes of the other
 * one: it may fail, never come, or stand behind this one in the host's queue.
 */
export class RunOrder {
  private working = 0;
  private waiting: ((goesOn: boolean) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly quietMilliseconds = QUIET_MILLISECONDS) {}

  /** Counts a step while it runs. */
  async during<Result>(step: () => Promise<Result>): Promise<Result> {
    this.working += 1;
    this.wake();
    try {
      return await step();
    } finally {
      this.working -= 1;
      this.wake();
    }
  }

  /** To be called within a step: resolves when another one has begun or ended, with false when nothing has happened for a while. */
  async next(): Promise<boolean> {
    this.working -= 1;
    const next = new Promise<boolean>((resolve) => this.waiting.push(resolve));
    this.restartTimer();
    const goesOn = await next;
    this.working += 1;
    return goesOn;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve(true);
    this.restartTimer();
  }

  private restartTimer(): void {
    clearTimeout(this.timer);
    if (this.working > 0 || this.waiting.length === 0) return;
    this.timer = setTimeout(() => {
      for (const resolve of this.waiting.splice(0)) resolve(false);
    }, this.quietMilliseconds);
  }
}
