import * as path from "node:path";
import { DEFAULT_CONNECTION, UserError, type RawSettings, readSettings, type Settings } from "../provider/lifecycle";
import type { ConnectionSettings, Environment } from "../provider/model/portal";
import { parsePlan } from "../engine/digest";
import { type Plan, readPlan } from "../engine/plannedResource";
import { isOfProvider } from "../engine/providers";
import { PROJECT_FILES, projectFolder } from "../provider/portals/projectFolder";
import { NO_STACK, noStackText } from "./noStack";
import type { Progress } from "./progress";
import { providerConnections, withConnections } from "./providerConnections";
import { NoEngine, runPulumi } from "./pulumi";
import { WrongUse } from "./wrongUse";

export { projectFolder } from "../provider/portals/projectFolder";

export interface StackChoice {
  /** `--stack`: a stack of the project; undefined: the one that is selected. */
  readonly stack?: string;
  /** `--cwd`: where the project is; undefined: here, or above. */
  readonly cwd?: string;
}

export interface StackSettings {
  readonly settings: Settings;
  /** For messages: where the settings came from. */
  readonly from: string;
  /** Folder of the Pulumi project whose stack they are; undefined where the environment alone said them. */
  readonly project: string | undefined;
}

const PREFIX = "reseller:";
/** One of these makes a connection of the settings of a stack. */
const CONNECTION_SETTINGS = ["portal", "endpoint", "connections"];
const PORTAL_VARIABLE = "RESELLER_PORTAL";
const STDERR_SHOWN = 2000;

/**
 * The settings of the live portal, for commands that talk to it without a program: in a Pulumi project those of the stack, with the
 * environment as the fall-back; elsewhere the environment's alone. No message has a value of the stack's configuration.
 *
 * @throws WrongUse that says all that is wrong, and how to mend it.
 */
export async function stackSettings(
  choice: StackChoice,
  environment: Environment = process.env,
): Promise<StackSettings> {
  const project = projectFolder(choice.cwd ?? ".");
  if (project === undefined) {
    if (choice.stack !== undefined)
      throw new WrongUse(
        `--stack ${choice.stack}: there is no Pulumi project (${PROJECT_FILES[0]}) in ${path.resolve(choice.cwd ?? ".")} or above it. ` +
          "Name its folder with --cwd, or remove --stack to use the settings from the environment",
      );
    return ofEnvironment(environment);
  }
  const answer = await stackConfiguration(project, choice.stack, environment);
  if ("problem" in answer) {
    // Whoever named a stack wants no other settings; whoever has not, and says the portal in the environment, wants those.
    const instead = answer.mayBeReplaced && choice.stack === undefined && environment[PORTAL_VARIABLE] !== undefined;
    if (!instead) throw new WrongUse(answer.problem);
    return ofEnvironment(environment);
  }
  const { values } = answer;
  const raw = { get: (name: string) => values.get(name), names: [...values.keys()], environment, folder: project };
  const saysConnection = CONNECTION_SETTINGS.some((name) => values.has(name));
  const settings = saysConnection ? settingsIn(raw) : await ofProviders(raw, project, choice.stack);
  return { settings, from: choice.stack === undefined ? "the selected stack" : `the stack ${choice.stack}`, project };
}

/** A stack without a connection in its settings may have provider resources, or its settings are in the environment. */
async function ofProviders(raw: RawSettings, project: string, stack: string | undefined): Promise<Settings> {
  const connections = await providerConnections(project, stack, raw.environment);
  if (connections.size === 0) return settingsIn(raw);
  const { environment } = raw;
  const isInEnvironment = (environment[PORTAL_VARIABLE] ?? "") !== "";
  // Named connections alone need nothing of the flat settings.
  const others = isInEnvironment
    ? raw
    : { ...raw, get: (name: string) => (name === "connections" ? "{}" : raw.get(name)) };
  return withConnections(settingsIn(others), connections);
}

/**
 * The same with the connections of provider resources that a plan, or whoever asks, names beside those of the settings.
 *
 * @throws WrongUse where the state has none of that name
 */
export async function withProviders(
  { settings, project }: StackSettings,
  names: readonly string[],
  stack: string | undefined,
  environment: Environment = process.env,
): Promise<Settings> {
  const missing = names.filter((name) => !settings.connections.has(name));
  if (missing.length === 0 || project === undefined) return settings;
  const found = await providerConnections(project, stack, environment);
  return withConnections(settings, new Map([...found].filter(([name]) => missing.includes(name))));
}

/** The same, with a word while the engine is asked for the configuration of the stack. */
export function settingsToldOf(choice: StackChoice, progress: Progress): Promise<StackSettings> {
  if (projectFolder(choice.cwd ?? ".") !== undefined) progress.step("Reading the settings of the stack");
  return stackSettings(choice);
}

/** The connection of that name; without a name the only one there is, or the one of the flat settings. */
export function connectionNamed(settings: Settings, name: string | undefined): ConnectionSettings {
  const { connections } = settings;
  const names = [...connections.keys()];
  const only = names.length === 1 ? names[0] : DEFAULT_CONNECTION;
  const found = connections.get(name ?? only ?? DEFAULT_CONNECTION);
  if (found !== undefined) return found;
  const known = names.sort().join(", ");
  const problem =
    name === undefined
      ? `there are several connections: choose one with --connection (${known})`
      : `--connection ${name}: there is no connection of this name. There ${names.length === 1 ? "is" : "are"} ${known}`;
  throw new WrongUse([problem, ...settings.remarks].join(". "));
}

/** The folder of the project that a command is about. @throws WrongUse where there is none, which says what else to do */
export function projectHere(cwd: string | undefined, instead = ""): string {
  const project = projectFolder(cwd ?? ".");
  if (project !== undefined) return project;
  throw new WrongUse(
    `there is no Pulumi project in ${path.resolve(cwd ?? ".")} or above it: name its folder with --cwd${instead}`,
  );
}

/** Settings for what a plan is about: with the connections of its provider resources, as the stack's state has them. */
export function settingsOfPlan(
  text: string,
  from: string,
  settings: StackSettings,
  stack: string | undefined,
): Promise<Settings> {
  return settingsFor(readPlan(parsePlan(text, from)), settings, stack);
}

/** The same of a plan that has been read. */
export function settingsFor(plan: Plan, settings: StackSettings, stack: string | undefined): Promise<Settings> {
  const used = new Set(plan.resources.flatMap(({ connection }) => connection ?? []));
  return withProviders(
    settings,
    [...used].filter((connection) => isOfProvider(plan, connection)),
    stack,
  );
}

function ofEnvironment(environment: Environment): StackSettings {
  return {
    settings: settingsIn({ get: () => undefined, environment }),
    from: "the environment",
    project: undefined,
  };
}

function settingsIn(raw: RawSettings): Settings {
  try {
    return readSettings(raw);
  } catch (error) {
    throw error instanceof UserError ? new WrongUse(error.message) : error;
  }
}

type Answer =
  | { readonly values: ReadonlyMap<string, string> }
  | { readonly problem: string; readonly mayBeReplaced: boolean };

/** What stands in the stack under `reseller:`, by name. What the engine prints has secrets, so that no message quotes it. */
async function stackConfiguration(
  project: string,
  stack: string | undefined,
  environment: Environment,
): Promise<Answer> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive"];
  const whole = [...args, ...(stack === undefined ? [] : ["--stack", stack])];
  const printed = await runPulumi(whole, { cwd: project, environment }).catch((error: unknown) => {
    if (error instanceof NoEngine) return error;
    throw error;
  });
  const unreadable = `the settings of the stack in ${project} can't be read`;
  if (printed instanceof NoEngine)
    return {
      problem: `${unreadable}: ${printed.message}, or set the portal in the environment (${PORTAL_VARIABLE} and the others)`,
      mayBeReplaced: printed.cause.code === "ENOENT",
    };
  if (printed.code !== 0)
    return {
      problem: NO_STACK.test(printed.stderr)
        ? noStackText(project, stack)
        : `${unreadable}. pulumi config said: ${printed.stderr.trim().slice(-STDERR_SHOWN) || "nothing"}`,
      mayBeReplaced: NO_STACK.test(printed.stderr),
    };
  try {
    const all = JSON.parse(printed.stdout) as Record<string, { value?: unknown }>;
    const own = Object.entries(all)
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([key, { value }]) => [key.slice(PREFIX.length), value] as const)
      .filter((entry): entry is readonly [string, string] => typeof entry[1] === "string");
    return { values: new Map(own) };
  } catch {
    return { problem: "pulumi config printed something that is not JSON (it is not shown)", mayBeReplaced: false };
  }
}
