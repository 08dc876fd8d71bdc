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
import { nextCommands, nextText, NOTHING_DONE } from "../newProject/nextCommands";
import { packagesFor } from "../newProject/packages";
import { PIPELINES } from "../newProject/pipeline";
import { PROJECT_FORMATS } from "../newProject/projectFiles";
import { type Answers, type Choices, settingKey } from "../newProject/questions";
import { freePort, setUp } from "../newProject/setUp";
import { LAYOUTS } from "../newProject/startingRealm";
import { Terminal } from "../newProject/terminal";
import { type QuietFlag, withProgress, withQuiet } from "../progress";

const FAILED = 1;
const ENGINE_PAGE = "https://www.pulumi.com/docs/install/";

interface InitFlags extends QuietFlag {
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
  return withQuiet(
    new Command("init")
      .description("Create a project for a realm. On a terminal, asks for missing options.")
      .argument("[folder]", "the project's folder: empty, or not existing yet", ".")
      .addOption(new Option("--portal <portal>", "the portal").choices(PORTAL_NAMES))
      .addOption(new Option("--sandbox", "use a local sandbox, which is started on this machine"))
      .addOption(new Option("--real", "use the real portal").conflicts("sandbox"))
      .option("--endpoint <url>", "with --real: URL of the portal's API")
      .option(
        "--setting <name=value>",
        "with --real: another required setting, such as organizationId=…; repeatable",
        (pair: string, before: readonly string[]) => [...before, pair],
        [],
      )
      .addOption(new Option("--format <format>", "format of the realm").choices(PROJECT_FORMATS))
      .addOption(new Option("--layout <layout>", "one file for the realm, or one file per account").choices(LAYOUTS))
      .addOption(new Option("--pipeline <pipeline>", "pipelines to review and apply changes").choices(PIPELINES))
      .option("--name <name>", "name of the project; default: the folder's name")
      .option("--stack <name>", "name of the first stack; default: dev on a sandbox, production on the real portal")
      .option("--yes", "don't ask; use defaults for missing options")
      .option("--no-install", "write the files only: no npm install, no sandbox, no stack"),
  )
    .addHelpText(
      "after",
      "\nWrites the project and installs its packages. On a sandbox, also starts the sandbox and creates the stack. Prints the next commands to run.\nExit codes: 0 success; 1 failure, or a step that has to be repeated; 2 wrong usage.",
    )
    .action((folder: string, flags: InitFlags) => run(folder, flags));
}

async function run(folder: string, flags: InitFlags): Promise<void> {
  try {
    mustBeEmpty(folder);
    const choices = await choose(folder, flags);
    await make(choices, folder, flags);
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

async function make(choices: Choices, folder: string, flags: InitFlags): Promise<void> {
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

  const done = flags.install
    ? await withProgress(flags, (progress) => setUp(choices, folder, environment, progress, say))
    : NOTHING_DONE;
  if (!done.hasPulumi) say(`Pulumi is not on the PATH. Installation: ${ENGINE_PAGE}`);
  process.stdout.write(nextText(nextCommands(choices, folder, done)));
  if (done.hasFailed) process.exitCode = FAILED;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
