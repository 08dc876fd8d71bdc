import * as fs from "node:fs";
import * as path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { PORTAL_NAMES } from "../provider/portals/list";
import type { PortalName } from "../provider/model/portal";
import { isOneOf } from "../provider/model/shapes";
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
  type Report,
  type ReviewFile,
  ReviewFileError,
  type ReviewOptions,
} from "../review";
import { DriftQuestionError } from "../drift";
import { UserError } from "../provider/lifecycle";
import { saysUnreachable } from "../provider/transport/unreachable";
import { effectHash, readText } from "./given";
import { WrongUse } from "./wrongUse";
import { Unreachable } from "./previewedPlan";
import { type QuietFlag, withQuiet } from "./progress";
import { hasColours, type OutputFile, outputFiles, writeOutput } from "./printed";

const REVIEW_FILE = "review.yaml";

/** What every command is told that judges a change. */
export interface JudgingFlags extends QuietFlag {
  readonly format: FormatName;
  readonly json?: boolean;
  readonly out: readonly OutputFile<FormatName>[];
  readonly failOn: FailOn;
  readonly rules?: string;
  readonly portal: Readonly<Record<string, PortalName>>;
  readonly date?: string;
  readonly cwd?: string;
  readonly approved?: string;
  readonly sourceFolder?: string;
  readonly live: boolean;
  readonly color: boolean;
  readonly verbose: boolean;
}

export const REVIEW_EXIT_CODES =
  "\nExit codes: 0 no changes to review, 10 changes without findings, 11 findings that need an approval, 20 blocked, 30 cannot tell, 2 wrong usage, 3 engine or portal not reachable.";

export function withJudging(command: Command): Command {
  const formats = Object.keys(FORMATS) as FormatName[];
  return withQuiet(command)
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
    .option("--no-color", "no colours in the terminal");
}

/** Judges, and says what a user can correct. */
export async function exitCodeOf(command: string, judged: () => Promise<number>): Promise<number> {
  try {
    return await judged();
  } catch (error) {
    const isWrongUse = [WrongUse, PlanError, ReviewFileError, UserError, DriftQuestionError].some(
      (kind) => error instanceof kind,
    );
    if (!(error instanceof Error) || (!isWrongUse && !(error instanceof Unreachable))) throw error;
    process.stderr.write(`reseller ${command}: ${error.message}\n`);
    return isWrongUse ? EXIT_WRONG_USE : EXIT_UNREACHABLE;
  }
}

/** What does not depend on what is judged. */
export function reviewOptionsOf({ failOn, date, portal: portals, approved }: JudgingFlags): ReviewOptions {
  return { failOn, today: date, portals, portalOfEnvironment: portalHere(), approved };
}

/** @param folder where the project is: its own review file is used where no other is named. */
export function reviewFileOf({ rules }: JudgingFlags, folder = "."): ReviewFile | undefined {
  const file = rules ?? path.join(folder, REVIEW_FILE);
  if (rules === undefined && !fs.existsSync(file)) return undefined;
  return parseReviewFile(readText(file, "the file with rules"), file);
}

export function printReview(command: string, report: Report, flags: JudgingFlags): void {
  for (const { format, file: target } of flags.out)
    writeOutput(command, target, FORMATS[format](report, { folder: flags.sourceFolder }));
  process.stdout.write(
    FORMATS[flags.json === true ? "json" : flags.format](report, {
      colour: flags.color && hasColours(),
      width: process.stdout.columns,
      verbose: flags.verbose,
      folder: flags.sourceFolder,
    }),
  );
}

/** Whether a portal that was to be read did not answer, which is said. */
export function unansweredRealm(command: string, live: readonly LiveRealm[] | undefined): boolean {
  const silence = live?.flatMap(({ failed }) => failed).find(({ because }) => saysUnreachable(because));
  if (silence !== undefined) process.stderr.write(`reseller ${command}: --live: ${silence.because}\n`);
  return silence !== undefined;
}

/** What a stack's settings leave out, the environment says: of the preview that runs here, and of a plan that was made elsewhere. */
function portalHere(): PortalName | undefined {
  return PORTAL_NAMES.find((name) => name === process.env["RESELLER_PORTAL"]);
}

function portal(text: string, before: JudgingFlags["portal"]): JudgingFlags["portal"] {
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
