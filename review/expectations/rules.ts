import { EVERYWHERE, isHeld, OWN_REALM } from "../../provider/model/accessModel";
import type { RightChange } from "../access/changes";
import type { RaisedFinding } from "../findings/context";
import type { ConnectionReview, PersonChange } from "../realm/connectionReview";
import { counted, joined, some, whoIs } from "../../text/words";
import { placeOf, type ReviewFile } from "./reviewFile";

const SOON_DAYS = 14;
const MILLISECONDS_A_DAY = 86_400_000;

/** Whether a text is one of these, in which `*` stands for any letters. */
export function isAmong(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
  });
}

/** What the review file asks for, held against what the plan makes of the realm. */
export function* expectations(review: ConnectionReview, file: ReviewFile, today: string): Iterable<RaisedFinding> {
  yield* administrators(review, file);
  yield* assertions(review, file);
  yield* ceilings(review, file);
  yield* expiries(review, file, today);
}

function afterwards({ isPosture: isStanding }: ConnectionReview): string {
  return isStanding ? "" : " after the change";
}

function brokenWords({ isPosture: isStanding }: ConnectionReview, isMissing: boolean, isOne: boolean): string {
  if (!isStanding) return isMissing ? "would not have" : "would have, or might have,";
  if (isMissing) return isOne ? "does not have" : "do not have";
  return isOne ? "has, or might have," : "have, or might have,";
}

export function isAccountNamed(review: ConnectionReview, key: string | undefined, name: string): boolean {
  return key !== undefined && (key === name || review.nameOf(key) === name);
}

function* administrators(review: ConnectionReview, { administrators: wanted }: ReviewFile): Iterable<RaisedFinding> {
  if (wanted === undefined) return;
  const present = review.people.filter(({ key, after }) => {
    if (
      after === undefined ||
      (after.home !== undefined && !review.after.holdings.people.get(key)?.scopes.has(EVERYWHERE))
    )
      return false;
    const rights = review.after.holdings.people.get(key)?.scopes ?? new Map();
    const held = [EVERYWHERE, OWN_REALM].flatMap((scope) =>
      [...(rights.get(scope)?.values() ?? [])]
        .filter(({ holding }) => holding === "yes")
        .map(({ permission }) => permission as string),
    );
    return review.meaning.administers(new Set(held));
  });
  const missing = (wanted.required ?? []).filter(
    (key) => review.person(key) !== undefined && !present.some((person) => person.key === key),
  );
  for (const key of missing)
    yield {
      id: "OWN-04",
      subject: key,
      sentence: `${review.personName(key)} is required as an administrator by review.yaml, and can't manage people${afterwards(review)}.`,
      people: [key],
    };
  // A realm that has nobody declared at all is not looked after from here.
  if (present.length < (wanted.least ?? 0) && review.people.some(({ now }) => now.home === undefined))
    yield {
      id: "OWN-04",
      subject: "plan",
      sentence: `${counted(present.length, "person", "people")} can manage the realm's people${afterwards(review)}; review.yaml asks for ${wanted.least}.`,
      people: present.map(({ key }) => key),
      ...placeOf(wanted),
    };
}

function* assertions(review: ConnectionReview, { assertions: wanted = [] }: ReviewFile): Iterable<RaisedFinding> {
  for (const entry of wanted) {
    const { name, who = {}, never, always } = entry;
    const people = review.people.filter((person) => person.after !== undefined && isMeant(review, person, who));
    const terms = never ?? always!;
    const broken = people.filter((person) => {
      const held = heldBy(review, person, terms.where ?? "anywhere");
      const matches = held.filter(({ permission }) => isRight(review, permission, terms));
      if (never !== undefined) return matches.length > 0;
      const certain = matches.filter(({ after }) => after === "yes").map(({ permission }) => permission);
      return !(terms.permissions ?? ["*"]).every((pattern) =>
        certain.some((permission) => isAmong([pattern], permission)),
      );
    });
    if (broken.length === 0) continue;
    const who3 = whoIs(broken.map(({ key }) => review.personName(key)));
    const what = terms.power ?? joined(terms.permissions ?? ["anything"], "or");
    yield {
      id: "ASR-01",
      subject: `assertion ${name}`,
      sentence: `${name}: ${who3} ${brokenWords(review, never === undefined, broken.length === 1)} ${what}.`,
      people: broken.map(({ key }) => key),
      ...placeOf(entry),
    };
  }
}

export type Who = NonNullable<NonNullable<ReviewFile["assertions"]>[number]["who"]>;
type Terms = NonNullable<NonNullable<ReviewFile["assertions"]>[number]["never"]>;

function isMeant(review: ConnectionReview, person: PersonChange, who: Who): boolean {
  const { people, not } = who;
  if (!isOfThem(review, person, who) || (people !== undefined && !isAmong(people, person.key))) return false;
  return not === undefined || !isAmong(not, person.key);
}

/** Whether somebody belongs where an assertion looks for people. */
export function isOfThem(review: ConnectionReview, { now }: PersonChange, { account, reseller }: Who): boolean {
  if (account !== undefined && !isAccountNamed(review, now.home, account)) return false;
  return reseller === undefined || reseller === (now.home === undefined);
}

function isRight(review: ConnectionReview, permission: string, { permissions, power }: Terms): boolean {
  if (permissions !== undefined && !isAmong(permissions, permission)) return false;
  return power === undefined || review.meaning.describePermission(permission)?.power === power;
}

function heldBy(
  review: ConnectionReview,
  person: PersonChange,
  where: "own" | "elsewhere" | "anywhere",
): RightChange[] {
  return person.scopes
    .filter(({ scope }) => {
      const isOwn = scope === person.now.home || (scope === OWN_REALM && person.now.home === undefined);
      return where === "anywhere" || (where === "own") === isOwn;
    })
    .flatMap(({ rights }) => rights.filter(({ after }) => after !== "no"));
}

function* ceilings(review: ConnectionReview, { ceilings: wanted = [] }: ReviewFile): Iterable<RaisedFinding> {
  for (const entry of wanted) {
    const { name, account, profile, permissions } = entry;
    const above = new Map<string, Set<string>>();
    for (const person of review.people) {
      if (account !== undefined && !isAccountNamed(review, person.now.home, account)) continue;
      for (const { rights } of person.scopes)
        for (const { permission, change, held } of rights) {
          if (change !== "gained" && change !== "maybe gained" && change !== "unknown") continue;
          if (review.meaning.describePermission(permission)?.section === "Menu" || isAmong(permissions, permission))
            continue;
          if (
            profile !== undefined &&
            !held.path.some(({ key, name: called }) => key === profile || called === profile)
          )
            continue;
          above.set(person.key, (above.get(person.key) ?? new Set()).add(permission));
        }
    }
    if (above.size === 0) continue;
    const gained = [...new Set([...above.values()].flatMap((set) => [...set]))].sort();
    yield {
      id: "CEI-01",
      subject: `ceiling ${name}`,
      sentence: `${name}: ${whoIs([...above.keys()].map((key) => review.personName(key)))} ${review.isPosture ? (above.size === 1 ? "has" : "have") : "would gain"} ${some(gained)}, above the ceiling.`,
      people: [...above.keys()],
      ...placeOf(entry),
    };
  }
}

function* expiries(
  review: ConnectionReview,
  { expiries: wanted = [] }: ReviewFile,
  today: string,
): Iterable<RaisedFinding> {
  for (const { person: key, profile, from, until, reason } of wanted) {
    const person = review.person(key);
    const rights = (person?.scopes ?? []).flatMap(({ rights: all }) =>
      all.filter(
        ({ after, held }) =>
          after !== "no" &&
          (profile === undefined ||
            (isHeld(held.path) && held.path.some((step) => step.key === profile || step.name === profile))),
      ),
    );
    if (rights.length === 0) continue;
    const subject = profile === undefined ? key : `${key} ${profile}`;
    const what = `The access of ${review.personName(key)}${profile === undefined ? "" : ` by ${profile}`}`;
    const about = { subject, people: [key], path: rights[0]!.held.path, at: review.resource(key) };
    if (until < today)
      yield {
        id: "EXP-01",
        sentence: `${what} ended on ${until} (${reason}), and is still there${afterwards(review)}.`,
        ...about,
      };
    else if (from !== undefined && today < from)
      yield { id: "EXP-01", sentence: `${what} begins on ${from} (${reason}), and would be there before.`, ...about };
    else if (daysFrom(today, until) <= SOON_DAYS || rights.some(({ change }) => change === "gained"))
      yield { id: "EXP-02", sentence: `${what} ends on ${until} (${reason}).`, ...about };
  }
}

function daysFrom(one: string, other: string): number {
  return (Date.parse(`${other}T00:00:00Z`) - Date.parse(`${one}T00:00:00Z`)) / MILLISECONDS_A_DAY;
}
