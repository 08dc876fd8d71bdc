import { accessPlans } from "./csp/access";
import { crowdPlans } from "./csp/crowd";
import { expectationsPlans } from "./csp/expectations";
import { objectsPlans } from "./csp/objects";
import { gridscalePlans } from "./gridscale";
import type { PlanTable } from "./planTable";
import { scalewayPlans } from "./scaleway";

/** All tables of plans, by the names of the files that their plans are recorded in. */
export const TABLES: Readonly<Record<string, PlanTable>> = {
  "csp-access": accessPlans,
  "csp-objects": objectsPlans,
  "csp-expectations": expectationsPlans,
  "csp-crowd": crowdPlans,
  scaleway: scalewayPlans,
  gridscale: gridscalePlans,
};
