import type { z } from "zod";
import {
  type User,
  type UserInput,
  type UserPatch,
  type UserPermissions,
} from "../../../../provider/portals/csp/contract";
import { etagOf } from "../../../etag";
import type { ListRow } from "../../../lists";
import { hashOf, newId, newPassword } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import { administratorsBefore, requireAdministrator } from "../administrators";
import type { AnyCall, ChangeCall, Handlers, Outcome, WithoutEtag } from "../call";
import { requirePermission } from "../caller";
import { requireGrantable } from "../grants";
import { requireFree } from "../../refusal";
import { CspProblem, type FieldProblem, invalid, nameTaken } from "../problem";
import type { UserRecord } from "../records";
import { holdsClientsPermission } from "../catalogue";
import { timeTextOrNull } from "../times";
import { clientFor, clientUserOf, resellerUserOf } from "../visibility";
import { isProfileVisibleTo } from "./profiles";

type UserFields = WithoutEtag<z.output<typeof User>>;

export function userFields(user: UserRecord): UserFields {
  return {
    id: user.id,
    clientId: user.clientId,
    username: user.username,
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    description: user.description,
    profileId: user.profileId,
    permissionSets: [...user.permissionSets],
    permissions: [...user.grants],
    emailVerified: user.emailVerified,
    lastLoginAt: timeTextOrNull(user.lastLoginAt),
  };
}

function* rows(users: Iterable<UserRecord>): Iterable<ListRow<UserFields>> {
  for (const user of users) yield { sequence: user.sequence, fields: userFields(user) };
}

/**
 * Rules csp/U1, csp/U2, csp/U3 and csp/P9: the profiles exist, the client may see them, they make nobody a reseller, and the caller holds
 * what they give, unless the user has them already.
 */
function requireUsableProfiles(
  call: AnyCall,
  clientId: string | null,
  given: { readonly profileId?: string; readonly permissionSets?: readonly string[] },
  present: readonly string[] = [],
): void {
  const named = [
    ...(given.profileId === undefined ? [] : [{ field: "profileId", id: given.profileId }]),
    ...(given.permissionSets ?? []).map((id, index) => ({ field: `permissionSets.${index}`, id })),
  ];
  const problems = named.flatMap(({ field, id }) => profileProblem(call, clientId, field, id) ?? []);
  if (problems.length > 0) throw invalid(...problems);
  for (const { id } of named)
    if (!present.includes(id))
      for (const key of call.realm.profiles.get(id)?.permissions ?? []) requirePermission(call.caller, key);
}

function profileProblem(
  { realm }: AnyCall,
  clientId: string | null,
  field: string,
  profileId: string,
): FieldProblem | undefined {
  const profile = realm.profiles.get(profileId);
  if (profile === undefined || (profile.clientId !== null && profile.clientId !== clientId))
    return { field, code: "not_found", message: `there is no such profile here: ${profileId} (csp/U1)` };
  if (clientId === null) return undefined;
  if (holdsClientsPermission(profile.permissions))
    return {
      field,
      code: "profile_has_clients_permission",
      message: `the profile ${profile.name} holds a Clients permission, which would make a client's user a reseller (csp/U2)`,
    };
  if (!isProfileVisibleTo(profile, clientId))
    return { field, code: "not_found", message: `the profile ${profile.name} is not visible to the client (csp/U1)` };
  return undefined;
}

function remove(call: ChangeCall, user: UserRecord): void {
  call.precondition.match(userFields(user));
  if (user.id === call.caller.user.id)
    throw new CspProblem("would_lock_out", "nobody deletes the user that they are signed in as (csp/A1)");
  const before = administratorsBefore(call, user.clientId);
  call.realm.removeUser(user.id);
  requireAdministrator(call, user.clientId, before);
}

function create(call: AnyCall & { readonly body: z.output<typeof UserInput> }, clientId: string | null) {
  const { realm, body, now } = call;
  requireUsableProfiles(call, clientId, body);
  const holders = realm.users.find("username", compositeKey(clientId, body.username));
  requireFree(holders, nameTaken(`a user ${body.username} exists already`));
  const initialPassword = newPassword();
  const user = realm.users.insert({
    id: newId("user"),
    clientId,
    username: body.username,
    email: body.email,
    firstName: body.firstName,
    lastName: body.lastName,
    description: body.description ?? null,
    profileId: body.profileId,
    permissionSets: [...new Set(body.permissionSets)],
    emailVerified: false,
    lastLoginAt: null,
    passwordHash: hashOf(initialPassword),
    passwordSetAt: now,
    grants: [],
  });
  const fields = userFields(user);
  return { body: { user: { ...fields, etag: etagOf(fields) } }, oneTimeSecret: { initialPassword } };
}

function update(call: ChangeCall<z.output<typeof UserPatch>>, user: UserRecord): Outcome<UserFields> {
  const { realm, body } = call;
  call.precondition.match(userFields(user));
  requireUsableProfiles(call, user.clientId, body, [user.profileId, ...user.permissionSets]);
  const before = administratorsBefore(call, user.clientId);
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  // A new address is one that nobody has verified yet.
  const emailVerified = user.emailVerified && (body.email ?? user.email) === user.email;
  const changed = realm.users.replace({ ...user, ...given, emailVerified });
  requireAdministrator(call, user.clientId, before);
  return { body: userFields(changed) };
}

function resetPassword({ realm, now }: AnyCall, user: UserRecord) {
  const password = newPassword();
  realm.users.replace({ ...user, passwordHash: hashOf(password), passwordSetAt: now });
  return { body: {}, oneTimeSecret: { newPassword: password } };
}

function grantsOf({ grants }: UserRecord) {
  return { body: { permissions: [...grants] } };
}

function setGrants(call: ChangeCall<z.output<typeof UserPermissions>>, user: UserRecord) {
  call.precondition.match({ permissions: user.grants });
  const grants = [...new Set(call.body.permissions)];
  requireGrantable(call, grants, user.grants);
  if (user.clientId !== null && holdsClientsPermission(grants))
    throw invalid({
      field: "permissions",
      code: "clients_permission",
      message: "a Clients permission would make a client's user a reseller (csp/U2)",
    });
  const before = administratorsBefore(call, user.clientId);
  const changed = call.realm.users.replace({ ...user, grants });
  requireAdministrator(call, user.clientId, before);
  return grantsOf(changed);
}

export const userHandlers = {
  listUsers({ realm, caller, query }) {
    const area = caller.clientId ?? query.get("filter[clientId]");
    return rows(area === null ? realm.users.values() : realm.users.find("area", area));
  },

  listClientUsers(call) {
    const client = clientFor(call, call.parameters.clientId);
    const username = call.query.get("filter[username]");
    return rows(
      username === null
        ? call.realm.users.find("area", client.id)
        : call.realm.users.find("username", compositeKey(client.id, username)),
    );
  },

  getUser: (call) => ({ body: userFields(resellerUserOf(call)) }),
  getClientUser: (call) => ({
    body: userFields(clientUserOf(call)),
  }),

  createUser: (call) => create(call, null),
  createClientUser: (call) => create(call, clientFor(call, call.parameters.clientId).id),

  updateUser: (call) => update(call, resellerUserOf(call)),
  updateClientUser: (call) => update(call, clientUserOf(call)),

  deleteUser: (call) => remove(call, resellerUserOf(call)),
  deleteClientUser: (call) => remove(call, clientUserOf(call)),

  resetUserPassword: (call) => resetPassword(call, resellerUserOf(call)),
  resetClientUserPassword: (call) => resetPassword(call, clientUserOf(call)),

  getUserPermissions: (call) => grantsOf(clientUserOf(call)),
  getResellerUserPermissions: (call) => grantsOf(resellerUserOf(call)),

  setUserPermissions: (call) => setGrants(call, clientUserOf(call)),
  setResellerUserPermissions: (call) => setGrants(call, resellerUserOf(call)),
} satisfies Partial<Handlers>;
