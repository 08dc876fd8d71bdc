import type { Row } from "../../call";
import { type Effective, effectiveOf } from "../access";
import { type AnyCall, callerOf, filterOf, flagOf, type Handlers, identityUrl } from "../call";
import { permit } from "../policy";
import { problem } from "../problem";
import type { GrantRecord, Place } from "../records";

/** One line of the list, whether it stands there as it was granted or as what came of it. */
type Line = Pick<GrantRecord, "actors" | "actorId" | "roleId" | "placeId" | "inherited"> & {
  readonly place: Place;
  readonly grant: GrantRecord;
  readonly groupId?: string | undefined;
  readonly priorId?: string | undefined;
};

export const assignmentHandlers = {
  listRoleAssignments(call): Row[] {
    permit(call, "list_role_assignments", "list");
    requireFilters(call);
    const isEffective = flagOf(call, "effective") === true;
    const lines = [...call.realm.grants.values()].flatMap((grant) =>
      isEffective ? effectiveLines(call, grant) : [{ ...grant, grant }],
    );
    return lines
      .filter((line) => isAdmitted(call, line, isEffective) && isVisible(call, line))
      .map((line) => ({ sequence: line.grant.sequence, fields: fieldsOf(call, line) }));
  },
} satisfies Partial<Handlers>;

/** Grants on the system have no part in what is effective. */
function effectiveLines({ realm }: AnyCall, grant: GrantRecord): Line[] {
  if (grant.place === "system") return [];
  return effectiveOf(realm, grant).map(({ userId, ...line }: Effective) => ({
    ...line,
    actors: "users",
    actorId: userId,
    inherited: grant.inherited,
  }));
}

const EXCLUSIVE = [
  ["scope.domain.id", "scope.project.id", "Specify a domain or project, not both"],
  ["scope.domain.id", "scope.system", "Specify system or domain, not both"],
  ["scope.project.id", "scope.system", "Specify system or project, not both"],
  ["user.id", "group.id", "Specify a user or group, not both"],
] as const;

function requireFilters(call: AnyCall): void {
  const isGiven = (name: string) => filterOf(call, name) !== undefined;
  for (const [one, other, message] of EXCLUSIVE) if (isGiven(one) && isGiven(other)) throw problem(400, message);
  if (flagOf(call, "effective") === true && isGiven("group.id"))
    throw problem(400, "Combining effective and group filter will always result in an empty list.");
}

function isAdmitted(call: AnyCall, line: Line, isEffective: boolean): boolean {
  const inherited = filterOf(call, "scope.OS-INHERIT:inherited_to");
  const wanted: readonly [string, string | undefined][] = [
    ["user.id", line.actors === "users" ? line.actorId : undefined],
    ["group.id", line.actors === "groups" ? line.actorId : undefined],
    ["role.id", line.roleId],
    ["scope.domain.id", line.place === "domain" ? line.placeId : undefined],
    ["scope.project.id", line.place === "project" ? line.placeId : undefined],
    ["scope.system", line.place === "system" ? "all" : undefined],
  ];
  return (
    wanted.every(([name, value]) => [undefined, value].includes(filterOf(call, name))) &&
    (inherited === undefined || line.inherited || (!isEffective && line.place === "system"))
  );
}

/** A token for a domain sees what is granted there, and on the domain's projects. */
function isVisible(call: AnyCall, { place, placeId }: Line): boolean {
  const { domainId } = callerOf(call);
  if (domainId === undefined) return true;
  return place === "project" ? call.realm.projects.get(placeId)?.domainId === domainId : placeId === domainId;
}

function fieldsOf(call: AnyCall, line: Line): Readonly<Record<string, unknown>> {
  const { actors, actorId, roleId, inherited } = line;
  const isNamed = flagOf(call, "include_names") === true;
  return {
    links: linksOf(call, line),
    scope: { ...scopeOf(call, line, isNamed), ...(inherited ? { "OS-INHERIT:inherited_to": "projects" } : {}) },
    [actors === "users" ? "user" : "group"]: { id: actorId, ...(isNamed ? actorNames(call, actors, actorId) : {}) },
    role: { id: roleId, ...(isNamed ? roleNames(call, roleId) : {}) },
  };
}

function linksOf(call: AnyCall, { grant, roleId, priorId, groupId, actorId }: Line): Record<string, string> {
  const url = identityUrl(call);
  const place = grant.place === "system" ? "/system" : `/${grant.place}s/${grant.placeId}`;
  const path = `${place}/${grant.actors}/${grant.actorId}/roles/${priorId ?? roleId}`;
  return {
    assignment: url + (grant.inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path),
    ...(groupId === undefined ? {} : { membership: `${url}/groups/${groupId}/users/${actorId}` }),
    // In this order, as in the real servers.
    ...(priorId === undefined ? {} : { prior_role: `${url}/prior_role/${roleId}/implies/${priorId}` }),
  };
}

function scopeOf(call: AnyCall, { place, placeId }: Line, isNamed: boolean): Record<string, unknown> {
  if (place === "system") return { system: { all: true } };
  if (!isNamed) return { [place]: { id: placeId } };
  if (place === "domain") return { domain: domainNames(call, placeId) };
  const { name = "", domainId = "" } = call.realm.projects.get(placeId) ?? {};
  return { project: { id: placeId, name, domain: domainNames(call, domainId) } };
}

/** What isn't there any more has empty names. */
function actorNames(call: AnyCall, actors: "users" | "groups", id: string): object {
  const { name = "", domainId } = call.realm[actors].get(id) ?? {};
  return { name, domain: domainId === undefined ? { id: "", name: "" } : domainNames(call, domainId) };
}

function roleNames(call: AnyCall, id: string): object {
  const { name = "", domainId = null } = call.realm.roles.get(id) ?? {};
  return { name, ...(domainId === null ? {} : { domain: domainNames(call, domainId) }) };
}

function domainNames({ realm }: AnyCall, id: string): { readonly id: string; readonly name: string } {
  return { id, name: realm.domains.get(id)?.name ?? "" };
}
