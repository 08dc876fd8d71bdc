import type { z } from "zod";
import { QUOTA_NUMBERS, type Allocation } from "../../../../provider/portals/csp/contract";
import type { ListRow } from "../../../lists";
import { compositeKey } from "../../../store/collection";
import type { AnyCall, Handlers, WithoutEtag } from "../call";
import { firstAbove, limitsOf, NO_LIMITS, subtracted, sumOf } from "../limits";
import { CspProblem, invalid, notFound } from "../problem";
import { ALL, type CspRealm } from "../realm";
import type { AllocationRecord, LimitNumbers, ProjectRecord } from "../records";
import { clientFor, projectFor, requireKnownRegion } from "../visibility";
import { isQuotaProfileVisibleTo } from "./quotaProfiles";

type AllocationFields = WithoutEtag<z.output<typeof Allocation>>;

/** What the reseller may share out in each region, of each of the ten numbers, unless the provider says otherwise. */
const POOL = limitsOf(() => 500_000);

function poolOf(realm: CspRealm, region: string): LimitNumbers {
  return realm.pools.get(region)?.limits ?? POOL;
}

/** The provider's act. A pool may become smaller than what was shared out of it: then no client is given more. */
export function setPool(realm: CspRealm, region: string, limits: LimitNumbers): void {
  realm.pools.put({ id: region, limits });
}

/** What a client's projects use in a region. */
function usedByClient(realm: CspRealm, clientId: string, region: string): LimitNumbers {
  const inRegion = [...realm.usage.find("client", clientId)].filter((usage) => usage.region === region);
  return { ...sumOf(inRegion.map(({ used }) => used)), projects: realm.projects.count("client", clientId) };
}

function usedByProject(realm: CspRealm, projectId: string, region: string): LimitNumbers {
  return realm.usage.get(compositeKey(projectId, region))?.used ?? NO_LIMITS;
}

/** What a client's projects have been given; of the number `projects`, how many there are, since a project has none. */
function assignedToProjects(realm: CspRealm, clientId: string, region: string): LimitNumbers {
  const projects = realm.allocations.find("projectsOf", compositeKey(clientId, region));
  return {
    ...sumOf([...projects].map(({ limits }) => limits)),
    projects: realm.projects.count("client", clientId),
  };
}

function allocationFields(
  realm: CspRealm,
  { clientId, projectId, region, limits, profileId }: AllocationRecord,
): AllocationFields {
  const ofClient = projectId === null;
  return {
    clientId,
    projectId,
    region,
    limits,
    assigned: ofClient ? assignedToProjects(realm, clientId, region) : NO_LIMITS,
    used: ofClient ? usedByClient(realm, clientId, region) : usedByProject(realm, projectId, region),
    profileId,
  };
}

function poolFields(realm: CspRealm, region: string): AllocationFields {
  const used = [...realm.usage.values()].filter((usage) => usage.region === region);
  return {
    clientId: null,
    projectId: null,
    region,
    limits: poolOf(realm, region),
    assigned: realm.allocatedIn(region),
    used: { ...sumOf(used.map((usage) => usage.used)), projects: realm.projects.size },
    profileId: null,
  };
}

function allocationFor(
  { realm }: AnyCall,
  clientId: string,
  projectId: string | null,
  region: string,
): AllocationRecord {
  const allocation = realm.allocations.get(compositeKey(clientId, projectId, region));
  if (allocation === undefined) throw notFound("region");
  return allocation;
}

function clientAllocation(call: AnyCall, { clientId, region }: { clientId: string; region: string }): AllocationRecord {
  return allocationFor(call, clientFor(call, clientId).id, null, region);
}

function projectAllocation(
  call: AnyCall,
  { clientId, projectId, region }: { clientId: string; projectId: string; region: string },
): AllocationRecord {
  return allocationFor(call, clientId, projectFor(call, clientId, projectId).id, region);
}

/** Rule csp/Q4 within the pool of the reseller. */
export function requireWithinPool(realm: CspRealm, current: AllocationRecord, limits: LimitNumbers): void {
  const free = subtracted(poolOf(realm, current.region), subtracted(realm.allocatedIn(current.region), current.limits));
  requireWithin(limits, free, current, "the reseller's quota");
}

function outOfBounds(
  code: "quota_exceeded" | "below_usage",
  sentence: string,
  facts: { resource: string; region: string; limit: number; requested: number },
): CspProblem {
  return new CspProblem(code, `${facts.resource} in ${facts.region}: ${sentence}`, facts);
}

/** A number that isn't raised takes nothing more, and may stay where it is too large already. */
function requireWithin(limits: LimitNumbers, free: LimitNumbers, current: AllocationRecord, of: string): void {
  const most = larger(free, current.limits);
  const resource = firstAbove(limits, most);
  if (resource === undefined) return;
  const [limit, requested] = [most[resource], limits[resource]];
  const sentence = `${requested} wanted, ${limit} of ${of} can be had (csp/Q4)`;
  throw outOfBounds("quota_exceeded", sentence, { resource, region: current.region, limit, requested });
}

/** Rule csp/Q5: a number is not lowered below what is taken of it. One that was too low before may stay. */
function requireAbove(limits: LimitNumbers, current: AllocationRecord, taken: LimitNumbers): void {
  const resource = QUOTA_NUMBERS.find((name) => limits[name] < taken[name] && limits[name] < current.limits[name]);
  if (resource === undefined) return;
  const [limit, requested] = [taken[resource], limits[resource]];
  const sentence = `${limit} is taken, ${requested} would be less (csp/Q5)`;
  throw outOfBounds("below_usage", sentence, { resource, region: current.region, limit, requested });
}

function larger(first: LimitNumbers, second: LimitNumbers): LimitNumbers {
  return limitsOf((name) => Math.max(first[name], second[name]));
}

/** The profile whose numbers were used is only noted; a new one must be one that the caller could have used. */
function requireProfile(
  { realm, caller }: AnyCall,
  { clientId, profileId: noted }: AllocationRecord,
  profileId: string | null | undefined,
): void {
  if (profileId === null || profileId === undefined || profileId === noted) return;
  const profile = realm.quotaProfiles.get(profileId);
  const isUsable =
    profile !== undefined &&
    (isQuotaProfileVisibleTo(profile, clientId) || (caller.clientId === null && profile.clientId === null));
  if (!isUsable)
    throw invalid({ field: "profileId", code: "not_found", message: `there is no quota profile ${profileId} here` });
}

/**
 * The quotas of a new project: the numbers of its profile, as far as the client has them left. A profile suggests;
 * what it suggests too much is no reason to refuse the project.
 */
export function allocateToProject({ realm }: AnyCall, project: ProjectRecord, regions: readonly string[]): void {
  const profile = project.quotaProfileId === null ? undefined : realm.quotaProfiles.get(project.quotaProfileId);
  for (const region of regions) {
    const ofClient = realm.allocations.get(compositeKey(project.clientId, null, region))?.limits ?? NO_LIMITS;
    const free = subtracted(ofClient, assignedToProjects(realm, project.clientId, region));
    const suggested = profile ?? NO_LIMITS;
    realm.allocations.insert({
      id: compositeKey(project.clientId, project.id, region),
      clientId: project.clientId,
      projectId: project.id,
      region,
      limits: { ...limitsOf((name) => Math.max(0, Math.min(suggested[name], free[name]))), projects: 0 },
      profileId: project.quotaProfileId,
    });
  }
}

export const quotaHandlers = {
  getResellerQuota({ realm, query }) {
    const region = query.get("region") ?? "";
    requireKnownRegion(region);
    return { body: poolFields(realm, region) };
  },

  *listQuotas({ realm, caller, query }): Iterable<ListRow<AllocationFields>> {
    const clientId = caller.clientId ?? query.get("filter[clientId]") ?? ALL;
    for (const allocation of realm.allocations.find("clientsOwn", clientId))
      yield { sequence: allocation.sequence, fields: allocationFields(realm, allocation) };
  },

  getClientQuota: (call) => ({ body: allocationFields(call.realm, clientAllocation(call, call.parameters)) }),

  setClientQuota(call) {
    const { realm, body } = call;
    const current = clientAllocation(call, call.parameters);
    call.precondition.match(allocationFields(realm, current));
    requireProfile(call, current, body.profileId);
    requireWithinPool(realm, current, body.limits);
    const assigned = assignedToProjects(realm, current.clientId, current.region);
    requireAbove(body.limits, current, larger(assigned, usedByClient(realm, current.clientId, current.region)));
    const profileId = body.profileId === undefined ? current.profileId : body.profileId;
    return { body: allocationFields(realm, realm.allocations.replace({ ...current, limits: body.limits, profileId })) };
  },

  *listProjectQuotas({ realm, caller, query }): Iterable<ListRow<AllocationFields>> {
    const clientId = caller.clientId ?? query.get("filter[clientId]");
    const candidates = clientId === null ? realm.allocations.values() : realm.allocations.find("client", clientId);
    for (const allocation of candidates)
      if (allocation.projectId !== null)
        yield { sequence: allocation.sequence, fields: allocationFields(realm, allocation) };
  },

  getProjectQuota: (call) => ({ body: allocationFields(call.realm, projectAllocation(call, call.parameters)) }),

  setProjectQuota(call) {
    const { realm, body } = call;
    const current = projectAllocation(call, call.parameters);
    call.precondition.match(allocationFields(realm, current));
    requireProfile(call, current, body.profileId);
    const ofClient = allocationFor(call, current.clientId, null, current.region).limits;
    const others = subtracted(assignedToProjects(realm, current.clientId, current.region), current.limits);
    // A project holds no projects: that number is carried along and takes nothing from the client.
    const free = { ...subtracted(ofClient, others), projects: body.limits.projects };
    requireWithin(body.limits, free, current, "the client's quota");
    requireAbove(body.limits, current, usedByProject(realm, current.projectId ?? "", current.region));
    const profileId = body.profileId === undefined ? current.profileId : body.profileId;
    return { body: allocationFields(realm, realm.allocations.replace({ ...current, limits: body.limits, profileId })) };
  },
} satisfies Partial<Handlers>;
