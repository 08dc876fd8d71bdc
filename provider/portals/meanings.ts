import { cspMeaning } from "./csp/meaning";
import { gridscaleMeaning } from "./gridscale/meaning";
import type { PortalMeaning } from "../model/meaning";
import type { PortalName } from "../model/portal";
import { scalewayMeaning } from "./scaleway/meaning";

const meanings: Readonly<Record<PortalName, PortalMeaning>> = {
  csp: cspMeaning,
  scaleway: scalewayMeaning,
  gridscale: gridscaleMeaning,
};

/** What a portal's permissions mean, without talking to it. */
export function portalMeaning(name: PortalName): PortalMeaning {
  return meanings[name];
}
