import type { TurnEnd } from "../../../provider/transport/budgetProtocol";
import { type RateLimit, RequestWindow } from "../../../provider/transport/requestWindow";

/**
 * Whose turn it is to send a request to a portal, over all connections of the machine with the same credentials. Never more requests are
 * under way, and never more come within any window of time, than the limits say; turns are given in the order of asking. Knows no clock.
 */
export class Turns<Client> {
  private readonly window: RequestWindow | undefined;
  private readonly waiting: Client[] = [];
  private readonly underWay = new Map<Client, number>();
  private readonly concurrency = new Map<Client, number>();
  private count = 0;
  private pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(rateLimit: RateLimit | undefined) {
    this.window = rateLimit && new RequestWindow(rateLimit);
  }

  /** A connection, and how many requests its settings allow at once. The largest number holds for all. */
  join(client: Client, maxConcurrency: number): void {
    this.concurrency.set(client, maxConcurrency);
  }

  ask(client: Client): void {
    this.waiting.push(client);
  }

  /** A request that had its turn is over. */
  end(client: Client, now: number, { remaining, pauseMs }: TurnEnd = {}): void {
    const own = this.underWay.get(client) ?? 0;
    // A client that says so without a turn must not make room for others.
    if (own === 0) return;
    this.underWay.set(client, own - 1);
    this.count -= 1;
    this.window?.end(now, remaining);
    if (pauseMs !== undefined) this.pausedUntil = Math.max(this.pausedUntil, now + pauseMs);
  }

  /** A connection is gone: its turns are over, and it waits no more. What it has sent counts as long as if it were answered now. */
  leave(client: Client, now: number): void {
    while ((this.underWay.get(client) ?? 0) > 0) this.end(client, now);
    this.underWay.delete(client);
    this.concurrency.delete(client);
    for (let index = this.waiting.length - 1; index >= 0; index -= 1)
      if (this.waiting[index] === client) this.waiting.splice(index, 1);
  }

  /** Those whose turn it is now; they have it from now on. */
  due(now: number): Client[] {
    const given: Client[] = [];
    const most = Math.max(1, ...this.concurrency.values());
    while (this.waiting.length > 0 && this.count < most && now >= this.pausedUntil && this.hasRoom(now)) {
      const client = this.waiting.shift()!;
      this.underWay.set(client, (this.underWay.get(client) ?? 0) + 1);
      this.count += 1;
      this.window?.begin();
      given.push(client);
    }
    return given;
  }

  /** When it is worth to ask again what is due, if nobody asks, ends or leaves before; undefined where time changes nothing. */
  nextDue(now: number): number | undefined {
    if (this.waiting.length === 0) return undefined;
    if (now < this.pausedUntil) return this.pausedUntil;
    return this.hasRoom(now) ? undefined : this.window?.nextRoom();
  }

  private hasRoom(now: number): boolean {
    return this.window?.hasRoom(now) ?? true;
  }
}
