const CAPACITY = 500;
const COST = 5;
const TIMEOUT_COST = 10;

/** What all retries of a connection draw from together: when a portal is down, they stop instead of hammering it. */
export class RetryBudget {
  private tokens = CAPACITY;

  take(wasTimeout: boolean): boolean {
    const cost = wasTimeout ? TIMEOUT_COST : COST;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }

  /** Every call that succeeds gives a little back. */
  giveBack(): void {
    this.tokens = Math.min(CAPACITY, this.tokens + 1);
  }
}
