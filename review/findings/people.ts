import { type AccessTime, UNKNOWN, WEEKDAYS } from "../../provider/model";
import { BlockList, isIP } from "node:net";
import type { PlannedResource } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Level } from "../report";
import { joined } from "../../text/words";
import type { RaisedFinding, FindingRule } from "./context";
import { rightsHeld } from "./rights";

function changedUsers(review: ConnectionReview): readonly PlannedResource[] {
  return review.of("User").filter(({ operation }) => operation !== "same");
}

/** Where somebody has rights on either side. */
function accountsOf(review: ConnectionReview, key: string): string[] {
  return (review.person(key)?.scopes ?? []).map(({ scope }) => scope);
}

/** Somebody, with what they hold where a finding is more serious for it. */
function weighed(review: ConnectionReview, key: string, side?: "before"): { name: string; level?: Level } {
  const held = rightsHeld(review, key);
  const name = review.personName(key, side);
  return held?.level === "escalation" ? { name: `${name} (who holds: ${held.text})`, level: held.level } : { name };
}

export const locks: FindingRule = function* (review) {
  for (const { key, before, after } of changedUsers(review)) {
    if (before === undefined || after === undefined) continue;
    const [was, is] = [before.values["locked"] === true, after.values["locked"]];
    if (was === (is === true) && is !== UNKNOWN) continue;
    const certain = is !== UNKNOWN;
    const about = { subject: key, people: [key], accounts: accountsOf(review, key), certain };
    const { name, level } = weighed(review, key);
    const seems = `${name} ${certain ? "is" : "is perhaps"}`;
    yield is === true || (is === UNKNOWN && !was)
      ? { id: "LCK-01", sentence: `${seems} locked, and can't log in any more.`, level, ...about }
      : { id: "LCK-02", sentence: `${seems} unlocked, and can log in again.`, level, ...about };
  }
};

export const losses: FindingRule = function* (review) {
  for (const { key, operation, because, before, isLetGo } of changedUsers(review)) {
    const name = review.personName(key, "before");
    const about = { subject: key, people: [key], accounts: accountsOf(review, key) };
    if (isLetGo)
      yield {
        id: "KEP-01",
        sentence: `${name} is removed from the program, keeps all permissions at the portal, and is no longer managed.`,
        ...about,
      };
    else if (operation === "delete")
      yield {
        id: "IRR-01",
        sentence: `${name} is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.`,
        ...about,
      };
    if (operation === "replace" && before !== undefined) {
      const { name: who, level } = weighed(review, key, "before");
      yield {
        id: "IRR-02",
        level,
        sentence: `${who} is deleted and recreated, because ${joined(because) || "something"} can't be changed: password, roles on projects, tokens and keys are lost, and the person needs a new password.`,
        ...about,
      };
    }
  }
};

export const passwords: FindingRule = function* (review) {
  for (const { key, operation, before, after } of changedUsers(review)) {
    if (operation !== "update" || before === undefined || after === undefined) continue;
    const [was, is] = [before.values, after.values];
    const trigger = is["resetPassword"];
    const isTriggered = trigger !== undefined && trigger !== was["resetPassword"];
    if (!isTriggered && !isPasswordNew(was, is)) continue;
    const { name, level } = weighed(review, key);
    yield {
      id: "PWD-01",
      level,
      subject: key,
      sentence: isTriggered
        ? `${name} gets a new password: the old one stops working immediately, and the person needs the new one.`
        : `${name} gets the password that is declared: the old one stops working immediately.`,
      people: [key],
      accounts: accountsOf(review, key),
      certain: isTriggered
        ? trigger !== UNKNOWN
        : // Both are masked: that nothing else differs is all that tells.
          was["password"] === undefined || was["password"] !== is["password"],
    };
  }
};

type Values = Readonly<Record<string, unknown>>;

/** Passwords are masked on both sides, unless the plan shows secrets. */
function isPasswordNew(was: Values, is: Values): boolean {
  const [old, fresh] = [was["password"], is["password"]];
  return fresh !== undefined && (old !== fresh || !differsInSight(was, is));
}

/** Whether anything but the password differs. */
function differsInSight(was: Values, is: Values): boolean {
  const text = ({ password: _password, ...values }: Values) =>
    JSON.stringify(
      Object.keys(values)
        .sort()
        .map((name) => [name, values[name]]),
      (_, value: unknown) => (value === UNKNOWN ? "unknown" : value),
    );
  return text(was) !== text(is);
}

const FIELDS = [
  { field: "accessTimes", at: "at any time", of: "hours", isEntry: isTime, uncovered: uncoveredTimes },
  {
    field: "sourceAddresses",
    at: "from any address",
    of: "addresses",
    isEntry: isAddress,
    uncovered: uncoveredAddresses,
  },
] as const;

/** Hours and addresses that bind people: what they admit after the change that they didn't, and the other way. */
export const conditions: FindingRule = function* (review) {
  for (const { key, before, after, operation } of changedUsers(review)) {
    if (before === undefined || after === undefined || operation === "replace") continue;
    for (const { field, at, of, isEntry, uncovered } of FIELDS) {
      const [was, is] = [before.values[field], after.values[field]];
      const about = { subject: key, people: [key], accounts: accountsOf(review, key) };
      const name = review.personName(key);
      if (!isKnown(is, isEntry) || !isKnown(was, isEntry)) {
        if (was !== is)
          yield {
            id: "OPN-01",
            sentence: `The ${of} that bind ${name} change to something that isn't known yet.`,
            certain: false,
            ...about,
          };
        continue;
      }
      yield* boundChange(
        listOf(was),
        listOf(is),
        uncovered as (of: readonly unknown[], by: readonly unknown[]) => string[],
        { name, at, of, about },
      );
    }
  }
};

function* boundChange(
  was: readonly unknown[],
  is: readonly unknown[],
  uncovered: (of: readonly unknown[], by: readonly unknown[]) => string[],
  {
    name,
    at,
    of,
    about,
  }: { name: string; at: string; of: string; about: Pick<RaisedFinding, "subject" | "people" | "accounts"> },
): Iterable<RaisedFinding> {
  if (was.length === 0 && is.length === 0) return;
  if (is.length === 0) {
    const sentence = `${name} may use the portal ${at} from now on: no rule on ${of} is left.`;
    return yield { id: "OPN-01", sentence, ...about };
  }
  const opened = was.length === 0 ? [] : uncovered(is, was);
  const closed = was.length === 0 ? uncovered(is, []) : uncovered(was, is);
  if (opened.length > 0)
    yield { id: "OPN-01", sentence: `From now on ${name} may use the portal also ${joined(opened)}.`, ...about };
  if (closed.length > 0)
    yield {
      id: "OPN-02",
      sentence:
        was.length === 0
          ? `From now on ${name} may use the portal only ${joined(closed)}.`
          : `${name} may no longer use the portal ${joined(closed)}.`,
      ...about,
    };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Whether all of it is known, and of the form that the field has. */
function isKnown(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isEntry));
}

function isAddress(entry: unknown): boolean {
  return typeof entry === "string";
}

function isTime(entry: unknown): boolean {
  const { days, from, to } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
  return Array.isArray(days) && typeof from === "string" && typeof to === "string";
}

const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MINUTES_A_DAY = 24 * 60;

/** Times of the week that are in the one and not in the other: `on Monday and Tuesday from 18:00 to 19:00`. */
function uncoveredTimes(of: readonly AccessTime[], by: readonly AccessTime[]): string[] {
  const daysOf = new Map<string, string[]>();
  WEEKDAYS.forEach((day, index) => {
    const covered = minutesOf(by, day);
    const left = minutesOf(of, day).map((isIn, minute) => (isIn === 1 && covered[minute] === 0 ? 1 : 0));
    for (const span of spansIn(left)) daysOf.set(span, [...(daysOf.get(span) ?? []), DAY_NAMES[index]!]);
  });
  return [...daysOf].map(([span, days]) => `on ${joined(days)} ${span}`);
}

function minutesOf(entries: readonly AccessTime[], day: (typeof WEEKDAYS)[number]): Uint8Array {
  const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const minutes = new Uint8Array(MINUTES_A_DAY);
  for (const { days, from, to } of entries) if (days.includes(day)) minutes.fill(1, minuteOf(from), minuteOf(to));
  return minutes;
}

function spansIn(minutes: Uint8Array): string[] {
  const time = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const spans: string[] = [];
  for (let start = minutes.indexOf(1); start >= 0;) {
    const end = minutes.indexOf(0, start);
    spans.push(`from ${time(start)} to ${time(end < 0 ? MINUTES_A_DAY : end)}`);
    start = end < 0 ? -1 : minutes.indexOf(1, end);
  }
  return spans;
}

interface Block {
  readonly base: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

function blockOf(entry: string): Block {
  const [base = "", prefix] = entry.split("/");
  const version = isIP(base);
  return { base, family: version === 6 ? "ipv6" : "ipv4", prefix: Number(prefix ?? (version === 6 ? 128 : 32)) };
}

/** Blocks of addresses that no block of the other list holds as a whole. */
function uncoveredAddresses(of: readonly string[], by: readonly string[]): string[] {
  const blocks = by.map(blockOf);
  const isIn = (inner: Block, outer: Block) => {
    if (
      inner.family !== outer.family ||
      inner.prefix < outer.prefix ||
      isIP(inner.base) === 0 ||
      isIP(outer.base) === 0
    )
      return false;
    const list = new BlockList();
    list.addSubnet(outer.base, outer.prefix, outer.family);
    return list.check(inner.base, inner.family);
  };
  return of.flatMap((entry) => {
    const block = blockOf(entry);
    if (blocks.some((outer) => isIn(block, outer))) return [];
    return [blocks.some((inner) => isIn(inner, block)) ? `from other parts of ${entry}` : `from ${entry}`];
  });
}
