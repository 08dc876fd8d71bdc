import { csp } from "./csp";
import { gridscale } from "./gridscale";
import { openstack } from "./openstack";
import type { PortalEntry } from "./portal";
import { scaleway } from "./scaleway";

/** The portals that the sandbox stands in for, by the name they have in the provider. A portal is added here, and in a folder beside. */
export const portals = { csp, scaleway, gridscale, openstack } as const;

export type PortalName = keyof typeof portals;

/** Endpoint and credentials of each portal. */
export type PortalsAccess = {
  readonly [Name in PortalName]: (typeof portals)[Name] extends PortalEntry<infer Access> ? Access : never;
};

/** The variables by which a program finds a portal of the sandbox. */
export function environmentOf<Name extends PortalName>(
  name: Name,
  access: Pick<PortalsAccess, Name>,
): Readonly<Record<string, string>> {
  return (portals[name] as unknown as PortalEntry<PortalsAccess[Name]>).environment(access[name]);
}
