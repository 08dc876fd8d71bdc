import type { EntryName, RealmEntry } from "../realm/entry";
import type { RealmReading } from "../realm/read";
import type { FleetFile } from "./fleetFile";

/** A realm that is declared as one and run as many stacks of one Pulumi project. */
export interface Fleet {
  /** The folder of `fleet.yaml` and of the Pulumi project. */
  readonly folder: string;
  /** Name of the file `fleet.yaml`, relative to `folder`. */
  readonly fileName: string;
  /** Of all files that it was read from. */
  readonly digest: string;
  readonly file: FleetFile;
  /** The whole realm, as its files declare it. */
  readonly realm: RealmReading;
  /** Each after all stacks that it needs: by the length of the longest way of needs from it, then by name. */
  readonly stacks: readonly FleetStack[];
  /** The stack that declares an entry. */
  stackOf(entry: EntryName): FleetStack | undefined;
}

/** One stack of a fleet. */
export interface FleetStack {
  /** As the engine knows it, without organization and project: letters, digits and `-_.`, at most 100. */
  readonly name: string;
  /** Each after what it refers to in this stack. References lead to entries of other stacks as well: those in `crossings`. */
  readonly entries: readonly RealmEntry[];
  readonly crossings: readonly Crossing[];
  /** Names of the stacks that `crossings` lead to, sorted. */
  readonly needs: readonly string[];
}

/** A reference from an entry of one stack to an entry of another. */
export interface Crossing {
  readonly from: EntryName;
  /** Where the reference is in the entry's values, such as `["access", 0, "account"]`. */
  readonly path: readonly (string | number)[];
  readonly to: EntryName;
  /** The stack that declares `to`. */
  readonly stack: string;
}
