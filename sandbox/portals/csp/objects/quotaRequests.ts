import type { z } from "zod";
import type { Decision, QuotaRequest } from "../../../../provider/portals/csp/contract";
import type { ListRow } from "../../../lists";
import { newId } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import type { AnyCall, Handlers, WithoutEtag } from "../call";
import { limitsOf } from "../limits";
import { CspProblem, invalid, notFound } from "../problem";
import { REGIONS, type CspRealm } from "../realm";
import type { AllocationRecord, QuotaNumber, QuotaRequestRecord } from "../records";
import { timeText, timeTextOrNull } from "../times";
import { clientFor } from "../visibility";
import { requireWithinPool } from "./quotas";

const STATUSES: readonly string[] = ["pending", "approved", "rejected"];

type QuotaRequestFields = WithoutEtag<z.output<typeof QuotaRequest>>;

function quotaRequestFields(request: QuotaRequestRecord): QuotaRequestFields {
  return {
    id: request.id,
    clientId: request.clientId,
    region: request.region,
    items: [...request.items],
    comment: request.comment,
    status: request.status,
    requestedBy: request.requestedBy,
    requestedAt: timeText(request.requestedAt),
    decidedBy: request.decidedBy,
    decidedAt: timeTextOrNull(request.decidedAt),
    decisionComment: request.decisionComment ?? null,
  };
}

function* rows(requests: Iterable<QuotaRequestRecord>): Iterable<ListRow<QuotaRequestFields>> {
  for (const request of requests) yield { sequence: request.sequence, fields: quotaRequestFields(request) };
}

function requestFor({ realm }: AnyCall, id: string): QuotaRequestRecord {
  const request = realm.quotaRequests.get(id);
  if (request === undefined) throw notFound("quota request");
  return request;
}

/** Rule csp/Q9: what is decided stays decided. */
function requirePending(request: QuotaRequestRecord): void {
  if (request.status !== "pending")
    throw new CspProblem("not_pending", `the request is ${request.status} already (csp/Q9)`);
}

function allocationOf(realm: CspRealm, clientId: string, region: string): AllocationRecord {
  const allocation = realm.allocations.get(compositeKey(clientId, null, region));
  if (allocation !== undefined) return allocation;
  const known = REGIONS.map(({ id }) => id).join(", ");
  throw invalid({ field: "region", code: "not_found", message: `there is no region ${region}; there are ${known}` });
}

/** Asking twice for the same number would leave open which of the two is meant. */
function withCurrent(allocation: AllocationRecord, items: readonly { resource: QuotaNumber; requested: number }[]) {
  const problems = [...items.entries()]
    .filter(([place, { resource }]) => items.findIndex((item) => item.resource === resource) < place)
    .map(([place, { resource }]) => ({
      field: `items.${place}.resource`,
      code: "duplicate",
      message: `${resource} is asked for twice`,
    }));
  if (problems.length > 0) throw invalid(...problems);
  return items.map(({ resource, requested }) => ({ resource, current: allocation.limits[resource], requested }));
}

function decide(
  { realm, caller, now, body }: AnyCall & { readonly body: z.output<typeof Decision> },
  request: QuotaRequestRecord,
  status: "approved" | "rejected",
): { readonly body: QuotaRequestFields } {
  const decision = { status, decidedBy: caller.user.id, decidedAt: now, decisionComment: body.comment ?? null };
  return { body: quotaRequestFields(realm.quotaRequests.replace({ ...request, ...decision })) };
}

export const quotaRequestHandlers = {
  createQuotaRequest(call) {
    const { realm, caller, body, now } = call;
    const client = clientFor(call, call.parameters.clientId);
    const request = realm.quotaRequests.insert({
      id: newId("quota-request"),
      clientId: client.id,
      region: body.region,
      items: withCurrent(allocationOf(realm, client.id, body.region), body.items),
      comment: body.comment ?? null,
      status: "pending",
      requestedBy: caller.user.id,
      requestedAt: now,
      decidedBy: null,
      decidedAt: null,
    });
    return { body: quotaRequestFields(request) };
  },

  listClientQuotaRequests: (call) =>
    rows(call.realm.quotaRequests.find("client", clientFor(call, call.parameters.clientId).id)),

  *listQuotaRequests({ realm, query }) {
    const status = query.get("status");
    if (status !== null && !STATUSES.includes(status))
      throw new CspProblem("malformed", `status must be one of ${STATUSES.join(", ")}`);
    for (const row of rows(realm.quotaRequests.values()))
      if (status === null || row.fields.status === status) yield row;
  },

  /** Raises the client's quota, and only that: projects are given theirs by the client. */
  approveQuotaRequest(call) {
    const { realm } = call;
    const request = requestFor(call, call.parameters.requestId);
    requirePending(request);
    const allocation = allocationOf(realm, request.clientId, request.region);
    const wanted = new Map(request.items.map(({ resource, requested }) => [resource, requested]));
    const limits = limitsOf((name) => Math.max(allocation.limits[name], wanted.get(name) ?? 0));
    requireWithinPool(realm, allocation, limits);
    realm.allocations.replace({ ...allocation, limits });
    return decide(call, request, "approved");
  },

  rejectQuotaRequest(call) {
    const request = requestFor(call, call.parameters.requestId);
    requirePending(request);
    return decide(call, request, "rejected");
  },
} satisfies Partial<Handlers>;
