import * as fs from "node:fs";
import * as path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { type LiveRealm, readLive } from "../../discovery";
import type { KindName } from "../../provider/model";
import type { ConnectionSettings, PortalSession } from "../../provider/model/portal";
import { openSession } from "../../provider/portals";
import { KIND_WORDS, kindCalled } from "../../realm/resourceWords";
import type { WrittenFile, WriteOptions } from "../../realm/write/file";
import { typescriptFiles } from "../../realm/write/typescript";
import { yamlFiles } from "../../realm/write/yaml";
import { documentation } from "../../text/documentation";
import { jsonText } from "../../text/escape";
import { importReport, importSummary, intoStackReport, unseenLines } from "../importSummary";
import { lookingAt } from "../fleet/import/adopt";
import { fleetFiles, fleetProjectFiles } from "../fleet/import/files";
import { intoStacks, isInstalled } from "../fleet/import/intoStacks";
import { settleReferences } from "../fleet/import/references";
import { adoptionsReport, adoptionsText, isDone } from "../fleet/import/text";
import { type IntoStack, takeIntoStack } from "../intoStack";
import { intoStackText } from "../intoStack/text";
import { nameProblem } from "../newProject/names";
import { commandsAfterFleetImport, commandsAfterImport, nextText } from "../newProject/nextCommands";
import { packagesFor } from "../newProject/packages";
import { projectFiles, projectText, PROJECT_FORMATS, type ProjectFormat } from "../newProject/projectFiles";
import { type Progress, type QuietFlag, READING_LISTS, withProgress, withQuiet } from "../progress";
import { declaredName } from "../providerConnections";
import { connectionNamed, projectFolder, settingsToldOf, withProviders } from "../stackSettings";
import { REPORT_VERSION } from "../reports";
import { refuseOverwriting, strayFiles, writeTogether } from "../writtenFiles";
import { WrongUse } from "../wrongUse";

const ENDINGS = { yaml: [".yaml", ".yml"], typescript: [".ts"] } as const;
const STANDARD_OUTPUT = "-";
const FAILED = 1;

interface ImportFlags extends QuietFlag {
  readonly out: string;
  readonly format: ProjectFormat;
  readonly split?: boolean;
  readonly account?: readonly string[];
  readonly kind?: readonly KindName[];
  readonly connection?: string;
  readonly force?: boolean;
  readonly partial?: boolean;
  readonly project?: string;
  readonly intoStack?: boolean;
  readonly fleet?: boolean;
  readonly json?: boolean;
  readonly stack?: string;
  readonly cwd?: string;
}

/** What is about files, and means nothing to a stack. */
const OF_FILES = ["out", "format", "split", "account", "kind", "connection", "force", "partial", "project"];

/** `reseller import`: takes over a realm that exists, as files or into the state of a stack. */
export function importCommand(): Command {
  return withQuiet(new Command("import"))
    .description(
      "Read the realm at the portal and write it as realm files or as a TypeScript program, or add it to a stack. Changes nothing at the portal.",
    )
    .option("--out <place>", "a folder, a file, or - for standard output", ".")
    .addOption(new Option("--format <format>", "format of the files").choices(PROJECT_FORMATS).default("yaml"))
    .option("--split", "write one file per account")
    .option("--account <name...>", "only these accounts, by name or id, with their contents")
    .option("--kind <kind...>", `only these kinds: ${KIND_WORDS.join(", ")}`, kinds)
    .option("--connection <name>", "the connection of reseller:connections; default: the only one")
    .option("--force", "overwrite existing files")
    .option("--partial", "write the visible part if the token can't see the whole realm")
    .option("--project <name>", "also create a Pulumi project of this name, if there is none")
    .option("--fleet", "write the realm as a fleet, one stack per account, and add it to the states of its stacks")
    .option("--into-stack", "write no files: add existing objects that the program declares to the stack's state")
    .option("--json", `print the result as JSON (${documentation("commands.md")})`)
    .option("--stack <name>", "stack whose settings are used; default: the selected stack")
    .option("--cwd <folder>", "folder of the Pulumi project whose settings are used")
    .addHelpText(
      "after",
      "\nThe portal's settings are read from the stack in a Pulumi project, and from the environment elsewhere (RESELLER_PORTAL and others).\nExit codes: 0 success; 1 failure, or the token can't see everything (see --partial), or an existing object could not be adopted; 2 wrong usage.",
    )
    .action((flags: ImportFlags, command: Command) =>
      flags.intoStack === true ? intoStack(flags, command) : run(flags),
    );
}

async function intoStack({ stack, cwd, json, fleet, ...flags }: ImportFlags, command: Command): Promise<void> {
  const stray = OF_FILES.filter((name) => command.getOptionValueSource(name) === "cli");
  if (stray.length > 0)
    throw new WrongUse(
      `${stray.map((name) => `--${name}`).join(", ")} ${stray.length === 1 ? "is" : "are"} for files, and --into-stack writes none: it adopts what the stack's program declares`,
    );
  if (fleet === true) {
    if (stack !== undefined)
      throw new WrongUse(`--stack ${stack}: --fleet --into-stack is about all stacks of the fleet; remove --stack`);
    const adopted = await withProgress(flags, (progress) => intoStacks({ folder: cwd ?? ".", progress }));
    const report = { version: REPORT_VERSION, stacks: adoptionsReport(adopted) };
    process.stdout.write(json === true ? jsonText(report) : adoptionsText(adopted));
    process.exitCode = adopted.every(isDone) ? 0 : FAILED;
    return;
  }
  const result = await withProgress(flags, (progress) => takeIntoStack({ stack, cwd, progress }));
  process.stdout.write(json === true ? jsonText(intoStackReport(result)) : intoStackText(result));
  process.exitCode = exitCode(result);
}

/** What a person has to decide is not done. */
function exitCode({ left }: IntoStack): number {
  return left.length === 0 ? 0 : FAILED;
}

function run(flags: ImportFlags): Promise<void> {
  refuseForFleet(flags);
  return withProgress(flags, (progress) => importRealm(flags, progress));
}

/** A fleet is a whole realm, in realm files, in a project. */
function refuseForFleet({ fleet, format, account, kind, out, project }: ImportFlags): void {
  if (fleet !== true) return;
  if (format !== "yaml") throw new WrongUse(`--format ${format}: --fleet writes realm files; remove --format`);
  if (account !== undefined || kind !== undefined)
    throw new WrongUse(`--${account === undefined ? "kind" : "account"}: --fleet imports the whole realm; remove it`);
  if (out === STANDARD_OUTPUT || (fs.existsSync(out) && !fs.statSync(out).isDirectory()) || /\.ya?ml$/i.test(out))
    throw new WrongUse(`--out ${out}: --fleet writes several files; name a folder`);
  if (project === undefined && projectFolder(out) !== path.resolve(out))
    throw new WrongUse(`there is no Pulumi project in ${path.resolve(out)}: use --project NAME to create one`);
}

async function importRealm(flags: ImportFlags, progress: Progress): Promise<void> {
  const place = placeOf(flags);
  const told = await settingsToldOf(flags, progress);
  const named = flags.connection === undefined ? [] : [flags.connection];
  const connection = connectionNamed(await withProviders(told, named, flags.stack), flags.connection);
  const ofEntries = declaredName(connection);
  // What is taken into stacks afterwards is read from the same lists.
  const lifecycle = lookingAt({ settings: () => Promise.resolve(told.settings), progress });
  const session =
    flags.fleet === true && ofEntries === undefined
      ? await lifecycle.opened(connection.name)
      : openSession(connection, (message) => progress.say(message));
  try {
    progress.step(READING_LISTS);
    const live = await readLive(session, {
      accounts: flags.account,
      kinds: flags.kind,
      ...(ofEntries === undefined ? {} : { connection: ofEntries }),
      listed: progress.count,
      dryRunProgress: (done, all) => {
        if (done === 0) progress.step("Checking the rules");
        progress.count(done, all, "objects");
      },
    });
    progress.end();
    if (live.unseen.length > 0 && !tellUnseen(live, flags)) return;
    const realm = realmFiles(live, flags, place);
    const project = flags.project === undefined ? [] : newProject(flags.project, flags, realm, connection);
    const files = [...project, ...realm];
    const source = `${session.portal.title}, ${told.from}`;
    if (place.folder === undefined) {
      process.stderr.write(importSummary(live, source, []));
      process.stdout.write(files.map((file) => file.text).join(""));
      return;
    }
    // What stands beside a realm is somebody's own.
    refuseOverwriting(place.folder, flags.force === true ? project : files);
    writeTogether(place.folder, files);
    if (flags.fleet === true) settleReferences(place.folder, session.portal);
    const shown = files.map((file) => path.join(flags.out === "." ? "" : place.folder!, file.path));
    if (flags.json !== true) process.stdout.write(importSummary(live, source, shown));
    const { folder } = place;
    const isGoingOn = flags.fleet === true && isInstalled(folder);
    const found = { lifecycle, ids: live.ids };
    const adopted = isGoingOn ? await intoStacks({ folder, progress, found }) : undefined;
    progress.end();
    if (flags.json === true) {
      const stacks = adopted === undefined ? {} : { stacks: adoptionsReport(adopted) };
      process.stdout.write(jsonText({ ...importReport(live, source, shown), ...stacks }));
    } else process.stdout.write(adopted === undefined ? nextOf(place.folder, flags) : adoptionsText(adopted));
    tellStray(place.folder, files);
    if (adopted?.every(isDone) === false) process.exitCode = FAILED;
  } catch (error) {
    throw asShown(error, session);
  } finally {
    session.close();
    lifecycle.close();
  }
}

/** What to do in a project that was written. */
function nextOf(folder: string, { fleet, project }: ImportFlags): string {
  if (fleet === true) return nextText(commandsAfterFleetImport(folder));
  return project === undefined ? "" : nextText(commandsAfterImport(folder));
}

function asShown(error: unknown, session: PortalSession): Error {
  const message = session.redact(error instanceof Error ? error.message : String(error));
  return error instanceof WrongUse ? new WrongUse(message) : new Error(message);
}

/** Whether to go on. What is not whole is never written as if it were. */
function tellUnseen(live: LiveRealm, { partial }: ImportFlags): boolean {
  const lines = ["THE TOKEN DOESN'T SEE ALL OF THE REALM:", ...unseenLines(live)];
  if (partial !== true) {
    lines.push(
      "Nothing was written. Use a token that can see everything, choose a part with --account and --kind, or use --partial to write the visible part.",
    );
    process.exitCode = FAILED;
  }
  process.stderr.write(`${lines.join("\n")}\n`);
  return partial === true;
}

function tellStray(folder: string, files: readonly WrittenFile[]): void {
  const stray = strayFiles(folder, files);
  if (stray.length === 0) return;
  process.stderr.write(
    `${stray.join(", ")} ${stray.length === 1 ? "is" : "are"} not part of this import, but would be read with the other files: delete files that you no longer want\n`,
  );
}

interface Place {
  /** Undefined: standard output. */
  readonly folder: string | undefined;
  /** The name of the one file, where it was given. */
  readonly file?: string;
}

function placeOf({ out, format, split, project, json }: ImportFlags): Place {
  const isFile = ENDINGS[format].some((ending) => out.toLowerCase().endsWith(ending));
  if (out === STANDARD_OUTPUT || isFile) {
    if (json === true && !isFile)
      throw new WrongUse(`--out ${out} prints the realm, and can't be used with --json: name a folder or a file`);
    if (split === true || project !== undefined)
      throw new WrongUse(
        `--out ${out} is one file, and can't be used with ${split === true ? "--split" : "--project"}: name a folder`,
      );
    return isFile ? { folder: path.dirname(out), file: path.basename(out) } : { folder: undefined };
  }
  if (/\.(ya?ml|ts|js|json)$/i.test(out) && !fs.existsSync(out))
    throw new WrongUse(
      `--out ${out}: with --format ${format} the file name has to end in ${ENDINGS[format].join(" or ")}; anything else is a folder`,
    );
  if (fs.existsSync(out) && !fs.statSync(out).isDirectory())
    throw new WrongUse(`--out ${out} is a file, but not a ${ENDINGS[format][0]} file: name a folder, or another file`);
  if (project !== undefined) {
    if (nameProblem(project) !== undefined)
      throw new WrongUse(`--project ${project}: project names have up to 100 letters, digits and the characters . _ -`);
    const there = projectFolder(out);
    if (there !== undefined)
      throw new WrongUse(`--project ${project}: there is a Pulumi project already, in ${there}; remove --project`);
  }
  return { folder: out };
}

function realmFiles(live: LiveRealm, flags: ImportFlags, place: Place): WrittenFile[] {
  if (flags.fleet === true) return fleetFiles(live.entries, { header: headerOf(flags), names: live.names });
  // The same whether the project is there already: whoever imports once more sees what has changed at the portal.
  const isOfProject =
    flags.project !== undefined ||
    (place.folder !== undefined && projectFolder(place.folder) === path.resolve(place.folder));
  const options: WriteOptions = {
    names: live.names,
    split: flags.split === true,
    header: headerOf(flags),
    ...(isOfProject ? { schema: documentation("realm.schema.json"), passwords: true } : {}),
  };
  const realm = flags.format === "yaml" ? yamlFiles(live.entries, options) : typescriptFiles(live.entries, options);
  return place.file === undefined ? realm : realm.map(({ text }) => ({ path: place.file!, text }));
}

function newProject(
  name: string,
  { format, out, fleet }: ImportFlags,
  realm: readonly WrittenFile[],
  connection: ConnectionSettings,
): WrittenFile[] {
  const packages = packagesFor(out);
  const files =
    fleet === true
      ? fleetProjectFiles(name, connection, packages)
      : projectFiles({
          ...{ project: projectText(name), format, packages },
          realm: realm.map((file) => file.path),
        });
  return files.filter((file) => !(file.path.startsWith(".") && fs.existsSync(path.join(out, file.path))));
}

/** How the file was made, and nothing that would make two runs differ. */
function headerOf({ format, split, account, kind, connection, fleet }: ImportFlags): string[] {
  const words = [
    "reseller import",
    ...(fleet === true ? ["--fleet"] : []),
    ...(format === "yaml" ? [] : [`--format ${format}`]),
    ...(split === true ? ["--split"] : []),
    ...(account === undefined ? [] : [`--account ${[...account].sort().map(quoted).join(" ")}`]),
    ...(kind === undefined ? [] : [`--kind ${[...new Set(kind)].sort().join(" ")}`]),
    ...(connection === undefined ? [] : [`--connection ${quoted(connection)}`]),
  ];
  return [
    `Written by: ${words.join(" ")}`,
    fleet === true
      ? "Secrets are not included."
      : "Secrets are not included. Set reseller:adopt to true for the first up, which takes over the existing objects.",
  ];
}

function quoted(word: string): string {
  return /^[\w.@-]+$/.test(word) ? word : JSON.stringify(word);
}

function kinds(word: string, before: readonly KindName[] | undefined): readonly KindName[] {
  const found = kindCalled(word);
  if (found === undefined) throw new InvalidArgumentError(`There are ${KIND_WORDS.join(", ")}.`);
  return [...(before ?? []), found];
}
