import { shownName } from "./escape";

/** How sentences are put together. */

/** Three people of three accounts, an object and three accounts more fit into a sentence of an output, with what it says of them. */
const LONGEST_IN_SENTENCE = 44;

/** A name as a sentence has it: cut in the middle where it is so long that the rest of the sentence would be cut off. */
export function inSentence(name: string, most = LONGEST_IN_SENTENCE): string {
  return shownName(name, most);
}

/** A few by name, many by number. */
export function whoIs(
  names: readonly string[],
  what: readonly [one: string, many: string] = ["person", "people"],
): string {
  if (names.length === 0) return `nobody`;
  if (names.length <= 3) return joined(names);
  return `${names.length} ${what[1]} (${names.slice(0, 2).join(", ")} and ${names.length - 2} more)`;
}

/** `1 user`, `2 users`. @param shown the number as it is written. */
export function counted(number: number, one: string, many = pluralOf(one), shown = String(number)): string {
  return `${shown} ${number === 1 ? one : many}`;
}

/** Of a word that forms it regularly. */
export function pluralOf(word: string): string {
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

export function joined(words: readonly string[], last = "and"): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`;
}

/** The first of many, with the number of the rest. */
export function some(words: readonly string[], most = 6): string {
  return words.length <= most ? joined(words) : `${words.slice(0, most).join(", ")} and ${words.length - most} more`;
}

/** The same for what is several words long and may have commas of its own. */
export function listed(phrases: readonly string[], most = 6): string {
  const shown = phrases.slice(0, most).join("; ");
  return phrases.length <= most ? shown : `${shown}; and ${phrases.length - most} more`;
}

/** What was written in several lines, in one. */
export function oneLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}
