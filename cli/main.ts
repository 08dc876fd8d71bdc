#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { reviewCommand } from "./commands/review";
import { sandboxCommand } from "./commands/sandbox";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const program = new Command("reseller")
  .description("Cloud reseller realms as code: the companion of the pulumi-reseller package.")
  .version(version)
  .showHelpAfterError("Run with --help to see what there is.")
  .addCommand(reviewCommand())
  .addCommand(sandboxCommand());

const WRONG_USE = 2;
for (const command of [program, ...program.commands]) command.exitOverride();

program.parseAsync().catch((error: unknown) => {
  // What is wrong with the arguments has been said already.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
    return;
  }
  process.stderr.write(`reseller: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
