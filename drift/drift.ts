import type { KindName } from "../provider/model";
import type { Found, Portal } from "../provider/model/portal";
import type { Plan, PlannedResource } from "../engine/plannedResource";
import type { Difference } from "./differences";
import type { Ignore } from "./driftFile";

export interface Undeclared {
  readonly kind: KindName;
  readonly connection: string;
  readonly found: Found;
  /** Display name. */
  readonly name: string;
}

export interface Unapplied {
  readonly resource: PlannedResource;
  readonly fields: readonly string[];
  /** Id of the object that is there already. */
  readonly existing?: string;
}

export interface Untold {
  readonly reason: string;
  readonly subjects: readonly string[];
  /** Whether it is only about what nobody declares. */
  readonly isOfUndeclared: boolean;
}

/** What is different, with values as they are: secrets are masked where it becomes a report. */
export interface Drift {
  readonly plan: Plan;
  /** Secrets that the plan has in the clear. */
  readonly secrets: readonly string[];
  readonly portals: ReadonlyMap<string, Portal>;
  readonly changed: readonly { readonly resource: PlannedResource; readonly differences: readonly Difference[] }[];
  readonly missing: readonly PlannedResource[];
  readonly undeclared: readonly Undeclared[];
  /** All that was listed, the portal's own objects among them, which others refer to. */
  readonly objects: readonly Undeclared[];
  readonly cannotTell: readonly Untold[];
  readonly unapplied: readonly Unapplied[];
  readonly looked: {
    readonly declared: number;
    readonly listed: number;
    readonly undeclared: boolean;
    readonly accounts: readonly string[];
  };
  readonly ignore: readonly Ignore[];
  readonly remarks: readonly string[];
  /** What people call an account of a connection. */
  readonly accountName: (connection: string, id: string) => string;
}
