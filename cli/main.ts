#!/usr/bin/env node
import { Command } from "commander";
import { EXIT_CODES as DRIFT_CODES } from "../drift/report";
import { EXIT_CODES, EXIT_WRONG_USE } from "../review";
import { importCommand } from "./commands/import";
import { adoptDriftCommand } from "./commands/adoptDrift";
import { driftCommand } from "./commands/drift";
import { approvedEffectCommand, postCommand } from "./commands/post";
import { reviewCommand } from "./commands/review";
import { sandboxCommand } from "./commands/sandbox";
import { watchEndings } from "./endings";
import { Ended, wrongUseEndsWith } from "./wrongUse";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const FAILED = 1;
let command = "";
// What ends so though its output was lost ends in another way: nobody saw what there was to see.
watchEndings(() => {
  if (command === "review") return { code: EXIT_WRONG_USE, insteadOf: [EXIT_CODES.nothing, EXIT_CODES.changes] };
  return { code: FAILED, insteadOf: command === "drift" ? [0, DRIFT_CODES.drift] : [0] };
});
const program = new Command("reseller")
  .description("Cloud reseller realms as code: the companion of the pulumi-reseller package.")
  .version(version)
  .showHelpAfterError("Run with --help to see what there is.")
  .addCommand(wrongUseEndsWith(EXIT_WRONG_USE, reviewCommand()))
  .addCommand(wrongUseEndsWith(FAILED, importCommand()))
  .addCommand(wrongUseEndsWith(FAILED, driftCommand()))
  .addCommand(wrongUseEndsWith(FAILED, adoptDriftCommand()))
  .addCommand(wrongUseEndsWith(FAILED, postCommand()))
  .addCommand(wrongUseEndsWith(FAILED, approvedEffectCommand()))
  .addCommand(wrongUseEndsWith(FAILED, sandboxCommand()))
  .hook("preAction", (_program, chosen) => {
    command = chosen.name();
  });

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
