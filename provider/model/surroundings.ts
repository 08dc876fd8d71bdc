import type { DeclaredOf } from "./declared";
import type { DeclaredInputs, KindName } from "./kind";

/** What a change is part of. */
export interface Surroundings<Inputs = DeclaredInputs> {
  /** The inputs that were last applied; undefined where the object is to be made. */
  readonly before: Inputs | undefined;
  readonly planned: PlannedInputs;
  /** Tells the user something that is no error. */
  readonly say: (message: string) => void;
}

/** What this run has already been told to make of other objects of the same connection. */
export interface PlannedInputs {
  /** By kind and id, for objects that exist. */
  of<Kind extends KindName>(kind: Kind, id: string): DeclaredOf<Kind> | undefined;
  /** All that was declared of a kind so far, the resource that is being checked too; references may be unknown. */
  all<Kind extends KindName>(kind: Kind): readonly DeclaredOf<Kind>[];
}

/** Looks up what was declared by kind. It has passed, or will pass, the check of its kind: whoever looks for one gets its types. */
export function plannedInputs(from: {
  readonly of: (kind: KindName, id: string) => DeclaredInputs | undefined;
  readonly all: (kind: KindName) => readonly DeclaredInputs[];
}): PlannedInputs {
  return from as PlannedInputs;
}
