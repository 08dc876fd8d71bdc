import * as path from "node:path";
import { z } from "zod";
import { endpointProblems, normalEndpoint } from "../transport/endpoint";
import { PORTAL_NAMES, portalNamed } from "./list";
import { suggestion } from "../model/nearest";
import { type ConnectionSettings, DEFAULT_CONNECTION, type Environment, type Portal } from "../model/portal";
import { isOneOf } from "../model/shapes";
import { ENDPOINT_VARIABLES, firstSet, PORTAL_VARIABLES, type SettingSources, settingSources } from "./settingSources";
import { type SettingProblem, SettingProblems, SettingsError } from "./settingProblems";

export { type SettingProblem, SettingsError };

/**
 * Names a file of ids by URN, for a preview that only looks: the program's resources have these ids before they are in the state, what
 * exists at the portal is no clash, and nothing is ever written. `reseller import --into-stack` sets it for the previews that it runs.
 */
export const KNOWN_IDS_VARIABLE = "RESELLER_KNOWN_IDS";

export { DEFAULT_CONNECTION };

/** Settings of the whole run. Every one of them is documented in README.md. */
export interface Settings {
  readonly adopt: boolean;
  /** How many objects may be found missing in one run before it stops with "cannot tell". */
  readonly maxVanished: number;
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
  /** What is no error, and surprises whoever doesn't know it. */
  readonly remarks: readonly string[];
}

/** What an object's ids are unique in: the portal, and where it is. Several connections may share it. */
export function realmOf({ portal, endpoint }: Pick<ConnectionSettings, "portal" | "endpoint">): string {
  return `${portal} ${normalEndpoint(endpoint)}`;
}

export interface RawSettings {
  /** The value of `reseller:<name>`, or undefined. */
  readonly get: (name: string) => string | undefined;
  /** Every name that is set in the namespace, where the caller can tell. */
  readonly names?: readonly string[];
  readonly environment: Environment;
  /** Where the names of files begin. Default: the current folder. */
  readonly folder?: string;
}

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int({ error: "must be a whole number" })
    .min(least, { error: `must be at least ${least}` })
    .max(most, { error: `must be at most ${most}` });

const numbers = {
  maxConcurrency: { schema: wholeNumber(1, 64), fallback: 32 },
  requestTimeout: { schema: wholeNumber(1, 600), fallback: 30 },
  operationTimeout: { schema: wholeNumber(1, 86_400), fallback: 600 },
} as const;

const FLAT_NAMES = [
  "portal",
  "endpoint",
  "host",
  "adopt",
  "readOnly",
  "maxVanished",
  "connections",
  ...Object.keys(numbers),
];

const SWITCHES = {
  adopt: ["RESELLER_ADOPT"],
  readOnly: ["RESELLER_READ_ONLY"],
  maxVanished: ["RESELLER_MAX_VANISHED"],
} as const;

/** Environment variables that stand for one setting, or for settings that go with each other: all from one place. */
export interface VariablesOfSetting {
  readonly names: readonly string[];
  readonly credential: boolean;
}

/** Every environment variable that settings are taken from. */
export function settingVariables(): VariablesOfSetting[] {
  const portals = PORTAL_NAMES.map(portalNamed);
  const endpoints = [...ENDPOINT_VARIABLES, ...portals.flatMap(({ endpoint }) => endpoint?.environment ?? [])];
  const all = [
    ...[PORTAL_VARIABLES, endpoints, ...Object.values(SWITCHES)].map((names) => ({ names, credential: false })),
    ...portals.flatMap(({ settings, toolVariables = [] }) => [
      ...settings
        .filter(({ goesWith }) => goesWith === undefined)
        .map(({ name, environment, credential }) => ({
          names: [
            environment,
            ...settings.flatMap((other) => (other.goesWith === name ? other.environment : [])),
          ].flat(),
          credential,
        })),
      ...toolVariables.map(({ name, credential }) => ({ names: [name], credential })),
    ]),
  ];
  // Portals can share a setting.
  return [...new Map(all.map((variables) => [variables.names.join(), variables])).values()];
}

/**
 * Reads the settings of the namespace `reseller`, with the environment as the fall-back.
 *
 * @throws SettingsError that lists every problem at once. Values of credentials are never printed.
 */
export function readSettings(raw: RawSettings): Settings {
  const problems = new SettingProblems();
  const adopt =
    readBoolean(raw.get("adopt") ?? firstSet(raw.environment, SWITCHES.adopt), "reseller:adopt", problems) ?? false;
  const readOnly =
    readBoolean(raw.get("readOnly") ?? firstSet(raw.environment, SWITCHES.readOnly), "reseller:readOnly", problems) ??
    false;
  const maxVanished = readNumber(
    raw.get("maxVanished") ?? firstSet(raw.environment, SWITCHES.maxVanished),
    "reseller:maxVanished",
    wholeNumber(0, 1_000_000),
    3,
    problems,
  );
  const connections = new Map<string, ConnectionSettings>();

  const named = readConnectionsMap(raw.get("connections"), problems);
  const flatIsUsed = raw.get("portal") !== undefined || raw.get("endpoint") !== undefined || named === undefined;
  if (flatIsUsed) addConnection(DEFAULT_CONNECTION, "reseller:", raw, problems, connections);
  for (const [name, members] of Object.entries(named ?? {})) {
    const own = { get: (member: string) => members[member], environment: {}, folder: raw.folder };
    addConnection(name, `reseller:connections.${name}.`, own, problems, connections);
  }
  for (const name of raw.names ?? []) {
    if (!FLAT_NAMES.includes(name) && !isCredentialOfAnyPortal(name)) {
      problems.add(
        `reseller:${name}`,
        `reseller:${name} is not a setting of this provider${suggestion(name, [...FLAT_NAMES, ...credentialNames()])}`,
      );
    }
  }

  if (problems.all.length > 0) throw new SettingsError(problems.all);
  if (readOnly) for (const [name, connection] of connections) connections.set(name, { ...connection, readOnly });
  const remarks = flatIsUsed ? [] : unusedEnvironment(raw.environment);
  return { adopt, maxVanished, connections, remarks };
}

/** Named connections say all of themselves: the environment is one more only where a flat setting asks for it. */
function unusedEnvironment(environment: Environment): string[] {
  const variables = [...PORTAL_VARIABLES, ...ENDPOINT_VARIABLES].filter((name) => (environment[name] ?? "") !== "");
  if (variables.length === 0) return [];
  return [
    `${variables.join(" and ")} in the environment ${variables.length === 1 ? "is" : "are"} not used: the connections are those of reseller:connections. ` +
      `For a connection "${DEFAULT_CONNECTION}" in addition, set reseller:portal; its other settings then come from the environment`,
  ];
}

function addConnection(
  name: string,
  prefix: string,
  { get, environment, folder = "." }: RawSettings,
  problems: SettingProblems,
  connections: Map<string, ConnectionSettings>,
): void {
  const before = problems.all.length;
  const portalName = get("portal") ?? firstSet(environment, PORTAL_VARIABLES);
  const portal = portalOf(portalName, prefix, problems);
  const sources = settingSources(portal, get, environment, (problem) => problems.addOther(problem));
  const endpoint = readEndpoint(portal, sources, prefix, problems);
  const credentials = readCredentials(portal, sources, prefix, folder, problems);
  const number = (member: keyof typeof numbers) => {
    const { schema, fallback } = numbers[member];
    return readNumber(get(member), `${prefix}${member}`, schema, fallback, problems);
  };
  const maxConcurrency = number("maxConcurrency");
  const requestTimeoutSeconds = number("requestTimeout");
  const operationTimeoutSeconds = number("operationTimeout");
  if (portal === undefined || endpoint === undefined || problems.all.length > before) return;
  connections.set(name, {
    name,
    portal: portal.name,
    endpoint,
    credentials,
    origins: sources.origins(),
    maxConcurrency,
    requestTimeoutSeconds,
    operationTimeoutSeconds,
  });
}

function readEndpoint(
  portal: Portal | undefined,
  sources: SettingSources,
  prefix: string,
  problems: SettingProblems,
): string | undefined {
  const endpoint = sources.endpoint();
  if (endpoint === undefined) {
    problems.add(
      `${prefix}endpoint`,
      `${prefix}endpoint is missing: the address of the portal's API. Set it with: pulumi config set ${prefix}endpoint https://… (or ${ENDPOINT_VARIABLES.join(", ")})`,
    );
    return undefined;
  }
  const wrong = [...endpointProblems(endpoint), ...(portal?.endpoint?.problems(endpoint) ?? [])];
  for (const problem of wrong) problems.add(`${prefix}endpoint`, `${prefix}endpoint ${problem}`);
  return endpoint;
}

function readCredentials(
  portal: Portal | undefined,
  sources: SettingSources,
  prefix: string,
  folder: string,
  problems: SettingProblems,
): Record<string, string> {
  const credentials: Record<string, string> = {};
  const before = problems.all.length;
  for (const setting of portal?.settings ?? []) {
    const value = sources.value(setting);
    const parsed = setting.schema.safeParse(value);
    if (value === undefined) {
      if (setting.optional === true) continue;
      problems.add(
        `${prefix}${setting.name}`,
        `${prefix}${setting.name} is missing: ${setting.hint}${sources.whyNotKept()}`,
      );
    } else if (!parsed.success) {
      const shown = setting.credential ? " (its value is not shown)" : `: ${JSON.stringify(value)}`;
      problems.add(`${prefix}${setting.name}`, `${prefix}${setting.name} is malformed${shown}: ${setting.hint}`);
    } else {
      const text = String(parsed.data);
      credentials[setting.name] = setting.isFile === true ? path.resolve(folder, text) : text;
    }
  }
  // Of what is malformed nobody knows what it should have been.
  if (problems.all.length === before)
    for (const { setting, problem } of portal?.settingProblems?.(credentials) ?? [])
      problems.add(`${prefix}${setting}`, `${prefix}${setting} ${problem}`);
  return credentials;
}

function portalOf(name: string | undefined, prefix: string, problems: SettingProblems): Portal | undefined {
  if (name === undefined) {
    problems.add(
      `${prefix}portal`,
      `${prefix}portal is missing: which portal to drive (${PORTAL_NAMES.join(", ")}). Set it with: pulumi config set ${prefix}portal ${PORTAL_NAMES[0]} (or ${PORTAL_VARIABLES.join(", ")})`,
    );
    return undefined;
  }
  if (!isOneOf(PORTAL_NAMES, name)) {
    problems.add(
      `${prefix}portal`,
      `${prefix}portal is ${JSON.stringify(name)}, which is not a portal this provider knows (${PORTAL_NAMES.join(", ")})${suggestion(name, PORTAL_NAMES)}`,
    );
    return undefined;
  }
  return portalNamed(name);
}

/** The JSON of `reseller:connections`: a map of names to flat settings. */
function readConnectionsMap(
  text: string | undefined,
  problems: SettingProblems,
): Record<string, Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  const scalar = z.union([
    z.string(),
    z.number().transform(String),
    z.boolean().transform(String),
    z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value)),
  ]);
  try {
    const result = z.record(z.string(), z.record(z.string(), scalar)).safeParse(JSON.parse(text));
    if (result.success) return result.data;
  } catch {
    // Falls through to the one message below: neither the text nor the parser's excerpt of it may be shown.
  }
  problems.add(
    "reseller:connections",
    "reseller:connections must be a map of names to settings (its value is not shown): set it with pulumi config set --secret --path 'reseller:connections.NAME.endpoint' …",
  );
  return {};
}

function readNumber(
  text: string | undefined,
  name: string,
  schema: z.ZodType<number>,
  fallback: number,
  problems: SettingProblems,
): number {
  if (text === undefined) return fallback;
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  problems.add(name, `${name} is ${JSON.stringify(text)}, but ${result.error.issues[0]?.message ?? "is not valid"}`);
  return fallback;
}

function readBoolean(text: string | undefined, name: string, problems: SettingProblems): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === "true") return true;
  if (text === "false") return false;
  problems.add(name, `${name} is ${JSON.stringify(text)}, but must be true or false`);
  return undefined;
}

function credentialNames(): string[] {
  return PORTAL_NAMES.flatMap((name) => portalNamed(name).settings.map((setting) => setting.name));
}

function isCredentialOfAnyPortal(name: string): boolean {
  return credentialNames().includes(name);
}
