import type { Portal } from "../model/portal";
import { csp } from "./csp";
import { gridscale } from "./gridscale";
import { scaleway } from "./scaleway";

/** The portals that this provider drives: the one list of them. */
const listed = [csp, scaleway, gridscale] as const;

export type PortalName = (typeof listed)[number]["name"];

const portals: Portal[] = [...listed];

/** Their names, in the order of the list. */
export const PORTAL_NAMES: readonly PortalName[] = listed.map(({ name }) => name);

/** @throws Error where there is none of that name */
export function portalNamed(name: string): Portal {
  const portal = portals.find((candidate) => candidate.name === name);
  if (portal === undefined) throw new Error(`there is no portal ${JSON.stringify(name)}`);
  return portal;
}
