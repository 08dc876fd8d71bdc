import { PortalRefusal } from "../portals";

/** How often a write is tried where somebody else changes the same object. */
const MOST_TRIES = 3;

/** What there is to do over an object as it was seen. */
export type Step<Seen, Result> =
  /** Nothing to be sent over what was read. */
  | { readonly done: Result }
  | {
      /** Goes only over what was read: the portal refuses it as stale where that has changed. */
      readonly send: () => Promise<Result>;
      /** The object as it is by then. @throws Error where that leaves nothing to be sent again */
      readonly reread: () => Promise<Seen>;
    };

/** Writes over an object as it was read, and where somebody else has changed it since then, over what is there by then. */
export async function retryOnConflict<Seen, Result>(
  seen: Seen,
  next: (seen: Seen) => Promise<Step<Seen, Result>>,
): Promise<Result> {
  let current = seen;
  for (let tries = 1; ; tries += 1) {
    const step = await next(current);
    if ("done" in step) return step.done;
    try {
      return await step.send();
    } catch (error) {
      if (!(error instanceof PortalRefusal) || error.reason !== "stale" || tries >= MOST_TRIES) throw error;
      current = await step.reread();
    }
  }
}
