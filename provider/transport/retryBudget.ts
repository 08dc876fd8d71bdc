const CAPACITY = 500;
const COST = 5;
const TIMEOUT_COST = 10;
const REWARD = 1;

/** What all retries of a connection draw from together: when a portal is down, they stop instead of hammering it. */
export class RetryBudget {
  private tokens = CAPACITY;

  /** What one retry costs, or undefined where there is not enough left for it. A time-out costs double. */
  take(wasTimeout: boolean): number | undefined {
    const cost = wasTimeout ? TIMEOUT_COST : COST;
    if (this.tokens < cost) return undefined;
    this.tokens -= cost;
    return cost;
  }

  /** A call that succeeds gives back what its last retry cost, and a little where it needed none. */
  giveBack(lastCost: number | undefined): void {
    this.tokens = Math.min(CAPACITY, this.tokens + (lastCost ?? REWARD));
  }
}
