import { UNKNOWN } from "../../provider/model";
import { kindAt } from "../../provider/model/kindAt";
import { sameValue } from "../../provider/model/values";
import { portalNamed } from "../../provider/portals/list";
import type { Identity, PersonAccess } from "../../provider/model/accessModel";
import type { ConnectionReview, PersonChange } from "../realm/connectionReview";
import { inSentence, joined } from "../../text/words";
import type { FindingRule } from "./context";
import { rightsHeld } from "./rights";

const VERBS: Readonly<Record<Identity["as"], string>> = { "sign-in": "signs in with", address: "is reached at" };

/** Values of one sentence together are no longer than this on each side, however many there are. */
const ROOM_FOR_VALUES = 120;

interface IdentityChange {
  readonly verb: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly certain: boolean;
}

/** Whether the plan knows a value. What is masked isn't known either. */
export function isKnown(value: unknown): boolean {
  return value !== UNKNOWN;
}

/** What a sentence says in place of a value. */
export function valueText(value: unknown, most?: number): string {
  if (value === UNKNOWN) return "something that is not known yet, or not shown";
  return inSentence(typeof value === "string" ? value : JSON.stringify(value), most);
}

/** Somebody who holds rights is somebody else from then on, or may be: whoever has the new sign-in or address has the rights. */
export const identities: FindingRule = function* (review) {
  for (const person of review.people) {
    const resource = review.resource(person.key);
    const { before, after } = person;
    if (resource?.operation === "same" || before === undefined || after === undefined) continue;
    const changes = identityChanges(review, person, before, after);
    const isOther = isOtherObject(review, person.key);
    if (changes.length === 0 && !isOther) continue;
    const held = rightsHeld(review, person.key);
    if (held === undefined) continue;
    const about = { subject: person.key, people: [person.key], accounts: held.accounts, path: held.path };
    const name = review.personName(person.key, "before");
    if (changes.length > 0) {
      const certain = changes.some((change) => change.certain);
      const said = joined(changes.map((change) => changeText(change, certain)));
      yield {
        id: "IDN-01",
        level: held.level,
        sentence: `${name} ${said}, and holds: ${held.text}. Whoever uses it now has these permissions.`,
        certain,
        ...about,
      };
    }
    if (isOther)
      yield {
        id: "IDN-02",
        level: held.level,
        sentence: `${name} will be another object at the portal, and holds: ${held.text}. Whoever uses it now has these permissions.`,
        ...about,
      };
  }
};

function identityChanges(
  review: ConnectionReview,
  { key }: PersonChange,
  before: PersonAccess,
  after: PersonAccess,
): IdentityChange[] {
  const { fields } = kindAt("User", portalNamed(review.meaning.portal));
  const former = new Map(before.identity.map(({ field, value }) => [field, value]));
  const most = Math.floor(ROOM_FOR_VALUES / Math.max(2, after.identity.length));
  const changes = after.identity.flatMap(({ field, as, value }): IdentityChange[] => {
    const was = former.get(field);
    if (isKnown(value) && sameValue(fields[field], was, value)) return [];
    const text = (of: unknown) => (of === undefined ? undefined : valueText(of, most));
    return [{ verb: VERBS[as], before: text(was), after: text(value), certain: isKnown(value) && isKnown(was) }];
  });
  return [...homeChanges(review, key, before, after), ...changes];
}

function homeChanges(
  review: ConnectionReview,
  key: string,
  { home: was }: PersonAccess,
  { home: is }: PersonAccess,
): IdentityChange[] {
  const { snapshot } = review.after;
  // The plan may have an account by its id before, and as a resource after.
  if (was === is || (is !== undefined && snapshot.object(is)?.id === was)) return [];
  const object = snapshot.object(key);
  const { certain, words } = object === undefined ? {} : snapshot.references(object, "account", "Account");
  const isTold = object?.values["account"] === undefined || (certain ?? []).length + (words ?? []).length > 0;
  const nameOf = (home: string | undefined) => (home === undefined ? "the reseller itself" : review.accountName(home));
  return [
    {
      verb: "belongs to",
      before: nameOf(was),
      after: isTold ? nameOf(is) : "an account that isn't known yet",
      certain: isTold,
    },
  ];
}

function changeText({ verb, before, after, certain }: IdentityChange, isSaidAsCertain: boolean): string {
  const perhaps = certain ? "" : isSaidAsCertain ? "perhaps " : "from now on perhaps ";
  if (after === undefined) return `no longer ${verb} ${before}`;
  if (before === undefined || (before === after && !certain)) return `${perhaps}${verb} ${after}`;
  return `${perhaps}${verb} ${after} in place of ${before === after ? "another that looks the same when shortened" : before}`;
}

/** Whether another object stands behind the same resource, without being made anew: that is IRR-02. */
function isOtherObject(review: ConnectionReview, key: string): boolean {
  const { operation, before, after } = review.resource(key) ?? {};
  return operation !== "replace" && before?.id !== undefined && after?.id !== undefined && before.id !== after.id;
}

/** A sign-in that somebody else had until now: in the program it is another resource, for everybody else the same person. */
export const takeovers: FindingRule = function* (review) {
  const former = new Map<string, string>();
  for (const { key, before } of review.people) for (const mark of signIns(before)) former.set(mark, key);
  for (const person of review.people) {
    if (review.resource(person.key)?.operation === "same") continue;
    for (const [mark, value] of signInsByMark(person.after)) {
      const other = former.get(mark);
      if (other === undefined || other === person.key) continue;
      // Whoever is let go stays at the portal, and may be taken over there.
      const isLetGo = review.resource(other)?.isLetGo === true;
      if (!isLetGo && signIns(review.person(other)?.after).has(mark)) continue;
      const held = rightsHeld(review, person.key, other);
      if (held === undefined) continue;
      yield {
        id: "IDN-02",
        level: held.level,
        subject: person.key,
        sentence: `${review.personName(person.key)} signs in with ${valueText(value)} from now on, as ${review.personName(other, "before")} did until now, and one of them holds: ${held.text}.`,
        people: [person.key, other],
        accounts: held.accounts,
        path: held.path,
      };
    }
  }
};

/** What somebody signs in with, where: the same name in two accounts is two people, and in other letters perhaps one. */
function signInsByMark(person: PersonAccess | undefined): Map<string, string> {
  const home = person?.home ?? null;
  return new Map(
    (person?.identity ?? []).flatMap(({ field, as, value }) =>
      as === "sign-in" && typeof value === "string" && isKnown(value)
        ? [[JSON.stringify([field, value.toLowerCase(), home]), value] as const]
        : [],
    ),
  );
}

function signIns(person: PersonAccess | undefined): Set<string> {
  return new Set(signInsByMark(person).keys());
}
