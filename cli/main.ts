#!/usr/bin/env node
import { Command } from "commander";
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

/** Only what is asked for is loaded: the whole takes twice as long. */
const commands: Readonly<Record<string, () => Promise<Loaded>>> = {
  review: async () => {
    const [{ reviewCommand }, { EXIT_CODES, EXIT_WRONG_USE }] = await Promise.all([
      import("./commands/review"),
      import("../review"),
    ]);
    const unseen = { code: EXIT_WRONG_USE, insteadOf: [EXIT_CODES.nothing, EXIT_CODES.changes] };
    return { command: reviewCommand(), wrongUse: EXIT_WRONG_USE, unseen };
  },
  import: async () => ({ command: (await import("./commands/import")).importCommand() }),
  drift: async () => {
    const [{ driftCommand }, { EXIT_CODES }] = await Promise.all([
      import("./commands/drift"),
      import("../drift/report"),
    ]);
    return { command: driftCommand(), unseen: { code: FAILED, insteadOf: [0, EXIT_CODES.drift] } };
  },
  "adopt-drift": async () => ({ command: (await import("./commands/adoptDrift")).adoptDriftCommand() }),
  post: async () => ({ command: (await import("./commands/post")).postCommand() }),
  "approved-effect": async () => ({ command: (await import("./commands/post")).approvedEffectCommand() }),
  sandbox: async () => ({ command: (await import("./commands/sandbox")).sandboxCommand() }),
};

async function run(): Promise<void> {
  const [, , asked = ""] = process.argv;
  const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  const loaded = await Promise.all(names.map((name) => commands[name]!()));
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
