#!/usr/bin/env node
import { Command } from "commander";
import type * as driftReport from "../drift/report";
import type * as reviewFace from "../review";
import type * as adoptDrift from "./commands/adoptDrift";
import type * as drift from "./commands/drift";
import type * as init from "./commands/init";
import type * as importing from "./commands/import";
import type * as post from "./commands/post";
import type * as review from "./commands/review";
import type * as sandbox from "./commands/sandbox";
import { watchEndings } from "./endings";
import { Ended, wrongUseEndsWith } from "./wrongUse";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const FAILED = 1;

interface Loaded {
  readonly command: Command;
  readonly wrongUse?: number;
  /** How it ends where its output is lost, in place of what would say that somebody saw it. */
  readonly unseen?: ReturnType<Parameters<typeof watchEndings>[0]>;
}

/** Only what is asked for is loaded: the whole takes twice as long. By `require`: `import()` starts another loader of Node's first. */
const commands: Readonly<Record<string, () => Loaded>> = {
  init: () => {
    const { initCommand, EXIT_WRONG_USE } = require("./commands/init") as typeof init;
    return { command: initCommand(), wrongUse: EXIT_WRONG_USE };
  },
  review: () => {
    const { reviewCommand } = require("./commands/review") as typeof review;
    const { EXIT_CODES, EXIT_WRONG_USE } = require("../review") as typeof reviewFace;
    const unseen = { code: EXIT_WRONG_USE, insteadOf: [EXIT_CODES.nothing, EXIT_CODES.changes] };
    return { command: reviewCommand(), wrongUse: EXIT_WRONG_USE, unseen };
  },
  import: () => ({ command: (require("./commands/import") as typeof importing).importCommand() }),
  drift: () => {
    const { driftCommand } = require("./commands/drift") as typeof drift;
    const { EXIT_CODES } = require("../drift/report") as typeof driftReport;
    return { command: driftCommand(), unseen: { code: FAILED, insteadOf: [0, EXIT_CODES.drift] } };
  },
  "adopt-drift": () => ({ command: (require("./commands/adoptDrift") as typeof adoptDrift).adoptDriftCommand() }),
  post: () => ({ command: (require("./commands/post") as typeof post).postCommand() }),
  "approved-effect": () => ({ command: (require("./commands/post") as typeof post).approvedEffectCommand() }),
  sandbox: () => ({ command: (require("./commands/sandbox") as typeof sandbox).sandboxCommand() }),
};

async function run(): Promise<void> {
  const [, , asked = ""] = process.argv;
  const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  const loaded = names.map((name) => commands[name]!());
  // What ends so though its output was lost ends in another way: nobody saw what there was to see.
  let unseen: Loaded["unseen"];
  watchEndings(() => unseen ?? { code: FAILED, insteadOf: [0] });
  const program = new Command("reseller")
    .description("Cloud reseller realms as code: the companion of the pulumi-reseller package.")
    .version(version)
    .showHelpAfterError("Run with --help to see what there is.")
    .hook("preAction", (_program, chosen) => {
      unseen = loaded.find(({ command }) => command === chosen)?.unseen;
    });
  for (const { command, wrongUse = FAILED } of loaded) program.addCommand(wrongUseEndsWith(wrongUse, command));
  await wrongUseEndsWith(FAILED, program).parseAsync();
}

run().catch((error: unknown) => {
  if (error instanceof Ended) {
    process.exitCode = error.exitCode;
    return;
  }
  process.stderr.write(`reseller: ${(error as Error).message}\n`);
  process.exitCode = FAILED;
});
