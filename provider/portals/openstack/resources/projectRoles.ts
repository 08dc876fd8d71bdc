import type { InputsAt } from "../../../model/declared";
import type { Cloud } from "../client";
import type { fields } from "../fields";
import { type Actor, changeGrants, type Grant, grantOf, grantsOf, refreshGrants, without } from "../grants";
import { groupNamed } from "../groups";
import { effectiveOutput } from "./profileWire";

type Entry = NonNullable<InputsAt<typeof fields, "Project">["roles"]>[number];

/**
 * Roles on a project, without inherited ones; undefined where there are none.
 *
 * @param of in listings of what can be declared just of users: what groups have stands in their profiles
 */
export async function rolesOnProject(
  cloud: Cloud,
  project: string,
  of: "users" | "users and groups" = "users and groups",
): Promise<Entry[] | undefined> {
  const entries = new Map<string, Entry>();
  for (const wire of await cloud.assignments.inGroup(project)) {
    const { role, place } = await grantOf(cloud, wire);
    if (place.sort !== "project" || place.inherited) continue;
    const [user, profile] = [wire.user?.id, wire.group?.id];
    if (user === undefined && of === "users") continue;
    const key = `${user} ${profile}`;
    const entry = entries.get(key) ?? { ...(user === undefined ? { profile } : { user }), roles: [] };
    entry.roles.push(role);
    entries.set(key, entry);
  }
  for (const { roles } of entries.values()) roles.sort();
  return entries.size === 0 ? undefined : [...entries.values()];
}

/** By role, what people get by it. */
export async function effectiveOnProject(cloud: Cloud, project: string): Promise<Record<string, string[]> | undefined> {
  const all = await Promise.all((await cloud.assignments.inGroup(project)).map((wire) => grantOf(cloud, wire)));
  return effectiveOutput(
    cloud,
    all.filter(({ place }) => place.sort === "project" && !place.inherited),
  );
}

/** Asks the portal anew who has roles on a project. */
export function refreshRolesOnProject(cloud: Cloud, project: string): Promise<void> {
  return refreshGrants(cloud, { project });
}

/**
 * Gives and takes away what is declared, and no longer declared. Who has a role that neither list names keeps it.
 *
 * @param current as it was read: the entries that belong to the declaration
 * @returns by role, what people get by it
 */
export async function writeRolesOnProject(
  cloud: Cloud,
  project: string,
  wanted: readonly Entry[],
  current: readonly Entry[],
): Promise<Record<string, string[]> | undefined> {
  const actors = new Map([...wanted, ...current].map((entry) => [actorOf(entry).id, actorOf(entry)]));
  await refreshRolesOnProject(cloud, project);
  for (const actor of actors.values()) {
    const now = (await grantsOf(cloud, actor.id)).filter(
      ({ place }) => place.sort === "project" && place.id === project && !place.inherited,
    );
    const declared = grantsIn(wanted, actor, project);
    await changeGrants(cloud, actor, { add: without(declared, now), remove: without(now, declared) });
  }
  return effectiveOutput(
    cloud,
    wanted.flatMap((entry) => grantsIn([entry], actorOf(entry), project)),
  );
}

function actorOf({ user, profile }: Entry): Actor {
  return user === undefined ? { actors: "groups", id: profile ?? "" } : { actors: "users", id: user };
}

function grantsIn(entries: readonly Entry[], actor: Actor, project: string): Grant[] {
  return entries
    .filter((entry) => actorOf(entry).id === actor.id)
    .flatMap(({ roles }) =>
      roles.map((role) => ({ role, place: { sort: "project" as const, id: project, inherited: false } })),
    );
}

/** Groups by their ids; what isn't known (yet) stays as it is. */
export async function canonicalRoles<Value>(cloud: Cloud, roles: Value, domain: string): Promise<Value> {
  if (!Array.isArray(roles)) return roles;
  const entries: unknown[] = roles;
  const canonical = await Promise.all(
    entries.map(async (entry) => {
      if (typeof entry !== "object" || entry === null || !("profile" in entry)) return entry;
      const { profile } = entry;
      if (typeof profile !== "string") return entry;
      return { ...entry, profile: (await groupNamed(cloud, domain, profile))?.id ?? profile };
    }),
  );
  return canonical as Value;
}
