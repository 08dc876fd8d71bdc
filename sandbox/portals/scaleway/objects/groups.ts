import { createHash, randomUUID } from "node:crypto";
import { compositeKey } from "../../../store/collection";
import { type AnyCall, filterOf, filtersOf, type Handlers, srnOf, timeText } from "../call";
import { requireRoom } from "../limits";
import { inOwn, organizationOf, requireRight } from "../organizationScope";
import { argument, invalid, notFound, requireFree, requireUnmanaged } from "../problem";
import type { GroupRecord } from "../records";

/** In another order than they were given: members are a set. */
function shuffled(ids: readonly string[]): string[] {
  const key = (id: string) => createHash("sha256").update(id).digest("hex");
  return [...ids].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function groupFields(group: GroupRecord): Record<string, unknown> {
  return {
    all_applications: group.all === "applications",
    all_users: group.all === "users",
    application_ids: shuffled(group.applicationIds),
    created_at: timeText(group.createdAt),
    deletable: !group.managed,
    description: group.description,
    editable: !group.managed,
    id: group.id,
    managed: group.managed,
    name: group.name,
    organization_id: group.organizationId,
    srn: srnOf("groups", group.id),
    tags: [...group.tags],
    updated_at: timeText(group.updatedAt),
    user_ids: shuffled(group.userIds),
  };
}

function groupOf(call: AnyCall, right: "read" | "write"): GroupRecord {
  requireRight(call, "group", right);
  const { groupId = "" } = call.parameters;
  const group = inOwn(call, call.realm.groups.get(groupId), "group", groupId);
  if (right === "write") requireUnmanaged(group);
  return group;
}

function requireFreeName({ realm }: AnyCall, organizationId: string, name: string, exceptId?: string): void {
  const same = realm.groups.first("name", compositeKey(organizationId, name));
  requireFree("group", same, "a group with this name exists already", exceptId);
}

function requireMembers({ realm, caller }: AnyCall, users: readonly string[], applications: readonly string[]): void {
  for (const id of users) inSame(caller.organization.id, realm.users.get(id), "user", id);
  for (const id of applications) inSame(caller.organization.id, realm.applications.get(id), "application", id);
}

function inSame(
  own: string,
  found: { readonly organizationId: string } | undefined,
  resource: string,
  id: string,
): void {
  if (found?.organizationId !== own) throw notFound(resource, id);
}

function withMembers(
  call: AnyCall,
  group: GroupRecord,
  users: readonly string[],
  applications: readonly string[],
): object {
  const members = { userIds: [...new Set(users)], applicationIds: [...new Set(applications)] };
  return groupFields(call.realm.groups.replace({ ...group, ...members, updatedAt: call.now }));
}

/** @throws {ScalewayProblem} `invalid_arguments` unless it is exactly one. */
function oneOf(body: { readonly user_id?: string; readonly application_id?: string }): {
  user?: string;
  application?: string;
} {
  const { user_id: user, application_id: application } = body;
  if ((user === undefined) === (application === undefined))
    throw invalid(argument("member", user === undefined ? "required" : "constraint", "give user_id or application_id"));
  return { ...(user === undefined ? {} : { user }), ...(application === undefined ? {} : { application }) };
}

export const groupHandlers: Handlers<
  | "listGroups"
  | "createGroup"
  | "getGroup"
  | "updateGroup"
  | "deleteGroup"
  | "setGroupMembers"
  | "addGroupMember"
  | "addGroupMembers"
  | "removeGroupMember"
> = {
  *listGroups(call) {
    requireRight(call, "group", "read");
    const organization = organizationOf(call, call.query.get("organization_id"), "group");
    const [name, tag] = [filterOf(call, "name"), filterOf(call, "tag")];
    const [ids, users, applications] = ["group_ids", "user_ids", "application_ids"].map((key) => filtersOf(call, key));
    for (const group of call.realm.groups.find("organization", organization))
      if (
        (name === undefined || group.name === name) &&
        (tag === undefined || group.tags.includes(tag)) &&
        (ids === undefined || ids.includes(group.id)) &&
        (users === undefined || users.some((id) => group.userIds.includes(id))) &&
        (applications === undefined || applications.some((id) => group.applicationIds.includes(id)))
      )
        yield { sequence: group.sequence, fields: groupFields(group) };
  },

  createGroup(call) {
    requireRight(call, "group", "write");
    const { body, realm, now } = call;
    const organizationId = organizationOf(call, body.organization_id, "group", "write");
    requireFreeName(call, organizationId, body.name);
    requireRoom(realm.groups, "iam_groups", call.caller.organization);
    const group = realm.groups.insert({
      id: call.ids?.id ?? randomUUID(),
      organizationId,
      name: body.name,
      description: body.description ?? "",
      tags: body.tags ?? [],
      managed: false,
      userIds: [],
      applicationIds: [],
      createdAt: now,
      updatedAt: now,
    });
    return groupFields(group);
  },

  getGroup: (call) => groupFields(groupOf(call, "read")),

  updateGroup(call) {
    const group = groupOf(call, "write");
    const { name, description, tags } = call.body;
    if (name !== undefined) requireFreeName(call, group.organizationId, name, group.id);
    const values = {
      name: name ?? group.name,
      description: description ?? group.description,
      tags: tags ?? group.tags,
    };
    return groupFields(call.realm.groups.replace({ ...group, ...values, updatedAt: call.now }));
  },

  deleteGroup(call) {
    call.realm.groups.remove(groupOf(call, "write").id);
    return undefined;
  },

  setGroupMembers(call) {
    const group = groupOf(call, "write");
    const [users, applications] = [call.body.user_ids ?? [], call.body.application_ids ?? []];
    requireMembers(call, users, applications);
    return withMembers(call, group, users, applications);
  },

  addGroupMember(call) {
    const group = groupOf(call, "write");
    const { user, application } = oneOf(call.body);
    const [users, applications] = [user, application].map((id) => (id === undefined ? [] : [id])) as [
      string[],
      string[],
    ];
    requireMembers(call, users, applications);
    return withMembers(call, group, [...group.userIds, ...users], [...group.applicationIds, ...applications]);
  },

  addGroupMembers(call) {
    const group = groupOf(call, "write");
    const [users, applications] = [call.body.user_ids ?? [], call.body.application_ids ?? []];
    requireMembers(call, users, applications);
    return withMembers(call, group, [...group.userIds, ...users], [...group.applicationIds, ...applications]);
  },

  removeGroupMember(call) {
    const group = groupOf(call, "write");
    const { user, application } = oneOf(call.body);
    const isThere =
      user === undefined ? group.applicationIds.includes(application ?? "") : group.userIds.includes(user);
    if (!isThere) throw notFound("", user ?? application ?? "");
    return withMembers(
      call,
      group,
      group.userIds.filter((id) => id !== user),
      group.applicationIds.filter((id) => id !== application),
    );
  },
};
