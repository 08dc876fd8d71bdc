import { compositeKey } from "../../../store/collection";
import { type AnyCall, filterOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit } from "../policy";
import { conflict, notFound, problem } from "../problem";
import { newId } from "../realm";
import type { RoleRecord } from "../records";
import { requireMutable } from "./domains";

export const roleHandlers = {
  listRoles(call) {
    permit(call, "list_roles", "listRoles");
    const domainId = filterOf(call, "domain_id") ?? null;
    const name = filterOf(call, "name");
    const roles = [...call.realm.roles.values()].filter(
      (role) => role.domainId === domainId && (name === undefined || role.name === name),
    );
    return rowsOf(roles, (role) => roleFields(call, role));
  },

  createRole(call) {
    permit(call, "create_role", "cloud");
    const { realm, body } = call;
    const { name, domain_id: domainId = null, description = null } = body.role;
    if (realm.roles.first("name", compositeKey(domainId, name)) !== undefined)
      throw conflict(
        "role",
        `Duplicate entry found with name ${name}${domainId === null ? "" : ` at domain ID ${domainId}`}`,
      );
    return { role: roleFields(call, realm.roles.insert({ id: newId(), name, domainId, description, options: {} })) };
  },

  getRole(call) {
    permit(call, "get_role", "getRole");
    return { role: roleFields(call, roleOf(call, call.parameters.roleId)) };
  },

  deleteRole(call) {
    const role = roleOf(call, call.parameters.roleId);
    permit(call, "delete_role", "cloud");
    requireMutable("delete", "role", role);
    call.realm.removeRole(role.id);
  },

  listRoleInferences(call) {
    permit(call, "list_role_inference_rules", "cloudRead");
    const { realm } = call;
    const priors = [...realm.roles.values()].filter(({ id }) => realm.inferences.first("prior", id) !== undefined);
    return rowsOf(priors, (prior) => ({
      prior_role: named(call, prior),
      implies: [...realm.inferences.find("prior", prior.id)]
        .flatMap(({ impliedId }) => realm.roles.get(impliedId) ?? [])
        .map((role) => named(call, role)),
    }));
  },

  createRoleInference(call) {
    permit(call, "create_implied_role", "cloud");
    const { realm, parameters } = call;
    const [prior, implied] = [roleOf(call, parameters.priorRoleId), roleOf(call, parameters.impliedRoleId)];
    if (implied.name === "admin" || implied.domainId !== null)
      throw problem(403, `${implied.id} cannot be an implied roles.`);
    const id = compositeKey(prior.id, implied.id);
    if (realm.inferences.get(id) !== undefined) throw conflict("implied_role", "Duplicate entry");
    realm.inferences.insert({ id, priorId: prior.id, impliedId: implied.id });
    return {
      role_inference: { prior_role: named(call, prior), implies: named(call, implied) },
      links: { self: `${identityUrl(call)}/roles/${prior.id}/implies/${implied.id}` },
    };
  },

  deleteRoleInference(call) {
    permit(call, "delete_implied_role", "cloud");
    const { realm, parameters } = call;
    const { priorRoleId, impliedRoleId } = parameters;
    const id = compositeKey(priorRoleId, impliedRoleId);
    if (realm.inferences.get(id) === undefined) throw problem(404, `${priorRoleId} does not imply ${impliedRoleId}.`);
    realm.inferences.remove(id);
  },
} satisfies Partial<Handlers>;

export function roleFields(call: Pick<AnyCall, "baseUrl">, role: RoleRecord): Readonly<Record<string, unknown>> {
  const { id, name, domainId, description, options } = role;
  return { ...named(call, { id, name }), domain_id: domainId, description, options };
}

/** @throws {OpenStackProblem} 404 */
export function roleOf({ realm }: AnyCall, id: string): RoleRecord {
  const role = realm.roles.get(id);
  if (role === undefined) throw notFound("role", id);
  return role;
}

function named(call: Pick<AnyCall, "baseUrl">, { id, name }: Pick<RoleRecord, "id" | "name">) {
  return { id, name, links: { self: `${identityUrl(call)}/roles/${id}` } };
}
