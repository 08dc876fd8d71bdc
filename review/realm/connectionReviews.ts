import type { PortalName } from "../../provider/model/portal";
import { portalNamed } from "../../provider/portals/list";
import type { Plan } from "../../engine/plannedResource";
import { isOfProvider } from "../../engine/providers";
import { counted } from "../../text/words";
import { withLive } from "../live/withLive";
import type { ReviewOptions } from "../options";
import { portalOf, realmsOf } from "../portals";
import { ConnectionReview } from "./connectionReview";

/** The reviews of the plan's realms; connections of which nobody knows the portal are gaps. */
export function connectionReviews(
  plan: Plan,
  options: Pick<ReviewOptions, "portals" | "portalOfEnvironment" | "live">,
  gaps: string[],
  isStanding = false,
): ConnectionReview[] {
  const adopts = String(plan.config["reseller:adopt"]) === "true";
  const known = portalsOf(plan, options);
  gaps.push(...portalGaps(plan, known));
  return realmsOf(plan, known).map(({ portal, connections, doubts }) => {
    gaps.push(...doubts);
    const resources = plan.resources.filter(({ connection }) => connections.includes(connection));
    const meaning = portalNamed(portal).access;
    const asked = options.live?.filter((realm) => connections.includes(realm.connection));
    const part = asked === undefined ? { resources, gaps: [] } : withLive(resources, asked, meaning, adopts);
    gaps.push(...part.gaps);
    return new ConnectionReview(meaning, part.resources, adopts, isStanding);
  });
}

/** The portal of each connection, as far as anything tells it. */
function portalsOf(
  plan: Plan,
  { portals, portalOfEnvironment }: Pick<ReviewOptions, "portals" | "portalOfEnvironment">,
): Map<string | undefined, PortalName> {
  const known = new Map<string | undefined, PortalName>();
  for (const connection of new Set(plan.resources.map((resource) => resource.connection))) {
    const isTakenFromEnvironment = connection === undefined || isOfProvider(plan, connection);
    const portal = portalOf(plan, connection, portals) ?? (isTakenFromEnvironment ? portalOfEnvironment : undefined);
    if (portal !== undefined) known.set(connection, portal);
  }
  return known;
}

function portalGaps({ resources }: Plan, known: ReadonlyMap<string | undefined, PortalName>): string[] {
  const counts = new Map<string | undefined, number>();
  for (const { connection } of resources)
    if (!known.has(connection)) counts.set(connection, (counts.get(connection) ?? 0) + 1);
  return [...counts].map(([connection, count]) =>
    connection === undefined
      ? `The plan doesn't show which portal ${counted(count, "resource is", "resources are")} for: set reseller:portal in the stack's settings, or give --portal.`
      : `The plan doesn't show which portal the connection ${connection} drives, with ${counted(count, "resource", "resources")}: give --portal ${connection}=NAME.`,
  );
}
