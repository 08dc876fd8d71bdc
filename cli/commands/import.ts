import { Command } from "commander";
import { type IntoStack, takeIntoStack } from "../intoStack";
import { intoStackText } from "../intoStack/text";

interface ImportFlags {
  readonly intoStack?: boolean;
  readonly stack?: string;
  readonly cwd?: string;
}

const FAILED = 1;

/** `reseller import`: takes over a realm that exists. */
export function importCommand(): Command {
  return new Command("import")
    .description("Take over a realm that exists, with not one write to the portal.")
    .requiredOption(
      "--into-stack",
      "take what the program declares, the portal has and the stack lacks into the stack's state",
    )
    .option("--stack <name>", "the stack; default: the one that is selected")
    .option("--cwd <folder>", "the folder of the Pulumi project")
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, or something exists that could not be taken in.")
    .action(async (flags: ImportFlags) => {
      const result = await takeIntoStack({
        stack: flags.stack,
        cwd: flags.cwd,
        say: (message) => process.stderr.write(`${message}\n`),
      });
      process.stdout.write(intoStackText(result));
      process.exitCode = exitCode(result);
    });
}

/** What a person has to decide is not done. */
function exitCode({ left }: IntoStack): number {
  return left.length === 0 ? 0 : FAILED;
}
