import type { PortalName } from "../../provider/portals/list";
import { cspRealm } from "./csp";
import { gridscaleRealm } from "./gridscale";
import type { PromiseRealm } from "./realm";
import { scalewayRealm } from "./scaleway";

/** Every portal that the promises are kept on. */
export const portals: readonly { readonly name: PortalName; readonly open: () => Promise<PromiseRealm> }[] = [
  { name: "csp", open: cspRealm },
  { name: "scaleway", open: scalewayRealm },
  { name: "gridscale", open: gridscaleRealm },
];
