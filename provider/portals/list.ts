import type { Portal } from "../model/portal";
import { csp } from "./csp";
import { gridscale } from "./gridscale";
import { scaleway } from "./scaleway";

/** The portals that this provider drives: the one list of them. */
const listed = [csp, scaleway, gridscale] as const;

export type PortalName = (typeof listed)[number]["name"];

const portals: Portal[] = [...listed];

const names: PortalName[] = listed.map(({ name }) => name);

/** Their names, in the order of the list. */
export const PORTAL_NAMES: readonly PortalName[] = names;

/** A portal that is in no list: one that a test defines. */
export function addPortal(portal: Portal): void {
  portals.push(portal);
  names.push(portal.name as PortalName);
}

/** @throws Error where there is none of that name */
export function portalNamed(name: string): Portal {
  const portal = portals.find((candidate) => candidate.name === name);
  if (portal === undefined) throw new Error(`there is no portal ${JSON.stringify(name)}`);
  return portal;
}
