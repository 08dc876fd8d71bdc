import type { DeclaredInputs, KindName } from "./kind";

/** What a change is part of. */
export interface Surroundings {
  /** The inputs that were last applied; undefined where the object is to be made. */
  readonly before: DeclaredInputs | undefined;
  readonly planned: PlannedInputs;
  /** Tells the user something that is no error. */
  readonly say: (message: string) => void;
}

/** What this run has already been told to make of other objects of the same connection. */
export interface PlannedInputs {
  /** By kind and id, for objects that exist. */
  of(kind: KindName, id: string): DeclaredInputs | undefined;
  /** All that was declared of a kind so far, the resource that is being checked too; references may be unknown. */
  all(kind: KindName): readonly DeclaredInputs[];
}
