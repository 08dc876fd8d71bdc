import type { ReviewFile } from "../expectations/reviewFile";
import type { ConnectionReview } from "../realm/connectionReview";
import { counted } from "../../text/words";
import type { RaisedFinding } from "./context";

const DEFAULTS = { share: 0.3, beyond: 10 };

type Limit = NonNullable<NonNullable<ReviewFile["limits"]>["deletions"]>;

function isTooMuch(
  part: number,
  all: number,
  { share = DEFAULTS.share, beyond = DEFAULTS.beyond, number }: Limit = {},
): boolean {
  if (number !== undefined && part > number) return true;
  return all > beyond && part > all * share;
}

/** Counted over all connections: a file that is read as empty empties all of them. */
export function* tooMuchAtOnce(
  reviews: readonly ConnectionReview[],
  { limits = {} }: ReviewFile,
): Iterable<RaisedFinding> {
  const objects = reviews.flatMap(({ resources, meaning }) =>
    resources.filter(
      ({ before, kind, live }) =>
        before !== undefined && live !== "not declared" && live !== "built in" && !meaning.namesOnly.includes(kind),
    ),
  );
  const gone = objects.filter(({ operation }) => operation === "delete" || operation === "replace");
  if (isTooMuch(gone.length, objects.length, limits.deletions))
    yield {
      id: "MAS-01",
      subject: "plan",
      sentence: `${gone.length} of ${counted(objects.length, "object", "objects")} ${gone.length === 1 ? "is" : "are"} deleted, replaced or removed from the program at once. Check whether a file is missing, or a list is empty by mistake.`,
    };
  const people = reviews.flatMap((review) => review.people.filter(({ before }) => before !== undefined));
  const affected = people.filter(({ change, after }) => change !== "none" || after === undefined);
  if (isTooMuch(affected.length, people.length, limits.people))
    yield {
      id: "MAS-02",
      subject: "plan",
      sentence: `The access of ${affected.length} of ${counted(people.length, "person", "people")} changes at once.`,
      people: affected.map(({ key }) => key),
    };
}
