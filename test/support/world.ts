/** Time that goes on only when everybody waits. */
export class World {
  private time = 0;
  private readonly sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  readonly now = () => this.time;
  readonly wait = (ms: number) => new Promise<void>((wake) => void this.sleepers.push({ until: this.time + ms, wake }));

  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    void work.finally(() => (isOver = true)).catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isOver) return work;
      this.sleepers.sort((one, other) => one.until - other.until);
      const next = this.sleepers.shift();
      if (next === undefined) throw new Error("everybody waits, and for nothing");
      this.time = Math.max(this.time, next.until);
      next.wake();
    }
  }
}
