import type { Command } from "commander";
import { UserError } from "../provider/model/errors";

/** How commands end that were used wrongly, but for those that have said something else with it for ever. */
export const EXIT_WRONG_USE = 2;

/** What is wrong with how a command was used: arguments, where it was run, and files that it was given. */
export class WrongUse extends UserError {}

/** A command ends early: its help was printed, or what is wrong with its arguments has been said. */
export class Ended extends Error {
  constructor(readonly exitCode: number) {
    super(`ended with exit code ${exitCode}`);
  }
}

/** What each command's exit codes mean is its own: 2 is wrong use for most, and a finding for another. */
export function wrongUseEndsWith(exitCode: number, command: Command): Command {
  for (const part of command.commands) wrongUseEndsWith(exitCode, part);
  return command.exitOverride((error) => {
    throw new Ended(error.exitCode === 0 ? 0 : exitCode);
  });
}
