import { type PortalByHand, type PortalObject } from "../support/portal";

/** The lists of the portal that the model looks at. */
export const COLLECTIONS = [
  "/clients",
  "/services",
  "/quotas",
  "/quota-profiles",
  "/profiles",
  "/users",
  "/projects",
] as const;
export type CollectionPath = (typeof COLLECTIONS)[number];
export type Item = PortalObject;

/** Everything that the portal shows at one moment. */
export type PortalView = Readonly<Record<CollectionPath, readonly Item[]>>;

export async function lookAt(portal: PortalByHand): Promise<PortalView> {
  const lists = await Promise.all(COLLECTIONS.map(async (path) => [path, await portal.list(path)] as const));
  return Object.fromEntries(lists) as unknown as PortalView;
}
