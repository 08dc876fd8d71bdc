import { EVERYWHERE, OWN_REALM } from "../../provider/model/accessModel";
import { type ConnectionReview, isAccount } from "../realm/connectionReview";
import { joined, whoIs } from "../../text/words";
import type { FindingRule } from "./context";

interface Left {
  readonly certain: string[];
  readonly possible: string[];
}

/** By account, and OWN_REALM for the realm: who can log in, and who can manage people. */
interface InCharge {
  readonly anybody: Map<string, Left>;
  readonly administrators: Map<string, Left>;
}

function inCharge(review: ConnectionReview, side: "before" | "after"): InCharge {
  const found: InCharge = { anybody: new Map(), administrators: new Map() };
  const note = (of: Map<string, Left>, scope: string, key: string, certain: boolean) => {
    const left = of.get(scope) ?? { certain: [], possible: [] };
    (certain ? left.certain : left.possible).push(key);
    of.set(scope, left);
  };
  for (const [key, { scopes }] of review[side].holdings.people)
    for (const [scope, rights] of scopes) {
      const place = isAccount(scope) ? scope : OWN_REALM;
      const held = [...rights.values()];
      const certain = new Set(held.filter(({ holding }) => holding === "yes").map(({ permission }) => permission));
      const possible = new Set(held.map(({ permission }) => permission));
      note(found.anybody, place, key, certain.size > 0);
      if (review.meaning.administers(possible))
        note(found.administrators, place, key, review.meaning.administers(certain));
    }
  return found;
}

const NOBODY: Left = { certain: [], possible: [] };

function wordFor({ possible }: Left): string {
  return possible.length === 0 ? "Nobody" : "Perhaps nobody";
}

/** Accounts, and the realm, that have nobody left in charge. */
export const lastOnes: FindingRule = function* (review) {
  const [before, after] = [inCharge(review, "before"), inCharge(review, "after")];
  for (const [scope, { certain: had }] of [...before.anybody].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (!stays(review, scope)) continue;
    const left = after.anybody.get(scope) ?? NOBODY;
    const ofWhom = scope === OWN_REALM ? "of the reseller's own people" : `of ${review.accountName(scope)}`;
    const subject = scope === OWN_REALM ? "plan" : scope;
    const accounts = [scope === OWN_REALM ? EVERYWHERE : scope];
    if (had.length > 0 && left.certain.length === 0 && review.meaning.ownersApart === undefined) {
      yield {
        id: "OWN-02",
        subject,
        sentence: `${wordFor(left)} ${ofWhom} can log in any more: until now ${whoIs(had.map((key) => review.personName(key, "before")))} could.`,
        certain: left.possible.length === 0,
        people: had,
        accounts,
      };
      continue;
    }
    const administrators = before.administrators.get(scope)?.certain ?? [];
    const leftToAdminister = after.administrators.get(scope) ?? NOBODY;
    if (administrators.length > 0 && leftToAdminister.certain.length === 0) {
      const apart = review.meaning.ownersApart === undefined ? "" : ` but ${review.meaning.ownersApart}`;
      yield {
        id: "OWN-01",
        subject,
        sentence: `${wordFor(leftToAdminister)}${apart} can manage ${scope === OWN_REALM ? "the reseller's own people" : `the people of ${review.accountName(scope)}`} any more: until now ${whoIs(administrators.map((key) => review.personName(key, "before")))} could.`,
        certain: leftToAdminister.possible.length === 0,
        people: administrators,
        accounts,
      };
    }
  }
};

/** Accounts whose declared people can't log in, or can't manage each other. */
export const nobodyInCharge: FindingRule = function* (review) {
  const { anybody, administrators } = inCharge(review, "after");
  const homes = new Map<string, string[]>();
  for (const { key, now } of review.people)
    if (now.home !== undefined) homes.set(now.home, [...(homes.get(now.home) ?? []), key]);
  for (const [scope, people] of [...homes].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (!stays(review, scope)) continue;
    const [who = NOBODY, inHand = NOBODY] = [anybody.get(scope), administrators.get(scope)];
    const about = { subject: scope, people, accounts: [scope] };
    if (who.certain.length === 0)
      yield {
        id: "OWN-02",
        sentence: `${wordFor(who)} of ${review.accountName(scope)} can log in: of ${whoIs(people.map((key) => review.personName(key)))}, nobody may do anything.`,
        certain: who.possible.length === 0,
        ...about,
      };
    else if (review.meaning.ownersApart === undefined && inHand.certain.length === 0)
      yield {
        id: "OWN-01",
        sentence: `${wordFor(inHand)} of ${review.accountName(scope)} can manage its people: not ${whoIs(people.map((key) => review.personName(key)))}, who are all that the program declares.`,
        certain: inHand.possible.length === 0,
        ...about,
      };
  }
};

/** Whether the account is there after the change and open: otherwise something else says what happens. */
function stays(review: ConnectionReview, scope: string): boolean {
  if (scope === OWN_REALM) return true;
  if (review.after.holdings.locked.get(scope) === "yes") return false;
  const resource = review.resource(scope);
  return resource === undefined || (resource.after !== undefined && resource.operation !== "delete");
}

export const owners: FindingRule = function* (review) {
  for (const resource of review.of("Account")) {
    const [before, after] = [review.before.snapshot.object(resource.key), review.after.snapshot.object(resource.key)];
    if (before === undefined || after === undefined || resource.operation === "same") continue;
    const [old, fresh] = [
      review.before.snapshot.references(before, "owner", "User"),
      review.after.snapshot.references(after, "owner", "User"),
    ];
    // An owner who is no longer declared stays the owner.
    if (review.planned(resource.key)?.after?.values["owner"] === undefined) continue;
    const keysOf = ({ certain, words }: typeof old) => [...certain.map(({ key }) => key), ...words];
    const [was, is] = [keysOf(old), keysOf(fresh)];
    if (is.length > 0 && joined(was) === joined(is)) continue;
    const nameOf = (key: string) => review.personName(key);
    const former = was.length === 0 ? "the one that is not declared" : joined(was.map(nameOf));
    yield {
      id: "OWN-03",
      subject: resource.key,
      sentence:
        is.length === 0
          ? `Who owns ${review.accountName(resource.key)} after the change can't be told; until now it is ${former}.`
          : `${joined(is.map(nameOf))} will own ${review.accountName(resource.key)} in place of ${former}, who stays as an administrator.`,
      certain: is.length > 0,
      people: [...was, ...is],
      accounts: [resource.key],
    };
  }
};
