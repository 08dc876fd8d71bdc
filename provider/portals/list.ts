import type { Portal } from "../model/portal";
import { registered } from "./registered";

export type PortalName = (typeof registered)[number]["name"];

/** Their names, in the order of the list. */
export const PORTAL_NAMES: readonly PortalName[] = registered.map(({ name }) => name);

/** @throws Error where there is none of that name */
export function portalNamed(name: string): Portal {
  const portal = registered.find((candidate) => candidate.name === name);
  if (portal === undefined) throw new Error(`there is no portal ${JSON.stringify(name)}`);
  return portal;
}
