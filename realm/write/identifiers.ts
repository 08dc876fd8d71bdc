import { createHash } from "node:crypto";
import type { RealmEntry } from "../entry";
import { width } from "./typescriptText";

/** In columns: with the name of its class a constant stands on one line. */
const LONGEST = 40;
/** Words of the language, and what the program itself or its surroundings call something. */
const TAKEN = new Set(
  (
    "abstract any arguments as async await bigint boolean break case catch class config const constructor continue debugger declare default delete do else " +
    "enum eval export exports extends false finally for from function get global globalThis if implements import in infer initialPasswords instanceof interface " +
    "is keyof let module never new null number object of package private process protected public pulumi readonly require reseller return " +
    "satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield"
  ).split(" "),
);

/**
 * A constant for each entry: its name in camel case. Where several entries would have the same one, all of them say their kind, and where
 * that is not enough, a few digits that follow from the name.
 */
export function identifiersOf(entries: readonly RealmEntry[]): ReadonlyMap<RealmEntry, string> {
  const steps: ((entry: RealmEntry) => string)[] = [
    ({ name, kind }) => camelCase(name) || camelCase(kind),
    ({ name, kind }) => `${camelCase(name)}${kind}`,
    ({ name, kind }) => `${camelCase(name)}${kind}${digest(`${kind} ${name}`)}`,
  ];
  const identifiers = new Map<RealmEntry, string>();
  const taken = new Set(TAKEN);
  let rest = entries;
  for (const [index, step] of steps.entries()) {
    const wished = new Map(rest.map((entry) => [entry, step(entry)]));
    const count = new Map<string, number>();
    for (const word of wished.values()) count.set(word, (count.get(word) ?? 0) + 1);
    const isLast = index === steps.length - 1;
    rest = rest.filter((entry) => {
      const word = wished.get(entry)!;
      if (!isLast && (count.get(word) !== 1 || taken.has(word) || !/^[\p{ID_Start}]/u.test(word))) return true;
      identifiers.set(entry, /^[\p{ID_Start}]/u.test(word) ? word : `_${word}`);
      return false;
    });
    for (const word of identifiers.values()) taken.add(word);
  }
  return identifiers;
}

function camelCase(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/[^\p{ID_Continue}]+|_+/u)
    .filter((word) => word !== "");
  const joined = words
    .map((word, index) => {
      const [first = "", ...others] = [...word];
      return `${index === 0 ? first.toLowerCase() : first.toUpperCase()}${others.join("")}`;
    })
    .join("")
    .normalize("NFC");
  let short = "";
  for (const character of joined) if (width(short + character) <= LONGEST) short += character;
  return short;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
