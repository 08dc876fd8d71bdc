import { hashOf } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import { effectiveOfUser } from "../access";
import { type AnyCall, callerOf, filterOf, flagOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit, permitOwn, shownDomain } from "../policy";
import { conflict, notFound, problem, unauthorized } from "../problem";
import { newId } from "../realm";
import type { UserRecord } from "../records";
import { withOptions } from "./domains";
import { projectFields } from "./projects";

export const userHandlers = {
  listUsers(call) {
    permit(call, "list_users", "list");
    const own = shownDomain(call);
    const [domainId, name] = [filterOf(call, "domain_id"), filterOf(call, "name")];
    const enabled = flagOf(call, "enabled");
    const users = [...call.realm.users.values()].filter(
      (user) =>
        (own === undefined || user.domainId === own) &&
        (domainId === undefined || user.domainId === domainId) &&
        (name === undefined || user.name === name) &&
        (enabled === undefined || user.enabled === enabled),
    );
    return rowsOf(users, (user) => userFields(call, user));
  },

  createUser(call) {
    const { realm, body } = call;
    const {
      domain_id: domainId,
      password,
      default_project_id: project,
      options = {},
      name,
      enabled,
      ...extra
    } = body.user;
    permit(call, "create_user", "write", domainId);
    if (realm.domains.get(domainId) === undefined) throw notFound("domain", domainId);
    if (realm.users.first("name", compositeKey(domainId, name)) !== undefined)
      throw conflict("user", `Duplicate entry found with name ${name} at domain ID ${domainId}`);
    const user = realm.users.insert({
      id: newId(),
      domainId,
      name,
      enabled: enabled ?? true,
      passwordHash: hashed(password),
      extra,
      defaultProjectId: project ?? null,
      options: withOptions({}, options),
    });
    return { user: userFields(call, user) };
  },

  getUser(call) {
    const { userId } = call.parameters;
    permitOwn(call, "get_user", userId, call.realm.users.get(userId)?.domainId);
    return { user: userFields(call, userOf(call, userId)) };
  },

  updateUser(call) {
    const { realm, parameters, body, now } = call;
    permit(call, "update_user", "write", realm.users.get(parameters.userId)?.domainId);
    const user = userOf(call, parameters.userId);
    const {
      password,
      default_project_id: project = user.defaultProjectId,
      options = {},
      name = user.name,
      enabled = user.enabled,
      ...extra
    } = body.user;
    const other = realm.users.first("name", compositeKey(user.domainId, name));
    if (other !== undefined && other.id !== user.id) throw conflict("user", `Duplicate entry found with name ${name}`);
    const next = realm.users.replace({
      ...user,
      name,
      enabled,
      passwordHash: password === undefined ? user.passwordHash : hashed(password),
      extra: { ...user.extra, ...extra },
      defaultProjectId: project,
      options: withOptions(user.options, options),
    });
    if (password !== undefined || (user.enabled && !enabled)) realm.revoke(user.id, now);
    return { user: { ...userFields(call, next), extra: next.extra } };
  },

  deleteUser(call) {
    const { realm, parameters } = call;
    permit(call, "delete_user", "write", realm.users.get(parameters.userId)?.domainId);
    realm.removeUser(userOf(call, parameters.userId).id);
  },

  changePassword(call) {
    const { realm, parameters, body, now } = call;
    const user = realm.users.get(parameters.userId);
    const { original_password: original, password } = body.user;
    if (user?.options["lock_password"] === true)
      throw problem(
        400,
        "You cannot change your password at this time due to password policy disallowing password changes. Please contact your administrator to reset your password.",
      );
    if (user === undefined || !user.enabled || user.passwordHash !== hashOf(original)) throw unauthorized();
    realm.users.replace({ ...user, passwordHash: hashOf(password) });
    realm.revoke(user.id, now);
  },

  listProjectsOfUser(call) {
    const { userId } = call.parameters;
    permitOwn(call, "list_user_projects", userId, call.realm.users.get(userId)?.domainId);
    return projectsOf(call, userOf(call, userId).id);
  },

  listOwnProjects: (call) => projectsOf(call, callerOf(call).user.id),
} satisfies Partial<Handlers>;

export function userFields(call: Pick<AnyCall, "baseUrl">, user: UserRecord): Readonly<Record<string, unknown>> {
  const { id, name, domainId, enabled, extra, defaultProjectId, options } = user;
  const links = { self: `${identityUrl(call)}/users/${id}` };
  const project = defaultProjectId === null ? {} : { default_project_id: defaultProjectId };
  return { ...extra, ...project, id, name, domain_id: domainId, enabled, password_expires_at: null, options, links };
}

/** @throws {OpenStackProblem} 404 */
export function userOf({ realm }: AnyCall, id: string): UserRecord {
  const user = realm.users.get(id);
  if (user === undefined) throw notFound("user", id);
  return user;
}

function projectsOf(call: AnyCall, userId: string) {
  const { realm } = call;
  const ids = new Set(
    effectiveOfUser(realm, userId).flatMap(({ place, placeId }) => (place === "project" ? [placeId] : [])),
  );
  const projects = [...ids].flatMap((id) => realm.projects.get(id) ?? []);
  return rowsOf(projects, (project) => projectFields(call, project));
}

function hashed(password: string | null | undefined): string | null {
  return password === undefined || password === null ? null : hashOf(password);
}
