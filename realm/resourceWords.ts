import { KIND_NAMES, type KindName } from "../provider/model";
import { type Called, everyName } from "../provider/model/called";
import { didYouMean, nearest } from "../provider/model/nearest";
import { UserError } from "../provider/model/errors";
import { terminalName } from "../text/escape";
import { pluralOf } from "../text/words";
import { SECTIONS } from "./entry";

export { type Called, everyName };

/**
 * What people and commands call a resource. Every command prints resources in one of these forms, and takes all of them: `users/acme/anna`,
 * `User/acme/anna`, `User acme/anna`, `User · anna of Acme AG · id usr_1`, `User Acme AG/anna (usr_1)`, `anna of Acme AG`, an id.
 */

/** One way to understand what somebody called a resource: names may have slashes, dots and the word "of" in them. */
interface Reading {
  /** Undefined: of any kind. */
  readonly kind: KindName | undefined;
  /** Undefined: of any account, or of none. */
  readonly account?: string;
  readonly name: string;
}

const KINDS_BY_WORD: ReadonlyMap<string, KindName> = new Map(
  KIND_NAMES.flatMap((kind) => {
    const section = SECTIONS[kind].toLowerCase();
    return [kind.toLowerCase(), pluralOf(kind.toLowerCase()), section, section.replace(/s$/, "")].map(
      (word) => [word, kind] as const,
    );
  }),
);

/** How lists of commands call the kinds, such as `quota-profiles`. */
export const KIND_WORDS: readonly string[] = KIND_NAMES.map(kindWord);

export function kindWord(kind: KindName): string {
  return SECTIONS[kind].replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

/** `users`, `user`, `User`; `quota-profiles`, `quotaProfile`, `QuotaProfile`. */
export function kindCalled(word: string): KindName | undefined {
  return KINDS_BY_WORD.get(word.replace(/[-_]/g, "").toLowerCase());
}

const FIRST_WORD = /^[A-Za-z_-]+/;
const AFTER_KIND = ["/", " · ", ": ", ":", " "];
const ID_BEHIND = /\s\(([^()\s]+)\)$|(?<= · )id (\S+)(?= ·|$)/gs;

function readingsOf(text: string, of: KindName | undefined): Reading[] {
  const whole = text.trim();
  const ofKind = withKind(whole).filter(({ kind }) => of === undefined || kind === of);
  return [...ofKind.flatMap(({ rest, kind }) => withParts(rest, kind)), ...withParts(whole, of)];
}

/** The kind of what somebody means; undefined where it isn't said. */
export function kindIn(text: string): KindName | undefined {
  return withKind(text.trim())[0]?.kind;
}

/** The kind that a text begins with, what stands between, and the rest, in each way to see it. */
function withKind(text: string): { readonly kind: KindName; readonly head: string; readonly rest: string }[] {
  const [word = ""] = FIRST_WORD.exec(text) ?? [];
  const kind = kindCalled(word);
  if (kind === undefined) return [];
  return AFTER_KIND.filter((between) => text.startsWith(between, word.length)).map((between) => ({
    kind,
    head: `${word}${between}`,
    rest: text.slice(word.length + between.length),
  }));
}

/** A name alone, or with what tells the object from others behind it. */
function withParts(text: string, kind: KindName | undefined): Reading[] {
  const ids = [...text.matchAll(ID_BEHIND)].map(([, bracketed, id]) => (bracketed ?? id)!);
  const heads = [...text.matchAll(/ ·(?= )/g)].map(({ index }) => text.slice(0, index));
  return [...[text, ...heads].flatMap((some) => placed(some, kind)), ...ids.map((name) => ({ kind, name }))];
}

function placed(text: string, kind: KindName | undefined): Reading[] {
  const readings: Reading[] = [{ kind, name: text }];
  for (const { index } of text.matchAll(/\//g))
    readings.push({ kind, account: text.slice(0, index), name: text.slice(index + 1) });
  for (const { index } of text.matchAll(/ of /g))
    readings.push({ kind, account: text.slice(index + 4), name: text.slice(0, index) });
  return readings;
}

/** What a command prints of a name may be the name with what can't be seen shown by its number. */
function isSame(word: string, name: string): boolean {
  return word === name || word === terminalName(name);
}

/**
 * The objects that somebody means: those that have the whole for a name, where none has, those that borrow it, and then those that have it
 * with their account's.
 *
 * @param of the kind, where it is clear that no other is meant.
 */
export function meant<Item>(
  text: string,
  items: readonly Item[],
  called: (item: Item) => Called,
  of?: KindName,
): readonly Item[] {
  const readings = readingsOf(text, of);
  const wholes = readings.filter(({ account }) => account === undefined);
  const withBorrowed = (item: Item) => ({ ...called(item), names: everyName(called(item)) });
  const ways = [
    (item: Item) => isOneOf(called(item), wholes),
    (item: Item) => isOneOf(withBorrowed(item), wholes),
    (item: Item) => isOneOf(withBorrowed(item), readings),
  ];
  for (const isMeant of ways) {
    const found = items.filter(isMeant);
    if (found.length > 0) return found;
  }
  return [];
}

function isOneOf({ kind, names, accounts }: Called, readings: readonly Reading[]): boolean {
  return readings.some(
    (reading) =>
      (reading.kind === undefined || reading.kind === kind) &&
      names.some((name) => isSame(reading.name, name)) &&
      (reading.account === undefined || accounts.some((account) => isSame(reading.account!, account))),
  );
}

/** `; did you mean …?`, in the form in which somebody asked: with the kind or without it, with accounts or without them. */
export function nearMisses(text: string, items: readonly Called[]): string {
  const whole = text.trim();
  const [{ kind, head, rest } = { kind: undefined, head: "", rest: whole }] = withKind(whole);
  const known = items
    .filter((item) => kind === undefined || item.kind === kind)
    .flatMap(({ names, accounts: [account] }) => {
      const placed = names.map((name) =>
        account === undefined || name.includes("/") || !rest.includes("/") ? name : `${account}/${name}`,
      );
      return nearest(rest, placed, 1);
    });
  const near = nearest(rest, [...new Set(known)]);
  if (near.length === 0) near.push(...partly(rest, items, kind));
  return didYouMean(near.map((name) => `${head}${name}`));
}

const MOST_OFFERED = 3;

/** Names that have the word in them: people know the beginning of a long one. */
function partly(word: string, items: readonly Called[], kind: KindName | undefined): string[] {
  const plain = word.toLowerCase();
  const names = items
    .filter((item) => kind === undefined || item.kind === kind)
    .flatMap(({ names: [name = ""] }) => (plain !== "" && name.toLowerCase().includes(plain) ? [name] : []));
  return [...new Set(names)].slice(0, MOST_OFFERED);
}

/**
 * The one account that somebody means.
 *
 * @throws UserError where there is none, or more than one.
 */
export function accountMeant<Item>(
  option: string,
  text: string,
  accounts: readonly Item[],
  called: (item: Item) => Called & { readonly id: string },
  where: string,
): Item {
  const [first, ...others] = meant(text, accounts, called, "Account");
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined)
    throw new UserError(
      `${option} ${text}: several accounts have this name: give the id of one: ${[first, ...others].map((one) => called(one).id).join(", ")}`,
    );
  throw new UserError(
    `${option} ${text}: ${where} no account of this name or id${nearMisses(text, accounts.map(called))}`,
  );
}
