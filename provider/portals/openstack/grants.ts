import type { RoleRule, RoleScope } from "../../model";
import { PortalRefusal } from "../../model/refusal";
import { keyOf, text } from "../../model/words";
import { assignmentKey } from "./assignments";
import type { Cloud } from "./client";
import { operations } from "./contract";
import type { CloudReading, WireAssignment } from "./reading";
import { roleName, roleNamed } from "./roles";

/** Whom a role is given to, in the words of paths. */
export interface Actor {
  readonly actors: "users" | "groups";
  readonly id: string;
}

/** Where a role is given. `inherited`: to all projects below, now and later, in place of the domain or project itself. */
export type GrantPlace =
  | { readonly sort: "system" }
  | { readonly sort: "domain" | "project"; readonly id: string; readonly inherited: boolean };

/** One role in one place, of whomever. */
export interface Grant {
  /** By the name that programs have for it. */
  readonly role: string;
  readonly place: GrantPlace;
}

export function grantKey({ role, place }: Grant): string {
  return place.sort === "system"
    ? keyOf(role, place.sort)
    : keyOf(role, place.sort, place.id, place.inherited ? "inherited" : "");
}

/** What some have and others don't. */
export function without(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const keys = new Set(others.map(grantKey));
  return grants.filter((grant) => !keys.has(grantKey(grant)));
}

/** Those that both have. */
export function common(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const keys = new Set(others.map(grantKey));
  return grants.filter((grant) => keys.has(grantKey(grant)));
}

/** What the rules of a profile give. @param home the id of the domain of its group */
export function grantsOfRules(rules: readonly RoleRule[], home: string): Grant[] {
  const grants = rules.flatMap(({ roles, scope }) =>
    placesOf(scope, home).flatMap((place) => roles.map((role) => ({ role, place }))),
  );
  return [...new Map(grants.map((grant) => [grantKey(grant), grant])).values()];
}

function placesOf(scope: RoleScope, home: string): GrantPlace[] {
  if (scope === "system") return [{ sort: "system" }];
  if (typeof scope === "string") return [{ sort: "domain", id: home, inherited: scope === "projects" }];
  const [sort, ids] =
    "projects" in scope ? (["project", scope.projects] as const) : (["domain", scope.accounts] as const);
  return ids.map((id) => ({ sort, id, inherited: scope.inherited === true }));
}

/** Rules that give just that: one for all places of a sort with the same roles. */
export function rulesOfGrants(grants: readonly Grant[], home: string): RoleRule[] {
  const places = new Map<string, { place: GrantPlace; roles: string[] }>();
  for (const { role, place } of grants) {
    const key = JSON.stringify(place);
    const known = places.get(key) ?? { place, roles: [] };
    known.roles.push(role);
    places.set(key, known);
  }
  const rules = new Map<string, { roles: string[]; places: GrantPlace[] }>();
  for (const { place, roles: unsorted } of places.values()) {
    const roles = unsorted.sort();
    const key = JSON.stringify([roles, sortOf(place, home)]);
    const known = rules.get(key) ?? { roles, places: [] };
    known.places.push(place);
    rules.set(key, known);
  }
  return [...rules]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { roles, places: of }]) => ({ roles, scope: scopeOf(of, home) }));
}

function sortOf(place: GrantPlace, home: string): string {
  if (place.sort === "system") return "system";
  const isOwn = place.sort === "domain" && place.id === home;
  return `${isOwn ? "own " : ""}${place.sort} ${place.inherited}`;
}

function scopeOf(places: readonly GrantPlace[], home: string): RoleScope {
  const [first] = places;
  if (first === undefined || first.sort === "system") return "system";
  if (first.sort === "domain" && first.id === home) return first.inherited ? "projects" : "domain";
  const ids = places.flatMap((place) => (place.sort === "system" ? [] : [place.id])).sort();
  const below = first.inherited ? { inherited: true } : {};
  return first.sort === "domain" ? { accounts: ids, ...below } : { projects: ids, ...below };
}

/** What somebody was given, at the portal. */
export async function grantsOf(cloud: CloudReading, actor: string): Promise<Grant[]> {
  const grants = await Promise.all((await cloud.assignments.inGroup(actor)).map((wire) => grantOf(cloud, wire)));
  return grants;
}

export async function grantOf(cloud: CloudReading, { role, scope }: WireAssignment): Promise<Grant> {
  const inherited = scope["OS-INHERIT:inherited_to"] !== undefined;
  const { project, domain } = scope;
  const place: GrantPlace =
    project !== undefined
      ? { sort: "project", id: project.id, inherited }
      : domain !== undefined
        ? { sort: "domain", id: domain.id, inherited }
        : { sort: "system" };
  return { role: await roleName(cloud, role.id, await domainOfPlace(cloud, place)), place };
}

/** The domain that a place is in; undefined for the system, and for a project that nobody sees. */
export async function domainOfPlace(cloud: CloudReading, place: GrantPlace): Promise<string | undefined> {
  if (place.sort === "system") return undefined;
  if (place.sort === "domain") return place.id;
  return (await cloud.projects.withId(place.id))?.domain_id ?? undefined;
}

/** Gives what is missing, and then takes away what is too much: nobody is without a role in between that stays. */
export async function changeGrants(
  cloud: Cloud,
  actor: Actor,
  change: { readonly add: readonly Grant[]; readonly remove: readonly Grant[] },
): Promise<void> {
  for (const grant of change.add) await give(cloud, actor, grant);
  for (const grant of change.remove) await takeAway(cloud, actor, grant);
}

async function give(cloud: Cloud, actor: Actor, grant: Grant): Promise<void> {
  const wire = await wireOf(cloud, actor, grant);
  await send(cloud, "give", actor, grant, wire.role.id);
  await cloud.assignments.putIfLoaded(wire);
}

/** What isn't there any more has been taken away. */
async function takeAway(cloud: Cloud, actor: Actor, grant: Grant): Promise<void> {
  const wire = await wireOf(cloud, actor, grant);
  try {
    await send(cloud, "take", actor, grant, wire.role.id);
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.reason !== "not-found") throw error;
  }
  cloud.assignments.drop(assignmentKey(wire));
}

async function wireOf(cloud: Cloud, { actors, id }: Actor, { role, place }: Grant): Promise<WireAssignment> {
  const found = await roleNamed(cloud, role, await domainOfPlace(cloud, place));
  if (found === undefined) throw new PortalRefusal(`there is no role ${JSON.stringify(role)}`, "not-found");
  return {
    role: { id: found.id },
    ...(actors === "users" ? { user: { id } } : { group: { id } }),
    scope:
      place.sort === "system"
        ? { system: { all: true } }
        : {
            [place.sort]: { id: place.id },
            ...(place.inherited ? { "OS-INHERIT:inherited_to": "projects" } : {}),
          },
    links: {},
  };
}

async function send(
  cloud: Cloud,
  what: "give" | "take",
  { actors, id: actorId }: Actor,
  { place }: Grant,
  roleId: string,
): Promise<void> {
  const to = { actors, actorId, roleId };
  const isGiven = what === "give";
  if (place.sort === "system") {
    await cloud.call(isGiven ? operations.grantOnSystem : operations.revokeOnSystem, { params: to });
    return;
  }
  const within = cloud.within(await domainOfPlace(cloud, place));
  if (place.sort === "domain") {
    const params = { ...to, domainId: place.id };
    if (place.inherited)
      await within.call(isGiven ? operations.grantBelowDomain : operations.revokeBelowDomain, { params });
    else await within.call(isGiven ? operations.grantOnDomain : operations.revokeOnDomain, { params });
    return;
  }
  const params = { ...to, projectId: place.id };
  if (place.inherited)
    await within.call(isGiven ? operations.grantBelowProject : operations.revokeBelowProject, { params });
  else await within.call(isGiven ? operations.grantOnProject : operations.revokeOnProject, { params });
}

/** Asks the portal anew what a group was given, or who was given what on a project. Whoever manages single domains sees all at once. */
export async function refreshGrants(
  cloud: Cloud,
  about: { readonly group: string } | { readonly project: string },
): Promise<void> {
  if (!(await cloud.isAdministrator())) return cloud.assignments.load("fresh");
  await cloud.assignments.load();
  const [parameter, id] =
    "group" in about ? (["group.id", about.group] as const) : (["scope.project.id", about.project] as const);
  const now = await cloud.list(operations.listRoleAssignments, { query: { [parameter]: id } });
  cloud.assignments.dropGroup(id);
  for (const wire of now) cloud.assignments.put(wire);
}

/** Names of projects and domains, for messages. */
export async function placeText(cloud: CloudReading, place: GrantPlace): Promise<string> {
  if (place.sort === "system") return "the system";
  const list = place.sort === "domain" ? cloud.domains : cloud.projects;
  const name = text((await list.withId(place.id))?.name) || place.id;
  return place.inherited ? `all projects of ${name}, now and later` : name;
}
