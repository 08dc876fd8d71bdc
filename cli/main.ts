#!/usr/bin/env node
import { Command } from "commander";
import { sandboxCommand } from "./commands/sandbox";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const program = new Command("reseller")
  .description("Cloud reseller realms as code: the companion of the pulumi-reseller package.")
  .version(version)
  .showHelpAfterError("Run with --help to see what there is.")
  .addCommand(sandboxCommand());

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`reseller: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
