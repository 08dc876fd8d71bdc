import type { Pending } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { FIRST_INTERVAL_MS, GROWTH, LONGEST_INTERVAL_MS, poll } from "../poll";
import { UsualTime } from "../usualTime";
import { operations, OPERATIONS_FILTER_LIMIT } from "./contract";
import type { Wire } from "./wire";

/**
 * Looks are eager as long as they are few beside the operations that they have seen end. Beyond that, a look that ends less
 * than two operations makes the next ones rarer: a large realm can wait a moment.
 */
const EAGER_LOOKS = 25;
const LOOKS_FOR_EACH_OPERATION = 0.12;
const RAREST_INTERVAL_MS = 1200;
/** Whoever waits is told every now and then. */
const LONGEST_FIRST_WAIT_MS = 30_000;
/** Timers that are due in the same millisecond don't fire in the same one. */
const TOGETHER_MS = 1;

interface Operation {
  readonly id: string;
  readonly status: string;
  readonly error?: { readonly detail?: string; readonly title?: string; readonly code?: string } | null;
}

interface Question {
  readonly id: string;
  answer(operation: Operation | undefined): void;
  fail(error: unknown): void;
}

/**
 * Waits for the portal's asynchronous work. Operations that are awaited at the same time share one list call, however
 * many there are.
 */
export class Operations {
  private questions: Question[] = [];
  private isAsking = false;
  private interval = FIRST_INTERVAL_MS;
  private looks = 0;
  private ended = 0;
  private readonly usual = new UsualTime();

  constructor(
    private readonly wire: Wire,
    private readonly timeoutSeconds: number,
    private readonly say: (message: string) => void,
  ) {}

  /** Resolves when the work is done. @throws PortalRefusal with the portal's reason, or at the deadline. */
  async waitFor({ what, operation, finished, sort }: Pending): Promise<void> {
    const { timeoutSeconds, say } = this;
    const awaited = { what, operation, timeoutSeconds, say };
    if (operation !== undefined) {
      const began = Date.now();
      await poll({
        ...awaited,
        isDone: () => whileWaiting(what, async () => hasSucceeded(operation, await this.lookUp(operation))),
        interval: (_, sinceMs) => this.untilDue(sinceMs, Math.min(this.usual.of(sort), LONGEST_FIRST_WAIT_MS)),
      });
      return this.usual.ended(sort, Date.now() - began);
    }
    if (finished !== undefined) return poll({ ...awaited, isDone: () => whileWaiting(what, finished) });
  }

  /**
   * On a grid that all operations share, so that those that began at different moments are asked about together. Intervals grow from the
   * moment when the work is expected to be done.
   */
  private untilDue(sinceMs: number, expectedMs: number): number {
    const now = Date.now();
    const growing = Math.min(Math.max(this.interval, (sinceMs - expectedMs) * (GROWTH - 1)), LONGEST_INTERVAL_MS);
    const wait = Math.max(growing, expectedMs - sinceMs);
    return Math.ceil((now + wait) / this.interval) * this.interval - now;
  }

  private lookUp(id: string): Promise<Operation | undefined> {
    return new Promise((answer, fail) => {
      this.questions.push({ id, answer, fail });
      if (this.isAsking) return;
      this.isAsking = true;
      setTimeout(() => void this.askAll(), TOGETHER_MS);
    });
  }

  /** Asks about everything that is due: one call for all of them, and the next one for what has come up meanwhile. */
  private async askAll(): Promise<void> {
    while (this.questions.length > 0) await this.ask(this.questions.splice(0, OPERATIONS_FILTER_LIMIT));
    this.isAsking = false;
  }

  private async ask(questions: readonly Question[]): Promise<void> {
    try {
      const ids = questions.map(({ id }) => id).join(",");
      const listed = await this.wire.list(operations.listOperations, { query: { "filter[id]": ids } });
      const found = new Map<string, Operation>(listed.map((operation) => [operation.id, operation]));
      for (const { id, answer } of questions) answer(found.get(id));
      this.adapt(questions.filter(({ id }) => !isUnderWay(found.get(id))).length);
    } catch (error) {
      for (const { fail } of questions) fail(error);
      this.adapt(questions.length);
    }
  }

  private adapt(ended: number): void {
    this.looks += 1;
    this.ended += ended;
    const canAfford = this.looks < EAGER_LOOKS + this.ended * LOOKS_FOR_EACH_OPERATION;
    this.interval =
      ended >= 2 || canAfford
        ? Math.max(FIRST_INTERVAL_MS, this.interval / GROWTH)
        : Math.min(RAREST_INTERVAL_MS, this.interval * GROWTH);
  }
}

/** What the portal says while it is asked how far it is, with what is waited for. */
async function whileWaiting<Result>(what: string, look: () => Promise<Result>): Promise<Result> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PortalRefusal)) throw error;
    throw new PortalRefusal(`waiting for ${what}: ${error.message}`, error.reason, false);
  }
}

function isUnderWay(operation: Operation | undefined): boolean {
  return operation !== undefined && operation.status !== "succeeded" && operation.status !== "failed";
}

/** @throws PortalRefusal where it never will */
function hasSucceeded(id: string, operation: Operation | undefined): boolean {
  if (operation === undefined)
    throw new PortalRefusal(
      `the portal doesn't know the operation ${id} any more. Run pulumi refresh to see the result`,
    );
  if (operation.status === "failed") {
    const { code, detail, title } = operation.error ?? {};
    throw new PortalRefusal(
      `the portal's operation failed: ${detail ?? title ?? "no reason given"}${code === undefined ? "" : ` (${code})`}, operation ${id}`,
    );
  }
  return operation.status === "succeeded";
}
