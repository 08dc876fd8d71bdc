import { Command } from "commander";
import { EXIT_UNREACHABLE } from "../../review";
import { saysUnreachable } from "../../provider/transport/unreachable";
import { askedPortals } from "../askedPortals";
import { readFleet } from "../../fleet";
import { type FleetFlags, withParallel, withSelection } from "../fleet/options";
import { fleetReview, stacksIn } from "../fleet/reviewInputs";
import { selectedStacks } from "../fleet/selection";
import { withProgress } from "../progress";
import {
  exitCodeOf,
  type JudgingFlags,
  printReview,
  REVIEW_EXIT_CODES,
  reviewFileOf,
  reviewOptionsOf,
  unansweredRealm,
  withJudging,
} from "../reviewing";
import { settingsFor, settingsToldOf } from "../stackSettings";
import { WrongUse } from "../wrongUse";

interface Flags extends JudgingFlags, Omit<FleetFlags, "json"> {
  readonly plans: string;
  readonly states?: string;
}

/** `reseller fleet review`: what a planned change of many stacks means for people's access, as one. */
export function fleetReviewCommand(): Command {
  return withJudging(withParallel(withSelection(new Command("review"))))
    .description("Show what a change of many stacks means for people's access, as one review.")
    .requiredOption("--plans <folder>", "folder with the plan of each stack: STACK.json, by `reseller fleet preview`")
    .option(
      "--states <folder>",
      "folder with the state of each other stack: STACK.json, by `pulumi stack export`; default: the engine is asked",
    )
    .addHelpText("after", REVIEW_EXIT_CODES)
    .action(async (flags: Flags) => {
      process.exitCode = await exitCodeOf("fleet review", () => review(flags));
    });
}

async function review(flags: Flags): Promise<number> {
  const fleet = readFleet(flags.cwd);
  const file = reviewFileOf(flags, fleet.folder);
  const names = fleet.stacks.map(({ name }) => name);
  const strangers = stacksIn(flags.plans).filter((name) => !names.includes(name));
  if (strangers.length > 0)
    throw new WrongUse(
      `${flags.plans} has plans of stacks that the fleet doesn't have: ${strangers.join(", ")}. Remove them`,
    );
  const selected = new Set(selectedStacks(fleet, flags).map(({ name }) => name));
  const { reviewed, plan, live } = await withProgress(flags, async (progress) => {
    const parallel = flags.parallel ?? fleet.file.parallel;
    const inputs = { fleet, selected, plans: flags.plans, states: flags.states, parallel };
    const reviewed = await fleetReview(inputs, progress);
    const plan = reviewed.plan;
    if (!flags.live) return { reviewed, plan };
    const [stack] = names;
    const settings = await settingsFor(plan, await settingsToldOf({ stack, cwd: fleet.folder }, progress), stack);
    return { reviewed, plan, live: await askedPortals(plan, settings, progress) };
  });
  const report = reviewed.report({ ...reviewOptionsOf(flags), file, live }, plan);
  printReview("fleet review", report, flags);
  const isUnreachable = report.completeness.gaps.some(saysUnreachable);
  return isUnreachable || unansweredRealm("fleet review", live) ? EXIT_UNREACHABLE : report.exitCode;
}
