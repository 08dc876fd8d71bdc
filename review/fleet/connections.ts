import { isDeepStrictEqual } from "node:util";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { DEFAULT_CONNECTION } from "../../provider/model/portal";
import { isRecord } from "../../provider/model/shapes";
import type { Plan } from "../../engine/plannedResource";

type Values = Readonly<Record<string, unknown>>;

interface StackSettings {
  readonly stack: string;
  readonly plan: Pick<Plan, "config" | "providers">;
}

/** The settings of several stacks as those of one. */
export interface MergedSettings {
  readonly config: Values;
  readonly providers: Readonly<Record<string, Values>>;
  /** What a connection of a stack is called among those of all stacks. */
  connectionOf(stack: string, connection: string | undefined): string | undefined;
}

/** Settings that say where a connection leads. */
const LEADING = [
  "portal",
  "endpoint",
  "connections",
  ...PORTAL_NAMES.flatMap((portal) =>
    portalNamed(portal)
      .settings.filter(({ namesRealm }) => namesRealm === true)
      .map(({ name }) => name),
  ),
].map((name) => `reseller:${name}`);

/**
 * Stacks of one project have the same connections. Those of a stack whose settings lead elsewhere, or may do so, become connections of
 * their own, named after it; whether they lead to one realm all the same is judged as with any two connections.
 */
export function mergedSettings(stacks: readonly StackSettings[]): MergedSettings {
  const usual = mostFrequent(stacks.map(({ plan }) => plan.config).filter(hasLeading)) ?? stacks[0]?.plan.config ?? {};
  const providers = new Map<string, Values>();
  const renamed = new Map<string, Map<string | undefined, string>>();
  const add = (stack: string, provider: string | undefined, settings: Values) => {
    const name = provider === undefined ? `stack:${stack}` : `stack:${stack}:${provider}`;
    providers.set(name, settings);
    renamed.set(stack, (renamed.get(stack) ?? new Map<string | undefined, string>()).set(provider, name));
  };
  for (const { stack, plan } of stacks) {
    if (hasLeading(plan.config) && leadingOf(plan.config) !== leadingOf(usual))
      add(stack, undefined, asOfProvider(plan.config));
    for (const [name, settings] of Object.entries(plan.providers ?? {})) {
      const known = providers.get(name);
      if (known !== undefined && !isDeepStrictEqual(known, settings)) add(stack, name, settings);
      else providers.set(name, settings);
    }
  }
  const ofStack = new Map(stacks.map(({ stack, plan }) => [stack, Object.keys(plan.providers ?? {})]));
  return {
    config: Object.fromEntries(Object.entries(usual).filter(([name]) => name !== "reseller:adopt")),
    providers: Object.fromEntries(providers),
    connectionOf(stack, connection) {
      const names = renamed.get(stack);
      if (names === undefined) return connection;
      const provider = ofStack
        .get(stack)
        ?.find((name) => connection === name || connection?.startsWith(`${name}/`) === true);
      const name = names.get(provider);
      if (name === undefined) return connection;
      if (provider === undefined) return connection === undefined ? name : `${name}/${connection}`;
      return `${name}${connection!.slice(provider.length)}`;
    },
  };
}

/** A state has no settings: its stack is taken to have those of the others. */
function hasLeading(config: Values): boolean {
  return LEADING.some((name) => config[name] !== undefined);
}

function leadingOf(config: Values): string {
  return JSON.stringify(LEADING.map((name) => config[name] ?? null));
}

function mostFrequent(configs: readonly Values[]): Values | undefined {
  const counts = new Map<string, { config: Values; count: number }>();
  for (const config of configs) {
    const key = leadingOf(config);
    counts.set(key, { config, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.count - one.count)[0]?.config;
}

/** The settings of a stack as those of a provider resource; the default connection may stand among the others. */
function asOfProvider(config: Values): Values {
  const own = Object.entries(config)
    .filter(([name]) => name.startsWith("reseller:"))
    .map(([name, value]) => [name.slice("reseller:".length), value] as const);
  const settings = Object.fromEntries(own);
  const { portal, endpoint, connections } = settings;
  if (portal !== undefined || endpoint !== undefined) return settings;
  const named = typeof connections === "string" ? parsed(connections) : connections;
  const usual = isRecord(named) ? named[DEFAULT_CONNECTION] : undefined;
  return isRecord(usual) ? { ...settings, ...usual } : settings;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
