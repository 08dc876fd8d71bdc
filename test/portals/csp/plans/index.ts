import type { PlanTable } from "../../../review/plans/planTable";
import { accessPlans } from "./access";
import { crowdPlans } from "./crowd";
import { expectationsPlans } from "./expectations";
import { objectsPlans } from "./objects";

export const plans: Readonly<Record<string, PlanTable>> = {
  "csp-access": accessPlans,
  "csp-objects": objectsPlans,
  "csp-expectations": expectationsPlans,
  "csp-crowd": crowdPlans,
};
