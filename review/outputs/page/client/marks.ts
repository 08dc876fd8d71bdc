import type { Change, Holding, Right } from "./data";

/** How a right is shown: never by colour alone. */
export interface Mark {
  readonly glyph: string;
  readonly word: string;
  readonly style: string;
}

const CHANGED: Readonly<Record<Exclude<Change, "none">, Mark>> = {
  gained: { glyph: "+", word: "gained", style: "gained" },
  "maybe gained": { glyph: "+?", word: "maybe gained", style: "maybe-gained" },
  lost: { glyph: "−", word: "lost", style: "lost" },
  "maybe lost": { glyph: "−?", word: "maybe lost", style: "maybe-lost" },
  unknown: { glyph: "?", word: "can't be told", style: "unknown" },
};

const HELD: Readonly<Record<Holding, Mark>> = {
  yes: { glyph: "●", word: "has", style: "has" },
  maybe: { glyph: "◐", word: "maybe has", style: "maybe-has" },
  no: { glyph: "", word: "doesn't have", style: "no" },
};

export const INHERITED: Mark = { glyph: "∗", word: "by rights held everywhere", style: "inherited" };

/** Over whatever rights somebody has everywhere. */
export const LOCKED: Mark = { glyph: "⊘", word: "locked: nobody can enter it", style: "locked" };

/** What tells most about somebody's rights first. */
export const CHANGES: readonly Change[] = ["gained", "maybe gained", "lost", "maybe lost", "unknown", "none"];

export function markOf({ change, after }: Pick<Right, "change" | "after">): Mark {
  return change === "none" ? HELD[after] : CHANGED[change];
}

export function changeMark(change: Exclude<Change, "none">): Mark {
  return CHANGED[change];
}

export function heldMark(holding: Holding): Mark {
  return HELD[holding];
}

const STRENGTH: ReadonlyMap<Change, number> = new Map(CHANGES.map((change, index) => [change, index]));
const HOLDING_STRENGTH: Readonly<Record<Holding, number>> = { yes: 0, maybe: 1, no: 2 };

/** The one that tells more comes first. */
export function compareRights(one: Right, other: Right): number {
  const byChange = (STRENGTH.get(one.change) ?? 0) - (STRENGTH.get(other.change) ?? 0);
  return byChange !== 0 ? byChange : HOLDING_STRENGTH[one.after] - HOLDING_STRENGTH[other.after];
}
