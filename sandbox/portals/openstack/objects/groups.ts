import { compositeKey } from "../../../store/collection";
import { type AnyCall, filterOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit, permitOwn, shownDomain } from "../policy";
import { conflict, forbidden, notFound, problem } from "../problem";
import { newId } from "../realm";
import type { GroupRecord } from "../records";
import { userFields, userOf } from "./users";

export const groupHandlers = {
  listGroups(call) {
    permit(call, "list_groups", "list");
    const own = shownDomain(call);
    const [domainId, name] = [filterOf(call, "domain_id"), filterOf(call, "name")];
    const groups = [...call.realm.groups.values()].filter(
      (group) =>
        (own === undefined || group.domainId === own) &&
        (domainId === undefined || group.domainId === domainId) &&
        (name === undefined || group.name === name),
    );
    return rowsOf(groups, (group) => groupFields(call, group));
  },

  createGroup(call) {
    const { realm, body } = call;
    const { domain_id: domainId, name, description = "" } = body.group;
    permit(call, "create_group", "write", domainId);
    if (realm.domains.get(domainId) === undefined) throw notFound("domain", domainId);
    if (realm.groups.first("name", compositeKey(domainId, name)) !== undefined)
      throw conflict("group", `Duplicate entry found with name ${name} at domain ID ${domainId}`);
    return { group: groupFields(call, realm.groups.insert({ id: newId(), domainId, name, description })) };
  },

  getGroup(call) {
    const { groupId } = call.parameters;
    permit(call, "get_group", "read", call.realm.groups.get(groupId)?.domainId);
    return { group: groupFields(call, groupOf(call, groupId)) };
  },

  updateGroup(call) {
    const { realm, parameters, body } = call;
    permit(call, "update_group", "write", realm.groups.get(parameters.groupId)?.domainId);
    const group = groupOf(call, parameters.groupId);
    const { name = group.name, description = group.description } = body.group;
    const other = realm.groups.first("name", compositeKey(group.domainId, name));
    if (other !== undefined && other.id !== group.id)
      throw conflict("group", `Duplicate entry found with name ${name}`);
    return { group: groupFields(call, realm.groups.replace({ ...group, name, description })) };
  },

  deleteGroup(call) {
    const group = groupOf(call, call.parameters.groupId);
    permit(call, "delete_group", "write", group.domainId);
    call.realm.removeGroup(group.id);
  },

  listUsersOfGroup(call) {
    const { groupId } = call.parameters;
    const { realm } = call;
    permit(call, "list_users_in_group", "read", realm.groups.get(groupId)?.domainId);
    const users = realm.membersOf(groupOf(call, groupId).id).flatMap((id) => realm.users.get(id) ?? []);
    return rowsOf(users, (user) => userFields(call, user));
  },

  listGroupsOfUser(call) {
    const { userId } = call.parameters;
    const { realm } = call;
    permitOwn(call, "list_groups_for_user", userId, realm.users.get(userId)?.domainId);
    const groups = realm.groupsOf(userOf(call, userId).id).flatMap((id) => realm.groups.get(id) ?? []);
    return rowsOf(groups, (group) => ({ ...groupFields(call, group), membership_expires_at: null }));
  },

  addUserToGroup(call) {
    permitMembership(call, "add_user_to_group", call.parameters);
    const user = userOf(call, call.parameters.userId);
    const group = groupOf(call, call.parameters.groupId);
    call.realm.memberships.put({ id: compositeKey(group.id, user.id), groupId: group.id, userId: user.id });
  },

  removeUserFromGroup(call) {
    const { realm, parameters, now } = call;
    permitMembership(call, "remove_user_from_group", parameters);
    const user = userOf(call, parameters.userId);
    const group = groupOf(call, parameters.groupId);
    const id = compositeKey(group.id, user.id);
    if (realm.memberships.get(id) === undefined)
      throw problem(404, `User '${user.id}' not found in group '${group.id}'`);
    realm.memberships.remove(id);
    realm.revoke(user.id, now);
  },
} satisfies Partial<Handlers>;

export function groupFields(call: Pick<AnyCall, "baseUrl">, group: GroupRecord): Readonly<Record<string, unknown>> {
  const { id, name, domainId, description } = group;
  return { id, name, domain_id: domainId, description, links: { self: `${identityUrl(call)}/groups/${id}` } };
}

/** @throws {OpenStackProblem} 404 */
export function groupOf({ realm }: AnyCall, id: string): GroupRecord {
  const group = realm.groups.get(id);
  if (group === undefined) throw notFound("group", id);
  return group;
}

/** Both must be in the domain of whoever is no administrator. */
function permitMembership(
  call: AnyCall,
  action: string,
  { groupId, userId }: { readonly groupId: string; readonly userId: string },
): void {
  const { realm } = call;
  const [group, user] = [realm.groups.get(groupId)?.domainId, realm.users.get(userId)?.domainId];
  const caller = permit(call, action, "write", group);
  if (!caller.isAdmin && user !== group) throw forbidden(action);
}
