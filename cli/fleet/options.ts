import { type Command, InvalidArgumentError } from "commander";
import { type QuietFlag, withQuiet } from "../progress";
import { documentation } from "../../text/documentation";

/** What every command about a fleet is told. */
export interface FleetFlags extends QuietFlag {
  /** The folder of `fleet.yaml`. */
  readonly cwd?: string;
  /** Names of stacks, with `*` for any characters. */
  readonly only?: readonly string[];
  /** Only stacks that differ from this commit. */
  readonly since?: string;
  /** Stacks that run at the same time. */
  readonly parallel?: number;
  readonly json?: boolean;
}

const MOST_AT_ONCE = 256;

export function withFleetOptions(command: Command): Command {
  return withParallel(withSelection(withQuiet(command))).option(
    "--json",
    `print the result as JSON (${documentation("commands.schema.json")})`,
  );
}

/** The options that say which stacks a command is about. */
export function withSelection(command: Command): Command {
  return command
    .option("--cwd <folder>", "folder of fleet.yaml and of the Pulumi project")
    .option("--only <stack...>", "only these stacks; * stands for any characters")
    .option("--since <ref>", "only stacks that have changed since this commit, branch or tag of Git");
}

export function withParallel(command: Command): Command {
  return command.option(
    "--parallel <n>",
    "stacks that run at the same time; default: as fleet.yaml says",
    stacksAtOnce,
  );
}

function stacksAtOnce(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > MOST_AT_ONCE)
    throw new InvalidArgumentError(`It must be a number from 1 to ${MOST_AT_ONCE}.`);
  return number;
}
