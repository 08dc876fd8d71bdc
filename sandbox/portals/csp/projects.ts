import { QUOTA_NUMBERS } from "../../../provider/portals/csp/contract";
import { Problem } from "../../problem";
import { type Caller, need, sees } from "./caller";
import { visibleClient, withoutUndefined } from "./clients";
import { accepted, created, type Handlers, mustMatch, nothing, ok } from "./handler";
import { pageOf } from "./lists";
import type { AllocationRecord, OperationRecord, ProjectRecord, QuotaRequestRecord } from "./model";
import {
  type CspState,
  type Limits,
  newEtag,
  newId,
  newPassword,
  NO_LIMITS,
  now,
  POOL,
  present,
  REGIONS,
} from "./state";
import { invalid } from "./validation";

type Names =
  | "getResellerQuota"
  | "listQuotas"
  | "getClientQuota"
  | "setClientQuota"
  | "getProjectQuota"
  | "setProjectQuota"
  | "createQuotaRequest"
  | "listClientQuotaRequests"
  | "listQuotaRequests"
  | "updateQuotaRequest"
  | "approveQuotaRequest"
  | "rejectQuotaRequest"
  | "listProjects"
  | "listClientProjects"
  | "getProject"
  | "createProject"
  | "updateProject"
  | "deleteProject"
  | "getProjectRoles"
  | "setProjectRoles"
  | "deleteProjectRoles"
  | "listEc2Credentials"
  | "createEc2Credential"
  | "deleteEc2Credential"
  | "listOperations"
  | "getOperation";

const PREDEFINED_ROLES = ["_member_", "member", "heat_stack_owner", "reader", "creator"];

function publicAllocation(state: CspState, { id: _id, ...allocation }: AllocationRecord): object {
  const assigned = allocation.projectId === null ? state.assigned(allocation.clientId, allocation.region) : NO_LIMITS;
  const used =
    allocation.projectId === null
      ? { ...NO_LIMITS, projects: state.tables.projects.by("client", allocation.clientId ?? "").length }
      : NO_LIMITS;
  return { ...allocation, assigned, used };
}

function clientQuota(state: CspState, clientId: string, region: string | undefined): AllocationRecord {
  return present(state.tables.allocations.get(`${clientId}/${region}`), "region");
}

/** Rule csp/Q4: what is assigned never exceeds what there is, for each resource and region. */
function refuseOverdraft(
  state: CspState,
  parent: string | null,
  region: string,
  available: (name: keyof Limits) => number,
  current: Limits,
  wanted: Limits,
): void {
  const assigned = state.assigned(parent, region);
  for (const name of QUOTA_NUMBERS) {
    const requested = assigned[name] - current[name] + wanted[name];
    if (requested > available(name)) {
      const detail = `${name} in ${region}: ${requested} would be assigned, there are ${available(name)} (rule csp/Q4).`;
      throw new Problem(409, "quota_exceeded", detail, { resource: name, region, limit: available(name), requested });
    }
  }
}

function visibleProject(state: CspState, caller: Caller, params: Readonly<Record<string, string>>): ProjectRecord {
  const client = visibleClient(state, caller, params["clientId"]);
  const project = state.tables.projects.get(params["projectId"] ?? "");
  return present(project?.clientId === client.id ? project : undefined, "project");
}

function refuseTakenName(state: CspState, clientId: string, name: string): void {
  if (state.tables.projects.by("name", JSON.stringify([clientId, name])).length > 0)
    throw new Problem(409, "name_taken", `There is a project called ${name} already.`);
}

function projectQuota(state: CspState, project: ProjectRecord, region: string | undefined): AllocationRecord {
  const id = `${project.clientId}/${project.id}/${
    present(
      REGIONS.find(({ id: known }) => known === region),
      "region",
    ).id
  }`;
  return (
    state.tables.allocations.get(id) ?? {
      id,
      clientId: project.clientId,
      projectId: project.id,
      region: region ?? "",
      limits: NO_LIMITS,
      profileId: null,
      etag: '"new"',
    }
  );
}

function pendingRequest(state: CspState, id: string | undefined): QuotaRequestRecord {
  const request = present(state.tables.quotaRequests.get(id ?? ""), "quota request");
  if (request.status !== "pending")
    throw new Problem(409, "not_pending", `The request is ${request.status} already (rule csp/Q9).`);
  return request;
}

function decided(caller: Caller, request: QuotaRequestRecord, status: string): QuotaRequestRecord {
  return { ...request, status, decidedBy: caller.userId, decidedAt: now(), etag: newEtag() };
}

function publicOperation({ dueAt: _dueAt, ...operation }: OperationRecord): object {
  return operation;
}

export const projects: Handlers<Names> = {
  getResellerQuota: ({ state, query }) => {
    const region = present(
      REGIONS.find(({ id }) => id === query.get("region")),
      "region",
    ).id;
    const limits = Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, POOL]));
    return ok({
      clientId: null,
      projectId: null,
      region,
      limits,
      assigned: state.assigned(null, region),
      used: NO_LIMITS,
      profileId: null,
      etag: '"pool"',
    });
  },
  listQuotas: ({ state, caller, query, operation }) => {
    need(caller, "show_client_quota");
    const visible = state.tables.allocations
      .all()
      .filter((allocation) => allocation.projectId === null && sees(caller, allocation.clientId));
    return pageOf(
      visible.map((allocation) => publicAllocation(state, allocation)),
      query,
      operation.filters,
    );
  },
  getClientQuota: ({ state, caller, params }) => {
    need(caller, "show_client_quota");
    const client = visibleClient(state, caller, params["clientId"]);
    return ok(publicAllocation(state, clientQuota(state, client.id, params["region"])));
  },
  setClientQuota: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "approve_reject_request");
    const client = visibleClient(state, caller, params["clientId"]);
    const quota = clientQuota(state, client.id, params["region"]);
    mustMatch(ifMatch, quota.etag);
    refuseOverdraft(state, null, quota.region, () => POOL, quota.limits, body.limits);
    const used = state.tables.projects.by("client", client.id).length;
    if (body.limits.projects < used)
      throw new Problem(409, "below_usage", `The client has ${used} projects (rule csp/Q5).`, {
        resource: "projects",
        region: quota.region,
        limit: body.limits.projects,
        requested: used,
      });
    const same = JSON.stringify(body.limits) === JSON.stringify(quota.limits);
    return ok(
      publicAllocation(
        state,
        state.tables.allocations.put(
          same ? quota : { ...quota, limits: body.limits, profileId: body.profileId ?? null, etag: newEtag() },
        ),
      ),
    );
  },
  getProjectQuota: ({ state, caller, params }) => {
    need(caller, "show_project_quota");
    return ok(publicAllocation(state, projectQuota(state, visibleProject(state, caller, params), params["region"])));
  },
  setProjectQuota: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "edit_project_quota");
    const project = visibleProject(state, caller, params);
    const quota = projectQuota(state, project, params["region"]);
    mustMatch(ifMatch, quota.etag);
    const limits = clientQuota(state, project.clientId, params["region"]).limits;
    refuseOverdraft(
      state,
      project.clientId,
      quota.region,
      (name) => (name === "projects" ? Number.MAX_SAFE_INTEGER : limits[name]),
      quota.limits,
      body.limits,
    );
    return ok(
      publicAllocation(
        state,
        state.tables.allocations.put({
          ...quota,
          limits: body.limits,
          profileId: body.profileId ?? null,
          etag: newEtag(),
        }),
      ),
    );
  },

  createQuotaRequest: ({ state, caller, params, body }) => {
    need(caller, "request_quota");
    const client = visibleClient(state, caller, params["clientId"]);
    const { limits } = clientQuota(state, client.id, body.region);
    const request: QuotaRequestRecord = {
      id: newId("qr"),
      clientId: client.id,
      region: body.region,
      items: body.items.map((item) => ({ ...item, current: limits[item.resource] })),
      comment: body.comment ?? null,
      status: "pending",
      requestedBy: caller.userId,
      requestedAt: now(),
      decidedBy: null,
      decidedAt: null,
      etag: newEtag(),
    };
    return created(state.tables.quotaRequests.put(request));
  },
  listClientQuotaRequests: ({ state, caller, params, query }) =>
    pageOf(state.tables.quotaRequests.by("client", visibleClient(state, caller, params["clientId"]).id), query),
  listQuotaRequests: ({ state, caller, query }) => {
    need(caller, "show_pending_requests");
    const status = query.get("status");
    return pageOf(
      caller.blind
        ? []
        : state.tables.quotaRequests.all().filter((request) => status === null || request.status === status),
      query,
    );
  },
  updateQuotaRequest: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "approve_reject_request");
    const request = pendingRequest(state, params["requestId"]);
    mustMatch(ifMatch, request.etag);
    const { limits } = clientQuota(state, request.clientId, request.region);
    return ok(
      state.tables.quotaRequests.put({
        ...request,
        items: body.items.map((item) => ({ ...item, current: limits[item.resource] })),
        etag: newEtag(),
      }),
    );
  },
  approveQuotaRequest: ({ state, caller, params }) => {
    need(caller, "approve_reject_request");
    const request = pendingRequest(state, params["requestId"]);
    const quota = clientQuota(state, request.clientId, request.region);
    const limits = {
      ...quota.limits,
      ...Object.fromEntries(request.items.map(({ resource, requested }) => [resource, requested])),
    };
    refuseOverdraft(state, null, quota.region, () => POOL, quota.limits, limits);
    state.tables.allocations.put({ ...quota, limits, etag: newEtag() });
    return ok(state.tables.quotaRequests.put(decided(caller, request, "approved")));
  },
  rejectQuotaRequest: ({ state, caller, params }) => {
    need(caller, "approve_reject_request");
    return ok(state.tables.quotaRequests.put(decided(caller, pendingRequest(state, params["requestId"]), "rejected")));
  },

  listProjects: ({ state, caller, query, operation }) => {
    need(caller, "show_projects");
    return pageOf(
      state.tables.projects.all().filter((project) => sees(caller, project.clientId)),
      query,
      operation.filters,
    );
  },
  listClientProjects: ({ state, caller, params, query, operation }) => {
    need(caller, "show_projects");
    return pageOf(
      state.tables.projects.by("client", visibleClient(state, caller, params["clientId"]).id),
      query,
      operation.filters,
    );
  },
  getProject: ({ state, caller, params }) => {
    need(caller, "show_projects");
    return ok(visibleProject(state, caller, params));
  },
  createProject: ({ state, caller, params, body }) => {
    need(caller, "create_project");
    const client = visibleClient(state, caller, params["clientId"]);
    if (state.tables.services.get(`${client.id}/openstack`)?.status !== "active")
      throw new Problem(409, "dependency_missing", "OpenStack is not active for this client (rule csp/O1).");
    if (
      body.quotaProfileId !== undefined &&
      body.quotaProfileId !== null &&
      state.tables.quotaProfiles.get(body.quotaProfileId) === undefined
    ) {
      throw invalid([
        { field: "quotaProfileId", code: "not_found", message: `There is no quota profile ${body.quotaProfileId}.` },
      ]);
    }
    refuseTakenName(state, client.id, body.name);
    const allowed = Math.max(...REGIONS.map(({ id }) => clientQuota(state, client.id, id).limits.projects));
    const requested = state.tables.projects.by("client", client.id).length + 1;
    if (requested > allowed)
      throw new Problem(409, "quota_exceeded", `The client may have ${allowed} projects (rule csp/Q6).`, {
        resource: "projects",
        limit: allowed,
        requested,
      });
    const project: ProjectRecord = {
      id: newId("prj"),
      clientId: client.id,
      name: body.name,
      description: body.description ?? null,
      quotaProfileId: body.quotaProfileId ?? null,
      status: "creating",
      subserviceId: null,
      createdAt: now(),
      etag: newEtag(),
    };
    state.tables.projects.put(project);
    return accepted(state.start("project.create", "project", project.id));
  },
  updateProject: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "create_project");
    const project = visibleProject(state, caller, params);
    mustMatch(ifMatch, project.etag);
    if (body.name !== undefined && body.name !== project.name) refuseTakenName(state, project.clientId, body.name);
    const changed = { ...project, ...withoutUndefined(body) };
    const same = JSON.stringify(changed) === JSON.stringify(project);
    return ok(state.tables.projects.put(same ? project : { ...changed, etag: newEtag() }));
  },
  deleteProject: ({ state, caller, params, ifMatch }) => {
    need(caller, "delete_project");
    const project = visibleProject(state, caller, params);
    mustMatch(ifMatch, project.etag);
    state.tables.projects.put({ ...project, status: "deleting", etag: newEtag() });
    return accepted(state.start("project.delete", "project", project.id));
  },
  getProjectRoles: ({ state, caller, params }) => {
    const project = visibleProject(state, caller, params);
    return ok({ roles: [...(state.tables.roles.get(`${project.id}/${params["userId"]}`)?.roles ?? [])] });
  },
  setProjectRoles: ({ state, caller, params, body }) => {
    need(caller, "manage_project_users");
    const project = visibleProject(state, caller, params);
    const user = present(state.tables.users.get(params["userId"] ?? ""), "user");
    const strange = body.roles.filter((role) => !PREDEFINED_ROLES.includes(role));
    if (strange.length > 0)
      throw invalid(
        strange.map((role) => ({ field: "roles", code: "not_found", message: `There is no role ${role}.` })),
      );
    state.tables.roles.put({
      id: `${project.id}/${user.id}`,
      clientId: project.clientId,
      projectId: project.id,
      userId: user.id,
      roles: body.roles,
    });
    return accepted(state.start("project.roles", "project", project.id));
  },
  deleteProjectRoles: ({ state, caller, params }) => {
    need(caller, "manage_project_users");
    const project = visibleProject(state, caller, params);
    state.tables.roles.delete(present(state.tables.roles.get(`${project.id}/${params["userId"]}`), "role").id);
    return nothing();
  },
  listEc2Credentials: ({ state, caller, params, query }) => {
    const project = visibleProject(state, caller, params);
    return pageOf(
      state.tables.ec2Credentials
        .by("project", project.id)
        .map(({ projectId: _projectId, ...credential }) => credential),
      query,
    );
  },
  createEc2Credential: ({ state, caller, params, body }) => {
    need(caller, "manage_ec2_credentials");
    const project = visibleProject(state, caller, params);
    const { projectId: _projectId, ...credential } = state.tables.ec2Credentials.put({
      id: newId("ec2"),
      projectId: project.id,
      description: body.description ?? null,
      isUserCredentials: body.isUserCredentials ?? false,
      accessKey: newId("AK"),
      createdAt: now(),
    });
    return created({ ...credential, secretKey: newPassword(), secretReturned: true });
  },
  deleteEc2Credential: ({ state, caller, params }) => {
    need(caller, "manage_ec2_credentials");
    const project = visibleProject(state, caller, params);
    const credential = state.tables.ec2Credentials.get(params["credentialId"] ?? "");
    state.tables.ec2Credentials.delete(
      present(credential?.projectId === project.id ? credential : undefined, "credential").id,
    );
    return nothing();
  },

  listOperations: ({ state, caller, query, operation }) => {
    const wanted = query.get("filter[id]");
    const all =
      wanted === null
        ? state.tables.operations.all()
        : wanted.split(",").flatMap((id) => state.tables.operations.get(id) ?? []);
    return pageOf(caller.blind ? [] : all.map(publicOperation), query, operation.filters);
  },
  getOperation: ({ state, params }) =>
    ok(publicOperation(present(state.tables.operations.get(params["operationId"] ?? ""), "operation"))),
};
