import { cspFacts } from "./csp/facts";
import { gridscaleFacts } from "./gridscale/facts";
import { scalewayFacts } from "./scaleway/facts";
import type { PortalFacts, PortalName } from "../model/portal";

const facts: Readonly<Record<PortalName, PortalFacts>> = {
  csp: cspFacts,
  scaleway: scalewayFacts,
  gridscale: gridscaleFacts,
};

/** What a portal is, without talking to it. */
export function portalFacts(name: PortalName): PortalFacts {
  return facts[name];
}
