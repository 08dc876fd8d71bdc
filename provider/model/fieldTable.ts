import type { Field, KindName } from "./kind";

/** What one portal has of a kind. */
export interface KindTable {
  /** The fields that the portal has, each with what is different there about it: an empty object where nothing is. */
  readonly has: Readonly<Record<string, Partial<Field>>>;
  /** What to do in place of some fields that the portal lacks, to be read after `is not a field of the portal:`. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Another natural key than the kind's own. */
  readonly naturalKey?: readonly string[];
  /** Other secret outputs than the kind's own, each with what brings it. */
  readonly secretOutputs?: Readonly<Record<string, string>>;
  /** The portal has no such objects: this provider keeps them in the state alone, for other resources to use. */
  readonly stateOnly?: true;
}

/** The kinds that a portal has. */
export type FieldTable = Readonly<Partial<Record<KindName, KindTable>>>;
