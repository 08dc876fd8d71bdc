import { csp } from "./csp";
import { gridscale } from "./gridscale";
import { openstack } from "./openstack";
import { scaleway } from "./scaleway";

/** The portals that this provider drives: the one list of them. A new one is a folder beside this file, and its name here. */
export const registered = [csp, scaleway, gridscale, openstack] as const;
