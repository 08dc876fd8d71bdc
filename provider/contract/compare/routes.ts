import { assigned } from "./assign";
import type { Members } from "./members";
import { innermost, rounded } from "./members";
import { type DescribedOperation, type Method, normalised, type OwnOperation, routeOf } from "./operations";
import type { Shape } from "./schema";
import type { Wording, Words } from "./words";

/** An operation of the contract, and the one of the document that it is, or probably is. */
export interface RoutePair {
  readonly own: OwnOperation;
  readonly theirs: DescribedOperation;
  readonly isSame: boolean;
  readonly confidence: number;
  readonly why: string;
}

interface Segment {
  readonly isParameter: boolean;
  readonly wording: Wording;
  readonly weight: number;
  /** A parameter follows it, or nothing: it is a collection, and not a mere part of an address. */
  readonly isCollection: boolean;
}

interface Route<Of extends DescribedOperation> {
  readonly of: Of;
  readonly segments: readonly Segment[];
  /** Its id, and with its text. */
  readonly words: readonly Wording[];
  readonly body: Shape | undefined;
  readonly sent: Shape | undefined;
  readonly isList: boolean;
}

const LEAST = 0.58;
const LEAST_LEARNED = 0.4;
/** More than all guesses that it could take the place of. */
const SAME = 3;
/** What an equal route is worth where the bodies have other members: vendors use the same name for other things. */
const SAME_ROUTE = 0.15;
/** So many members of a body have equal names if it is the same. */
const EQUAL_MEMBERS = 0.5;
/** More operations of a vendor than these aren't compared closely. */
const MOST_COMPARED = 500;
/** Candidates of one operation that are looked at closely. */
const MOST_CANDIDATES = 30;
/** In each round, what the one before has found tells more words. */
const ROUNDS = 3;
const WEIGHTS = { path: 0.5, method: 0.15, words: 0.15, body: 0.2 };
const LAST_NAME = 1.5;
const PARAMETER = 0.6;
/** Of segments that nearly all paths have, such as a version. */
const COMMON = 0.08;
/** What a path loses whose names the other one doesn't have. */
const UNNAMED = 0.4;
const NAMED = 0.6;
/** What the path loses whose last name is another one: it says what the operation is about. */
const OTHER_NAME = 0.85;
/** Nothing can stand in them, or they have no place. */
const MORE_PARAMETERS = 0.06;
/** What the name of a collection is worth where the other one is a part of an address. */
const OTHER_PART = 0.5;
/** Both have a name there, whatever it says. */
const SOME_NAME = 0.12;

const METHODS: Readonly<Partial<Record<`${Method} ${Method}`, number>>> = {
  "PATCH PUT": 0.85,
  "PATCH POST": 0.55,
  "POST PUT": 0.55,
  "DELETE POST": 0.3,
};

function methodLikeness(one: Method, other: Method): number {
  if (one === other) return 1;
  return METHODS[[one, other].sort().join(" ") as `${Method} ${Method}`] ?? 0;
}

/** Finds for each operation of the contract that of the document, each once, such that they fit best altogether. */
export class Routes {
  private readonly ours: readonly Route<OwnOperation>[];
  private readonly theirs: readonly Route<DescribedOperation>[];

  constructor(
    own: readonly OwnOperation[],
    theirs: readonly DescribedOperation[],
    private readonly words: Words,
    private readonly members: Members,
  ) {
    this.ours = routesOf(own, words);
    const all = routesOf(theirs, words);
    this.theirs = all.length <= MOST_COMPARED ? all : this.nearest(all);
  }

  /** Of very many operations those that have most of their names in common with the contract's. */
  private nearest(all: readonly Route<DescribedOperation>[]): Route<DescribedOperation>[] {
    const names = [...new Set(this.ours.flatMap(namesOf))];
    const exact = new Set(this.ours.map(({ of }) => routeOf(of)));
    const worths = all.map((route, index) => {
      const theirs = namesOf(route);
      const found = theirs.filter((name) => names.some((own) => this.words.similarity(own, name) >= NAMED));
      const worth = exact.has(routeOf(route.of)) ? Infinity : found.length / Math.max(theirs.length, 1);
      return { route, index, worth };
    });
    return worths
      .sort((one, other) => other.worth - one.worth || one.index - other.index)
      .slice(0, MOST_COMPARED)
      .sort((one, other) => one.index - other.index)
      .map(({ route }) => route);
  }

  matched(): RoutePair[] {
    // Words are learned from guesses that aren't good enough to be told.
    for (let round = 1; round < ROUNDS; round += 1) this.learn(this.round(LEAST_LEARNED));
    const pairs = this.round(LEAST);
    this.learn(pairs);
    return pairs.map(({ own, theirs, worth }) => {
      const isSame = worth >= SAME;
      return {
        own: own.of,
        theirs: theirs.of,
        isSame,
        confidence: isSame ? 1 : rounded(Math.min(worth, 0.99)),
        why: isSame ? "same method and path" : this.reason(own, theirs),
      };
    });
  }

  private reason(own: Route<OwnOperation>, theirs: Route<DescribedOperation>): string {
    const parts = [
      ["path", this.alongPaths(own.segments, theirs.segments)],
      ["words", this.ofWords(own, theirs) ?? 0],
      ["body", (this.ofBodies(own.body, theirs.body) + this.ofBodies(own.sent, theirs.sent)) / 2],
    ] as const;
    const method = own.of.method === theirs.of.method ? [] : [`${theirs.of.method} for ${own.of.method}`];
    return [...method, ...parts.map(([name, worth]) => `${name} ${worth.toFixed(2)}`)].join(", ");
  }

  private round(least: number): Found[] {
    const exact = new Map(this.theirs.map((route, index) => [routeOf(route.of), index]));
    const worths = this.ours.map((own) => {
      const rough = this.theirs.map((theirs, index) => ({ index, worth: this.rough(own, theirs) }));
      rough.sort((one, other) => other.worth - one.worth || one.index - other.index);
      const near = rough
        .slice(0, MOST_CANDIDATES)
        .map(({ index, worth }) => [index, this.close(own, this.theirs[index]!, worth)] as const);
      const same = exact.get(routeOf(own.of));
      if (same === undefined) return new Map(near);
      const theirs = this.theirs[same]!;
      return new Map([
        ...near,
        [same, this.isSame(own, theirs) ? SAME : this.close(own, theirs, this.rough(own, theirs)) + SAME_ROUTE],
      ]);
    });
    const columns = [...new Set(worths.flatMap((row) => [...row.keys()]))].sort((one, other) => one - other);
    const table = worths.map((row) => columns.map((column) => row.get(column) ?? 0));
    return assigned(this.ours.length, columns.length, (row, column) => table[row]![column]!, least).map(
      ({ row, column, worth }) => ({ own: this.ours[row]!, theirs: this.theirs[columns[column]!]!, worth }),
    );
  }

  /** Method and path are equal, and the bodies don't speak against it. */
  private isSame(own: Route<OwnOperation>, theirs: Route<DescribedOperation>): boolean {
    return [
      [own.body, theirs.body],
      [own.sent, theirs.sent],
    ].every(([one, other]) => {
      const names = [...(one?.members.keys() ?? [])];
      if (other === undefined || names.length === 0 || other.members.size === 0) return true;
      return names.filter((name) => other.members.has(name)).length >= names.length * EQUAL_MEMBERS;
    });
  }

  private rough(own: Route<OwnOperation>, theirs: Route<DescribedOperation>): number {
    const method = methodLikeness(own.of.method, theirs.of.method);
    const path = this.alongPaths(own.segments, theirs.segments);
    return (
      WEIGHTS.path * path +
      WEIGHTS.method * method +
      WEIGHTS.words * (this.ofWords(own, theirs) ?? path) -
      (method === 0 ? 0.3 : 0)
    );
  }

  private ofWords(own: Route<OwnOperation>, theirs: Route<DescribedOperation>): number | undefined {
    const known = own.words.flatMap((one, index) => {
      const other = theirs.words[index]!;
      return one.words.length === 0 || other.words.length === 0 ? [] : [this.words.similarity(one, other)];
    });
    return known.length === 0 ? undefined : Math.max(...known);
  }

  private close(own: Route<OwnOperation>, theirs: Route<DescribedOperation>, rough: number): number {
    const body = (this.ofBodies(own.body, theirs.body) + this.ofBodies(own.sent, theirs.sent)) / 2;
    const worth = rough + WEIGHTS.body * body - (own.isList === theirs.isList ? 0 : 0.08);
    const unnamed = 1 - this.named(own.segments, theirs.segments);
    const [last, lastThere] = [lastName(own), lastName(theirs)];
    const isOther = last !== undefined && lastThere !== undefined && this.words.similarity(last, lastThere) < NAMED;
    const more = Math.abs(parametersOf(theirs) - parametersOf(own));
    return worth * (1 - UNNAMED * unnamed) * (isOther ? OTHER_NAME : 1) - MORE_PARAMETERS * more;
  }

  /** How much of both paths the other one has a name for. */
  private named(ones: readonly Segment[], others: readonly Segment[]): number {
    const share = (of: readonly Segment[], among: readonly Segment[], isSwapped: boolean) => {
      const names = of.filter(({ isParameter, weight }) => !isParameter && weight > COMMON);
      const found = names.filter(({ wording, isCollection }) =>
        among.some(
          (each) =>
            !each.isParameter &&
            each.isCollection === isCollection &&
            (isSwapped ? this.words.similarity(each.wording, wording) : this.words.similarity(wording, each.wording)) >=
              NAMED,
        ),
      );
      const sum = (segments: readonly Segment[]) => segments.reduce((all, { weight }) => all + weight, 0);
      return names.length === 0 ? 1 : sum(found) / sum(names);
    };
    return (share(ones, others, false) + share(others, ones, true)) / 2;
  }

  private ofBodies(own: Shape | undefined, theirs: Shape | undefined): number {
    if (own === undefined && theirs === undefined) return 0.6;
    if (own === undefined || theirs === undefined) return 0.3;
    return this.members.likeness(own, theirs);
  }

  /** How well two paths go together, from 0 to 1. */
  private alongPaths(ones: readonly Segment[], others: readonly Segment[]): number {
    const worth = (one: Segment, other: Segment) => {
      if (one.isParameter !== other.isParameter) return 0;
      const isAlike = one.isParameter || one.isCollection === other.isCollection;
      const name = this.words.similarity(one.wording, other.wording) * (isAlike ? 1 : OTHER_PART);
      return (one.weight + other.weight) * (one.isParameter ? 0.7 + 0.3 * name : Math.max(SOME_NAME, name));
    };
    let before = new Float64Array(others.length + 1);
    for (const one of ones) {
      const row = new Float64Array(others.length + 1);
      others.forEach((other, index) => {
        row[index + 1] = Math.max(row[index]!, before[index + 1]!, before[index]! + worth(one, other));
      });
      before = row;
    }
    const all = [...ones, ...others].reduce((sum, { weight }) => sum + weight, 0);
    return all === 0 ? 1 : before[others.length]! / all;
  }

  private learn(pairs: readonly Found[]): void {
    const seen = pairs.flatMap(({ own, theirs, worth }) => {
      const [ones, others] = [namesOf(own), namesOf(theirs)];
      if (formOf(own) !== formOf(theirs)) return [];
      return ones.map((name, index) => [name, others[index]!, Math.min(worth, 1)] as const);
    });
    for (const { own, theirs } of pairs)
      for (const [one, other] of [
        [own.body, theirs.body],
        [own.sent, theirs.sent],
      ])
        if (one !== undefined && other !== undefined) this.members.match(one, other, one.name);
    this.words.learn([...seen, ...this.members.pairs()]);
    this.members.again();
  }
}

interface Found {
  readonly own: Route<OwnOperation>;
  readonly theirs: Route<DescribedOperation>;
  readonly worth: number;
}

function namesOf({ segments }: Route<DescribedOperation>): Wording[] {
  return segments.filter(({ isParameter, weight }) => !isParameter && weight > COMMON).map(({ wording }) => wording);
}

function lastName({ segments }: Route<DescribedOperation>): Wording | undefined {
  return segments.findLast(({ isParameter }) => !isParameter)?.wording;
}

function parametersOf({ segments }: Route<DescribedOperation>): number {
  return segments.filter(({ isParameter }) => isParameter).length;
}

/** Which segments of a path are parameters. */
function formOf({ segments }: Route<DescribedOperation>): string {
  return segments
    .filter(({ weight }) => weight > COMMON)
    .map(({ isParameter }) => (isParameter ? "{}" : "name"))
    .join("/");
}

/** So many paths have a segment that tells nothing. */
const NEARLY_ALL = 0.9;

function routesOf<Of extends DescribedOperation>(operations: readonly Of[], words: Words): Route<Of>[] {
  const counts = new Map<string, number>();
  for (const { path } of operations)
    for (const name of new Set(path.split("/"))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isCommon = (name: string) =>
    /^(?:v\d+\w*|api|rest)$/i.test(name) ||
    (operations.length > 3 && (counts.get(name) ?? 0) >= operations.length * NEARLY_ALL);
  return operations.map((of) => {
    const names = normalisedNames(of.path);
    const last = names.findLastIndex(({ isParameter }) => !isParameter);
    const segments = names.map(({ name, isParameter }, index): Segment => {
      const weight = isParameter ? PARAMETER : isCommon(name) ? COMMON : index === last ? LAST_NAME : 1;
      const isCollection = names[index + 1]?.isParameter ?? true;
      return { isParameter, wording: words.of(name), weight, isCollection };
    });
    const body = of.response === undefined ? undefined : itemOf(of.response);
    return {
      of,
      segments,
      words: [of.id ?? "", `${of.id ?? ""} ${of.text}`].map((text) => words.ofOperation(text)),
      body: body?.shape,
      sent: of.request,
      isList: "items" in of ? of.items !== undefined : body?.isList === true && of.method === "GET",
    };
  });
}

function normalisedNames(path: string): { readonly name: string; readonly isParameter: boolean }[] {
  const given = path.split("/").filter((name) => name !== "");
  return normalised(path)
    .split("/")
    .filter((name) => name !== "")
    .map((name, index) => ({ name: given[index] ?? name, isParameter: name === "{}" }));
}

/** What an answer is about: the object, or the items of a list, perhaps with something around it. */
export function itemOf(shape: Shape): { readonly shape: Shape; readonly isList: boolean } {
  if (shape.type === "list") return { shape: innermost(shape), isList: true };
  const inner = [...shape.members.values()].filter((member) => innermost(member).members.size > 0);
  const lists = inner.filter(({ type }) => type === "list");
  const rest = shape.members.size - lists.length;
  if (lists.length === 1 && rest <= 6 && [...shape.members.values()].every(isOfPage))
    return { shape: innermost(lists[0]!), isList: true };
  const [only] = inner;
  return inner.length === 1 && shape.members.size === 1 && only !== undefined
    ? { shape: only.type === "list" ? innermost(only) : only, isList: only.type === "list" }
    : { shape, isList: false };
}

/** Beside the items, a page has numbers, cursors and what belongs to them. */
function isOfPage({ type, format }: Shape): boolean {
  return type !== "boolean" && format !== "date-time";
}
