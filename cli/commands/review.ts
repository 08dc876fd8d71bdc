import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { Command } from "commander";
import { parsePlan } from "../../engine/digest";
import { readPlan } from "../../engine/plannedResource";
import { EXIT_UNREACHABLE, type LiveRealm, reviewPlan } from "../../review";
import { saysUnreachable } from "../../provider/transport/unreachable";
import { askedPortals } from "../askedPortals";
import { readPlanText } from "../given";
import { WrongUse } from "../wrongUse";
import { previewedPlan } from "../previewedPlan";
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
import { settingsOfPlan, settingsToldOf } from "../stackSettings";
import { type Progress, withProgress } from "../progress";

interface ReviewFlags extends JudgingFlags {
  readonly stack?: string;
  readonly savePlan?: string;
  readonly savedPlan?: string;
}

/** `reseller review`: what a planned change means for people's access. */
export function reviewCommand(): Command {
  const command = new Command("review")
    .description("Show what a planned change means for people's access. In a Pulumi project, runs the preview.")
    .argument("[plan]", "output of `pulumi preview --json --show-sames`: a file, or - for standard input");
  return withJudging(command)
    .option("--stack <name>", "the stack to preview")
    .option("--cwd <folder>", "folder of the Pulumi project to preview")
    .option("--save-plan <file>", "save the plan for `pulumi up --plan <file>`")
    .option("--saved-plan <file>", "the saved plan of the given plan's preview; the report contains its hash")
    .addHelpText("after", REVIEW_EXIT_CODES)
    .action(async (plan: string | undefined, flags: ReviewFlags) => {
      process.exitCode = await exitCodeOf("review", () => review(plan, flags));
    });
}

async function review(plan: string | undefined, flags: ReviewFlags): Promise<number> {
  refuseContradictions(plan, flags);
  const file = reviewFileOf(flags, flags.cwd);
  const from = plan === undefined ? "the preview" : plan === "-" ? "standard input" : plan;
  const { text, live } = await withProgress(flags, (progress) => gathered(plan, from, flags, progress));
  const saved = plan === undefined ? savedByPreview(flags) : flags.savedPlan;
  const report = reviewPlan(text, {
    ...reviewOptionsOf(flags),
    file,
    from,
    live,
    savedPlan: saved === undefined || saved === "" ? undefined : { file: path.basename(saved), sha256: hashOf(saved) },
  });
  printReview("review", report, flags);
  const isUnreachable = plan === undefined && report.completeness.gaps.some(saysUnreachable);
  return isUnreachable || unansweredRealm("review", live) ? EXIT_UNREACHABLE : report.exitCode;
}

/** What is judged: the plan and, where it is asked for, what the portals have now. */
async function gathered(
  plan: string | undefined,
  from: string,
  flags: ReviewFlags,
  progress: Progress,
): Promise<{ readonly text: string; readonly live?: readonly LiveRealm[] }> {
  const text = plan === undefined ? await previewedPlan(flags, progress) : await readPlanText(plan, progress);
  if (!flags.live) return { text };
  const settings = await settingsOfPlan(text, from, await settingsToldOf(flags, progress), flags.stack);
  return { text, live: await askedPortals(readPlan(parsePlan(text, from)), settings, progress) };
}

/** A preview that fails saves no plan; why it failed is what the review says. */
function savedByPreview({ savePlan, cwd }: ReviewFlags): string | undefined {
  if (savePlan === undefined) return undefined;
  const file = path.resolve(cwd ?? ".", savePlan);
  return fs.existsSync(file) ? file : undefined;
}

function refuseContradictions(plan: string | undefined, { savePlan, savedPlan, stack, cwd, live }: ReviewFlags): void {
  // With --live they say whose settings lead to the portal.
  const ofStack = live ? undefined : (stack ?? cwd);
  if (plan !== undefined && (savePlan ?? ofStack) !== undefined)
    throw new WrongUse(
      "--save-plan, --stack and --cwd apply only if this command runs the preview, not to a given plan. For the hash of its saved plan, use --saved-plan",
    );
  if (plan === undefined && savedPlan !== undefined)
    throw new WrongUse("--saved-plan applies to a given plan; to save a plan, use --save-plan");
}

function hashOf(file: string): string {
  try {
    return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
  } catch (error) {
    throw new WrongUse(`the saved plan ${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
