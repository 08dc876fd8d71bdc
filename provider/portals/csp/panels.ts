import type { WirePermission } from "./reading";

/**
 * The entries of the menu that somebody sees (manual §3.4): one shows where a right of its section is held, and the service behind
 * it is active. `services` are the active ones; undefined stands for all of them, as the reseller's own people have it. Undefined
 * where the portal's catalogue doesn't tell the entries.
 */
export function panelsOf(
  catalogue: readonly WirePermission[],
  held: ReadonlySet<string>,
  services: ReadonlySet<string> | undefined,
): string[] | undefined {
  if (!catalogue.some(({ panel }) => typeof panel === "string")) return undefined;
  const panels = catalogue
    .filter(({ key }) => held.has(key))
    .filter(({ service }) => typeof service !== "string" || services === undefined || services.has(service))
    .flatMap(({ panel }) => (typeof panel === "string" ? [panel] : []));
  return [...new Set(panels)].sort();
}
