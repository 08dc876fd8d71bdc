import type { Plan, PlannedResource } from "../engine/plannedResource";
import { completenessOf } from "./completeness";
import { effectHash } from "./effectHash";
import { withAcceptances } from "./expectations/acceptances";
import { namesOfNobody } from "./expectations/references";
import type { ReviewFile } from "./expectations/reviewFile";
import { expectations } from "./expectations/rules";
import { finding } from "./findings/context";
import { tooMuchAtOnce } from "./findings/mass";
import { merged, sorted } from "./findings/merge";
import { refusals } from "./findings/providerWords";
import { type QuotaReview, quotaReview } from "./findings/quotas";
import { RULES } from "./findings/rules";
import { errorGaps, gapsOf } from "./gaps";
import { DEFAULT_FAIL_ON, type FailOn, verdictOf } from "./gate";
import { dayOf, type ReviewOptions } from "./options";
import type { ConnectionReview } from "./realm/connectionReview";
import { connectionReviews } from "./realm/connectionReviews";
import type { Completeness, Finding, Verdict } from "./report";

/** What comes of a plan: everything that the verdict is made of, and the verdict. */
export interface Judgement {
  readonly reviews: readonly ConnectionReview[];
  readonly quotas: QuotaReview["quotas"];
  readonly findings: readonly Finding[];
  readonly completeness: Completeness;
  readonly changed: readonly PlannedResource[];
  readonly effect: string;
  /** Whether the effect is the one that somebody approved; undefined where nobody did. */
  readonly approved: boolean | undefined;
  readonly failOn: FailOn;
  readonly verdict: Verdict;
}

export function judge(plan: Plan, options: ReviewOptions): Judgement {
  const { file = {}, failOn = DEFAULT_FAIL_ON } = options;
  const gaps = [...plan.gaps];
  const reviews = connectionReviews(plan, options, gaps);
  const quotas = reviews.map((review) => quotaReview(review, file.pools ?? {}));
  gaps.push(
    ...quotas.flatMap(({ gaps: of }) => of),
    ...errorGaps(plan),
    ...reviews.flatMap((review) => gapsOf(review, plan)),
  );
  const findings = findingsOf(plan, reviews, quotas, file, dayOf(options));
  const completeness = completenessOf(plan, reviews, gaps, options.live);
  const changed = plan.resources.filter(({ operation }) => operation !== "same");
  const effect = effectHash({ resources: plan.resources, reviews, findings, expiries: file.expiries });
  const approved = options.approved === undefined ? undefined : options.approved === effect;
  return {
    reviews,
    quotas: quotas.flatMap(({ quotas: of }) => of),
    findings,
    completeness,
    changed,
    effect,
    approved,
    failOn,
    verdict: verdictOf(completeness, changed.length > 0, findings, failOn, approved),
  };
}

function findingsOf(
  plan: Plan,
  reviews: readonly ConnectionReview[],
  quotas: readonly QuotaReview[],
  file: ReviewFile,
  today: string,
): Finding[] {
  const ofOneRealm = reviews.flatMap((review, index) =>
    [
      ...RULES.flatMap((rule) => [...rule(review)]),
      ...quotas[index]!.findings,
      ...expectations(review, file, today),
    ].map((entry) => finding(entry, review)),
  );
  const ofAll = [...tooMuchAtOnce(reviews, file), ...refusals(plan, reviews), ...namesOfNobody(reviews, file)];
  const found = [...ofOneRealm, ...ofAll.map((entry) => finding(entry))];
  return sorted(withAcceptances(merged(found), file, today));
}
