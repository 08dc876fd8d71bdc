import { writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Report } from "../../../review/report";
import { reseller } from "../../support/command";
import type { Review } from "./run";

/** The review of a plan by the command, which asks the portal. */
export const liveReview: Review = async (plan, stack) => {
  const file = path.join(stack.folder, "plan.json");
  writeFileSync(file, plan);
  const { printed, complained } = await reseller(
    ["review", file, "--live", "--format", "json", "--stack", "test", "--fail-on", "never"],
    { cwd: stack.folder, env: stack.environment },
  );
  if (printed === "") throw new Error(`the review: ${complained}`);
  return JSON.parse(printed) as Report;
};
