import * as path from "node:path";
import { Command } from "commander";
import { EXIT_UNREACHABLE, type FleetPlans, type LiveRealm } from "../../review";
import { saysUnreachable } from "../../provider/transport/unreachable";
import { askedPortals } from "../askedPortals";
import { type FleetFlags, withParallel, withSelection } from "../fleet/options";
import { previewStacks } from "../fleet/preview";
import { fleetReview, type ReviewInputs, stacksIn } from "../fleet/reviewInputs";
import { selectedStacks } from "../fleet/selection";
import { boardFor, fleetIn, readGround, withFleet } from "../fleet/session";
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
  readonly plans?: string;
  readonly states?: string;
}

/** `reseller fleet review`: what a planned change of many stacks means for people's access, as one. */
export function fleetReviewCommand(): Command {
  return withJudging(withParallel(withSelection(new Command("review"))))
    .description(
      "Show what a change of many stacks means for people's access, as one review. Runs the previews, unless there are plans.",
    )
    .option(
      "--plans <folder>",
      "folder with plans that were created elsewhere: STACK.json, the output of `pulumi preview --json --show-sames`",
    )
    .option(
      "--states <folder>",
      "folder with the states of the other stacks: STACK.json, the output of `pulumi stack export`; default: the engine is asked",
    )
    .addHelpText("after", REVIEW_EXIT_CODES)
    .action(async (flags: Flags) => {
      process.exitCode = await exitCodeOf("fleet review", () =>
        flags.plans === undefined ? ofPreviews(flags) : ofPlans(flags, flags.plans),
      );
    });
}

/** The review of plans that were created elsewhere. */
function ofPlans(flags: Flags, plans: string): Promise<number> {
  const fleet = fleetIn(flags.cwd ?? ".");
  const given = new Set(stacksIn(plans));
  const strangers = [...given].filter((name) => !fleet.stacks.some((stack) => stack.name === name));
  if (strangers.length > 0)
    throw new WrongUse(
      `${plans} has plans of stacks that the fleet doesn't have: ${strangers.join(", ")}. Remove them`,
    );
  const selected = new Set(selectedStacks(fleet, flags).map(({ name }) => name));
  return review(flags, {
    fleet,
    plan: (name) => (selected.has(name) || given.has(name) ? path.join(plans, `${name}.json`) : undefined),
    problem: () => undefined,
    states: flags.states,
    parallel: flags.parallel ?? fleet.file.parallel,
  });
}

/** Previews the stacks, and reviews their plans. */
function ofPreviews(flags: Flags): Promise<number> {
  return withFleet("review", flags, async (session) => {
    const { fleet, folder, stacks, parallel, stopped } = session;
    const ground = await readGround(session, flags);
    const board = boardFor(session, flags);
    board.start();
    const outcomes = await previewStacks(session, ground, board, {}).finally(() => board.end());
    if (stopped.exitCode !== undefined) return stopped.exitCode;
    const problems = new Map(outcomes.map((outcome) => [outcome.stack, outcome.problems[0]]));
    const selected = new Set(stacks.map(({ name }) => name));
    return review(flags, {
      fleet,
      plan: (name) => (selected.has(name) ? folder.plan(name) : undefined),
      problem: (name) => problems.get(name) && `its preview failed: ${problems.get(name)}`,
      states: flags.states,
      parallel,
    });
  });
}

async function review(flags: Flags, inputs: ReviewInputs): Promise<number> {
  const file = reviewFileOf(flags, inputs.fleet.folder);
  const { reviewed, plan, live } = await withProgress(flags, async (progress) => {
    const reviewed = await fleetReview(inputs, progress);
    const plan = reviewed.plan;
    return { reviewed, plan, live: flags.live ? await liveRealms(plan, inputs, progress) : undefined };
  });
  const report = reviewed.report({ ...reviewOptionsOf(flags), file, live }, plan);
  printReview("fleet review", report, flags);
  const isUnreachable = flags.plans === undefined && report.completeness.gaps.some(saysUnreachable);
  return isUnreachable || unansweredRealm("fleet review", live) ? EXIT_UNREACHABLE : report.exitCode;
}

/** All stacks have the same settings, but for those that are told as connections of their own. */
async function liveRealms(
  plan: FleetPlans["plan"],
  { fleet }: ReviewInputs,
  progress: Parameters<typeof askedPortals>[2],
): Promise<LiveRealm[]> {
  const stack = plan.stacks?.find(({ read }) => read === "preview")?.name ?? fleet.stacks[0]?.name;
  const settings = await settingsToldOf({ stack, cwd: fleet.folder }, progress);
  return askedPortals(plan, await settingsFor(plan, settings, stack), progress);
}
