import { type Command, Option } from "commander";
import { type Drift, reportOf } from "../drift";
import { FORMATS, type FormatName } from "../drift/outputs";
import { isMendable } from "./driftFound";
import { hasColours, type OutputFile, outputFiles, writeOutput } from "./printed";

const FAILED = 1;

/** How drift is shown. */
export interface DriftOutputFlags {
  readonly format: FormatName;
  readonly json?: boolean;
  readonly out: readonly OutputFile<FormatName>[];
  readonly explain: boolean;
  readonly withUnapplied: boolean;
  readonly color: boolean;
}

export function withDriftOutputs(command: Command): Command {
  const formats = Object.keys(FORMATS) as FormatName[];
  return command
    .addOption(new Option("--format <format>", "output format").choices(formats).default("text"))
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .option(
      "--out <format=file>",
      `also write a file; repeatable; formats: ${formats.join(", ")}`,
      outputFiles(formats),
      [],
    )
    .option("--explain", "show what the drift means for people's access, as in a review", false)
    .option("--no-undeclared", "leave out undeclared objects")
    .option("--with-unapplied", "count changes in Git that are not applied yet as drift", false)
    .option("--no-color", "no colours in the terminal")
    .addHelpText("after", "\nExit codes: 0 no drift, 2 drift, 1 failure, cannot tell, or wrong usage.");
}

/** Looks for drift, and shows what was found, or what a user can correct. */
export async function exitCodeOfDrift(
  command: string,
  flags: DriftOutputFlags,
  found: () => Promise<Drift>,
): Promise<number> {
  try {
    const report = reportOf(await found(), flags);
    for (const { format, file } of flags.out) writeOutput(command, file, FORMATS[format](report, {}));
    process.stdout.write(
      FORMATS[flags.json === true ? "json" : flags.format](report, {
        colour: flags.color && hasColours(),
        width: process.stdout.columns,
      }),
    );
    return report.exitCode;
  } catch (error) {
    if (!isMendable(error)) throw error;
    process.stderr.write(`reseller ${command}: ${error.message}\n`);
    return FAILED;
  }
}
