import { isDeepStrictEqual } from "node:util";
import { type KindName, kinds } from "../../provider/model";
import { compareWords, type EntryName, type RealmEntry } from "../entry";

/** A file of a realm that is written out. */
export interface WrittenFile {
  /** Relative to the folder of the realm, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Who may do what with it, where that is not as usual: `0o600` is for its owner alone. */
  readonly mode?: number;
}

export interface WriteOptions {
  /** Each account in a file of its own. */
  readonly split?: boolean;
  /** Lines that a file begins with, as a comment. The same realm gives the same bytes: no dates, no names of machines. */
  readonly header?: readonly string[];
  /** Where the JSON Schema of realm files is, from the realm's folder on: YAML says it to editors. */
  readonly schema?: string;
  /** What people call objects that are referred to by their ids: stands beside them as a comment. */
  readonly names?: ReadonlyMap<string, string>;
  /** A program exports the first passwords of its users, as `initialPasswords`; files need no more than their program to do so. */
  readonly passwords?: boolean;
  /** What stands above entries as comments, by `commentKey`. */
  readonly comments?: ReadonlyMap<string, readonly string[]>;
  /** Entries of these kinds, and what is in an account of them, are written as a comment: for whoever takes it over. */
  readonly inComments?: readonly KindName[];
}

export function commentKey({ kind, name }: EntryName): string {
  return `${kind} ${name}`;
}

/** Lines that are a comment as a whole. */
export function commentedOut(text: string, sign: string): string {
  return text
    .split("\n")
    .map((line) => `${sign} ${line}`.trimEnd())
    .join("\n");
}

/** Order of members that are no fields: what something is about comes first. */
const MEMBERS = ["account", "user", "permissionSets", "roles", "scope", "days", "from", "to"];

/** The fields of an entry in the order of its kind, which begins with what identifies an object. */
export function fieldsInOrder({ kind, values }: RealmEntry): [string, unknown][] {
  return membersInOrder(values, Object.keys(kinds[kind].fields));
}

/** What `order` doesn't name comes last. */
export function membersInOrder(value: object, order: readonly string[] = MEMBERS): [string, unknown][] {
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => place(one) - place(other) || compareWords(one, other));
}

export function byName(one: RealmEntry, other: RealmEntry): number {
  return compareWords(one.within ?? "", other.within ?? "") || compareWords(one.key, other.key);
}

/** The connection that all entries have; undefined where they have none, or different ones. */
export function sharedConnection(entries: readonly RealmEntry[]): string | undefined {
  const [first] = entries;
  const connection = first?.values["connection"];
  return typeof connection === "string" &&
    entries.every(({ values }) => isDeepStrictEqual(values["connection"], connection))
    ? connection
    : undefined;
}

/** Text for a comment: on one line, and nothing that ends a comment or hides text. */
export function commentText(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\*\//g, "* /")
    .trim();
}
