#!/usr/bin/env node
import { Command } from "commander";
import { sandboxCommand } from "./commands/sandbox";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const program = new Command("reseller")
  .description("Cloud reseller realms as code")
  .version(version)
  .addCommand(sandboxCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
