import type { DeclaredOf } from "../../../model/declared";
import { PortalRefusal } from "../../../model/refusal";
import { newIdempotencyKey, type CspClient } from "../client";
import { byQuotaNumber, operations } from "../contract";
import type { Limits } from "../limits";
import { rejectionsIn, type WireAllocation, type WireQuotaRequest } from "../reading";
import { Q9 } from "../rules/quotas";

/** What a quota says of requests for more of it. */
type Answers = Pick<DeclaredOf<"Quota">, "approveRequests" | "rejectRequests">;

/** Whether requests are answered from here at all. */
export async function decides(client: CspClient, { approveRequests, rejectRequests }: Answers): Promise<boolean> {
  if (approveRequests === false && rejectRequests === undefined) return false;
  return (await client.may("show_pending_requests")) && (await client.may("approve_reject_request"));
}

export async function pendingIn(
  client: CspClient,
  { projectId, clientId, region }: WireAllocation,
  answers: Answers,
): Promise<WireQuotaRequest[]> {
  if (projectId !== null || clientId === null || !(await decides(client, answers))) return [];
  return (await client.pendingRequests.inGroup(clientId)).filter((request) => request.region === region);
}

/** Pending requests that ask for no more than these numbers allow, without those that are to be rejected. */
export function covered(
  pending: readonly WireQuotaRequest[],
  limits: Limits,
  answers: Answers,
): readonly WireQuotaRequest[] {
  const rejected = new Set(rejectionsIn(answers).map(({ id }) => id));
  return pending.filter(
    ({ id, items }) => !rejected.has(id) && items.every(({ resource, requested }) => requested <= limits[resource]),
  );
}

/** What approvals make of a quota. */
export function raised(limits: Limits, approved: readonly WireQuotaRequest[]): Limits {
  const items = approved.flatMap((request) => request.items);
  return byQuotaNumber((name) =>
    Math.max(limits[name], ...items.flatMap(({ resource, requested }) => (resource === name ? [requested] : []))),
  );
}

/** Rejects what is to be rejected, and approves what the numbers cover; answers what was approved. */
export async function answerRequests(
  client: CspClient,
  current: WireAllocation,
  answers: Answers,
  limits: Limits,
): Promise<readonly WireQuotaRequest[]> {
  const pending = await pendingIn(client, current, answers);
  for (const { id, comment } of rejectionsIn(answers)) {
    if (!pending.some((request) => request.id === id)) continue;
    await decide(client, id, "rejected", comment);
  }
  if (answers.approveRequests === false) return [];
  const open = covered(pending, limits, answers);
  for (const { id } of open) {
    await decide(client, id, "approved");
  }
  return open;
}

const DECISIONS = { approved: operations.approveQuotaRequest, rejected: operations.rejectQuotaRequest };

/** A decision that the portal refuses says what becomes of the request. */
async function decide(client: CspClient, id: string, what: keyof typeof DECISIONS, comment?: string): Promise<void> {
  const body = comment === undefined ? {} : { comment };
  try {
    await client.wire.call(DECISIONS[what], { params: { requestId: id }, body, idempotencyKey: newIdempotencyKey() });
    client.pendingRequests.drop(id);
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.code === undefined) throw error;
    if (error.code !== "not_pending" && error.code !== "quota_exceeded") throw error;
    const why =
      error.code === "not_pending"
        ? "it was decided in the meantime: run pulumi refresh"
        : "the reseller's pool doesn't have enough left: lower another quota first";
    throw new PortalRefusal(`the request ${id} can't be ${what} ${Q9.mark}: ${why}. ${error.message}`);
  }
}
