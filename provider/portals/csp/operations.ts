import { PortalRefusal } from "../../model/refusal";
import type { Pending } from "../../model/portal";
import { operations, OPERATIONS_FILTER_LIMIT } from "./contract";
import type { Wire } from "./wire";

const FIRST_WAIT_MILLISECONDS = 150;
const LONGEST_WAIT_MILLISECONDS = 5000;
const GROWTH = 1.5;
/**
 * Polls are eager as long as they are few beside the operations that they have seen end. Beyond that, a poll that ends less
 * than two operations makes the next ones rarer: a large realm can wait a moment.
 */
const EAGER_POLLS = 25;
const POLLS_FOR_EACH_OPERATION = 0.12;
const RAREST_INTERVAL_MILLISECONDS = 1200;
const PROGRESS_MILLISECONDS = 30_000;

interface Waiter {
  readonly operation: string;
  done(): void;
  fail(error: Error): void;
  readonly since: number;
  due: number;
}

/**
 * Waits for the portal's asynchronous work. Operations that are awaited at the same time share one list call, however
 * many there are.
 */
export class Operations {
  private readonly waiters = new Set<Waiter>();
  private timer: NodeJS.Timeout | undefined;
  private interval = FIRST_WAIT_MILLISECONDS;
  private polls = 0;
  private ended = 0;

  constructor(
    private readonly wire: Wire,
    private readonly timeoutSeconds: number,
    private readonly say: (message: string) => void,
  ) {}

  /** Resolves when the work is done. @throws PortalRefusal with the portal's reason, or at the deadline. */
  async settle(pending: Pending): Promise<void> {
    const started = Date.now();
    const progress = setInterval(
      () =>
        this.say(
          `still waiting for ${pending.what} (${Math.round((Date.now() - started) / 1000)} s of ${this.timeoutSeconds} s)`,
        ),
      PROGRESS_MILLISECONDS,
    );
    let deadline: NodeJS.Timeout | undefined;
    let waiter: Waiter | undefined;
    const work =
      pending.operation !== undefined
        ? new Promise<void>((done, fail) => {
            waiter = { operation: pending.operation!, done, fail, since: started, due: this.nextDue(started) };
            this.waiters.add(waiter);
            this.schedule();
          })
        : this.pollUntil(pending, started);
    const late = new Promise<never>((_, fail) => {
      deadline = setTimeout(() => fail(this.lateness(pending)), this.timeoutSeconds * 1000);
    });
    try {
      await Promise.race([work, late]);
    } catch (error) {
      if (error instanceof PortalRefusal)
        throw new PortalRefusal(`waiting for ${pending.what}: ${error.message}`, error.reason, false);
      throw error;
    } finally {
      if (waiter !== undefined) this.waiters.delete(waiter);
      clearInterval(progress);
      clearTimeout(deadline);
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.waiters.clear();
  }

  private lateness(pending: Pending): PortalRefusal {
    const name = pending.operation === undefined ? "" : ` (operation ${pending.operation})`;
    return new PortalRefusal(
      `the portal had not finished after ${this.timeoutSeconds} s${name}. It may still finish: run again later, or raise reseller:operationTimeout`,
    );
  }

  private async pollUntil(pending: Pending, started: number): Promise<void> {
    let wait = FIRST_WAIT_MILLISECONDS;
    while (pending.finished !== undefined && !(await pending.finished())) {
      if (Date.now() - started > this.timeoutSeconds * 1000) return;
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * GROWTH, LONGEST_WAIT_MILLISECONDS);
    }
  }

  private schedule(): void {
    if (this.timer !== undefined || this.waiters.size === 0) return;
    const next = Math.min(...[...this.waiters].map((waiter) => waiter.due));
    this.timer = setTimeout(() => void this.poll(), Math.max(0, next - Date.now()));
  }

  /** On a grid that all operations share, so that those that began at different moments are asked about together. */
  private nextDue(since: number): number {
    const now = Date.now();
    const patience = Math.min(Math.max(this.interval, (now - since) * (GROWTH - 1)), LONGEST_WAIT_MILLISECONDS);
    return Math.ceil((now + patience) / this.interval) * this.interval;
  }

  /** Asks about everything that is due: one call for all of them. */
  private async poll(): Promise<void> {
    const now = Date.now();
    const due = [...this.waiters].filter((waiter) => waiter.due <= now + 1).slice(0, OPERATIONS_FILTER_LIMIT);
    const before = this.waiters.size;
    try {
      const ids = due.map((waiter) => waiter.operation).join(",");
      const found = new Map(
        (await this.wire.list(operations.listOperations, { query: { "filter[id]": ids } })).map((operation) => [
          operation.id,
          operation,
        ]),
      );
      for (const waiter of due) this.conclude(waiter, found.get(waiter.operation));
    } catch (error) {
      for (const waiter of due) this.end(waiter, error instanceof Error ? error : new Error(String(error)));
    }
    this.adapt(before - this.waiters.size);
    this.timer = undefined;
    this.schedule();
  }

  private end(waiter: Waiter, error?: Error): void {
    this.waiters.delete(waiter);
    if (error === undefined) waiter.done();
    else waiter.fail(error);
  }

  private adapt(ended: number): void {
    this.polls += 1;
    this.ended += ended;
    const canAfford = this.polls < EAGER_POLLS + this.ended * POLLS_FOR_EACH_OPERATION;
    this.interval =
      ended >= 2 || canAfford
        ? Math.max(FIRST_WAIT_MILLISECONDS, this.interval / GROWTH)
        : Math.min(RAREST_INTERVAL_MILLISECONDS, this.interval * GROWTH);
  }

  private conclude(
    waiter: Waiter,
    operation: { status: string; error?: { detail?: string; title?: string; code?: string } | null } | undefined,
  ): void {
    if (operation === undefined) {
      this.end(
        waiter,
        new PortalRefusal(
          `the portal doesn't know the operation ${waiter.operation} any more. Run pulumi refresh to see what became of it`,
        ),
      );
    } else if (operation.status === "succeeded") {
      this.end(waiter);
    } else if (operation.status === "failed") {
      const { code, detail, title } = operation.error ?? {};
      this.end(
        waiter,
        new PortalRefusal(
          `the portal gave up: ${detail ?? title ?? "no reason given"}${code === undefined ? "" : ` (${code})`}, operation ${waiter.operation}`,
        ),
      );
    } else {
      waiter.due = this.nextDue(waiter.since);
    }
  }
}
