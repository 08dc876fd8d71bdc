import { Problem } from "../../problem";
import { CLIENTS_PERMISSIONS } from "./catalogue";
import { type Caller, need, needReseller, sees } from "./caller";
import { visibleClient, withoutUndefined } from "./clients";
import { created, type Handlers, mustMatch, nothing, ok } from "./handler";
import { pageOf } from "./lists";
import type { UserRecord } from "./model";
import { type CspState, hash, newEtag, newId, newPassword, now, present } from "./state";
import { invalid } from "./validation";

type Names =
  | "listUsers"
  | "listClientUsers"
  | "getUser"
  | "getClientUser"
  | "createUser"
  | "createClientUser"
  | "updateUser"
  | "updateClientUser"
  | "deleteUser"
  | "deleteClientUser"
  | "resetUserPassword"
  | "resetClientUserPassword"
  | "getUserPermissions"
  | "setUserPermissions"
  | "listAccessRules"
  | "createAccessRule"
  | "updateAccessRule"
  | "deleteAccessRule"
  | "listSessions"
  | "endSession"
  | "listSessionCalls"
  | "listTokens"
  | "createToken"
  | "deleteToken";

interface UserValues {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly description?: string | null;
  readonly profileId: string;
  readonly permissionSets?: readonly string[];
}

export function publicUser({ passwordHash: _hash, granted: _granted, ...user }: UserRecord): object {
  return user;
}

/** A user below the client of the path, or of the reseller where the path names none. @throws Problem 404 */
function visibleUser(state: CspState, caller: Caller, params: Readonly<Record<string, string>>): UserRecord {
  const clientId = params["clientId"] === undefined ? null : visibleClient(state, caller, params["clientId"]).id;
  const user = state.tables.users.get(params["userId"] ?? "");
  return present(
    user !== undefined && user.clientId === clientId && sees(caller, user.clientId) ? user : undefined,
    "user",
  );
}

function create(state: CspState, caller: Caller, clientId: string | null, values: UserValues) {
  need(caller, "create_user");
  refuseUnfitProfiles(state, clientId, values.profileId, values.permissionSets ?? []);
  if (state.tables.users.by("name", JSON.stringify([clientId, values.username])).length > 0) {
    throw new Problem(409, "name_taken", `There is a user called ${values.username} already.`);
  }
  const initialPassword = newPassword();
  const user: UserRecord = {
    id: newId("usr"),
    clientId,
    username: values.username,
    email: values.email,
    firstName: values.firstName,
    lastName: values.lastName,
    description: values.description ?? null,
    profileId: values.profileId,
    permissionSets: [...(values.permissionSets ?? [])],
    emailVerified: false,
    lastLoginAt: null,
    etag: newEtag(),
    passwordHash: hash(initialPassword),
    granted: [],
  };
  state.tables.users.put(user);
  return created({ user: publicUser(user), initialPassword, secretReturned: true });
}

function update(state: CspState, caller: Caller, user: UserRecord, values: Partial<UserValues>, ifMatch: string) {
  need(caller, "edit_user");
  mustMatch(ifMatch, user.etag);
  const changed = { ...user, ...withoutUndefined(values) } as UserRecord;
  refuseUnfitProfiles(state, user.clientId, changed.profileId, changed.permissionSets);
  const same = JSON.stringify(changed) === JSON.stringify(user);
  return ok(publicUser(state.tables.users.put(same ? user : { ...changed, etag: newEtag() })));
}

function remove(state: CspState, caller: Caller, user: UserRecord, ifMatch: string) {
  need(caller, "delete_user");
  mustMatch(ifMatch, user.etag);
  if (user.id === caller.userId)
    throw new Problem(409, "in_use", "The user that the token belongs to can't delete itself.");
  state.tables.users.delete(user.id);
  return nothing();
}

function resetPassword(state: CspState, caller: Caller, user: UserRecord) {
  need(caller, "reset_password");
  const newPasswordText = newPassword();
  state.tables.users.put({ ...user, passwordHash: hash(newPasswordText) });
  return ok({ newPassword: newPasswordText, secretReturned: true });
}

/** Rules csp/U1 and csp/U2. */
function refuseUnfitProfiles(
  state: CspState,
  clientId: string | null,
  profileId: string,
  permissionSets: readonly string[],
): void {
  const problems = [
    { field: "profileId", id: profileId },
    ...permissionSets.map((id) => ({ field: "permissionSets", id })),
  ].flatMap(({ field, id }) => {
    const profile = state.tables.profiles.get(id);
    if (profile === undefined)
      return [{ field, code: "not_found", message: `There is no profile ${id} (rule csp/U1).` }];
    if (clientId !== null && profile.permissions.some((key) => CLIENTS_PERMISSIONS.has(key))) {
      return [
        {
          field,
          code: "reseller_profile",
          message: `${profile.name} grants Clients permissions, which a user of a client must not have (rule csp/U2).`,
        },
      ];
    }
    if (profile.clientId !== null && profile.clientId !== clientId)
      return [{ field, code: "not_visible", message: `${profile.name} belongs to another client (rule csp/U1).` }];
    return [];
  });
  if (problems.length > 0) throw invalid(problems);
}

export const users: Handlers<Names> = {
  listUsers: ({ state, caller, query, operation }) => {
    need(caller, "show_users");
    return pageOf(
      state.tables.users
        .all()
        .filter((user) => sees(caller, user.clientId))
        .map(publicUser),
      query,
      operation.filters,
    );
  },
  listClientUsers: ({ state, caller, params, query, operation }) => {
    need(caller, "show_users");
    const client = visibleClient(state, caller, params["clientId"]);
    return pageOf(state.tables.users.by("client", client.id).map(publicUser), query, operation.filters);
  },
  getUser: ({ state, caller, params }) => {
    need(caller, "show_users");
    return ok(publicUser(visibleUser(state, caller, params)));
  },
  getClientUser: ({ state, caller, params }) => {
    need(caller, "show_users");
    return ok(publicUser(visibleUser(state, caller, params)));
  },
  createUser: ({ state, caller, body }) => {
    needReseller(caller);
    return create(state, caller, null, body);
  },
  createClientUser: ({ state, caller, params, body }) =>
    create(state, caller, visibleClient(state, caller, params["clientId"]).id, body),
  updateUser: ({ state, caller, params, body, ifMatch }) =>
    update(state, caller, visibleUser(state, caller, params), body, ifMatch),
  updateClientUser: ({ state, caller, params, body, ifMatch }) =>
    update(state, caller, visibleUser(state, caller, params), body, ifMatch),
  deleteUser: ({ state, caller, params, ifMatch }) =>
    remove(state, caller, visibleUser(state, caller, params), ifMatch),
  deleteClientUser: ({ state, caller, params, ifMatch }) =>
    remove(state, caller, visibleUser(state, caller, params), ifMatch),
  resetUserPassword: ({ state, caller, params }) => resetPassword(state, caller, visibleUser(state, caller, params)),
  resetClientUserPassword: ({ state, caller, params }) =>
    resetPassword(state, caller, visibleUser(state, caller, params)),
  getUserPermissions: ({ state, caller, params }) =>
    ok({ permissions: [...visibleUser(state, caller, params).granted] }),
  setUserPermissions: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "manage_permissions");
    const user = visibleUser(state, caller, params);
    mustMatch(ifMatch, user.etag);
    if (body.permissions.some((key) => CLIENTS_PERMISSIONS.has(key))) {
      throw invalid([
        {
          field: "permissions",
          code: "reseller_permission",
          message: "A user of a client must not have a Clients permission (rule csp/U2).",
        },
      ]);
    }
    state.tables.users.put({ ...user, granted: body.permissions, etag: newEtag() });
    return ok({ permissions: body.permissions });
  },

  listAccessRules: ({ state, caller, params, query }) =>
    pageOf(state.tables.accessRules.by("user", visibleUser(state, caller, params).id), query),
  createAccessRule: ({ state, caller, params, body }) => {
    need(caller, "manage_conditional_access");
    const user = visibleUser(state, caller, params);
    return created(
      state.tables.accessRules.put({
        ...body,
        id: newId("rule"),
        userId: user.id,
        enabled: body.enabled ?? true,
        etag: newEtag(),
      }),
    );
  },
  updateAccessRule: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "manage_conditional_access");
    visibleUser(state, caller, params);
    const rule = present(state.tables.accessRules.get(params["ruleId"] ?? ""), "rule");
    mustMatch(ifMatch, rule.etag);
    return ok(state.tables.accessRules.put({ ...rule, ...withoutUndefined(body), etag: newEtag() }));
  },
  deleteAccessRule: ({ state, caller, params, ifMatch }) => {
    need(caller, "manage_conditional_access");
    visibleUser(state, caller, params);
    const rule = present(state.tables.accessRules.get(params["ruleId"] ?? ""), "rule");
    mustMatch(ifMatch, rule.etag);
    state.tables.accessRules.delete(rule.id);
    return nothing();
  },

  listSessions: ({ state, caller, params, query }) => {
    need(caller, "show_online_users");
    const client = visibleClient(state, caller, params["clientId"]);
    return pageOf(
      state.tables.sessions.by("client", client.id).map(({ clientId: _clientId, ...session }) => session),
      query,
    );
  },
  endSession: ({ state, caller, params }) => {
    need(caller, "force_logout");
    visibleClient(state, caller, params["clientId"]);
    state.tables.sessions.delete(present(state.tables.sessions.get(params["sessionId"] ?? ""), "session").id);
    return nothing();
  },
  listSessionCalls: ({ state, caller, params, query }) => {
    need(caller, "show_api_calls");
    visibleClient(state, caller, params["clientId"]);
    present(state.tables.sessions.get(params["sessionId"] ?? ""), "session");
    return pageOf([], query);
  },

  listTokens: ({ state, caller, query }) =>
    pageOf(
      state.tables.apiTokens.by("user", caller.userId).map(({ userId: _userId, ...token }) => token),
      query,
    ),
  createToken: ({ state, caller, body }) => {
    const { userId: _userId, ...token } = state.tables.apiTokens.put({
      id: newId("tok"),
      userId: caller.userId,
      name: body.name,
      expiresAt: body.expiresAt ?? null,
      createdAt: now(),
    });
    const secret = `sandbox-${newPassword()}`;
    const mine = present(state.tables.tokens.get(caller.tokenName), "token");
    state.tables.tokens.put({ ...mine, id: token.id, token: secret });
    return created({ ...token, token: secret, secretReturned: true });
  },
  deleteToken: ({ state, caller, params }) => {
    const token = state.tables.apiTokens.get(params["tokenId"] ?? "");
    state.tables.apiTokens.delete(present(token?.userId === caller.userId ? token : undefined, "token").id);
    const record = state.tables.tokens.get(params["tokenId"] ?? "");
    if (record !== undefined) state.tables.tokens.put({ ...record, revoked: true });
    return nothing();
  },
};
