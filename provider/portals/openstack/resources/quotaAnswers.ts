import { type DeclaredOf, knownEntries } from "../../../model/declared";
import type { LimitNumbers } from "../../../model/limitNumbers";
import type { Freshness } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { covers, type QuotaRequest } from "../quotaRequests";
import type { Quotas } from "../quotas";
import { Q8 } from "../rules/quotas";
import type { QuotaPlace } from "./quotaPlace";

/** What a quota says of requests for another size of it. */
type Answers = Pick<DeclaredOf<"Quota">, "approveRequests" | "rejectRequests">;

/** Ids of the requests that a quota rejects, as far as they are known by now. */
export function rejectionsIn({ rejectRequests }: Answers): string[] {
  return knownEntries(rejectRequests).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}

/** Open requests for this place, also those that are for other regions as well. */
export async function pendingIn(quotas: Quotas, place: QuotaPlace, freshness: Freshness): Promise<QuotaRequest[]> {
  if (!("project" in place) || !(await quotas.requests.areThere())) return [];
  if (freshness === "fresh") await quotas.requests.pending.load("fresh");
  return (await quotas.requests.pending.inGroup(place.project)).filter(({ regions }) => regions.includes(place.region));
}

/** Requests for this place alone that ask for no more than is there once the limits are set, without those that are to be rejected. */
export async function covered(
  quotas: Quotas,
  place: QuotaPlace,
  pending: readonly QuotaRequest[],
  limits: LimitNumbers,
  answers: Answers,
): Promise<readonly QuotaRequest[]> {
  const rejected = rejectionsIn(answers);
  const open = pending.filter(({ id, regions }) => !rejected.includes(id) && regions.length === 1);
  if (open.length === 0 || answers.approveRequests === false) return [];
  const sizes = await quotas.requests.sizes();
  const found: QuotaRequest[] = [];
  for (const request of open) {
    const size = sizes[request.size];
    if (size === undefined) continue;
    const now = await quotas.read(place, size, "known");
    if (covers({ ...now.limits, ...limits }, size)) found.push(request);
  }
  return found;
}

/**
 * Rejects what is to be rejected, and approves what the limits cover. An approval sets all numbers of the size.
 * @returns the numbers that they overwrite, of limits that are not declared
 */
export async function answerRequests(
  quotas: Quotas,
  place: QuotaPlace,
  limits: LimitNumbers,
  answers: Answers,
): Promise<LimitNumbers> {
  const pending = await pendingIn(quotas, place, "fresh");
  if (pending.length === 0) return {};
  for (const id of rejectionsIn(answers))
    if (pending.some((request) => request.id === id)) await decide(id, "rejected", () => quotas.requests.reject(id));
  const open = await covered(quotas, place, pending, limits, answers);
  const sizes = await quotas.requests.sizes();
  const names: LimitNumbers = Object.assign({}, ...open.map(({ size }) => sizes[size])) as LimitNumbers;
  const before = open.length === 0 ? {} : (await quotas.read(place, names, "fresh")).limits;
  for (const { id } of open) await decide(id, "approved", () => quotas.requests.approve(id));
  return before;
}

async function decide(id: string, what: string, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.reason === "not-allowed") throw error;
    throw new PortalRefusal(
      `the request ${id} can't be ${what} ${Q8.mark}: it was decided in the meantime, or isn't valid any more; run pulumi refresh. ${error.message}`,
    );
  }
}
