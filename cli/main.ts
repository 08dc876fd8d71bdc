#!/usr/bin/env node
import { Command } from "commander";
import { EXIT_WRONG_USE } from "../review";
import { importCommand } from "./commands/import";
import { adoptDriftCommand } from "./commands/adoptDrift";
import { driftCommand } from "./commands/drift";
import { reviewCommand } from "./commands/review";
import { sandboxCommand } from "./commands/sandbox";
import { Ended, wrongUseEndsWith } from "./wrongUse";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const FAILED = 1;
const program = new Command("reseller")
  .description("Cloud reseller realms as code: the companion of the pulumi-reseller package.")
  .version(version)
  .showHelpAfterError("Run with --help to see what there is.")
  .addCommand(wrongUseEndsWith(EXIT_WRONG_USE, reviewCommand()))
  .addCommand(wrongUseEndsWith(FAILED, importCommand()))
  .addCommand(wrongUseEndsWith(FAILED, driftCommand()))
  .addCommand(wrongUseEndsWith(FAILED, adoptDriftCommand()))
  .addCommand(wrongUseEndsWith(FAILED, sandboxCommand()));

wrongUseEndsWith(FAILED, program)
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof Ended) {
      process.exitCode = error.exitCode;
      return;
    }
    process.stderr.write(`reseller: ${(error as Error).message}\n`);
    process.exitCode = FAILED;
  });
