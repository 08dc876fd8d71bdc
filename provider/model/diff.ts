import type { DeclaredInputs, Kind } from ".";
import { isSpelling } from "./spellings";
import { differingFields, immutability, naturalKeyOf } from "./values";

export interface Difference {
  readonly changes: boolean;
  /** Fields whose change makes a new object. */
  readonly replaces: readonly string[];
  /** The new object would have the old one's natural key, so that both can't exist at once. */
  readonly deleteBeforeReplace: boolean;
}

/**
 * What a change of inputs means, from the declaration alone: no I/O, so that an unchanged realm costs nothing. `spellings`: what the portal
 * has made of what was sent; to declare that changes nothing there.
 */
export function difference(
  kind: Kind,
  before: DeclaredInputs,
  after: DeclaredInputs,
  spellings: DeclaredInputs = {},
): Difference {
  const changed = differingFields(kind, before, after);
  const replaces = changed
    .filter((name) => immutability(kind.fields[name], before[name], after[name]) === "replace")
    .filter((name) => !isSpelling(kind, name, after[name], spellings));
  const keyAfter = naturalKeyOf(kind, after);
  return {
    changes: changed.length > 0,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && keyAfter !== undefined && keyAfter === naturalKeyOf(kind, before),
  };
}
