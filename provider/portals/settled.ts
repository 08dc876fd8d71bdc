import type { Pending } from "../model/portal";
import { PortalRefusal } from "../model/refusal";

const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 5000;
const GROWTH = 1.5;
const PROGRESS_MS = 30_000;

/**
 * Waits until the portal has done work that it gave no name to, by looking at what it works on. Says every now and then what is waited for.
 * @throws PortalRefusal at the deadline
 */
export async function settled(pending: Pending, timeoutSeconds: number, say: (message: string) => void): Promise<void> {
  const started = Date.now();
  let said = started;
  let wait = FIRST_WAIT_MS;
  while (pending.finished !== undefined && !(await pending.finished())) {
    const now = Date.now();
    const seconds = Math.round((now - started) / 1000);
    if (now - started > timeoutSeconds * 1000)
      throw new PortalRefusal(
        `waiting for ${pending.what}: the portal had not finished after ${timeoutSeconds} s. It may still finish: run again later, or raise reseller:operationTimeout`,
      );
    if (now - said > PROGRESS_MS) {
      say(`still waiting for ${pending.what} (${seconds} s of ${timeoutSeconds} s)`);
      said = now;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * GROWTH, LONGEST_WAIT_MS);
  }
}
