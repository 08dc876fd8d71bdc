import { type Kind, type KindName, kinds, specialised } from "../kinds";
import type { PortalFacts } from "../portals/portal";

const known = new WeakMap<PortalFacts, Map<KindName, Kind>>();

/** A kind as a portal has it. */
export function kindAt(name: KindName, portal: PortalFacts): Kind {
  const ofPortal = known.get(portal) ?? new Map<KindName, Kind>();
  known.set(portal, ofPortal);
  const kind = ofPortal.get(name) ?? specialised(kinds[name], portal.kinds[name] ?? {});
  ofPortal.set(name, kind);
  return kind;
}
