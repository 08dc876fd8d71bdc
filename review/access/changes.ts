import type { Change, Holding } from "../report";
import { type Held, nameOfRight, NO_RIGHTS, type Rights } from "./holdings";

/** What becomes of one right. */
export interface RightChange {
  readonly permission: string;
  readonly limit?: string;
  readonly before: Holding;
  readonly after: Holding;
  readonly change: Change;
  readonly held: Held;
  /** Where something is left of a right that goes: its limits. */
  readonly left?: readonly string[];
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

  /** @param beyond what the person has everywhere, before and after. */
  of(
    before: Rights = NO_RIGHTS,
    after: Rights = NO_RIGHTS,
    beforeBeyond: Rights = NO_RIGHTS,
    afterBeyond: Rights = NO_RIGHTS,
  ): readonly RightChange[] {
    if (beforeBeyond.size > 0 || afterBeyond.size > 0) return compared([before, beforeBeyond], [after, afterBeyond]);
    const row = this.known.get(before) ?? new Map<Rights, readonly RightChange[]>();
    this.known.set(before, row);
    const known = row.get(after);
    if (known !== undefined) return known;
    const changes = compared([before, NO_RIGHTS], [after, NO_RIGHTS]);
    row.set(after, changes);
    return changes;
  }
}

type Side = readonly [own: Rights, beyond: Rights];

function compared(before: Side, after: Side): readonly RightChange[] {
  const names = [...new Set([...before[0].keys(), ...after[0].keys()])].sort();
  return names.flatMap((name): RightChange[] => {
    const [own, other] = [before[0].get(name), after[0].get(name)];
    const held = (other ?? own)!;
    const { permission, limits } = held;
    const [from, to] = [effective(before, own, held), effective(after, other, held)];
    const change = changeOf(from, to);
    // What is had by something broader after the change has not gone: that is told where the broader one is.
    if (other === undefined && (change === "none" || to?.holding === "yes")) return [];
    const left = other === undefined && own !== undefined ? narrower(after[0], own) : [];
    return [
      {
        permission,
        ...(left.length === 0 ? {} : { left }),
        ...(limits.length === 0 ? {} : { limit: limits.join(", ") }),
        before: from?.holding ?? "no",
        after: to?.holding ?? "no",
        change,
        held,
      },
    ];
  });
}

/** A right as it is, or by what gives the same with fewer limits, or everywhere. */
function effective([own, beyond]: Side, as: Held | undefined, { permission, limits }: Held): Held | undefined {
  if (as?.holding === "yes") return as;
  const broader = subsetsOf(limits).flatMap((fewer) => {
    const name = nameOfRight(permission, fewer);
    return [own.get(name), beyond.get(name)].filter((held) => held !== undefined);
  });
  return broader.find(({ holding }) => holding === "yes") ?? as ?? broader[0];
}

/** The limits under which a right is left that was wider. */
function narrower(rights: Rights, { permission, limits }: Held): string[] {
  return [...rights.values()]
    .filter((held) => held.permission === permission && limits.every((limit) => held.limits.includes(limit)))
    .map((held) => held.limits.join(", "));
}

function subsetsOf(limits: readonly string[]): (readonly string[])[] {
  return limits.reduce<(readonly string[])[]>((all, limit) => [...all, ...all.map((of) => [...of, limit])], [[]]);
}
