import { counted } from "../../text/words";
import { folded } from ".";
import { isList } from "./shapes";

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** How messages name an object and what it belongs to, as far as both are known: "main of acc_1", "main". */
export function nameWithin(name: unknown, owner: unknown): string {
  return [text(name), text(owner) === "" ? "" : `of ${text(owner)}`].filter((part) => part !== "").join(" ");
}

/** Those of the declared words that are known by now. */
export function knownWords(declared: unknown): string[] {
  return isList(declared) ? declared.filter((word) => typeof word === "string") : [];
}

const MOST_LISTED = 8;

/** A few of many, for messages. */
export function listed(words: readonly string[]): string {
  const shown = words.slice(0, MOST_LISTED).join(", ");
  return words.length > MOST_LISTED ? `${shown} and ${words.length - MOST_LISTED} more` : shown;
}

/** Whom a change of a profile reaches, as every portal says it. */
export function reachText(count: number, names: readonly string[], what: string): string {
  return `changes what ${usersText(count, names)} may do: they ${what}`;
}

const REACH = /^changes what (\d+) users? /;

/** How many that are: reviews hold the number against the people that a plan has. Undefined where the text says something else. */
export function readReach(text: string): number | undefined {
  const [, count] = REACH.exec(text) ?? [];
  return count === undefined ? undefined : Number(count);
}

/** How many, and who, as far as names are known: `2 users (anna, ben)`. */
export function usersText(count: number, names: readonly string[]): string {
  return `${counted(count, "user")}${names.length === 0 ? "" : ` (${listed(names)})`}`;
}

/** A key without what is spelling alone in its parts. */
export function foldedKey(key: string): string {
  const parts: unknown = key.startsWith("[") ? JSON.parse(key) : [key];
  return JSON.stringify((isList(parts) ? parts : []).map((part) => folded(text(part))));
}

/** Several parts of a natural key as one string. */
export function keyOf(...parts: (string | null | undefined)[]): string {
  return JSON.stringify(parts.map((part) => part ?? null));
}
