import { PROVIDER_CLIENT_STATES } from "../../../provider/portals/csp/contract";
import type { FieldProblem } from "../../problem";
import { Problem } from "../../problem";
import { type Caller, need, sees } from "./caller";
import { accepted, type Handlers, mustMatch, ok } from "./handler";
import { pageOf } from "./lists";
import type { ClientRecord, ServiceRecord } from "./model";
import {
  type CspState,
  DEFAULT_COLOURS,
  newEtag,
  newId,
  NO_LIMITS,
  now,
  present,
  REGIONS,
  RESELLER_ID,
  SERVICES,
  uprovideAccountExists,
} from "./state";
import { invalid } from "./validation";

type Names =
  | "listClients"
  | "getClient"
  | "createClient"
  | "updateClient"
  | "deleteClient"
  | "requestDecommission"
  | "listServices"
  | "listClientServices"
  | "activateService"
  | "listSubservices"
  | "listUsage";

/** A client that the caller may see. @throws Problem 404 */
export function visibleClient(state: CspState, caller: Caller, clientId: string | undefined): ClientRecord {
  const client = state.tables.clients.get(clientId ?? "");
  return present(client !== undefined && sees(caller, client.id) ? client : undefined, "client");
}

export const clients: Handlers<Names> = {
  listClients: ({ state, caller, query, operation }) => {
    need(caller, "show_clients");
    return pageOf(caller.blind ? [] : state.tables.clients.all(), query, operation.filters);
  },
  getClient: ({ state, caller, params }) => ok(visibleClient(state, caller, params["clientId"])),
  createClient: ({ state, caller, body }) => {
    need(caller, "manage_clients");
    const problems = serviceProblems(body.availableServices ?? []);
    if (!uprovideAccountExists(body.uprovideAccountId)) {
      problems.push({
        field: "uprovideAccountId",
        code: "not_found",
        message: `There is no uProvide account ${body.uprovideAccountId} (rule csp/C1).`,
      });
    }
    if (problems.length > 0) throw invalid(problems);
    refuseTakenName(state, body.name);
    const client: ClientRecord = {
      id: newId("cli"),
      resellerId: RESELLER_ID,
      name: body.name,
      description: body.description ?? null,
      state: body.state,
      availableServices: [...(body.availableServices ?? [])],
      primaryColor: body.primaryColor ?? DEFAULT_COLOURS.primaryColor,
      secondaryColor: body.secondaryColor ?? DEFAULT_COLOURS.secondaryColor,
      iconUrl: body.iconUrl ?? null,
      uprovideAccountId: body.uprovideAccountId,
      uprovideServiceId: newId("ups"),
      variant: "ew",
      createdAt: now(),
      updatedAt: now(),
      etag: newEtag(),
    };
    state.tables.clients.put(client);
    for (const key of Object.keys(SERVICES)) state.tables.services.put(newService(client, key));
    for (const { id: region } of REGIONS) {
      const id = `${client.id}/${region}`;
      state.tables.allocations.put({
        id,
        clientId: client.id,
        projectId: null,
        region,
        limits: NO_LIMITS,
        profileId: null,
        etag: newEtag(),
      });
    }
    return accepted(state.start("client.create", "client", client.id));
  },
  updateClient: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "manage_clients");
    const client = visibleClient(state, caller, params["clientId"]);
    mustMatch(ifMatch, client.etag);
    if ((PROVIDER_CLIENT_STATES as readonly string[]).includes(client.state)) {
      throw new Problem(
        409,
        "invalid_transition",
        `A client that is ${client.state} is changed by the portal's provider only (rule csp/C3).`,
      );
    }
    const problems = serviceProblems(body.availableServices ?? client.availableServices);
    if (problems.length > 0) throw invalid(problems);
    refuseRemovedServices(state, client, body.availableServices);
    if (body.name !== undefined && body.name !== client.name) refuseTakenName(state, body.name);
    const changed = { ...client, ...withoutUndefined(body) };
    const same = JSON.stringify(changed) === JSON.stringify(client);
    state.tables.clients.put(same ? client : { ...changed, updatedAt: now(), etag: newEtag() });
    for (const service of state.tables.services.by("client", client.id)) {
      const available = changed.availableServices.includes(service.key);
      if (service.available !== available) state.tables.services.put({ ...service, available, etag: newEtag() });
    }
    return accepted(state.start("client.update", "client", client.id));
  },
  deleteClient: () => {
    throw new Problem(403, "provider_only", "Only the portal's provider deletes clients (rule csp/C7).");
  },
  requestDecommission: ({ state, caller, params, body }) => {
    const client = visibleClient(state, caller, params["clientId"]);
    const users = state.tables.users.by("client", client.id);
    if (users.length > 0)
      throw new Problem(409, "not_empty", `The client still has ${users.length} users (rule csp/U6).`);
    const projects = body.projects.map(({ id, name }) => `project ${id} (${name})`).join(", ") || "no project";
    return ok({
      ticketText:
        `Please delete the OpenStack sub-service of the client ${client.name}: ${projects}. Kind: ${body.kind}. ${body.reason ?? ""}`.trim(),
    });
  },

  listServices: ({ state, caller, query, operation }) => {
    need(caller, "show_services");
    return pageOf(
      state.tables.services
        .all()
        .filter((service) => sees(caller, service.clientId))
        .map(publicService),
      query,
      operation.filters,
    );
  },
  listClientServices: ({ state, caller, params, query, operation }) => {
    need(caller, "show_services");
    const client = visibleClient(state, caller, params["clientId"]);
    return pageOf(state.tables.services.by("client", client.id).map(publicService), query, operation.filters);
  },
  activateService: ({ state, caller, params }) => {
    need(caller, "activate_service");
    const client = visibleClient(state, caller, params["clientId"]);
    const service = present(state.tables.services.get(`${client.id}/${params["serviceKey"]}`), "service");
    if (service.status === "active")
      return ok({ ...state.start("service.activate", "service", service.id), status: "succeeded" });
    if (!service.available)
      throw new Problem(
        409,
        "not_available",
        `${service.key} is not among the client's available services (rule csp/V2).`,
      );
    const missing = service.dependsOn.filter(
      (needed) => state.tables.services.get(`${client.id}/${needed}`)?.status !== "active",
    );
    if (missing.length > 0)
      throw new Problem(
        409,
        "dependency_missing",
        `${service.key} needs ${missing.join(", ")} to be active (rule csp/V1).`,
      );
    state.tables.services.put({ ...service, status: "activating", etag: newEtag() });
    return accepted(state.start("service.activate", "service", service.id));
  },
  listSubservices: ({ state, caller, params, query, operation }) => {
    const client = visibleClient(state, caller, params["clientId"]);
    const made = state.tables.projects.by("client", client.id).filter((project) => project.subserviceId !== null);
    const items = made.map((project) => ({
      id: project.subserviceId,
      kind: "openstack",
      projectId: project.id,
      projectName: project.name,
      createdAt: project.createdAt,
    }));
    return pageOf(items, query, operation.filters);
  },
  listUsage: ({ state, caller, params, query }) => {
    need(caller, "show_usage");
    visibleClient(state, caller, params["clientId"]);
    return pageOf([], query);
  },
};

function newService(client: ClientRecord, key: string): ServiceRecord {
  return {
    id: `${client.id}/${key}`,
    clientId: client.id,
    key,
    available: client.availableServices.includes(key),
    status: "not_active",
    dependsOn: [...(SERVICES[key] ?? [])],
    activatedAt: null,
    etag: newEtag(),
  };
}

function publicService({ id: _id, ...service }: ServiceRecord): object {
  return service;
}

/** Rule csp/V1: a service is only available where those that it needs are. */
function serviceProblems(available: readonly string[]): FieldProblem[] {
  return available.flatMap((key): FieldProblem[] => {
    const needed = SERVICES[key];
    if (needed === undefined)
      return [
        {
          field: "availableServices",
          code: "not_found",
          message: `There is no service ${key}; there are ${Object.keys(SERVICES).join(", ")}.`,
        },
      ];
    return needed
      .filter((other) => !available.includes(other))
      .map((other) => ({
        field: "availableServices",
        code: "dependency_missing",
        message: `${key} needs ${other} (rule csp/V1).`,
      }));
  });
}

function refuseRemovedServices(state: CspState, client: ClientRecord, wanted: readonly string[] | undefined): void {
  const removed = client.availableServices.filter((key) => wanted !== undefined && !wanted.includes(key));
  const running = removed.filter((key) => state.tables.services.get(`${client.id}/${key}`)?.status !== "not_active");
  if (running.length > 0)
    throw new Problem(
      409,
      "invalid_transition",
      `${running.join(", ")} is active and can't be made unavailable (rule csp/V3).`,
    );
}

function refuseTakenName(state: CspState, name: string): void {
  if (state.tables.clients.by("name", name).length > 0)
    throw new Problem(409, "name_taken", `There is a client called ${name} already.`);
}

export function withoutUndefined<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<Value>;
}
