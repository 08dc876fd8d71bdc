import type { PortalName } from "../provider/model/portal";
import type { ReviewFile } from "./expectations/reviewFile";
import type { FailOn } from "./gate";
import type { LiveRealm } from "./live/liveRealm";
import type { Report } from "./report";

export interface ReviewOptions {
  /** What a team's `review.yaml` says. */
  readonly file?: ReviewFile;
  readonly failOn?: FailOn;
  /** The day as of which ends of acceptances and grants are judged, YYYY-MM-DD in UTC. Default: today. */
  readonly today?: string;
  /** Which portal a connection drives, where the plan's settings don't tell; the default connection under "". */
  readonly portals?: Readonly<Record<string, PortalName>>;
  /** The portal of the default connection, where neither the plan's settings nor `portals` tell: what the environment has. */
  readonly portalOfEnvironment?: PortalName;
  readonly savedPlan?: Report["savedPlan"];
  /** What the portals have now, by whoever asked them; undefined: nobody did. */
  readonly live?: readonly LiveRealm[];
  /** The `effectHash` of a review that somebody approved: a plan of the very same effect goes through, any other is judged anew. */
  readonly approved?: string;
  /** How messages call the plan. */
  readonly from?: string;
}

/** The day as of which ends of acceptances and grants are judged. */
export function dayOf({ today = new Date().toISOString().slice(0, 10) }: Pick<ReviewOptions, "today">): string {
  return today;
}
