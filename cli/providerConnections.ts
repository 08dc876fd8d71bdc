import { connectionThrough } from "../engine/names";
import { DEFAULT_CONNECTION, readSettings, type Settings, UserError } from "../provider/lifecycle";
import type { ConnectionSettings, Environment } from "../provider/model/portal";
import { stackProviders } from "./stackState";
import { WrongUse } from "./wrongUse";

/** What the engine adds to the settings of a provider. */
const OF_ENGINE = ["__internal", "version", "pluginDownloadURL"];

/** A connection of a provider resource. */
export interface ProviderConnection extends ConnectionSettings {
  /** What its resources call it; undefined for the provider's own settings. */
  readonly declaredName: string | undefined;
}

/** What resources call a connection; undefined where they name none. */
export function declaredName(connection: ConnectionSettings | ProviderConnection): string | undefined {
  if ("declaredName" in connection) return connection.declaredName;
  return connection.name === DEFAULT_CONNECTION ? undefined : connection.name;
}

/**
 * Connections of the provider resources that a stack's state has, as its last run left them. That of the provider's own settings has the
 * name of the provider.
 *
 * @throws WrongUse that names the provider resource whose settings can't be used
 */
export async function providerConnections(
  project: string,
  stack: string | undefined,
  environment: Environment,
): Promise<Map<string, ProviderConnection>> {
  const all = new Map<string, ProviderConnection>();
  for (const { name: provider, inputs } of await stackProviders(project, { stack, environment }))
    for (const [own, connection] of ofProvider(provider, inputs, environment).connections) {
      const called = own === DEFAULT_CONNECTION ? undefined : own;
      const name = connectionThrough(provider, called)!;
      if (all.has(name))
        throw new WrongUse(
          `two provider resources in the state of the stack are called ${provider}, so it can't be told which is meant: rename one in the program, and run pulumi up`,
        );
      all.set(name, { ...connection, name, declaredName: called });
    }
  return all;
}

function ofProvider(provider: string, inputs: Readonly<Record<string, unknown>>, environment: Environment): Settings {
  const given = new Map(
    Object.entries(inputs)
      .filter(([name, value]) => !OF_ENGINE.includes(name) && value !== undefined && value !== null)
      .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  try {
    return readSettings({ get: (name) => given.get(name), environment });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new WrongUse(`the provider resource ${provider}: ${error.message}`);
  }
}

/** These settings, and the connections of provider resources beside them. @throws WrongUse where two have the same name */
export function withConnections(settings: Settings, more: ReadonlyMap<string, ConnectionSettings>): Settings {
  const twice = [...more.keys()].find((name) => settings.connections.has(name));
  if (twice !== undefined)
    throw new WrongUse(
      `a provider resource and a connection of the stack's settings are both called ${twice}: rename one of them`,
    );
  return { ...settings, connections: new Map([...settings.connections, ...more]) };
}
