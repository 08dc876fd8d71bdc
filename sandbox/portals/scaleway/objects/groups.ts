import { createHash } from "node:crypto";
import type { z } from "zod";
import type { MoreMembers } from "../../../../provider/portals/scaleway/contract";
import { type AnyCall, type CallOn, filtersOf, type Handlers } from "../call";
import type { Right } from "../organizationScope";
import { argument, invalid, notFound } from "../problem";
import type { GroupRecord } from "../records";
import { changedNamed, GROUPS, namedFields, namedIn, namedOf, newNamed, organizationForNew } from "./named";

/** In another order than they were given: members are a set. */
function shuffled(ids: readonly string[]): string[] {
  const key = (id: string) => createHash("sha256").update(id).digest("hex");
  return [...ids].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function groupFields(group: GroupRecord): Record<string, unknown> {
  return {
    ...namedFields("groups", group),
    all_applications: group.all === "applications",
    all_users: group.all === "users",
    application_ids: shuffled(group.applicationIds),
    user_ids: shuffled(group.userIds),
  };
}

function groupOf(call: CallOn<"groupId">, right: Right): GroupRecord {
  return namedOf(call, GROUPS, call.parameters.groupId, right);
}

type Members = Pick<GroupRecord, "userIds" | "applicationIds">;
type MembersBody = z.output<typeof MoreMembers>;

/** The members that a body names. @throws {ScalewayProblem} `not_found` unless all are in the caller's Organization */
function membersIn({ realm, caller, body }: AnyCall & { readonly body: MembersBody }): Members {
  const [userIds, applicationIds] = [body.user_ids ?? [], body.application_ids ?? []];
  const requireOwn = (found: { readonly organizationId: string } | undefined, resource: string, id: string): void => {
    if (found?.organizationId !== caller.organization.id) throw notFound(resource, id);
  };
  for (const id of userIds) requireOwn(realm.users.get(id), "user", id);
  for (const id of applicationIds) requireOwn(realm.applications.get(id), "application", id);
  return { userIds, applicationIds };
}

/** @param before members that it has already */
function withMembers(
  call: AnyCall,
  group: GroupRecord,
  { userIds, applicationIds }: Members,
  before: Members = { userIds: [], applicationIds: [] },
): object {
  const members = {
    userIds: [...new Set([...before.userIds, ...userIds])],
    applicationIds: [...new Set([...before.applicationIds, ...applicationIds])],
  };
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

export const groupHandlers = {
  *listGroups(call) {
    const listed = namedIn(call, GROUPS);
    const [users, applications] = ["user_ids", "application_ids"].map((key) => filtersOf(call, key));
    for (const group of listed)
      if (
        (users === undefined || users.some((id) => group.userIds.includes(id))) &&
        (applications === undefined || applications.some((id) => group.applicationIds.includes(id)))
      )
        yield { sequence: group.sequence, fields: groupFields(group) };
  },

  createGroup(call) {
    const organizationId = organizationForNew(call, "group", call.body.organization_id);
    const draft = newNamed(call, GROUPS, organizationId, call.body);
    return groupFields(call.realm.groups.insert({ ...draft, userIds: [], applicationIds: [] }));
  },

  getGroup: (call) => groupFields(groupOf(call, "read")),

  updateGroup: (call) =>
    groupFields(call.realm.groups.replace(changedNamed(call, GROUPS, groupOf(call, "write"), call.body))),

  deleteGroup: (call) => call.realm.groups.remove(groupOf(call, "write").id),

  setGroupMembers(call) {
    const group = groupOf(call, "write");
    return withMembers(call, group, membersIn(call));
  },

  addGroupMember(call) {
    const group = groupOf(call, "write");
    const { user, application } = oneOf(call.body);
    const body = {
      user_ids: user === undefined ? [] : [user],
      application_ids: application === undefined ? [] : [application],
    };
    return withMembers(call, group, membersIn({ ...call, body }), group);
  },

  addGroupMembers(call) {
    const group = groupOf(call, "write");
    return withMembers(call, group, membersIn(call), group);
  },

  removeGroupMember(call) {
    const group = groupOf(call, "write");
    const { user, application } = oneOf(call.body);
    const isThere =
      user === undefined ? group.applicationIds.includes(application ?? "") : group.userIds.includes(user);
    if (!isThere) throw notFound("", user ?? application ?? "");
    return withMembers(call, group, {
      userIds: group.userIds.filter((id) => id !== user),
      applicationIds: group.applicationIds.filter((id) => id !== application),
    });
  },
} satisfies Partial<Handlers>;
