import { parsePlan } from "../engine/digest";
import { readPrintedPlan } from "../engine/soundness";
import { judge } from "./judgement";
import { masked, secretsIn } from "./masks";
import type { ReviewOptions } from "./options";
import { reportOf } from "./entries";
import type { Report } from "./report";

/**
 * What a plan means for people's access, from the plan alone: no portal is asked, nothing secret is in what comes out, and the same plan
 * gives the same report.
 *
 * @param text what `pulumi preview --json --show-sames` printed.
 * @throws PlanError where it is no such text.
 */
export function reviewPlan(text: string, options: ReviewOptions = {}): Report {
  const digest = parsePlan(text, options.from);
  const plan = readPrintedPlan(digest);
  const report = reportOf(plan, judge(plan, options), options);
  return masked(report, secretsIn(digest, plan.resources));
}
