import type { Change, Holding } from "../report";
import { type Held, NO_RIGHTS, type Rights } from "./holdings";

/** What becomes of one right. */
export interface RightChange {
  readonly permission: string;
  readonly limit?: string;
  readonly before: Holding;
  readonly after: Holding;
  readonly change: Change;
  readonly held: Held;
}

/** The most serious first: what a person's change as a whole is called after. */
const WEIGHT: readonly Change[] = ["gained", "maybe gained", "lost", "maybe lost", "unknown", "none"];

export function strongest(changes: Iterable<Change>): Change {
  let best: Change = "none";
  for (const change of changes) if (WEIGHT.indexOf(change) < WEIGHT.indexOf(best)) best = change;
  return best;
}

/** Never guessed: what is `maybe` on both sides has not changed only where nothing about it has. */
export function changeOf(before: Held | undefined, after: Held | undefined): Change {
  const [from, to] = [before?.holding ?? "no", after?.holding ?? "no"];
  if (from === to) return from === "maybe" && before?.cause !== after?.cause ? "unknown" : "none";
  if (from === "no") return to === "yes" ? "gained" : "maybe gained";
  if (to === "no") return from === "yes" ? "lost" : "maybe lost";
  return to === "yes" ? "maybe gained" : "maybe lost";
}

/** Compares sets of rights, each pair once however many people have it. */
export class Comparison {
  private readonly known = new Map<Rights, Map<Rights, readonly RightChange[]>>();

  of(before: Rights = NO_RIGHTS, after: Rights = NO_RIGHTS): readonly RightChange[] {
    const row = this.known.get(before) ?? new Map<Rights, readonly RightChange[]>();
    this.known.set(before, row);
    const known = row.get(after);
    if (known !== undefined) return known;
    const names = [...new Set([...before.keys(), ...after.keys()])].sort();
    const changes = names.map((name): RightChange => {
      const [from, to] = [before.get(name), after.get(name)];
      const held = (to ?? from)!;
      return {
        permission: held.permission,
        ...(held.limit === undefined ? {} : { limit: held.limit }),
        before: from?.holding ?? "no",
        after: to?.holding ?? "no",
        change: changeOf(from, to),
        held,
      };
    });
    row.set(after, changes);
    return changes;
  }
}
