import { createCspPortal } from "./csp";
import { createGridscalePortal } from "./gridscale";
import { createScalewayPortal } from "./scaleway";

/** The portals that the sandbox stands in for, by the name they have in the provider. A portal is added here, and in a folder beside. */
export const portals = {
  csp: createCspPortal,
  scaleway: createScalewayPortal,
  gridscale: createGridscalePortal,
} as const;

export type PortalName = keyof typeof portals;

/** Endpoint and credentials of each portal. */
export type PortalsAccess = {
  readonly [Name in PortalName]: ReturnType<ReturnType<(typeof portals)[Name]>["access"]>;
};
