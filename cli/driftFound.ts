import * as fs from "node:fs";
import * as path from "node:path";
import { type Command, Option } from "commander";
import {
  DriftFileError,
  type Drift,
  DriftQuestionError,
  findDrift,
  type Ignore,
  parseDriftFile,
  type PlannedQuestion,
} from "../drift";
import { UserError } from "../provider/lifecycle";
import { PlanError } from "../review";
import { readPlanText, readText } from "./given";
import { type Progress, type QuietFlag, READING_LISTS, withQuiet } from "./progress";
import { previewedPlan, Unreachable } from "./previewedPlan";
import { projectHere, settingsOfPlan, settingsToldOf } from "./stackSettings";
import { WrongUse } from "./wrongUse";

const DRIFT_FILE = "drift.yaml";

/** What is looked for. */
export interface LookFlags extends QuietFlag {
  readonly cwd?: string;
  readonly account: readonly string[];
  readonly undeclared: boolean;
  readonly ignore?: string;
}

/** What every command that looks for the drift of a stack is told. */
export interface DriftFlags extends LookFlags {
  readonly stack?: string;
}

export function withDriftFlags(command: Command): Command {
  return withLookFlags(command)
    .argument("[plan]", "output of `pulumi preview --json --show-sames`: a file, or - for standard input")
    .option("--stack <name>", "the stack to check")
    .option("--cwd <folder>", "folder of the Pulumi project");
}

export function withLookFlags(command: Command): Command {
  return withQuiet(command)
    .addOption(
      new Option("--account <name>", "only this account and its contents, by name, key or id; repeatable")
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], "all"),
    )
    .option("--ignore <file>", `exclusions; default: ${DRIFT_FILE}, if it exists`);
}

/** Whether an error is what a user can mend, and not a fault of this package. */
export function isMendable(error: unknown): error is Error {
  return [WrongUse, PlanError, DriftFileError, DriftQuestionError, UserError, Unreachable].some(
    (kind) => error instanceof kind,
  );
}

/** Whether it is about arguments, settings, and files that were given. */
export function isWrongUse(error: Error): boolean {
  return [WrongUse, PlanError, DriftFileError, DriftQuestionError].some((kind) => error instanceof kind);
}

/** Asks Git (the program's preview, or a plan that was made elsewhere) and the portal. Nothing is written. */
export async function driftFound(given: string | undefined, flags: DriftFlags, progress: Progress): Promise<Drift> {
  const { stack, cwd } = flags;
  const ignore = ignoreFile(flags, cwd);
  // Before anything is asked of the environment that a project would say.
  if (given === undefined) projectHere(cwd, ", or pass a plan that was created elsewhere");
  const ofStack = await settingsToldOf({ stack, cwd }, progress);
  const plan =
    given === undefined
      ? await previewedPlan({ stack, cwd, offline: true }, progress)
      : await readPlanText(given, progress);
  const from = given === undefined ? "the preview" : given === "-" ? "standard input" : given;
  const settings = await settingsOfPlan(plan, from, ofStack, stack);
  progress.step(READING_LISTS);
  return findDrift({ plan, from, settings, ignore, ...lookedFor(flags, progress) });
}

/** What is asked of the portal, and how far that is. */
export function lookedFor(flags: LookFlags, progress: Progress): Omit<PlannedQuestion, "settings" | "ignore"> {
  return {
    accounts: flags.account,
    undeclared: flags.undeclared,
    progress: {
      looked: (done, all) => progress.count(done, all, "objects of the stack"),
      listed: (done, all) => progress.count(done, all, "lists"),
      say: (message) => progress.now(message),
    },
  };
}

/** @param folder where the project is: its own file is used where no other is named. */
export function ignoreFile({ ignore }: LookFlags, folder = "."): readonly Ignore[] {
  const file = ignore ?? path.join(folder, DRIFT_FILE);
  if (ignore === undefined && !fs.existsSync(file)) return [];
  return parseDriftFile(readText(file, "the file of what is left out"), file);
}
