import type { Command } from "commander";

/** A command ends early: its help was printed, or what is wrong with its arguments has been said. */
export class Ended extends Error {
  constructor(readonly exitCode: number) {
    super(`ended with exit code ${exitCode}`);
  }
}

/** What each command's exit codes mean is its own: 2 is wrong use for one, and a finding for another. */
export function wrongUseEndsWith(exitCode: number, command: Command): Command {
  return command.exitOverride((error) => {
    throw new Ended(error.exitCode === 0 ? 0 : exitCode);
  });
}
