import type { KindName } from "../../provider/model";
import type { Plan, StackOfPlan } from "../../engine/plannedResource";

/** An entry of a realm file. */
export interface Name {
  readonly kind: KindName;
  readonly name: string;
}

/** A reference from a resource of one stack to a resource of another, as the realm's files have it. */
export interface PlannedCrossing {
  readonly from: Name;
  /** Where it is in the values, such as `["access", 0, "account"]`. */
  readonly path: readonly (string | number)[];
  readonly to: Name;
  /** The stack that has `to`. */
  readonly stack: string;
}

/** What one stack has in the plan of several. */
export interface PartOfPlan {
  readonly stack: StackOfPlan;
  readonly plan: Plan;
  /** References from its resources to those of other stacks. */
  readonly crossings: readonly PlannedCrossing[];
}
