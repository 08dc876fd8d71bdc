import { distance } from "fastest-levenshtein";
import { EMPTY, folded, meanings } from "./vocabulary";

/** Longer names are cut: no person reads them. */
const LONGEST_NAME = 120;
const MOST_WORDS = 24;
/** The same thing in another word. */
const SAME_MEANING = 0.94;
const LEARNED = 0.88;
/** So many of the pairs with one of two words have the other one, too. */
const LEARNED_FROM = 0.6;
/** Words that are alike but for a few letters. */
const ALIKE_FROM = 0.75;
const ENDINGS = ["s", "es", "n", "en", "e", "er", "nen", "x", "d", "ed", "ing", "em", "es"];
const LINKS = ["", "s", "es", "n", "en", "e", "er"];
const SHORTEST_PART = 3;

const known = meanings();
const OF_METHODS = new Set(
  ["get", "list", "create", "update", "delete", "set"].flatMap((verb) => [...known.get(verb)!]),
);

interface Word {
  readonly text: string;
  readonly meanings: ReadonlySet<number> | undefined;
}

/** A name, or a sentence, as the words in it. */
export interface Wording {
  readonly words: readonly Word[];
  /** The same with each word by itself, where the table has some of them as one: `first name` is a `firstname`. */
  readonly apart?: readonly Word[];
}

/** Knows which names can mean the same: by a table of words, by their letters, and by what was seen to stand for each other. */
export class Words {
  private readonly wordings = new Map<string, Wording>();
  private readonly interned = new Map<string, Word>();
  private readonly ofWords = new Map<Word, Map<Word, number>>();
  private readonly ofWordings = new Map<Wording, Map<Wording, number>>();
  private readonly shorter = new Map<Wording, Map<Wording, Wording>>();
  private readonly learned = new Map<string, number>();

  of(name: string): Wording {
    let wording = this.wordings.get(name);
    if (wording === undefined) {
      const { joined, apart } = wordsIn(name);
      const interned = (words: readonly string[]) => words.map((text) => this.word(text));
      wording = { words: interned(joined), ...(apart === undefined ? {} : { apart: interned(apart) }) };
      this.wordings.set(name, wording);
    }
    return wording;
  }

  /** The name or the text of an operation without what its method says already. */
  ofOperation(text: string): Wording {
    const all = this.of(text).words;
    const words = all.filter((word) => ![...(word.meanings ?? [])].some((meaning) => OF_METHODS.has(meaning)));
    return words.length === 0 ? this.of(text) : this.joined([...new Set(words)]);
  }

  /** From 0 to 1. */
  similarity(one: Wording, other: Wording): number {
    const row = rowOf(this.ofWordings, one);
    let found = row.get(other);
    if (found === undefined) {
      found = Math.max(
        ...[one.words, ...(one.apart === undefined ? [] : [one.apart])].flatMap((ones) =>
          [other.words, ...(other.apart === undefined ? [] : [other.apart])].map((others) =>
            this.compared(ones, others),
          ),
        ),
      );
      row.set(other, found);
    }
    return found;
  }

  /** A name without what its type says already: `contract_uuid` of a contract is its `uuid`. */
  without(name: Wording, type: Wording): Wording {
    const row = rowOf(this.shorter, name);
    let found = row.get(type);
    if (found === undefined) {
      const words = name.words.filter((word) => type.words.every((each) => this.ofPair(each, word) < SAME_MEANING));
      found = words.length === 0 || words.length === name.words.length ? name : this.joined(words);
      row.set(type, found);
    }
    return found;
  }

  private joined(words: readonly Word[]): Wording {
    const key = `\0${words.map(({ text }) => text).join(" ")}`;
    const known = this.wordings.get(key);
    const made = known ?? { words };
    this.wordings.set(key, made);
    return made;
  }

  /** Takes what stood for each other in pairs that were found: words that occur in the same pairs and nowhere else mean the same. */
  learn(pairs: readonly (readonly [one: Wording, other: Wording, weight: number])[]): void {
    const votes = new Map<string, number>();
    const [ofOne, ofOther] = [new Map<Word, number>(), new Map<Word, number>()];
    for (const [one, other, weight] of pairs) {
      const left = one.words.filter((word) => other.words.every((each) => this.ofPair(word, each) < 0.5));
      const right = other.words.filter((word) => one.words.every((each) => this.ofPair(each, word) < 0.5));
      if (left.length !== 1 || right.length !== 1) continue;
      const [mine, theirs] = [left[0]!, right[0]!];
      // The table knows better.
      if (mine.meanings !== undefined && theirs.meanings !== undefined) continue;
      const key = `${mine.text} ${theirs.text}`;
      votes.set(key, (votes.get(key) ?? 0) + weight);
      ofOne.set(mine, (ofOne.get(mine) ?? 0) + weight);
      ofOther.set(theirs, (ofOther.get(theirs) ?? 0) + weight);
    }
    for (const [key, vote] of votes) {
      const [mine = "", theirs = ""] = key.split(" ");
      const most = Math.max(ofOne.get(this.word(mine)) ?? 0, ofOther.get(this.word(theirs)) ?? 0);
      // One pair alone proves nothing.
      if (vote >= 1 && vote >= most * LEARNED_FROM)
        this.learned.set(key, Math.max(this.learned.get(key) ?? 0, (LEARNED * vote) / most));
    }
    this.ofWords.clear();
    this.ofWordings.clear();
    this.shorter.clear();
  }

  private word(text: string): Word {
    let word = this.interned.get(text);
    if (word === undefined) {
      word = { text, meanings: meaningsOf(text) };
      this.interned.set(text, word);
    }
    return word;
  }

  private compared(ones: readonly Word[], others: readonly Word[]): number {
    if (ones.length === 0 || others.length === 0) return ones.length === others.length ? 1 : 0;
    const bestOf = (word: Word, among: readonly Word[], swapped: boolean) =>
      Math.max(...among.map((each) => (swapped ? this.ofPair(each, word) : this.ofPair(word, each))));
    const left = ones.reduce((sum, word) => sum + bestOf(word, others, false), 0);
    const right = others.reduce((sum, word) => sum + bestOf(word, ones, true), 0);
    return (left + right) / (ones.length + others.length);
  }

  private ofPair(one: Word, other: Word): number {
    if (one === other) return 1;
    const row = rowOf(this.ofWords, one);
    let found = row.get(other);
    if (found === undefined) {
      found = Math.max(alike(one, other), this.learned.get(`${one.text} ${other.text}`) ?? 0);
      row.set(other, found);
    }
    return found;
  }
}

function rowOf<Key, Value>(table: Map<Key, Map<Key, Value>>, key: Key): Map<Key, Value> {
  let row = table.get(key);
  if (row === undefined) {
    row = new Map();
    table.set(key, row);
  }
  return row;
}

function alike(one: Word, other: Word): number {
  if (one.meanings !== undefined && other.meanings !== undefined)
    for (const meaning of one.meanings) if (other.meanings.has(meaning)) return SAME_MEANING;
  const longest = Math.max(one.text.length, other.text.length);
  if (longest < 4 || Math.abs(one.text.length - other.text.length) > longest * (1 - ALIKE_FROM)) return 0;
  const share = 1 - distance(one.text, other.text) / longest;
  // Words that the table has both, and with other meanings, are only like each other by chance.
  return share < ALIKE_FROM || (one.meanings !== undefined && other.meanings !== undefined) ? 0 : share * 0.85;
}

interface NameWords {
  readonly joined: readonly string[];
  readonly apart?: readonly string[];
}

/** `clientIds`, `client_ids`, `client-ids` and `Client IDs` are the same two words. */
function wordsIn(name: string): NameWords {
  const parts = name
    .slice(0, LONGEST_NAME)
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(folded)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
  const joined = joinedParts(parts);
  return { joined: meant(joined), ...(joined.length === parts.length ? {} : { apart: meant(parts) }) };
}

function meant(parts: readonly string[]): string[] {
  const words = parts.flatMap((part) => (known.has(part) || known.has(stem(part)) ? [part] : split(part)));
  const full = words.filter((word) => !EMPTY.has(word));
  return (full.length > 0 ? full : words).map(stem);
}

/** Words that the table has as one: `user name` is a `username`. */
function joinedParts(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const both = `${parts[index]}${parts[index + 1] ?? ""}`;
    if (index + 1 < parts.length && known.has(both)) {
      joined.push(both);
      index += 1;
    } else joined.push(parts[index]!);
  }
  return joined;
}

/** As the table has it, where it has it in another number or case. */
function stem(word: string): string {
  if (known.has(word)) return word;
  if (word.endsWith("ies") && known.has(`${word.slice(0, -3)}y`)) return `${word.slice(0, -3)}y`;
  for (const ending of ENDINGS) {
    const shorter = word.slice(0, -ending.length);
    if (shorter.length >= 2 && word.endsWith(ending)) {
      if (known.has(shorter)) return shorter;
      if (known.has(`${shorter}e`)) return `${shorter}e`;
    }
  }
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function meaningsOf(word: string): ReadonlySet<number> | undefined {
  return known.get(word) ?? known.get(stem(word));
}

/** German writes several words as one. Parts that the table has, with the letters that link them; the fewest parts. */
function split(word: string): string[] {
  if (word.length < 2 * SHORTEST_PART || word.length > 48) return [word];
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1)
    for (let start = 0; start <= end - SHORTEST_PART; start += 1) {
      const before = best[start];
      if (before === undefined) continue;
      const part = partOf(word.slice(start, end), end === word.length);
      if (part !== undefined && before.length + 1 < (best[end]?.length ?? Infinity)) best[end] = [...before, part];
    }
  return best[word.length] ?? [word];
}

function partOf(text: string, isLast: boolean): string | undefined {
  if (known.has(text)) return text;
  if (isLast && known.has(stem(text))) return stem(text);
  const link = LINKS.find(
    (each) =>
      text.endsWith(each) &&
      text.length - each.length >= SHORTEST_PART &&
      known.has(text.slice(0, text.length - each.length)),
  );
  return link === undefined ? undefined : text.slice(0, text.length - link.length);
}
