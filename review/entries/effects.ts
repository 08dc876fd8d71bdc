import { compare } from "../../engine/plannedResource";
import { inSentence, joined, listed, whoIs } from "../../text/words";
import type { RightChange } from "../access/changes";
import { rightText } from "../findings/rights";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Change, Effect } from "../report";
import type { AccessTables } from "./access";

const EFFECTS: readonly Exclude<Change, "none">[] = ["gained", "maybe gained", "lost", "maybe lost", "unknown"];

/** What happens to whom: people to whom the same happens by the same thing are one entry. */
export function effectsOf(reviews: readonly ConnectionReview[], tables: AccessTables): Effect[] {
  return reviews.flatMap((review) => {
    const groups = new Map<string, Omit<Effect, "sentence"> & { rights: RightChange[]; weight: number }>();
    const parts = new Map<
      readonly RightChange[],
      { change: Exclude<Change, "none">; rights: RightChange[]; text: string }[]
    >();
    const partsOf = (rights: readonly RightChange[]) => {
      const known = parts.get(rights);
      if (known !== undefined) return known;
      const made = EFFECTS.flatMap((change) => {
        const of = rights.filter((right) => right.change === change);
        const text = JSON.stringify(
          of.map(({ permission, limit, left, held }) => [permission, limit, left, held.path.map(({ name }) => name)]),
        );
        return of.length === 0 ? [] : [{ change, rights: of, text }];
      });
      parts.set(rights, made);
      return made;
    };
    for (const person of review.people)
      for (const { scope, rights } of person.scopes)
        for (const { change, rights: of, text } of partsOf(rights)) {
          const where = scope === person.now.home ? "own" : scope;
          const key = `${change} ${where} ${text}`;
          const group = groups.get(key);
          if (group !== undefined) group.people.push(person.key);
          else
            groups.set(key, {
              people: [person.key],
              scope: where,
              change,
              permissions: of.map(({ permission }) => tables.number(review, permission)),
              path: of[0]!.held.path.map(({ kind, name }) => ({ kind, name })),
              rights: of,
              weight:
                EFFECTS.indexOf(change) * 2 +
                (of.some(({ permission }) => review.meaning.describePermission(permission)?.power !== "none") ? 0 : 1),
            });
        }
    return [...groups.values()]
      .sort(
        (one, other) =>
          one.weight - other.weight ||
          other.people.length - one.people.length ||
          compare(one.people[0]!, other.people[0]!) ||
          compare(one.scope, other.scope),
      )
      .map(({ rights, weight: _weight, ...effect }) => ({
        ...effect,
        sentence: effectSentence(review, effect, rights),
      }));
  });
}

const VERBS: Readonly<Record<Exclude<Change, "none">, string>> = {
  gained: "may from now on",
  "maybe gained": "may perhaps from now on",
  lost: "may no longer",
  "maybe lost": "may perhaps no longer",
  unknown: "may perhaps (not known)",
};

function effectSentence(
  review: ConnectionReview,
  { people, scope, change }: Omit<Effect, "sentence">,
  rights: readonly RightChange[],
): string {
  const who = whoIs(people.map((key) => review.personName(key)));
  const may = listed(
    [
      ...new Set(
        rights.map(({ permission, limit, left }) => {
          const limited = rightText(review.meaning.describePermission(permission), permission, limit);
          return left === undefined
            ? limited
            : `${limited}, from now on only ${joined(
                left.map((limit) => inSentence(limit)),
                "or",
              )}`;
        }),
      ),
    ],
    8,
  );
  const where = scope === "own" ? "" : ` in ${review.accountName(scope)}`;
  return `${who} ${VERBS[change as Exclude<Change, "none">]}${where}: ${may}.`;
}
