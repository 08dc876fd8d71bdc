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

/** Everything that the portal shows at one moment; with users stand their rules of access and when their passwords were set, and with projects who has which roles. */
export type PortalView = Readonly<Record<CollectionPath, readonly Item[]>>;

export async function lookAt(portal: PortalByHand): Promise<PortalView> {
  const lists = await Promise.all(COLLECTIONS.map(async (path) => [path, await portal.list(path)] as const));
  const rules = await portal.list("/access-rules");
  const roles = await portal.list("/project-roles");
  const { users = [] } = await portal.dump();
  const passwordsSetAt = new Map(users.map(({ id, passwordSetAt }) => [id, passwordSetAt]));
  const view = Object.fromEntries(lists) as unknown as Record<CollectionPath, Item[]>;
  return {
    ...view,
    "/users": view["/users"].map((user) => ({
      ...user,
      rules: rules.filter(({ userId }) => userId === user.id),
      passwordSetAt: passwordsSetAt.get(user.id),
    })),
    "/projects": view["/projects"].map((project) => ({
      ...project,
      roles: roles
        .filter(({ projectId }) => projectId === project.id)
        .map(({ userId, roles: of }) => ({ userId, roles: of })),
    })),
  };
}
