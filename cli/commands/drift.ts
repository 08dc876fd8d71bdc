import { Command, Option } from "commander";
import { reportOf } from "../../drift";
import { FORMATS, type FormatName } from "../../drift/outputs";
import { type DriftFlags, driftFound, isMendable, withDriftFlags } from "../driftFound";
import { withProgress } from "../progress";
import { hasColours, type OutputFile, outputFiles, writeOutput } from "../printed";

const FAILED = 1;

interface Flags extends DriftFlags {
  readonly format: FormatName;
  readonly json?: boolean;
  readonly out: readonly OutputFile<FormatName>[];
  readonly explain: boolean;
  readonly withUnapplied: boolean;
  readonly color: boolean;
}

/** `reseller drift`: what is different at the portal from what Git says. */
export function driftCommand(): Command {
  const formats = Object.keys(FORMATS) as FormatName[];
  return withDriftFlags(
    new Command("drift").description(
      "Report differences between the portal and Git: changed, missing and undeclared objects. Read-only.",
    ),
  )
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
    .addHelpText("after", "\nExit codes: 0 no drift, 2 drift, 1 failure, cannot tell, or wrong usage.")
    .action(run);
}

async function run(plan: string | undefined, flags: Flags): Promise<void> {
  try {
    const found = await withProgress(flags, (progress) => driftFound(plan, flags, progress));
    const report = reportOf(found, flags);
    for (const { format, file } of flags.out) writeOutput("drift", file, FORMATS[format](report, {}));
    process.stdout.write(
      FORMATS[flags.json === true ? "json" : flags.format](report, {
        colour: flags.color && hasColours(),
        width: process.stdout.columns,
      }),
    );
    process.exitCode = report.exitCode;
  } catch (error) {
    if (!isMendable(error)) throw error;
    process.stderr.write(`reseller drift: ${error.message}\n`);
    process.exitCode = FAILED;
  }
}
