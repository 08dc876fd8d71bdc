import { type AnyCall, type Handlers } from "../call";
import { permit, permitGrant } from "../policy";
import { notFound, problem } from "../problem";
import { grantRecord, SYSTEM } from "../realm";
import type { GrantRecord, Place, RoleRecord } from "../records";
import { domainOf } from "./domains";
import { groupOf } from "./groups";
import { projectOf } from "./projects";
import { roleOf } from "./roles";
import { userOf } from "./users";

type Parameters = Readonly<{ actors: string; actorId: string; roleId: string; domainId?: string; projectId?: string }>;
type GrantCall = AnyCall & { readonly parameters: Parameters };

export const grantHandlers = {
  grantOnDomain: (call) => grant(call, "domain", false),
  revokeOnDomain: (call) => revoke(call, "domain", false),
  grantOnProject: (call) => grant(call, "project", false),
  revokeOnProject: (call) => revoke(call, "project", false),
  grantBelowDomain: (call) => grant(call, "domain", true),
  revokeBelowDomain: (call) => revoke(call, "domain", true),
  grantBelowProject: (call) => grant(call, "project", true),
  revokeBelowProject: (call) => revoke(call, "project", true),

  grantOnSystem(call) {
    const actors = actorsOf(call);
    permit(call, `create_system_grant_for_${actors === "users" ? "user" : "group"}`, "cloud");
    const role = roleOf(call, call.parameters.roleId);
    requireActor(call, actors);
    if (role.domainId !== null)
      throw problem(
        400,
        `Role ${role.id} is a domain-specific role. Unable to use a domain-specific role in a system assignment.`,
      );
    call.realm.grants.put(recordOf(call, "system", false));
  },

  revokeOnSystem(call) {
    permit(call, `revoke_system_grant_for_${actorsOf(call) === "users" ? "user" : "group"}`, "cloud");
    remove(call, recordOf(call, "system", false));
  },
} satisfies Partial<Handlers>;

function grant(call: GrantCall, place: Place, inherited: boolean): void {
  const { realm, parameters } = call;
  const { role, placeDomainId } = targetOf(call, place);
  const actors = actorsOf(call);
  // An inherited grant is taken for whoever isn't there, too.
  if (!inherited) requireActor(call, actors);
  permitGrant(call, "create_grant", {
    role: role.name,
    placeDomainId,
    actorDomainId: realm[actors].get(parameters.actorId)?.domainId,
  });
  if (place === "project" && role.domainId !== null && role.domainId !== placeDomainId)
    throw problem(
      403,
      `Project ${parameters.projectId} must be in the same domain as the role ${role.id} being assigned.`,
    );
  realm.grants.put(recordOf(call, place, inherited));
}

function revoke(call: GrantCall, place: Place, inherited: boolean): void {
  const { realm, parameters } = call;
  const { role, placeDomainId } = targetOf(call, place);
  const actorDomainId = realm[actorsOf(call)].get(parameters.actorId)?.domainId;
  permitGrant(call, "revoke_grant", { role: role.name, placeDomainId, actorDomainId });
  remove(call, recordOf(call, place, inherited));
}

function remove(
  call: GrantCall,
  { id, placeId, actorId, actors, roleId }: Pick<GrantRecord, "id" | "placeId" | "actorId" | "actors" | "roleId">,
): void {
  const { realm, now } = call;
  if (realm.grants.get(id) === undefined)
    throw problem(
      404,
      `Could not find role assignment with role: ${roleId}, user or group: ${actorId}, project, domain, or system: ${placeId}.`,
    );
  realm.grants.remove(id);
  if (actors === "users") realm.revoke(actorId, now, placeId);
}

function targetOf(call: GrantCall, place: Place): { readonly role: RoleRecord; readonly placeDomainId: string } {
  const { domainId = "", projectId = "", roleId } = call.parameters;
  const role = roleOf(call, roleId);
  const placeDomainId = place === "domain" ? domainOf(call, domainId).id : projectOf(call, projectId).domainId;
  return { role, placeDomainId };
}

function requireActor(call: GrantCall, actors: "users" | "groups"): void {
  const { actorId } = call.parameters;
  if (actors === "users") userOf(call, actorId);
  else groupOf(call, actorId);
}

function actorsOf({ parameters: { actors } }: GrantCall): "users" | "groups" {
  if (actors !== "users" && actors !== "groups") throw notFound("path", actors);
  return actors;
}

function recordOf(call: GrantCall, place: Place, inherited: boolean): Omit<GrantRecord, "sequence"> {
  const { actorId, roleId, domainId, projectId } = call.parameters;
  const actors = actorsOf(call);
  const placeId = domainId ?? projectId ?? SYSTEM;
  return grantRecord({ actors, actorId, place, placeId, roleId, inherited });
}
