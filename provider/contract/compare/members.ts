import { assigned } from "./assign";
import { type Place, placesIn, type Shape, type ValueType } from "./schema";
import type { Wording, Words } from "./words";

/** How a member of a type of the contract is called at the vendor's. */
export interface MemberMatch {
  /** The type of the contract that has the member; undefined if it has no name. */
  readonly type: string | undefined;
  readonly name: string;
  /** From the top of the body. */
  readonly path: string;
  readonly result: "same" | "probably" | "missing";
  /** Where it is in the vendor's type. */
  readonly at?: string;
  /** From 0 to 1; 1 only if the names are equal. */
  readonly confidence: number;
  readonly why: string;
  /** The vendor's words of an enumeration, by the contract's, where they differ. */
  readonly words?: Readonly<Record<string, string>>;
  /** The vendor's type, where it is another one. */
  readonly as?: "text" | "number";
}

export interface TypeMatch {
  readonly members: readonly MemberMatch[];
  /** Places that the contract has no member for. */
  readonly others: readonly string[];
  /** How much of both is matched, from 0 to 1. */
  readonly share: number;
}

const LEAST = 0.5;
const BY_ELIMINATION = 0.4;
/** So much of a type must be matched before the rest is told by elimination. */
const ELIMINATED_FROM = 0.5;
const WORD_LEAST = 0.6;
/** Deeper types of a body are compared as far as this. */
const DEEPEST = 4;

/** Matches members of types, each pair of types once. */
export class Members {
  private readonly known = new Map<Shape, Map<Shape, TypeMatch>>();
  private readonly quick = new Map<Shape, Map<Shape, number>>();

  constructor(private readonly words: Words) {}

  /** Forgets what was found, since other words are known to mean the same. */
  again(): void {
    this.known.clear();
    this.quick.clear();
  }

  match(own: Shape, theirs: Shape, type: string | undefined, depth = 0): TypeMatch {
    const row = this.known.get(own) ?? new Map<Shape, TypeMatch>();
    this.known.set(own, row);
    const known = row.get(theirs);
    if (known !== undefined) return known;
    const made = this.matched(own, theirs, type, depth);
    row.set(theirs, made);
    return made;
  }

  /** How alike two types are at a glance, from 0 to 1. */
  likeness(own: Shape, theirs: Shape): number {
    const row = this.quick.get(own) ?? new Map<Shape, number>();
    this.quick.set(own, row);
    let found = row.get(theirs);
    if (found === undefined) {
      found = this.glance(own, theirs);
      row.set(theirs, found);
    }
    return found;
  }

  /** Pairs of names that stand for each other. */
  pairs(): (readonly [Wording, Wording, number])[] {
    return [...this.known.values()].flatMap((row) =>
      [...row.values()].flatMap(({ members, share }) =>
        members.flatMap(({ name, at, confidence }) =>
          at === undefined ? [] : [[this.words.of(name), this.words.of(lastOf(at)), confidence * share] as const],
        ),
      ),
    );
  }

  private glance(own: Shape, theirs: Shape): number {
    const [ours, others] = [[...own.members], [...theirs.members].slice(0, 60)];
    if (ours.length === 0 || others.length === 0)
      return own.type === theirs.type && ours.length === others.length ? 0.6 : 0.1;
    const best = ours.map(([name, shape]) => {
      const wording = this.words.of(name);
      return Math.max(
        ...others.map(
          ([other, shapeThere]) =>
            0.75 * this.words.similarity(wording, this.words.of(other)) + 0.25 * typeLikeness(shape, shapeThere),
        ),
      );
    });
    const sum = best.reduce((all, worth) => all + (worth > 0.4 ? worth : 0.25), 0);
    return (2 * sum) / (ours.length + Math.max(others.length, ours.length / 2));
  }

  private matched(own: Shape, theirs: Shape, type: string | undefined, depth: number): TypeMatch {
    const ours = [...own.members].sort(([one], [other]) => (one < other ? -1 : 1));
    const places = placesIn(theirs);
    const typeWording = this.words.of(type ?? "");
    const worths = ours.map(([name, shape]) => {
      const wording = this.words.of(name);
      return places.map((place) => this.worth({ name, wording, shape, typeWording }, place));
    });
    const pairs = assigned(ours.length, places.length, (row, column) => worths[row]![column]!, LEAST);
    const free = withoutNested(
      pairs.map(({ row, column, worth }) => ({ row, place: places[column]!, worth, isOnlyOne: false })),
    );
    const all = [...free, ...eliminated(ours, places, free)];
    const members = ours.flatMap(([name, shape], row): MemberMatch[] => {
      const pair = all.find((each) => each.row === row);
      if (pair === undefined)
        return [{ type, name, path: name, result: "missing", confidence: 0, why: "no member there is like it" }];
      const { place, worth, isOnlyOne } = pair;
      const own = this.found({ type, name, shape }, place, worth, isOnlyOne);
      return [own, ...this.nested(name, shape, place.shape, depth)];
    });
    const taken = all.map(({ place }) => place.path);
    const others = places
      .map(({ path }) => path)
      .filter((path) => !taken.some((each) => each === path || within(each, path) || within(path, each)));
    return { members, others, share: shareOf(ours.length, theirs, all.length) };
  }

  /** What is in a member that is an object, a list or a mapping of objects. */
  private nested(name: string, own: Shape, theirs: Shape, depth: number): readonly MemberMatch[] {
    const [inner, other] = [innermost(own), innermost(theirs)];
    if (depth >= DEEPEST || inner.members.size === 0 || other.members.size === 0) return [];
    return this.match(inner, other, inner.name, depth + 1).members.map((each) => ({
      ...each,
      path: `${name}.${each.path}`,
    }));
  }

  private worth(
    own: { readonly name: string; readonly wording: Wording; readonly shape: Shape; readonly typeWording: Wording },
    { path, shape }: Place,
  ): number {
    if (path === own.name) return 1.5 + typeLikeness(own.shape, shape) / 10;
    const last = lastOf(path);
    const name = Math.max(
      this.nameLikeness(own.wording, this.words.of(last), own.typeWording) * (last === path ? 1 : 0.88),
      last === path ? 0 : this.words.similarity(own.wording, this.words.of(path)),
    );
    const type = typeLikeness(own.shape, shape);
    const [mine, theirs] = [wordsOf(own.shape), wordsOf(shape)];
    if (mine.length === 0 || theirs.length === 0) return 0.7 * name + 0.3 * type;
    const share = this.matchedWords(mine, theirs).length / Math.max(mine.length, theirs.length);
    return 0.58 * name + 0.22 * type + 0.2 * share;
  }

  private nameLikeness(one: Wording, other: Wording, type: Wording): number {
    const shorter = (wording: Wording) => this.words.without(wording, type);
    return Math.max(
      this.words.similarity(one, other),
      0.93 * this.words.similarity(shorter(one), other),
      0.93 * this.words.similarity(one, shorter(other)),
    );
  }

  private found(
    { type, name, shape }: { readonly type: string | undefined; readonly name: string; readonly shape: Shape },
    place: Place,
    worth: number,
    isOnlyOne: boolean,
  ): MemberMatch {
    const isSame = place.path === name;
    const words = this.wordsThere(wordsOf(shape), wordsOf(place.shape));
    const as = otherType(shape.type, place.shape.type);
    return {
      type,
      name,
      path: name,
      result: isSame ? "same" : "probably",
      at: place.path,
      confidence: isSame ? 1 : rounded(isOnlyOne ? BY_ELIMINATION : Math.min(worth, 0.99)),
      why: isSame
        ? as === undefined
          ? "same name"
          : `same name, but it is a ${as} there`
        : isOnlyOne
          ? "the only one left of its type"
          : this.reason(name, place, shape),
      ...(words === undefined ? {} : { words }),
      ...(as === undefined ? {} : { as }),
    };
  }

  private reason(name: string, { path, shape }: Place, own: Shape): string {
    const likeness = this.words.similarity(this.words.of(name), this.words.of(lastOf(path)));
    const names = likeness > 0.99 ? "the same words" : likeness > 0.8 ? "words that mean the same" : "similar words";
    return own.type === shape.type
      ? `${names}, same type`
      : `${names}, another type (${own.type} here, ${shape.type} there)`;
  }

  private wordsThere(own: readonly string[], theirs: readonly string[]): Record<string, string> | undefined {
    if (own.length === 0 || theirs.length === 0) return undefined;
    const changed = this.matchedWords(own, theirs).filter(([mine, other]) => mine !== other);
    return changed.length === 0 ? undefined : Object.fromEntries(changed);
  }

  private matchedWords(own: readonly string[], theirs: readonly string[]): (readonly [string, string])[] {
    const [mine, others] = [[...own].sort(), [...theirs].sort()];
    const worth = mine.map((word) =>
      others.map((other) => (word === other ? 1.5 : this.words.similarity(this.words.of(word), this.words.of(other)))),
    );
    return assigned(mine.length, others.length, (row, column) => worth[row]![column]!, WORD_LEAST).map(
      ({ row, column }) => [mine[row]!, others[column]!] as const,
    );
  }
}

interface Pair {
  readonly row: number;
  readonly place: Place;
  readonly worth: number;
  readonly isOnlyOne: boolean;
}

/** Two members can't have places of which one is inside the other: the better one stays. */
function withoutNested(pairs: readonly Pair[]): Pair[] {
  const kept: Pair[] = [];
  for (const pair of [...pairs].sort((one, other) => other.worth - one.worth || one.row - other.row))
    if (!kept.some(({ place }) => within(place.path, pair.place.path) || within(pair.place.path, place.path)))
      kept.push(pair);
  return kept;
}

/** Members that are the only ones left of their type on both sides. */
function eliminated(
  ours: readonly (readonly [string, Shape])[],
  places: readonly Place[],
  pairs: readonly Pair[],
): Pair[] {
  if (pairs.length < ours.length * ELIMINATED_FROM) return [];
  const rows = ours.map((_, row) => row).filter((row) => pairs.every((pair) => pair.row !== row));
  const left = places.filter(
    ({ path }) => !path.includes(".") && pairs.every(({ place }) => place.path !== path && !within(path, place.path)),
  );
  const [rowsOf, placesOf] = [new Map<string, number[]>(), new Map<string, Place[]>()];
  for (const row of rows) into(rowsOf, signature(ours[row]![1]), row);
  for (const place of left) into(placesOf, signature(place.shape), place);
  return [...rowsOf].flatMap(([key, [row, ...moreRows]]): Pair[] => {
    const [place, ...more] = placesOf.get(key) ?? [];
    if (row === undefined || place === undefined || moreRows.length > 0 || more.length > 0) return [];
    return [{ row, place, worth: BY_ELIMINATION, isOnlyOne: true }];
  });
}

function into<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  groups.set(key, [...(groups.get(key) ?? []), value]);
}

function signature({ type, format = "", entry }: Shape): string {
  return `${type} ${format} ${entry?.type ?? ""}`;
}

function shareOf(own: number, theirs: Shape, matched: number): number {
  return own === 0 ? 1 : matched / Math.max(own, Math.min(theirs.members.size, 3 * own));
}

export function within(outer: string, inner: string): boolean {
  return inner.startsWith(`${outer}.`);
}

export function innermost(shape: Shape): Shape {
  let inner = shape;
  for (let depth = 0; depth < DEEPEST && inner.members.size === 0 && inner.entry !== undefined; depth += 1)
    inner = inner.entry;
  return inner;
}

export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

export function rounded(share: number): number {
  return Math.round(share * 100) / 100;
}

/** Words of a member, or of the entries of a list. */
function wordsOf({ words, type, entry }: Shape): readonly string[] {
  return words.length > 0 || type !== "list" ? words : (entry?.words ?? []);
}

const ALIKE: Readonly<Partial<Record<`${ValueType} ${ValueType}`, number>>> = {
  "number text": 0.5,
  "boolean text": 0.35,
  "boolean number": 0.3,
  "mapping object": 0.6,
  "list mapping": 0.5,
  "list object": 0.3,
  "list text": 0.2,
  "object text": 0.2,
};

function typeLikeness(one: Shape, other: Shape): number {
  if (one.type === "any" || other.type === "any") return 0.7;
  if (one.type !== other.type) {
    const key = [one.type, other.type].sort().join(" ") as `${ValueType} ${ValueType}`;
    return ALIKE[key] ?? 0.1;
  }
  if (one.type === "list") return one.entry?.type === other.entry?.type ? 1 : 0.7;
  if (one.format === other.format) return 1;
  return one.format === undefined || other.format === undefined ? 0.85 : 0.6;
}

function otherType(own: ValueType, theirs: ValueType): "text" | "number" | undefined {
  if (own === "number" && theirs === "text") return "text";
  return own === "text" && theirs === "number" ? "number" : undefined;
}
