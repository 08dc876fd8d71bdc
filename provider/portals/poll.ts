import { PortalRefusal } from "../model/refusal";
import { type Clock, systemClock } from "../transport";

export const FIRST_INTERVAL_MS = 150;
export const LONGEST_INTERVAL_MS = 5000;
export const GROWTH = 1.5;
const PROGRESS_MS = 30_000;

export interface Poll {
  /** What is awaited, for messages: "client Acme to be created". */
  readonly what: string;
  /** The portal's own name for it, where there is one. */
  readonly operation?: string | undefined;
  readonly isDone: () => Promise<boolean>;
  readonly timeoutSeconds: number;
  readonly say: (message: string) => void;
  /** Milliseconds before a look, after so many looks and so long a time. Default: none before the first, then longer and longer ones. */
  readonly interval?: (looks: number, sinceMs: number) => number;
  /** For tests. */
  readonly clock?: Clock;
}

/**
 * Looks until what the portal goes on with after its answer is done. Says every now and then what is waited for.
 * @throws PortalRefusal at the deadline, whatever is under way then
 */
export async function poll({ isDone, interval = growing, clock = systemClock, ...poll }: Poll): Promise<void> {
  const { what, timeoutSeconds, say } = poll;
  const longestMs = timeoutSeconds * 1000;
  const started = clock.now();
  const over = new AbortController();
  const look = async () => {
    let said = 0;
    for (let looks = 0; ; looks += 1) {
      const wait = interval(looks, clock.now() - started);
      if (wait > 0) await clock.wait(wait, over.signal);
      if (await isDone()) return;
      const sinceMs = clock.now() - started;
      if (sinceMs > longestMs) throw lateness(poll);
      const due = Math.floor(sinceMs / PROGRESS_MS);
      if (due > said) say(`still waiting for ${what} (${Math.round(sinceMs / 1000)} s of ${timeoutSeconds} s)`);
      said = due;
    }
  };
  const deadline = clock.wait(longestMs, over.signal).then(() => {
    throw lateness(poll);
  });
  try {
    await Promise.race([look(), deadline]);
  } finally {
    over.abort();
  }
}

function growing(looks: number): number {
  return looks === 0 ? 0 : Math.min(LONGEST_INTERVAL_MS, FIRST_INTERVAL_MS * GROWTH ** (looks - 1));
}

function lateness({ what, operation, timeoutSeconds }: Pick<Poll, "what" | "operation" | "timeoutSeconds">) {
  const name = operation === undefined ? "" : ` (operation ${operation})`;
  return new PortalRefusal(
    `waiting for ${what}: the portal had not finished after ${timeoutSeconds} s${name}. It may still finish: run again later, or increase reseller:operationTimeout`,
  );
}
