import { EVERYWHERE, OWN_REALM } from "../../provider/model/accessModel";
import { compare } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Holding, ReportAccount } from "../report";

/** The accounts of a realm: those of the plan, and those that people have rights in. */
export function accountEntries(review: ConnectionReview): ReportAccount[] {
  const { portal } = review.meaning;
  const declared = review.of("Account").map((resource): ReportAccount => {
    const before: Holding = review.before.holdings.locked.get(resource.key) ?? "no";
    const after: Holding = review.after.holdings.locked.get(resource.key) ?? "no";
    return {
      key: resource.key,
      name: review.nameOf(resource.key),
      portal,
      ...(resource.connection === undefined ? {} : { connection: resource.connection }),
      before: resource.before !== undefined,
      after: resource.after !== undefined && resource.operation !== "delete",
      declared: resource.live !== "not declared",
      ...(before === "no" && after === "no" ? {} : { locked: { before, after } }),
    };
  });
  const known = new Set(declared.map(({ key }) => key));
  const scopes = new Set(
    review.people.flatMap(({ scopes: of, now }) => [
      ...of.map(({ scope }) => scope),
      ...(now.home === undefined ? [] : [now.home]),
    ]),
  );
  const others = [...scopes]
    .filter((scope) => scope !== EVERYWHERE && !known.has(scope))
    .sort(compare)
    .map((key): ReportAccount => ({
      key,
      name: key === OWN_REALM ? "Own realm" : key,
      portal,
      before: true,
      after: true,
      declared: key === OWN_REALM,
    }));
  return [...declared, ...others];
}
