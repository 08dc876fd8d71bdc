import { DEFAULT_CONNECTION } from "../provider/model/portal";
import type { Plan } from "./plannedResource";

/** What a plan has of settings: those of the stack, and those of the provider resources of its program. */
export type PlanSettings = Pick<Plan, "config" | "providers">;

interface OfProvider {
  readonly settings: Readonly<Record<string, unknown>>;
  /** One of the connections that the provider has in addition to its own settings. */
  readonly further: string | undefined;
}

/** The provider resource that a connection is of; undefined for connections of the stack's settings. */
export function providerOfConnection(
  { providers = {} }: PlanSettings,
  connection: string | undefined,
): OfProvider | undefined {
  const name = Object.keys(providers).find((own) => connection === own || connection?.startsWith(`${own}/`) === true);
  if (name === undefined) return undefined;
  return { settings: providers[name]!, further: connection === name ? undefined : connection!.slice(name.length + 1) };
}

export function isOfProvider(plan: PlanSettings, connection: string | undefined): boolean {
  return providerOfConnection(plan, connection) !== undefined;
}

/** What a resource of a connection declares as its `connection`. */
export function declaredConnection(plan: PlanSettings, connection: string): string | undefined {
  const ofProvider = providerOfConnection(plan, connection);
  if (ofProvider !== undefined) return ofProvider.further;
  return connection === DEFAULT_CONNECTION ? undefined : connection;
}
