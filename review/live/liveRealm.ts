import type { KindName } from "../../provider/model";
import type { Listing } from "../../provider/model/portal";
import type { PortalName } from "../../provider/model/portal";

/** The kinds that a review asks the portal for: those that decide who may do what, and where. */
export const ASKED_KINDS = ["Account", "Profile", "ServiceActivation", "User", "Project"] as const satisfies KindName[];

export interface LiveListing extends Listing {
  readonly kind: KindName;
}

/** What one connection's portal has, as whoever asked it found it: the review itself makes no calls. */
export interface LiveRealm {
  /** Name of the connection; undefined for the default. */
  readonly connection: string | undefined;
  readonly portal: PortalName;
  /** When it was asked, RFC 3339. */
  readonly at: string;
  readonly listings: readonly LiveListing[];
  /** Kinds that couldn't be listed. */
  readonly failed: readonly { readonly kind: KindName; readonly because: string }[];
}
