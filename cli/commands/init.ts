import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import { PORTAL_NAMES } from "../../provider/portals/list";
import { exportLines } from "../environmentFile";
import { EXIT_WRONG_USE, WrongUse } from "../wrongUse";
import { answered } from "../newProject/answers";
import { mustBeEmpty, realPath, writeProject } from "../newProject/folder";
import { ENVIRONMENT_FILE, initFiles, STATE_FOLDER } from "../newProject/initFiles";
import { nextCommands, NOTHING_DONE } from "../newProject/nextCommands";
import { packagesFor } from "../newProject/packages";
import { PIPELINES } from "../newProject/pipeline";
import { PROJECT_FORMATS } from "../newProject/projectFiles";
import { type Answers, type Choices, settingKey } from "../newProject/questions";
import { freePort, setUp } from "../newProject/setUp";
import { LAYOUTS } from "../newProject/startingRealm";
import { Terminal } from "../newProject/terminal";

const FAILED = 1;
const ENGINE_PAGE = "https://www.pulumi.com/docs/install/";

interface InitFlags {
  readonly portal?: string;
  readonly sandbox?: boolean;
  readonly real?: boolean;
  readonly endpoint?: string;
  readonly setting: readonly string[];
  readonly format?: string;
  readonly layout?: string;
  readonly pipeline?: string;
  readonly name?: string;
  readonly stack?: string;
  readonly yes?: boolean;
  readonly install: boolean;
}

/** `reseller init`: a new project that runs. */
export function initCommand(): Command {
  return new Command("init")
    .description("Make a new project of a realm. Asks on a terminal for what no flag says.")
    .argument("[folder]", "where it is written: a folder that is empty, or not there yet", ".")
    .addOption(new Option("--portal <portal>", "the portal").choices(PORTAL_NAMES))
    .addOption(new Option("--sandbox", "on a stand-in for the portal, which is started on this machine"))
    .addOption(new Option("--real", "on the real portal").conflicts("sandbox"))
    .option("--endpoint <url>", "with --real: the address of the portal's API")
    .option(
      "--setting <name=value>",
      "with --real: what else the portal must know, such as organizationId=…; repeatable",
      (pair: string, before: readonly string[]) => [...before, pair],
      [],
    )
    .addOption(new Option("--format <format>", "how the realm is declared").choices(PROJECT_FORMATS))
    .addOption(new Option("--layout <layout>", "one file for all, or one for each account").choices(LAYOUTS))
    .addOption(new Option("--pipeline <pipeline>", "reviews and applies changes").choices(PIPELINES))
    .option("--name <name>", "the project's name; default: the folder's")
    .option("--stack <name>", "the first stack; default: dev on a sandbox, production on the real portal")
    .option("--yes", "ask nothing: whatever no flag says is as usual")
    .option("--no-install", "write the files alone: no npm install, no sandbox, no stack")
    .addHelpText(
      "after",
      "\nIt writes the project, installs its packages, and for a sandbox starts it and makes the stack. It ends with the commands that come next.\nExit codes: 0 done; 1 failed, or something is left to do again; 2 wrong use.",
    )
    .action((folder: string, flags: InitFlags) => run(folder, flags));
}

async function run(folder: string, flags: InitFlags): Promise<void> {
  try {
    mustBeEmpty(folder);
    const choices = await choose(folder, flags);
    await make(choices, folder, flags.install);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    process.stderr.write(`reseller init: ${error.message}\n`);
    process.exitCode = EXIT_WRONG_USE;
  }
}

async function choose(folder: string, flags: InitFlags): Promise<Choices> {
  const hasTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const terminal = hasTerminal && flags.yes !== true ? new Terminal(process.stdin, process.stderr) : undefined;
  try {
    return await answered({
      given: givenBy(flags),
      folder,
      environment: process.env,
      takesDefaults: flags.yes === true,
      asking: terminal,
    });
  } finally {
    terminal?.close();
  }
}

function givenBy({
  portal,
  sandbox,
  real,
  endpoint,
  setting,
  format,
  layout,
  pipeline,
  name,
  stack,
}: InitFlags): Answers {
  const settings = setting.map((pair) => {
    const [key = "", ...value] = pair.split("=");
    if (key === "" || value.length === 0)
      throw new WrongUse(`--setting ${pair}: it must be a name and a value: NAME=VALUE`);
    return [settingKey(key), value.join("=")] as const;
  });
  return {
    ...{ portal, format, layout, pipeline, name, stack },
    place: sandbox === true ? "sandbox" : real === true ? "real" : undefined,
    ...(endpoint === undefined ? {} : { [settingKey("endpoint")]: endpoint }),
    ...Object.fromEntries(settings),
  };
}

async function make(choices: Choices, folder: string, installs: boolean): Promise<void> {
  const isSandbox = choices.place === "sandbox";
  const state = path.join(realPath(folder), STATE_FOLDER);
  const environment = {
    // Readers of such files know no quotes within quotes.
    PULUMI_BACKEND_URL: pathToFileURL(state).href.replaceAll("'", "%27"),
    PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
  };
  const files = [
    ...initFiles(choices, packagesFor(folder), isSandbox ? await freePort() : 0),
    ...(isSandbox ? [{ path: ENVIRONMENT_FILE, text: exportLines(environment), mode: 0o600 }] : []),
  ];
  writeProject(folder, files);
  if (isSandbox) fs.mkdirSync(state);
  say([`Written to ${path.resolve(folder)}:`, ...files.map((file) => `  ${file.path}`)].join("\n"));

  const done = installs ? await setUp(choices, folder, environment, say) : NOTHING_DONE;
  if (!done.hasPulumi) say(`There is no pulumi on the PATH. How to get it: ${ENGINE_PAGE}`);
  const commands = nextCommands(choices, folder, done);
  say(["Next:", ...commands.map((line) => `  ${line}`)].join("\n"));
  if (done.hasFailed) process.exitCode = FAILED;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
