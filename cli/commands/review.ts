import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { PORTAL_NAMES } from "../../provider/portals/list";
import type { PortalName } from "../../provider/model/portal";
import {
  DEFAULT_FAIL_ON,
  EXIT_UNREACHABLE,
  EXIT_WRONG_USE,
  FAIL_ON,
  type FailOn,
  type FormatName,
  FORMATS,
  type LiveRealm,
  parseReviewFile,
  PlanError,
  type ReviewFile,
  ReviewFileError,
  reviewPlan,
} from "../../review";
import { DriftQuestionError } from "../../drift";
import { UserError } from "../../provider/lifecycle";
import { saysUnreachable } from "../../provider/transport/unreachable";
import { askedPortals } from "../askedPortals";
import { effectHash, readPlanText, readText } from "../given";
import { WrongUse } from "../wrongUse";
import { previewedPlan, Unreachable } from "../previewedPlan";
import { settingsOfPlan, settingsToldOf } from "../stackSettings";
import { type Progress, type QuietFlag, withProgress, withQuiet } from "../progress";
import { hasColours, type OutputFile, outputFiles, writeOutput } from "../printed";
import { isOneOf } from "../../provider/model/shapes";

const REVIEW_FILE = "review.yaml";

interface ReviewFlags extends QuietFlag {
  readonly format: FormatName;
  readonly json?: boolean;
  readonly out: readonly OutputFile<FormatName>[];
  readonly failOn: FailOn;
  readonly rules?: string;
  readonly portal: Readonly<Record<string, PortalName>>;
  readonly date?: string;
  readonly stack?: string;
  readonly cwd?: string;
  readonly savePlan?: string;
  readonly savedPlan?: string;
  readonly approved?: string;
  readonly sourceFolder?: string;
  readonly live: boolean;
  readonly color: boolean;
  readonly verbose: boolean;
}

/** `reseller review`: what a planned change means for people's access. */
export function reviewCommand(): Command {
  const formats = Object.keys(FORMATS) as FormatName[];
  return withQuiet(new Command("review"))
    .description("Show what a planned change means for people's access. In a Pulumi project, runs the preview.")
    .argument("[plan]", "output of `pulumi preview --json --show-sames`: a file, or - for standard input")
    .addOption(new Option("--format <format>", "output format").choices(formats).default("terminal"))
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .option(
      "--out <format=file>",
      `also write a file; repeatable; formats: ${formats.join(", ")}`,
      outputFiles(formats),
      [],
    )
    .addOption(
      new Option("--fail-on <level>", "the lowest level that blocks (exit code 20)")
        .choices(FAIL_ON)
        .default(DEFAULT_FAIL_ON),
    )
    .option("--rules <file>", `acceptances, limits and assertions; default: ${REVIEW_FILE}, if it exists`)
    .option(
      "--portal <[connection=]name>",
      "the portal of a connection, if the plan doesn't have it; repeatable",
      portal,
      {},
    )
    .option("--date <day>", "the current date for expiry dates, YYYY-MM-DD; default: today (UTC)", day)
    .option("--stack <name>", "the stack to preview")
    .option("--cwd <folder>", "folder of the Pulumi project to preview")
    .option("--save-plan <file>", "save the plan for `pulumi up --plan <file>`")
    .option("--saved-plan <file>", "the saved plan of the given plan's preview; the report contains its hash")
    .option(
      "--approved <hash>",
      "the approved effect hash: a plan with the same effect passes, every other plan is judged again",
      effectHash,
    )
    .option(
      "--live",
      "also read the portal: objects to be adopted, manual changes, undeclared objects. Read-only",
      false,
    )
    .option(
      "--source-folder <path>",
      "the program's folder, relative to the repository's root, for file names in the output",
    )
    .option("--verbose", "also print the notes that apply to every review of these portals", false)
    .option("--no-color", "no colours in the terminal")
    .addHelpText(
      "after",
      "\nExit codes: 0 no changes to review, 10 changes without findings, 11 findings that need an approval, 20 blocked, 30 cannot tell, 2 wrong usage, 3 engine or portal not reachable.",
    )
    .action(run);
}

async function run(plan: string | undefined, flags: ReviewFlags): Promise<void> {
  try {
    process.exitCode = await review(plan, flags);
  } catch (error) {
    const isWrongUse = [WrongUse, PlanError, ReviewFileError, UserError, DriftQuestionError].some(
      (kind) => error instanceof kind,
    );
    if (!(error instanceof Error) || (!isWrongUse && !(error instanceof Unreachable))) throw error;
    process.stderr.write(`reseller review: ${error.message}\n`);
    process.exitCode = isWrongUse ? EXIT_WRONG_USE : EXIT_UNREACHABLE;
  }
}

async function review(plan: string | undefined, flags: ReviewFlags): Promise<number> {
  refuseContradictions(plan, flags);
  const file = readReviewFile(flags);
  const from = plan === undefined ? "the preview" : plan === "-" ? "standard input" : plan;
  const { text, live } = await withProgress(flags, (progress) => gathered(plan, from, flags, progress));
  const saved = plan === undefined ? savedByPreview(flags) : flags.savedPlan;
  const report = reviewPlan(text, {
    file,
    failOn: flags.failOn,
    today: flags.date,
    portals: flags.portal,
    portalOfEnvironment: portalHere(),
    approved: flags.approved,
    from,
    live,
    savedPlan: saved === undefined || saved === "" ? undefined : { file: path.basename(saved), sha256: hashOf(saved) },
  });
  for (const { format, file: target } of flags.out)
    writeOutput("review", target, FORMATS[format](report, { folder: flags.sourceFolder }));
  process.stdout.write(
    FORMATS[flags.json === true ? "json" : flags.format](report, {
      colour: flags.color && hasColours(),
      width: process.stdout.columns,
      verbose: flags.verbose,
      folder: flags.sourceFolder,
    }),
  );
  const silence = live?.flatMap(({ failed }) => failed).find(({ because }) => saysUnreachable(because));
  if (silence !== undefined) process.stderr.write(`reseller review: --live: ${silence.because}\n`);
  const isUnreachable = plan === undefined && report.completeness.gaps.some(saysUnreachable);
  return isUnreachable || silence !== undefined ? EXIT_UNREACHABLE : report.exitCode;
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
  return { text, live: await askedPortals(text, from, settings, progress) };
}

/** A preview that fails saves no plan; why it failed is what the review says. */
function savedByPreview({ savePlan, cwd }: ReviewFlags): string | undefined {
  if (savePlan === undefined) return undefined;
  const file = path.resolve(cwd ?? ".", savePlan);
  return fs.existsSync(file) ? file : undefined;
}

/** What a stack's settings leave out, the environment says: of the preview that runs here, and of a plan that was made elsewhere. */
function portalHere(): PortalName | undefined {
  return PORTAL_NAMES.find((name) => name === process.env["RESELLER_PORTAL"]);
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

function readReviewFile({ rules, cwd }: ReviewFlags): ReviewFile | undefined {
  const file = rules ?? path.join(cwd ?? ".", REVIEW_FILE);
  if (rules === undefined && !fs.existsSync(file)) return undefined;
  return parseReviewFile(readText(file, "the file with rules"), file);
}

function hashOf(file: string): string {
  try {
    return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
  } catch (error) {
    throw new WrongUse(`the saved plan ${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function portal(text: string, before: ReviewFlags["portal"]): ReviewFlags["portal"] {
  const [name = "", connection = ""] = text.split("=").reverse();
  if (!isOneOf(PORTAL_NAMES, name))
    throw new InvalidArgumentError(`It must be ${PORTAL_NAMES.join(", ")}, or connection=name.`);
  return { ...before, [connection]: name };
}

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`)))
    throw new InvalidArgumentError("It must be a day such as 2027-01-31.");
  return text;
}
