import { withAcceptances } from "./expectations/acceptances";
import type { ReviewFile } from "./expectations/reviewFile";
import { namesOfNobody } from "./expectations/references";
import { expectations } from "./expectations/rules";
import type { FindingId } from "./findings/catalogue";
import { nobodyInCharge } from "./findings/charge";
import { finding } from "./findings/context";
import { postureRights } from "./findings/escalations";
import { merged, sorted } from "./findings/merge";
import { quotaReview } from "./findings/quotas";
import { secretsIn } from "./masks";
import type { EngineDigest, EngineState } from "../engine/digest";
import { indeterminateGaps } from "./gaps";
import { type PlannedResource, readPlan } from "../engine/plannedResource";
import type { Finding } from "./report";
import { dayOf, type ReviewOptions } from "./options";
import { connectionReviews } from "./realm/connectionReviews";

const CORRECT = "Correct the name in review.yaml, or remove the entry after asking its author.";

/**
 * What can be found in a realm as it stands, each with what to do about it. The other findings are about a change: whether somebody gains a
 * right can't be said of a state that nothing came before.
 */
export const POSTURE = {
  "ESC-01": "Remove the profile or the permission from the customer's person, or move the person to the reseller.",
  "ESC-08": "Look up the permission at the portal, and remove it if its meaning is unknown.",
  "OWN-01": "Assign somebody of the account a profile that can manage people, unless the reseller manages them.",
  "OWN-02":
    "Assign somebody of the account a profile, or remove the locks and conditions that prevent everybody from logging in.",
  "OWN-04":
    "Restore the permission to manage people for those whom review.yaml requires, or change `administrators` there.",
  "OWN-05": CORRECT,
  "QUO-01": "Lower some of the limits, or raise `pools` in review.yaml when more capacity is available.",
  "QUO-02": "Lower the limits of some of the account's projects, or raise the account's own.",
  "QUO-03": "Raise the limit to the current usage, or reduce usage first.",
  "QUO-04": CORRECT,
  "ASR-01": "Correct what violates the assertion, or change the assertion in review.yaml after asking its author.",
  "ASR-02": CORRECT,
  "CEI-01": "Remove what is above the ceiling, or raise the ceiling in review.yaml after asking its author.",
  "CEI-02": CORRECT,
  "EXP-01": "Remove the access from the program, or set a later end in review.yaml.",
  "EXP-03": CORRECT,
  "REF-01": CORRECT,
} as const satisfies Partial<Record<FindingId, string>>;

export type PostureId = keyof typeof POSTURE;

export type PostureOptions = Pick<ReviewOptions, "file" | "today" | "portals">;

/** A realm as it stands: the engine's states of its resources, and the stack's settings. */
export interface PostureRealm {
  readonly config: EngineDigest["config"];
  readonly states: readonly EngineState[];
}

export interface Posture {
  readonly findings: readonly (Finding & { readonly id: PostureId })[];
  /** What is not known. */
  readonly gaps: readonly string[];
  /** The realm's resources, by the keys that findings name. */
  readonly resources: ReadonlyMap<string, PlannedResource>;
  /** What is secret in the realm, the longest first: for whoever says something of it. */
  readonly secrets: readonly string[];
}

/**
 * What is wrong in a realm, whoever made it so and whenever: people, rights and limits as they are, held against what always holds and what
 * a team's `review.yaml` asks for. No portal is asked.
 */
export function reviewPosture({ config, states }: PostureRealm, options: PostureOptions = {}): Posture {
  const { file = {} } = options;
  const today = dayOf(options);
  const digest: EngineDigest = {
    config,
    steps: states.map((state) => ({ op: "same", urn: state.urn, newState: state })),
  };
  const plan = readPlan(digest);
  const gaps = [...plan.gaps];
  const reviews = connectionReviews(plan, options, gaps, true);
  const found = reviews.flatMap((review) => {
    const quotas = quotaReview(review, file.pools ?? {});
    gaps.push(...quotas.gaps, ...indeterminateGaps(review));
    return [
      ...postureRights(review),
      ...nobodyInCharge(review),
      ...quotas.findings,
      ...expectations(review, file, today),
    ].map((entry) => finding(entry, review));
  });
  found.push(...namesOfNobody(reviews, file).map((entry) => finding(entry)));
  return {
    findings: sorted(withAcceptances(merged(found), forPosture(file), today)).filter(isOpenPosture),
    gaps: [...new Set(gaps)],
    resources: new Map(plan.resources.map((resource) => [resource.key, resource])),
    secrets: secretsIn(digest, plan.resources),
  };
}

function isOpenPosture(entry: Finding): entry is Finding & { readonly id: PostureId } {
  return entry.accepted === undefined && Object.hasOwn(POSTURE, entry.id);
}

/** Whether an acceptance of something else is still used can't be told from here. */
function forPosture(file: ReviewFile): ReviewFile {
  return { ...file, accept: (file.accept ?? []).filter(({ finding: id }) => Object.hasOwn(POSTURE, id)) };
}
