import { type AnyCall, callerOf, filterOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit } from "../policy";
import { conflict, expecting, problem } from "../problem";
import { newId } from "../realm";
import type { LimitRecord, RegisteredLimitRecord } from "../records";

const MODELS = {
  flat: "Limit enforcement and validation does not take project hierarchy into consideration.",
  strict_two_level:
    "This model requires project hierarchy never exceeds a depth of two. Limits for children projects of a parent cannot exceed the limit of the parent.",
} as const;

export const limitHandlers = {
  listRegisteredLimits: (call) =>
    rowsOf(
      [...call.realm.registeredLimits.values()].filter((limit) => isOf(call, limit)),
      (limit) => registeredFields(call, limit),
    ),

  createRegisteredLimits(call) {
    permit(call, "create_registered_limits", "cloud");
    const { realm } = call;
    const made = call.body.registered_limits.map(({ service_id: serviceId, region_id: regionId = null, ...values }) => {
      requireThere(call, { serviceId, regionId }, "registered_limit");
      const { resource_name: resourceName, default_limit: defaultLimit, description = null } = values;
      if (registeredFor(call, { serviceId, regionId, resourceName }) !== undefined)
        throw conflict("registered_limit", "Duplicate entry");
      const draft = { id: newId(), serviceId, regionId, resourceName, defaultLimit, description };
      return realm.registeredLimits.insert(draft);
    });
    return { registered_limits: made.map((limit) => registeredFields(call, limit)) };
  },

  deleteRegisteredLimit(call) {
    permit(call, "delete_registered_limit", "cloud");
    const { realm, parameters } = call;
    const { registeredLimitId: id } = parameters;
    if (realm.registeredLimits.get(id) === undefined) throw problem(404, `Could not find registered limit for ${id}.`);
    if (realm.limits.count("registered", id) > 0)
      throw problem(
        403,
        `Unable to update or delete registered limit ${id} because there are project limits associated with it.`,
      );
    realm.registeredLimits.remove(id);
  },

  listLimits(call) {
    const places = placesOf(call);
    const [projectId, domainId] = [filterOf(call, "project_id"), filterOf(call, "domain_id")];
    const limits = [...call.realm.limits.values()].filter((limit) => {
      const registered = call.realm.registeredLimits.get(limit.registeredLimitId);
      return (
        registered !== undefined &&
        isOf(call, registered) &&
        [undefined, limit.projectId].includes(projectId) &&
        [undefined, limit.domainId].includes(domainId) &&
        (places === undefined || places.has(limit.projectId ?? limit.domainId ?? ""))
      );
    });
    return rowsOf(limits, (limit) => limitFields(call, limit));
  },

  createLimits(call) {
    permit(call, "create_limits", "cloud");
    const { realm } = call;
    const made = call.body.limits.map(({ service_id: serviceId, region_id: regionId = null, ...values }) => {
      requireThere(call, { serviceId, regionId }, "limit");
      const place = placeOf(call, values);
      const { resource_name: resourceName, resource_limit: resourceLimit, description = null } = values;
      const registered = registeredFor(call, { serviceId, regionId, resourceName });
      if (registered === undefined)
        throw problem(403, "Unable to create a limit that has no corresponding registered limit.");
      const id = place.projectId ?? place.domainId ?? "";
      if ([...realm.limits.find("place", id)].some(({ registeredLimitId }) => registeredLimitId === registered.id))
        throw conflict("limit", "Duplicate entry");
      return realm.limits.insert({
        id: newId(),
        registeredLimitId: registered.id,
        ...place,
        resourceLimit,
        description,
      });
    });
    return { limits: made.map((limit) => limitFields(call, limit)) };
  },

  updateLimit(call) {
    const limit = limitOf(call, call.parameters.limitId);
    permit(call, "update_limit", "cloud");
    const { resource_limit: amount, description: words } = call.body.limit;
    // The real servers change nothing where a value is 0, empty or null.
    const resourceLimit = amount === undefined || amount === 0 ? limit.resourceLimit : amount;
    const description = words === undefined || words === null || words === "" ? limit.description : words;
    return { limit: limitFields(call, call.realm.limits.replace({ ...limit, resourceLimit, description })) };
  },

  deleteLimit(call) {
    const limit = limitOf(call, call.parameters.limitId);
    permit(call, "delete_limit", "cloud");
    call.realm.limits.remove(limit.id);
  },

  getLimitModel({ realm }) {
    const { limitModel: name } = realm.settings;
    return { model: { name, description: MODELS[name] } };
  },
} satisfies Partial<Handlers>;

type Key = Pick<RegisteredLimitRecord, "serviceId" | "regionId" | "resourceName">;

function registeredFor({ realm }: AnyCall, key: Key): RegisteredLimitRecord | undefined {
  return [...realm.registeredLimits.values()].find(
    ({ serviceId, regionId, resourceName }) =>
      serviceId === key.serviceId && regionId === key.regionId && resourceName === key.resourceName,
  );
}

/** @throws {OpenStackProblem} 400 */
function requireThere({ realm }: AnyCall, { serviceId, regionId }: Omit<Key, "resourceName">, member: string): void {
  if (realm.services.get(serviceId) === undefined) throw expecting("service_id", member);
  if (regionId !== null && realm.regions.get(regionId) === undefined) throw expecting("region_id", member);
}

function placeOf(
  { realm }: AnyCall,
  {
    project_id: project,
    domain_id: domain,
  }: { readonly project_id?: string | undefined; readonly domain_id?: string | undefined },
): Pick<LimitRecord, "projectId" | "domainId"> {
  // A domain is a project, too.
  if (project !== undefined && realm.projects.get(project) !== undefined) return { projectId: project, domainId: null };
  const domainId = domain ?? project ?? "";
  if (realm.domains.get(domainId) === undefined)
    throw expecting(domain === undefined ? "project_id" : "domain_id", "limit");
  return { projectId: null, domainId };
}

/** Whose limits are shown; undefined: everybody's. */
function placesOf(call: AnyCall): ReadonlySet<string> | undefined {
  const { scope, isAdmin, roles, domainId, projectId } = callerOf(call);
  if (scope?.place === "system" || isAdmin || roles.has("service")) return undefined;
  if (domainId === undefined) return new Set(projectId === undefined ? [] : [projectId]);
  return new Set([domainId, ...[...call.realm.projects.find("domain", domainId)].map(({ id }) => id)]);
}

function isOf(call: AnyCall, { serviceId, regionId, resourceName }: Key): boolean {
  const wanted = { service_id: serviceId, region_id: regionId, resource_name: resourceName };
  return Object.entries(wanted).every(([name, value]) => [undefined, value ?? ""].includes(filterOf(call, name)));
}

/** @throws {OpenStackProblem} 404 */
function limitOf({ realm }: AnyCall, id: string): LimitRecord {
  const limit = realm.limits.get(id);
  if (limit === undefined) throw problem(404, `Could not find limit for ${id}.`);
  return limit;
}

function registeredFields(call: AnyCall, limit: RegisteredLimitRecord): Readonly<Record<string, unknown>> {
  const { id, serviceId, regionId, resourceName, defaultLimit, description } = limit;
  return {
    id,
    service_id: serviceId,
    region_id: regionId,
    resource_name: resourceName,
    default_limit: defaultLimit,
    description,
    links: { self: `${identityUrl(call)}/registered_limits/${id}` },
  };
}

function limitFields(call: AnyCall, limit: LimitRecord): Readonly<Record<string, unknown>> {
  const { id, registeredLimitId, projectId, domainId, resourceLimit, description } = limit;
  const { serviceId, regionId, resourceName } = call.realm.registeredLimits.get(registeredLimitId) ?? {};
  return {
    id,
    service_id: serviceId,
    region_id: regionId,
    resource_name: resourceName,
    resource_limit: resourceLimit,
    project_id: projectId,
    domain_id: domainId,
    description,
    links: { self: `${identityUrl(call)}/limits/${id}` },
  };
}
