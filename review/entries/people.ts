import type { ConnectionReview } from "../realm/connectionReview";
import type { ReportPerson } from "../report";

/** The people of a realm, before and after the change. */
export function personEntries(review: ConnectionReview): ReportPerson[] {
  return review.people.map(({ key, now, before, after, change }) => {
    const { connection, live } = review.resource(key) ?? {};
    const isDeclared = live !== "not declared" && live !== "built in";
    return {
      key,
      name: now.name,
      ...(now.fullName === undefined ? {} : { fullName: now.fullName }),
      ...(now.home === undefined ? {} : { account: now.home }),
      portal: review.meaning.portal,
      ...(connection === undefined ? {} : { connection }),
      before: before !== undefined,
      after: after !== undefined,
      ...(isDeclared ? {} : { declared: false as const }),
      change,
    };
  });
}
