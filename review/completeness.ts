import { INDETERMINATE } from "../provider/model/accessModel";
import type { Plan } from "../engine/plannedResource";
import { counted, whoIs } from "../text/words";
import type { LiveRealm } from "./live/liveRealm";
import { askedOf, notLookedAt } from "./live/looked";
import type { ConnectionReview } from "./realm/connectionReview";
import type { Completeness } from "./report";

/** What was read of a plan and of the portals, what is missing, and what nobody looked at. */
export function completenessOf(
  plan: Plan,
  reviews: readonly ConnectionReview[],
  gaps: readonly string[],
  live: readonly LiveRealm[] | undefined,
): Completeness {
  const count = (side: "before" | "after", kind: "Account" | "Profile") =>
    reviews.flatMap((review) =>
      review.of(kind).filter((resource) => resource[side] !== undefined && (side === "before" || !resource.isLetGo)),
    ).length;
  const people = (side: "before" | "after") =>
    reviews.reduce((sum, review) => sum + review[side].holdings.people.size, 0);
  const standing = reviews.flatMap(({ meaning }) => meaning.remarks);
  return {
    complete: gaps.length === 0,
    people: { before: people("before"), after: people("after") },
    accounts: { before: count("before", "Account"), after: count("after", "Account") },
    profiles: { before: count("before", "Profile"), after: count("after", "Profile") },
    resources: plan.resources.length,
    others: plan.others,
    gaps: [...new Set(gaps)],
    remarks: [...new Set([...standing, ...reviews.flatMap(unaskedRemarks), ...passwordRemarks(plan)])],
    ...(standing.length === 0 ? {} : { standing: [...new Set(standing)] }),
    ...(live === undefined ? {} : { live: live.map(askedOf) }),
    notLookedAt: notLookedAt(
      reviews.map(({ meaning }) => meaning),
      live,
    ),
  };
}

function unaskedRemarks(review: ConnectionReview): string[] {
  const names = review.people
    .filter(({ scopes }) =>
      scopes.some(({ rights }) =>
        rights.some(({ permission, change }) => permission === INDETERMINATE && change === "none"),
      ),
    )
    .map(({ key }) => review.personName(key));
  if (names.length === 0) return [];
  return [
    `What ${whoIs(names)} may do depends in part on objects that are not in this plan. This part doesn't change.`,
  ];
}

function passwordRemarks({ resources }: Plan): string[] {
  const secret = resources.filter(
    ({ operation, after, before }) =>
      operation === "update" && before?.values["password"] !== undefined && after?.values["password"] !== undefined,
  ).length;
  if (secret === 0) return [];
  return [`Whether the passwords of ${counted(secret, "person", "people")} change can't be seen: they are masked.`];
}
