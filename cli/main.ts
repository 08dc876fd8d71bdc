#!/usr/bin/env node
import { Command } from "commander";
import type * as driftReport from "../drift/report";
import type * as reviewFace from "../review";
import type * as adoptDrift from "./commands/adoptDrift";
import type * as contract from "./commands/contract";
import type * as completion from "./commands/completion";
import type * as doctor from "./commands/doctor";
import type * as drift from "./commands/drift";
import type * as init from "./commands/init";
import type * as importing from "./commands/import";
import type * as list from "./commands/list";
import type * as passwords from "./commands/passwords";
import type * as plugin from "./commands/plugin";
import type * as post from "./commands/post";
import type * as review from "./commands/review";
import type * as sandbox from "./commands/sandbox";
import type * as show from "./commands/show";
import type * as whoami from "./commands/whoami";
import type * as fleet from "./commands/fleet";
import type * as environmentFile from "../provider/portals/environmentFile";
import { UserError } from "../provider/model/errors";
import { watchEndings } from "./endings";
import type { Loaded } from "./loaded";
import { Ended, EXIT_WRONG_USE, WrongUse, wrongUseEndsWith } from "./wrongUse";

const { version } = require("pulumi-reseller/package.json") as { version: string };

const FAILED = 1;

/** Only what is asked for is loaded: the whole takes twice as long. By `require`: `import()` starts another loader of Node's first. */
const commands: Readonly<Record<string, () => Loaded>> = {
  init: () => ({ command: (require("./commands/init") as typeof init).initCommand() }),
  review: () => {
    const { reviewCommand } = require("./commands/review") as typeof review;
    const { EXIT_CODES } = require("../review") as typeof reviewFace;
    const unseen = { code: EXIT_WRONG_USE, insteadOf: [EXIT_CODES.nothing, EXIT_CODES.changes] };
    return { command: reviewCommand(), unseen };
  },
  import: () => ({ command: (require("./commands/import") as typeof importing).importCommand() }),
  drift: () => {
    const { driftCommand } = require("./commands/drift") as typeof drift;
    const { EXIT_CODES } = require("../drift/report") as typeof driftReport;
    // Pipelines take 2 for drift, as with other tools of this sort.
    return { command: driftCommand(), wrongUse: FAILED, unseen: { code: FAILED, insteadOf: [0, EXIT_CODES.drift] } };
  },
  "adopt-drift": () => ({ command: (require("./commands/adoptDrift") as typeof adoptDrift).adoptDriftCommand() }),
  fleet: () => (require("./commands/fleet") as typeof fleet).loadedFleet(process.argv[3]),
  whoami: () => ({ command: (require("./commands/whoami") as typeof whoami).whoamiCommand() }),
  list: () => ({ command: (require("./commands/list") as typeof list).listCommand() }),
  show: () => ({ command: (require("./commands/show") as typeof show).showCommand() }),
  passwords: () => ({ command: (require("./commands/passwords") as typeof passwords).passwordsCommand() }),
  post: () => ({ command: (require("./commands/post") as typeof post).postCommand() }),
  "approved-effect": () => ({ command: (require("./commands/post") as typeof post).approvedEffectCommand() }),
  "applied-commit": () => ({ command: (require("./commands/post") as typeof post).appliedCommitCommand() }),
  doctor: () => ({ command: (require("./commands/doctor") as typeof doctor).doctorCommand() }),
  contract: () => ({ command: (require("./commands/contract") as typeof contract).contractCommand() }),
  sandbox: () => ({ command: (require("./commands/sandbox") as typeof sandbox).sandboxCommand() }),
  plugin: () => ({ command: (require("./commands/plugin") as typeof plugin).pluginCommand() }),
  completion: () => {
    const { completionCommand } = require("./commands/completion") as typeof completion;
    const all = () => Object.keys(commands).map((name) => commands[name]!());
    return { command: completionCommand(() => withCommands(theProgram(), all())) };
  },
};

/** Commands that are about a project have the variables that stand beside it, and so has the engine that they run. */
function takeEnvironmentFile(chosen: Command): void {
  if (!chosen.options.some((option) => option.attributeName() === "cwd")) return;
  const { projectEnvironment } = require("../provider/portals/environmentFile") as typeof environmentFile;
  const { cwd = "." } = chosen.opts<{ cwd?: string }>();
  try {
    const { taken, remarks } = projectEnvironment(process.env, cwd);
    Object.assign(process.env, taken);
    for (const remark of remarks) process.stderr.write(`reseller: ${remark}\n`);
  } catch (error) {
    throw error instanceof UserError ? new WrongUse(error.message) : error;
  }
}

/** How the command that was chosen ends where it was used wrongly. */
let wrongUseHere = EXIT_WRONG_USE;

function theProgram(): Command {
  return wrongUseEndsWith(EXIT_WRONG_USE, new Command("reseller"))
    .description("Command-line tool of pulumi-reseller: manage cloud reseller realms as code.")
    .version(version)
    .showHelpAfterError("Run with --help to list commands and options.");
}

function withCommands(program: Command, loaded: readonly Loaded[]): Command {
  for (const { command, wrongUse = EXIT_WRONG_USE, parts = [] } of loaded) {
    program.addCommand(wrongUseEndsWith(wrongUse, command));
    for (const part of parts) wrongUseEndsWith(part.wrongUse ?? wrongUse, part.command);
  }
  return program;
}

async function run(): Promise<void> {
  const [, , asked = ""] = process.argv;
  const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  const loaded = names.map((name) => commands[name]!());
  // What ends so though its output was lost ends in another way: nobody saw what there was to see.
  let unseen: Loaded["unseen"];
  watchEndings(() => unseen ?? { code: FAILED, insteadOf: [0] });
  const program = theProgram().hook("preAction", (_program, chosen) => {
    const own = loaded.flatMap((one) => [one, ...(one.parts ?? [])]).find(({ command }) => command === chosen);
    unseen = own?.unseen;
    wrongUseHere = own?.wrongUse ?? EXIT_WRONG_USE;
    takeEnvironmentFile(chosen);
  });
  await withCommands(program, loaded).parseAsync();
}

run().catch((error: unknown) => {
  if (error instanceof Ended) {
    process.exitCode = error.exitCode;
    return;
  }
  process.stderr.write(`reseller: ${(error as Error).message}\n`);
  process.exitCode = error instanceof WrongUse ? wrongUseHere : FAILED;
});
