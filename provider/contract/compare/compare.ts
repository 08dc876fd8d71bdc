import type { PortalContract } from "../facts";
import { assigned } from "./assign";
import { connectionGuesses } from "./connection";
import type { OpenApiDocument } from "./document";
import type { BodyMatch, Comparison, OperationMatch, QueryMatch } from "./matches";
import { innermost, Members, rounded, type TypeMatch, within } from "./members";
import { type DescribedOperation, operationsIn, operationsOf, type OwnOperation, routeOf } from "./operations";
import { placed } from "./parameters";
import { type RoutePair, Routes } from "./routes";
import { placesIn, Schemas, type Shape } from "./schema";
import { Words } from "./words";

const QUERY_LEAST = 0.7;

export function compared(contract: PortalContract, document: OpenApiDocument): Comparison {
  const words = new Words();
  const members = new Members(words);
  const schemas = new Schemas(document.root);
  const own = operationsOf(contract);
  const theirs = operationsIn(document, schemas);
  const pairs = new Map(new Routes(own, theirs, words, members).matched().map((pair) => [pair.own.id, pair]));
  const bodies = new Bodies(members, words);
  const operations = own.map((operation) => {
    const pair = pairs.get(operation.id);
    return pair === undefined ? missing(operation) : bodies.operation(pair);
  });
  const taken = new Set([...pairs.values()].map((pair) => routeOf(pair.theirs)));
  return {
    contract,
    document,
    operations,
    others: theirs.filter((operation) => !taken.has(routeOf(operation))),
    connection: connectionGuesses({ contract, root: document.root, schemas, theirs, matches: operations }),
    notFollowed: [...schemas.notFollowed].sort(),
  };
}

function missing(own: OwnOperation): OperationMatch {
  return { own, result: "missing", confidence: 0, why: "no operation there is like it", query: [] };
}

class Bodies {
  constructor(
    private readonly members: Members,
    private readonly words: Words,
  ) {}

  operation({ own, theirs, isSame, confidence, why }: RoutePair): OperationMatch {
    const request = this.body(own.request, theirs.request);
    const response =
      own.items === undefined
        ? this.body(own.response, theirs.response)
        : this.list(own.response, theirs.response, own.items);
    return {
      own,
      theirs,
      result: isSame ? "same" : "probably",
      confidence,
      why,
      placement: placed(own, theirs, this.words),
      query: this.query(own, theirs),
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    };
  }

  /** What the vendor's document says nothing of isn't compared. */
  private body(own: Shape | undefined, theirs: Shape | undefined): BodyMatch | undefined {
    if (own === undefined || theirs === undefined || innermost(theirs).members.size === 0) return undefined;
    const [inner, other] =
      own.type === "list" || own.type === "mapping" ? [innermost(own), innermost(theirs)] : [own, theirs];
    const match = this.members.match(inner, other, inner.name);
    const at = inner === own ? commonObject(match) : undefined;
    const deeper = at === undefined ? undefined : placesIn(theirs).find(({ path }) => path === at);
    if (at === undefined || deeper === undefined) return { members: match.members, others: match.others };
    const inside = this.members.match(inner, deeper.shape, inner.name);
    return { at, members: inside.members, others: inside.others };
  }

  /** The items of a list are where objects are most like the contract's. */
  private list(own: Shape | undefined, theirs: Shape | undefined, usual: string): BodyMatch | undefined {
    if (own === undefined || theirs === undefined) return undefined;
    const lists =
      theirs.type === "list"
        ? [{ path: "", shape: theirs }]
        : placesIn(theirs).filter(({ shape }) => shape.type === "list");
    const [best] = lists
      .map(({ path, shape }) => {
        const match = this.members.match(own, innermost(shape), own.name);
        return { path, match, worth: match.share + (path === usual ? 0.2 : 0) - path.split(".").length / 100 };
      })
      .sort((one, other) => other.worth - one.worth || (one.path < other.path ? -1 : 1));
    if (best === undefined) return this.body(own, theirs);
    return { items: best.path, members: best.match.members, others: best.match.others };
  }

  private query(own: OwnOperation, theirs: DescribedOperation): QueryMatch[] {
    const names = own.query.map(({ name }) => name);
    const others = theirs.query.map(({ name }) => name).sort();
    const worth = names.map((name) =>
      others.map((other) =>
        name === other
          ? 2
          : this.words.similarity(this.words.of(withoutFilter(name)), this.words.of(withoutFilter(other))),
      ),
    );
    const pairs = assigned(names.length, others.length, (row, column) => worth[row]![column]!, QUERY_LEAST);
    return names.map((name, index) => {
      const pair = pairs.find(({ row }) => row === index);
      if (pair === undefined) return { name, there: null, confidence: 0 };
      const there = others[pair.column]!;
      return { name, there, confidence: there === name ? 1 : rounded(Math.min(pair.worth, 0.99)) };
    });
  }
}

function withoutFilter(name: string): string {
  return /^(?:filter|where|q)\[(.+)\]$/i.exec(name)?.[1] ?? name;
}

/** The object of the vendor's in which all is that was found, if there are several. */
function commonObject({ members }: TypeMatch): string | undefined {
  const places = members.flatMap(({ at, path, name }) => (at === undefined || path !== name ? [] : [at]));
  const [first] = places;
  if (first === undefined || places.length < 2) return undefined;
  const objects = first.split(".").slice(0, -1);
  for (let length = objects.length; length > 0; length -= 1) {
    const object = objects.slice(0, length).join(".");
    if (places.every((place) => within(object, place))) return object;
  }
  return undefined;
}
