import { createHash } from "node:crypto";
import {
  EVERYWHERE,
  isHeld,
  type PermissionInfo,
  type PersonAccess,
  type Step,
  INDETERMINATE,
} from "../../provider/model/accessModel";
import type { RightChange } from "../access/changes";
import { type ConnectionReview, isAccount, type PersonChange, type ScopeChange } from "../realm/connectionReview";
import { listed, some, whoIs } from "../../text/words";
import type { FindingId } from "./catalogue";
import type { RaisedFinding, FindingRule } from "./context";
import { rightText, weightOf } from "./rights";

/** A right that somebody gains, or may gain. */
interface Gain {
  readonly person: PersonChange;
  readonly scope: string;
  readonly right: RightChange;
  readonly meaning: PermissionInfo | undefined;
  /** What changes so that it comes about: the person, or a profile, policy or account that others share. */
  readonly cause: string;
}

/** A gain, and what comes of the permission, for the end of the path. */
interface Gathered {
  readonly gain: Gain;
  readonly leadsTo: readonly Step[];
}

interface Group {
  readonly id: FindingId;
  readonly gathered: Gathered[];
}

/** From how many on people who gain the same each by a change of their own are one finding. */
const FEWEST_ALIKE = 4;

/** Gains of one kind that have one cause are one finding, with all people to whom it happens. */
class Gathering {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly review: ConnectionReview) {}

  /** @param leadsTo what comes of the permission, at the end of the path. */
  add(id: FindingId, gain: Gain, ...leadsTo: readonly Step[]): void {
    const key = JSON.stringify([id, gain.cause]);
    const group = this.groups.get(key) ?? { id, gathered: [] };
    group.gathered.push({ gain, leadsTo });
    this.groups.set(key, group);
  }

  *findings(sentence: (id: FindingId, gains: readonly Gain[], group: GroupWords) => string): Iterable<RaisedFinding> {
    for (const { id, subject, gathered, at } of this.merged()) {
      const ordered = [...gathered].sort((one, other) => weightOf(one.gain.meaning) - weightOf(other.gain.meaning));
      const gains = ordered.map(({ gain }) => gain);
      const people = [...new Set(gains.map(({ person }) => person.key))];
      const first = gains[0]!;
      const certain = gains.some(({ right }) => right.after === "yes");
      yield {
        id,
        subject,
        sentence: sentence(id, gains, {
          who: whoIs(people.map((key) => this.review.personName(key))),
          isOne: people.length === 1,
          may: listed(mayOf(gains)),
          where: whereText(this.review, gains),
          isCertain: certain,
        }),
        certain,
        people,
        accounts: [...new Set(gains.map(({ scope }) => scope))],
        path: [
          ...(people.length === 1 ? [{ kind: "person", name: first.person.now.name }] : []),
          ...first.right.held.path,
          { kind: "permission", name: first.right.permission },
          ...ordered[0]!.leadsTo,
        ],
        at: this.review.resource(at),
      };
    }
  }

  /** People who each gain the same by a change of their own are one finding, as soon as they are more than a few. */
  private *merged(): Iterable<Group & { readonly subject: string; readonly at: string }> {
    const alike = new Map<string, Group[]>();
    for (const group of this.groups.values()) {
      const { cause, person } = group.gathered[0]!.gain;
      const signature = JSON.stringify([
        group.id,
        cause === person.key ? null : cause,
        group.gathered.map(({ gain: { right, scope, person: of }, leadsTo }) => [
          right.permission,
          right.limit,
          scope === of.now.home ? null : scope,
          [...right.held.path, ...leadsTo].map(({ kind, name }) => [kind, name]),
        ]),
      ]);
      const list = alike.get(signature) ?? [];
      list.push(group);
      alike.set(signature, list);
    }
    for (const groups of alike.values()) {
      const causes = groups.map(({ gathered }) => gathered[0]!.gain.cause).sort();
      if (groups.length < FEWEST_ALIKE) {
        for (const group of groups)
          yield { ...group, subject: group.gathered[0]!.gain.cause, at: group.gathered[0]!.gain.cause };
        continue;
      }
      // An acceptance is for these people and no others.
      const mark = createHash("sha256").update(causes.join("\n")).digest("hex").slice(0, 8);
      const [step] = groups[0]!.gathered[0]!.gain.right.held.path;
      yield {
        id: groups[0]!.id,
        gathered: groups.flatMap(({ gathered }) => gathered),
        subject: `${step?.key ?? step?.name ?? "a change"} for ${causes.length} people (${mark})`,
        at: causes[0]!,
      };
    }
  }
}

interface GroupWords {
  readonly who: string;
  readonly isOne: boolean;
  readonly may: string;
  readonly where: string;
  readonly isCertain: boolean;
}

function mayOf(gains: readonly Gain[]): string[] {
  return [...new Set(gains.map(({ right, meaning }) => rightText(meaning, right.permission, right.limit)))];
}

function whereText(review: ConnectionReview, gains: readonly Gain[]): string {
  const scopes = [...new Set(gains.map(({ person, scope }) => (scope === person.now.home ? "own" : scope)))];
  if (scopes.includes(EVERYWHERE)) return "in every account";
  if (scopes.length === 1 && scopes[0] === "own") {
    const homes = [...new Set(gains.map(({ scope }) => scope))];
    return homes.length === 1 ? `in ${review.accountName(homes[0]!)}` : "each in their own account";
  }
  return `in ${some([...new Set(gains.map(({ scope }) => review.accountName(scope)))], 3)}`;
}

/** What changes so that a right comes about: the person's own resource, or the first changed one on the way to the right. */
function causeOf(review: ConnectionReview, person: PersonChange, right: RightChange): string {
  const resource = review.resource(person.key);
  const changed = right.held.path.flatMap(({ key }) => {
    const step = key === undefined || key === person.key ? undefined : review.resource(key);
    return step === undefined || step.operation === "same" ? [] : [step];
  });
  // Somebody who is there before, and has the changed thing before: what changes is the thing.
  const shared = changed.find(({ operation }) => operation !== "create");
  if (person.before !== undefined && shared !== undefined && hadBefore(review, person, shared.key)) return shared.key;
  if (resource === undefined || resource.operation === "same") return changed[0]?.key ?? person.key;
  return person.key;
}

function hadBefore(review: ConnectionReview, person: PersonChange, key: string): boolean {
  const scopes = review.before.holdings.people.get(person.key)?.scopes;
  for (const rights of scopes?.values() ?? [])
    for (const { path } of rights.values()) if (path.some((step) => step.key === key)) return true;
  return false;
}

function gainsOf(review: ConnectionReview, person: PersonChange, { scope, rights }: ScopeChange): Gain[] {
  return rights
    .filter(
      ({ change, after }) =>
        change === "gained" || change === "maybe gained" || (change === "unknown" && after === "maybe"),
    )
    .map((right) => ({
      person,
      scope,
      right,
      meaning: review.meaning.describePermission(right.permission),
      cause: causeOf(review, person, right),
    }));
}

/** The accounts that somebody is at home in. */
function homesOf({ now, before, after }: PersonChange): Set<string> {
  if (now.home !== undefined) return new Set([now.home]);
  // Where people belong to no account: those that they have something in already, locked or not, and for somebody new the only one.
  const accountsOf = (person: PersonAccess | undefined) =>
    new Set((person?.grants ?? []).map(({ scope }) => scope).filter(isAccount));
  if (before !== undefined) return accountsOf(before);
  const has = accountsOf(after);
  return has.size === 1 ? has : new Set();
}

/** Somebody gains more power over others, or over rights. */
export const escalations: FindingRule = function* (review) {
  const gathering = new Gathering(review);
  for (const person of review.people) {
    if (person.change === "none" || person.change === "lost" || person.change === "maybe lost") continue;
    const homes = homesOf(person);
    for (const change of person.scopes)
      for (const gain of gainsOf(review, person, change)) sort(review, gathering, gain, homes);
  }
  yield* gathering.findings(sentenceOf(review));
};

/** What holds without a change: people of customers with rights over others, and permissions that nobody knows the meaning of. */
export const postureRights: FindingRule = function* (review) {
  const gathering = new Gathering(review);
  for (const person of review.people)
    for (const change of person.scopes)
      for (const gain of gainsOf(review, person, change)) {
        if (gain.right.permission === INDETERMINATE) continue;
        if (gain.meaning === undefined) gathering.add("ESC-08", gain);
        if (person.now.home !== undefined && isElsewhere(gain, homesOf(person)) && isMoreThanSeen(gain))
          gathering.add("ESC-01", gain);
      }
  yield* gathering.findings(sentenceOf(review));
};

function isElsewhere({ scope }: Gain, homes: ReadonlySet<string>): boolean {
  return scope === EVERYWHERE || (isAccount(scope) && !homes.has(scope));
}

/** What somebody sees in the menu follows from what they may do. */
function isMoreThanSeen({ meaning }: Gain): boolean {
  return meaning === undefined || meaning.section !== "Menu";
}

function sort(review: ConnectionReview, gathering: Gathering, gain: Gain, homes: ReadonlySet<string>): void {
  const { person, scope, meaning } = gain;
  const isNew = person.before === undefined;
  const elsewhere = isElsewhere(gain, homes);
  if (meaning === undefined) gathering.add("ESC-08", gain);
  const counts = isMoreThanSeen(gain);
  const isShared =
    isHeld(gain.right.held.path) && gain.cause !== person.key && review.resource(gain.cause)?.kind === "Profile";
  if (elsewhere && counts) gathering.add(isShared && meaning?.power === "realm" ? "ESC-02" : "ESC-01", gain);
  if (meaning !== undefined && meaning.power !== "none") {
    if (isNew) gathering.add("ESC-04", gain);
    else if (!elsewhere) gathering.add("ESC-07", gain);
  }
  if (meaning?.later === true) gathering.add("ESC-09", gain);
  if (meaning?.raises === "always") gathering.add("ESC-05", gain);
  if (meaning?.raises === "by profiles") {
    const stronger = strongerProfile(review, person, scope);
    if (stronger !== undefined) gathering.add("ESC-05", gain, { kind: "can give itself", name: stronger });
  }
  // Whoever can change rights needs no password of somebody else's.
  if (meaning?.resets === true && !canChangeRights(review, person, scope)) {
    const victim = strongerPerson(review, person, scope);
    if (victim !== undefined)
      gathering.add("ESC-06", gain, { kind: "stronger person", name: review.personName(victim) });
  }
}

function canChangeRights(review: ConnectionReview, person: PersonChange, scope: string): boolean {
  return [...review.rightsIn(person.key, scope)].some(
    (name) => review.meaning.describePermission(name)?.raises === "always",
  );
}

function strongerProfile(review: ConnectionReview, person: PersonChange, scope: string): string | undefined {
  const own = review.rightsIn(person.key, scope);
  return assignableIn(review, person.now.home).find(({ permissions }) => permissions.some((name) => !own.has(name)))
    ?.name;
}

const assignable = new WeakMap<
  ConnectionReview,
  Map<string | undefined, readonly { name: string; permissions: readonly string[] }[]>
>();

function assignableIn(review: ConnectionReview, home: string | undefined) {
  const known =
    assignable.get(review) ??
    new Map<string | undefined, readonly { name: string; permissions: readonly string[] }[]>();
  assignable.set(review, known);
  const level = home === undefined ? undefined : "customers";
  const found = known.get(level) ?? review.meaning.assignable(review.after.snapshot, home);
  known.set(level, found);
  return found;
}

/** Somebody within reach who may do something that this person may not: of the same account, or anywhere. */
function strongerPerson(review: ConnectionReview, person: PersonChange, scope: string): string | undefined {
  const own = review.rightsIn(person.key, scope);
  return review.neighbours(scope).find((key) => {
    if (key === person.key) return false;
    const scopes = review.after.holdings.people.get(key)?.scopes.values() ?? [];
    return [...scopes].some((rights) =>
      [...rights.values()].some(
        ({ permission, holding }) => holding === "yes" && isPower(review, permission) && !own.has(permission),
      ),
    );
  });
}

function isPower(review: ConnectionReview, permission: string): boolean {
  return (review.meaning.describePermission(permission)?.section ?? "") !== "Menu";
}

function sentenceOf(review: ConnectionReview) {
  return (id: FindingId, gains: readonly Gain[], { who, isOne, may, where, isCertain }: GroupWords): string => {
    const could = isCertain ? "may" : "may perhaps";
    const since = review.isPosture ? "" : " from now on";
    const fromNowOn = `${who} ${could}${since}, ${where}: ${may}.`;
    switch (id) {
      case "ESC-01":
        return gains.some(({ scope }) => scope === EVERYWHERE)
          ? fromNowOn
          : `${who} ${could}${since}, in accounts that are not their own (${where.replace(/^in /, "")}): ${may}.`;
      case "ESC-02":
        return `${who} ${isOne ? "has" : "have"} the profile ${review.objectName(gains[0]!.cause)}, and with it ${could} from now on, ${where}: ${may}.`;
      case "ESC-04":
        return `${who} ${isOne ? "is" : "are"} new, and ${could} from the start, ${where}: ${may}.`;
      case "ESC-05":
        return `${fromNowOn} This allows them to grant themselves more permissions.`;
      case "ESC-06":
        return `${fromNowOn} By resetting the password of somebody with more permissions, they can log in as that person.`;
      case "ESC-08":
        return gains.every(({ right }) => right.permission === INDETERMINATE)
          ? fromNowOn
          : `${fromNowOn} Look it up at the portal before you approve.`;
      default:
        return fromNowOn;
    }
  };
}

/** A reseller profile that loses its last permission over accounts is seen by every customer from then on. */
export const publications: FindingRule = function* (review) {
  for (const resource of review.of("Profile")) {
    const { before, after } = resource;
    if (before === undefined || after === undefined || resource.operation === "same") continue;
    const isRealm = (name: string) => review.meaning.describePermission(name)?.power === "realm";
    const held = (side: "before" | "after") => {
      const object = review[side].snapshot.object(resource.key);
      return object === undefined ? undefined : review.meaning.held(review[side].snapshot, object);
    };
    const [had, has] = [held("before"), held("after")];
    // What isn't known may have been for the realm before, and be no more, or the other way round.
    const wasRealm = had === undefined || had.some(isRealm);
    if (review.meaning.publishesProfiles && wasRealm && has?.some(isRealm) !== true && (had ?? has) !== undefined) {
      const certain = had !== undefined && has !== undefined;
      yield {
        id: "ESC-03",
        subject: resource.key,
        certain,
        sentence: certain
          ? `The profile ${review.objectName(resource.key)} has no permission over customers any more: every customer can then see it and assign it.`
          : `The profile ${review.objectName(resource.key)} has perhaps no permission over customers any more: if so, every customer can then see it and assign it.`,
        accounts: [EVERYWHERE],
        path: [{ kind: "profile", name: review.nameOf(resource.key) }],
      };
    }
  }
};
