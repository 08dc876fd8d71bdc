import * as path from "node:path";
import { portalNamed } from "../../provider/portals/list";
import { ENVIRONMENT_FILE } from "./initFiles";
import { shellWord } from "./names";
import { type Choices, STACK_OF_PORTAL } from "./questions";

/** What has been done for the project beside writing it. */
export interface Done {
  readonly isInstalled: boolean;
  readonly hasPulumi: boolean;
  readonly sandboxRuns: boolean;
  readonly stackIsMade: boolean;
  /** Something was tried, and is left to do. */
  readonly hasFailed: boolean;
}

/** Of a project that is written, and no more. */
export const NOTHING_DONE: Done = {
  ...{ isInstalled: false, sandboxRuns: false, stackIsMade: false },
  // Nobody has looked.
  ...{ hasPulumi: true, hasFailed: false },
};

/** The commands from the written project to its first `up`, one a line. */
export function nextCommands(choices: Choices, folder: string, done: Done): string[] {
  const { place, stack } = choices;
  return [
    ...toFolder(folder),
    ...(done.isInstalled ? [] : ["npm install"]),
    ...(place === "sandbox" ? onSandbox(stack, done) : onPortal(choices)),
    "pulumi up",
  ];
}

/** The commands from a project that an import wrote to its first `up`, which takes over what is there. */
export function commandsAfterImport(folder: string): string[] {
  return [
    ...toFolder(folder),
    ...["npm install", "pulumi login", `pulumi stack init ${STACK_OF_PORTAL}`],
    "RESELLER_ADOPT=true pulumi up   # RESELLER_ADOPT for this first up alone",
  ];
}

/** The same for a fleet, up to stacks that have what is there. */
export function commandsAfterFleetImport(folder: string): string[] {
  return [...toFolder(folder), "npm install", "pulumi login", "reseller import --fleet --into-stack"];
}

/** Commands as they are told at the end. */
export function nextText(commands: readonly string[]): string {
  return `${["Next:", ...commands.map((line) => `  ${line}`)].join("\n")}\n`;
}

function toFolder(folder: string): string[] {
  const there = path.relative("", folder);
  return there === "" ? [] : [`cd ${shellWord(there)}`];
}

function onSandbox(stack: string, { sandboxRuns, stackIsMade }: Done): string[] {
  return [
    ...(sandboxRuns ? [] : ["npm run sandbox"]),
    `. ./${ENVIRONMENT_FILE}`,
    ...(stackIsMade ? [] : [`pulumi stack init ${stack}`]),
  ];
}

function onPortal({ portal, stack, settings }: Choices): string[] {
  const missing = portalNamed(portal).settings.filter(
    ({ name, optional }) => optional !== true && settings[name] === undefined,
  );
  return [
    "pulumi login",
    `pulumi stack init ${stack}`,
    ...missing
      .filter(({ credential }) => !credential)
      .map(({ name, environment }) => `pulumi config set reseller:${name} ${placeholder(environment[0] ?? name)}`),
    ...missing.filter(({ credential }) => credential).map(({ name }) => `pulumi config set --secret reseller:${name}`),
  ];
}

function placeholder(word: string): string {
  return `"$${word}"`;
}
