import type { Portal } from "../provider/model/portal";
import { joined } from "../text/words";

/** One setting of a provider, for its documentation. */
export interface ProviderSetting {
  readonly name: string;
  readonly type: "string" | "boolean" | "integer" | "connections";
  readonly says: string;
  readonly isSecret: boolean;
}

const number = (name: string, says: string): ProviderSetting => ({ name, type: "integer", says, isSecret: false });

/** Every setting, with those of all portals. */
export function providerSettings(portals: readonly Portal[]): ProviderSetting[] {
  const names = joined(portals.map(({ name }) => `\`${name}\``));
  const ofPortals = new Map<string, { hints: Map<string, string[]>; isSecret: boolean }>();
  for (const portal of portals)
    for (const { name, hint, credential } of portal.settings) {
      const known = ofPortals.get(name) ?? { hints: new Map<string, string[]>(), isSecret: false };
      known.hints.set(hint, [...(known.hints.get(hint) ?? []), `\`${portal.name}\``]);
      ofPortals.set(name, { ...known, isSecret: known.isSecret || credential });
    }
  return [
    { name: "portal", type: "string", says: `The portal: ${names}.`, isSecret: false },
    { name: "endpoint", type: "string", says: "The address of the portal's API.", isSecret: false },
    ...[...ofPortals].map(([name, { hints, isSecret }]): ProviderSetting => ({
      name,
      type: "string",
      says: [...hints].map(([hint, portalNames]) => `${joined(portalNames)}: ${hint}.`).join(" "),
      isSecret,
    })),
    {
      name: "adopt",
      type: "boolean",
      says: "Whether existing objects are taken over. Default: false.",
      isSecret: false,
    },
    { name: "readOnly", type: "boolean", says: "Whether nothing is written. Default: false.", isSecret: false },
    number("maxVanished", "How many objects may be missing at once before a run stops. Default: 3."),
    number(
      "maxConcurrency",
      "The maximum of concurrent requests, 1 to 64. The provider starts with 8, and sends more while the portal responds quickly. Default: 32.",
    ),
    number("requestTimeout", "Seconds until a request fails, 1 to 600. Default: 30."),
    number("operationTimeout", "Seconds until an operation of the portal fails. Default: 600."),
    {
      name: "connections",
      type: "connections",
      says: "Named connections, each with its settings, for resources with `connection`. Provider resources are the usual way.",
      isSecret: true,
    },
  ];
}
