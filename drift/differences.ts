import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs, Kind } from "../provider/model";
import { holdsUnknown } from "../provider/model/unknown";
import { normalise, sameValue } from "../provider/model/values";
import { holdsMask } from "../engine/values";

/** One field that is not as Git says. */
export interface Difference {
  readonly field: string;
  readonly declared: unknown;
  /** What was applied last, where Git has something else by now. */
  readonly applied?: { readonly value: unknown };
  readonly portal: unknown;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Fields that Git has changed, and that are at the portal as they were applied. */
  readonly unapplied: readonly string[];
  /** Fields whose declared value the engine hides, since the program calls it secret. */
  readonly hidden: readonly string[];
}

/** One object three ways. The portal's values come twice, in the spelling of either side (`Lifecycle.read`). */
export interface Sides {
  /** What Git says; parts of it may be unknown. */
  readonly git: DeclaredInputs;
  /** What was applied last. */
  readonly applied: DeclaredInputs;
  readonly portalForGit: DeclaredInputs;
  readonly portalForApplied: DeclaredInputs;
}

/** Fields that decide which object it is: a change of Git makes another one, and says nothing about the one that is there. */
export function identityFields(kind: Kind): string[] {
  return Object.entries(kind.fields)
    .filter(([name, { immutable }]) => typeof immutable === "string" || kind.naturalKey.includes(name))
    .map(([name]) => name);
}

/** What differs between Git and the portal, with what Git alone has changed told apart from what was changed at the portal. */
export function compared(kind: Kind, sides: Sides): Comparison {
  const git = normalise(kind, sides.git);
  const applied = normalise(kind, sides.applied);
  const identity = identityFields(kind);
  const differences: Difference[] = [];
  const unapplied: string[] = [];
  const hidden: string[] = [];
  const names = new Set(
    [git, applied, sides.portalForGit, sides.portalForApplied].flatMap((side) => Object.keys(side)),
  );
  for (const name of [...names].sort()) {
    const field = kind.fields[name];
    // What never reaches the portal, or is never read back, can't be different there.
    if (field === undefined || field.local === true || field.trigger === true || field.secret === true) continue;
    const forGit = identity.includes(name) ? sides.portalForApplied[name] : sides.portalForGit[name];
    if (!holdsUnknown(git[name]) && sameValue(field, git[name], forGit)) continue;
    if (holdsMask(git[name]) || holdsMask(applied[name])) {
      hidden.push(name);
      continue;
    }
    if (sameValue(field, applied[name], sides.portalForApplied[name])) {
      unapplied.push(name);
      continue;
    }
    const bothChanged = !isDeepStrictEqual(git[name], applied[name]) && !sameValue(field, git[name], applied[name]);
    differences.push({
      field: name,
      declared: git[name],
      ...(bothChanged ? { applied: { value: applied[name] } } : {}),
      portal: forGit ?? sides.portalForApplied[name],
    });
  }
  return { differences, unapplied, hidden };
}
