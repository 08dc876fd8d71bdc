import type { z } from "zod";
import { OBJECT_STORAGE_PROFILE, QUOTA_NUMBERS, type Project } from "../../../../provider/portals/csp/contract";
import type { ListRow } from "../../../lists";
import { newId } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import type { AnyCall, Handlers, WithoutEtag } from "../call";
import { requireAdmin } from "../levels";
import { requireFree } from "../../refusal";
import { CspProblem, invalid, nameTaken, notFound } from "../problem";
import { REGIONS, type CspRealm } from "../realm";
import type { ProjectRecord, ProjectRolesRecord } from "../records";
import { isProjectRole, PROJECT_ROLES } from "../roles";
import { timeText } from "../times";
import { clientFor, projectFor, visibleClients } from "../visibility";
import { accepted, doneAt, startOperation } from "./operations";
import { isQuotaProfileVisibleTo } from "./quotaProfiles";
import { allocateToProject } from "./quotas";
import { isServiceActive } from "./services";

type ProjectFields = WithoutEtag<z.output<typeof Project>>;

function projectFields(project: ProjectRecord, now: number): ProjectFields {
  return {
    id: project.id,
    clientId: project.clientId,
    name: project.name,
    description: project.description,
    quotaProfileId: project.quotaProfileId,
    status: project.goneFrom !== null ? "deleting" : project.activeFrom <= now ? "active" : "creating",
    subserviceId: project.subserviceId,
    createdAt: timeText(project.createdAt),
  };
}

function* rows({ now }: AnyCall, projects: Iterable<ProjectRecord>): Iterable<ListRow<ProjectFields>> {
  for (const project of projects) yield { sequence: project.sequence, fields: projectFields(project, now) };
}

function requireFreeName({ realm }: AnyCall, clientId: string, name: string, exceptId?: string): void {
  const holders = realm.projects.find("name", compositeKey(clientId, name));
  requireFree(holders, nameTaken(`the client has a project named ${name} already`), exceptId);
}

/** Rule csp/Q6: one more project must be within the client's number of projects; a project spans the regions, so one will do. */
function requireProjectsLeft({ realm }: AnyCall, clientId: string): void {
  const wanted = realm.projects.count("client", clientId) + 1;
  const [widest] = REGIONS.map(({ id: region }) => ({
    region,
    limit: realm.allocations.get(compositeKey(clientId, null, region))?.limits.projects ?? 0,
  })).sort((one, other) => other.limit - one.limit);
  if (widest !== undefined && wanted > widest.limit)
    throw new CspProblem("quota_exceeded", `the client may have ${widest.limit} projects (csp/Q6)`, {
      resource: "projects",
      ...widest,
      requested: wanted,
    });
}

/** Rule csp/O5: what is in a project is deleted by hand, never with it. */
function requireEmpty(realm: CspRealm, { id }: ProjectRecord): void {
  const resources = [...realm.usage.find("project", id)].flatMap(({ used, region }) =>
    QUOTA_NUMBERS.filter((name) => used[name] > 0).map((resource) => ({ region, resource, used: used[resource] })),
  );
  if (resources.length === 0) return;
  const named = resources.map(({ region, resource, used }) => `${used} ${resource} in ${region}`).join(", ");
  throw new CspProblem("not_empty", `the project still has ${named}; delete that first (csp/O5)`, { resources });
}

function requireKnownRoles(roles: readonly string[]): void {
  const known = PROJECT_ROLES.map(({ name }) => name).join(", ");
  const problems = [...roles.entries()]
    .filter(([, name]) => !isProjectRole(name))
    .map(([place, name]) => ({
      field: `roles.${place}`,
      code: "not_found",
      message: `there is no role ${name}; there are ${known}`,
    }));
  if (problems.length > 0) throw invalid(...problems);
}

function rolesRecord(
  { realm, caller }: AnyCall,
  project: ProjectRecord,
  userId: string,
): ProjectRolesRecord | undefined {
  const user = realm.users.get(userId);
  const isCandidate =
    user !== undefined && (user.clientId === project.clientId || (user.clientId === null && caller.clientId === null));
  if (!isCandidate) throw notFound("user");
  return realm.projectRoles.get(compositeKey(project.id, userId));
}

function rolesNow(record: ProjectRolesRecord | undefined, now: number): readonly string[] {
  if (record === undefined) return [];
  return record.rolesFrom <= now ? record.roles : record.earlierRoles;
}

export const projectHandlers = {
  *listProjects(call) {
    if (call.caller.clientId === null) yield* rows(call, call.realm.projects.values());
    else for (const client of visibleClients(call)) yield* rows(call, call.realm.projects.find("client", client.id));
  },

  listClientProjects: (call) =>
    rows(call, call.realm.projects.find("client", clientFor(call, call.parameters.clientId).id)),

  getProject: (call) => ({
    body: projectFields(projectFor(call, call.parameters.clientId, call.parameters.projectId), call.now),
  }),

  createProject(call) {
    const { realm, body, now } = call;
    const client = clientFor(call, call.parameters.clientId);
    if (!isServiceActive(realm, client.id, "openstack", now))
      throw new CspProblem("dependency_missing", "a project needs OpenStack to be active for the client (csp/O1)");
    const profile = body.quotaProfileId ? realm.quotaProfiles.get(body.quotaProfileId) : undefined;
    if (body.quotaProfileId && (profile === undefined || !isQuotaProfileVisibleTo(profile, client.id)))
      throw invalid({
        field: "quotaProfileId",
        code: "not_found",
        message: `the client has no quota profile ${body.quotaProfileId}`,
      });
    if (profile?.name === OBJECT_STORAGE_PROFILE) requireAdmin(call.caller, "a project for object storage (csp/O2)");
    requireFreeName(call, client.id, body.name);
    requireProjectsLeft(call, client.id);
    const project = realm.projects.insert({
      id: newId("project"),
      clientId: client.id,
      name: body.name,
      description: body.description ?? null,
      quotaProfileId: body.quotaProfileId ?? null,
      subserviceId: null,
      createdAt: now,
      activeFrom: doneAt(call),
      goneFrom: null,
    });
    allocateToProject(
      call,
      project,
      REGIONS.map(({ id }) => id),
    );
    return accepted(startOperation(call, "project.create", { type: "project", id: project.id }, client.id), now);
  },

  updateProject(call) {
    const { realm, body, now } = call;
    const project = projectFor(call, call.parameters.clientId, call.parameters.projectId);
    call.precondition.match(projectFields(project, now));
    if (body.name !== undefined) requireFreeName(call, project.clientId, body.name, project.id);
    const name = body.name ?? project.name;
    const description = body.description === undefined ? project.description : body.description;
    return { body: projectFields(realm.projects.replace({ ...project, name, description }), now) };
  },

  deleteProject(call) {
    const { realm, now } = call;
    const project = projectFor(call, call.parameters.clientId, call.parameters.projectId);
    call.precondition.match(projectFields(project, now));
    requireEmpty(realm, project);
    if (project.goneFrom === null) realm.projects.replace({ ...project, goneFrom: doneAt(call) });
    return accepted(startOperation(call, "project.delete", { type: "project", id: project.id }, project.clientId), now);
  },

  listRoles: () => PROJECT_ROLES.map((role, sequence) => ({ sequence, fields: role })),

  *listProjectRoles({ realm, caller, now }) {
    for (const record of realm.projectRoles.values()) {
      const clientId = realm.projects.get(record.projectId)?.clientId;
      const roles = rolesNow(record, now);
      if (clientId === undefined || roles.length === 0 || (caller.clientId !== null && caller.clientId !== clientId))
        continue;
      const { projectId, userId, sequence } = record;
      yield { sequence, fields: { clientId, projectId, userId, roles: [...roles] } };
    }
  },

  setProjectRoles(call) {
    const { realm, body, now } = call;
    const { clientId, projectId, userId } = call.parameters;
    const project = projectFor(call, clientId, projectId);
    const current = rolesRecord(call, project, userId);
    requireKnownRoles(body.roles);
    const roles = {
      id: compositeKey(project.id, userId),
      projectId: project.id,
      userId,
      roles: [...new Set(body.roles)],
      earlierRoles: rolesNow(current, now),
      rolesFrom: doneAt(call),
    };
    realm.projectRoles.put(roles);
    return accepted(startOperation(call, "project.roles", { type: "project", id: project.id }, project.clientId), now);
  },

  deleteProjectRoles(call) {
    const { clientId, projectId, userId } = call.parameters;
    const record = rolesRecord(call, projectFor(call, clientId, projectId), userId);
    if (record === undefined) throw notFound("user on this project");
    call.realm.projectRoles.remove(record.id);
  },
} satisfies Partial<Handlers>;
