import { isRecord } from "../../model/shapes";
import type { PortalContract } from "../facts";
import type { ErrorTerms } from "../overlay";
import type { Paging } from "../pages";
import type { Json } from "./document";
import type { ConnectionGuess, OperationMatch } from "./matches";
import { lastOf } from "./members";
import type { DescribedOperation } from "./operations";
import { type Place, placesIn, type Schemas, type Shape, shapeOfType } from "./schema";

interface Given {
  readonly contract: PortalContract;
  readonly root: Json;
  readonly schemas: Schemas;
  readonly theirs: readonly DescribedOperation[];
  readonly matches: readonly OperationMatch[];
}

/** How the vendor's portal is spoken to, as far as the document shows that it isn't the contract's way. */
export function connectionGuesses(given: Given): ConnectionGuess[] {
  return [credential(given), headers(given), lists(given), errors(given), asynchronous(given)].filter(
    (guess) => guess !== undefined,
  );
}

function credential({ contract, root, schemas }: Given): ConnectionGuess | undefined {
  const components = isRecord(root["components"]) ? root["components"] : {};
  const schemes = components["securitySchemes"] ?? root["securityDefinitions"];
  const found = Object.values(isRecord(schemes) ? schemes : {}).flatMap((scheme): [string, string][] => {
    const { value } = schemas.resolved(scheme);
    if (!isRecord(value)) return [];
    const { type, in: place, name, scheme: how } = value;
    if (type === "apiKey" && place === "header" && typeof name === "string" && HEADER.test(name))
      return [[name, credentialIn(name, contract)]];
    const isBearer = (type === "http" && String(how).toLowerCase() === "bearer") || type === "oauth2";
    return isBearer ? [["Authorization", "Bearer {token}"]] : [];
  });
  const own = Object.entries(contract.credentialHeaders);
  const isSame = own.every(([name]) => found.some(([other]) => other.toLowerCase() === name.toLowerCase()));
  const [first] = found;
  if (first === undefined || isSame) return undefined;
  // Schemes are alternatives, unless the contract's credential has several parts, too.
  const parts = found.filter(([, value], index) => found.findIndex(([, other]) => other === value) === index);
  const chosen =
    contract.credentials.length > 1 && parts.some(([, value]) => value.includes("{token}"))
      ? parts
      : [[first[0], withToken(first[1])] as const];
  return {
    part: "credential",
    terms: { credential: Object.fromEntries(chosen) },
    confidence: found.length === 1 ? 0.9 : 0.6,
    why: "the security schemes of the document",
  };
}

const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function withToken(value: string): string {
  return value.includes("{token}") ? value : "{token}";
}

/** The part of the contract's credential that a header has: that of a user, if it has one. */
function credentialIn(name: string, { credentials }: PortalContract): string {
  const user = credentials.find((credential) => credential !== "token");
  return user !== undefined && /user|account|client|benutzer/i.test(name) ? `{${user}}` : "{token}";
}

function headers({ contract, theirs }: Given): ConnectionGuess | undefined {
  const sent = names(theirs.flatMap(({ sentHeaders }) => sentHeaders));
  const answered = names(theirs.flatMap(({ answerHeaders }) => answerHeaders));
  const terms: Record<string, string> = {};
  const say = (key: "etag" | "ifMatch" | "idempotencyKey", given: string | undefined) => {
    const own = contract.headers[key];
    if (own !== undefined && given?.toLowerCase() !== own.toLowerCase()) terms[key] = given ?? "none";
  };
  const condition =
    sent.find((name) => /^if-match$/i.test(name)) ?? sent.find((name) => /match|revision|etag/i.test(name));
  const revision =
    answered.find((name) => /^etag$/i.test(name)) ?? answered.find((name) => /etag|revision/i.test(name));
  // A document that has the condition has the revision, too, even if it doesn't say where.
  say("etag", revision ?? (condition === undefined ? undefined : contract.headers.etag));
  say("ifMatch", condition ?? (revision === undefined ? undefined : contract.headers.ifMatch));
  say(
    "idempotencyKey",
    sent.find((name) => /idempoten|request-token|client-token/i.test(name)),
  );
  const request = answered.find((name) => /request-?id|correlation-?id|trace-?id/i.test(name));
  if (request !== undefined && request.toLowerCase() !== "x-request-id") terms["requestId"] = request;
  if (Object.keys(terms).length === 0) return undefined;
  const isNone = Object.values(terms).includes("none");
  return {
    part: "headers",
    terms: { headers: terms },
    confidence: isNone ? 0.5 : 0.8,
    why: isNone
      ? "the document mentions no such header; it may leave out what the portal has"
      : "headers that the document mentions",
  };
}

function names(given: readonly string[]): string[] {
  return [...new Set(given)].filter((name) => HEADER.test(name)).sort();
}

function lists({ contract, theirs, matches }: Given): ConnectionGuess | undefined {
  const matched = matches.flatMap(({ own, theirs: there }) =>
    own.items === undefined || there === undefined ? [] : [there],
  );
  const asked =
    matched.length > 0 ? matched : theirs.filter(({ method, query }) => method === "GET" && query.length > 1);
  const found = asked.map((operation) => pagingOf(operation, contract)).filter((each) => each !== undefined);
  const paging = mostly(found);
  const places = matches.flatMap(({ own, response }) =>
    own.items !== undefined && response?.items !== undefined ? [response.items] : [],
  );
  const items = mostly(places);
  const isOther = paging !== undefined && !isSamePaging(paging, contract.lists.paging);
  const isElsewhere = contract.lists.items !== undefined && items !== undefined && items !== contract.lists.items;
  if (!isOther && !isElsewhere) return undefined;
  return {
    part: "lists",
    terms: { lists: { ...(isElsewhere ? { items } : {}), ...(isOther ? { paging } : {}) } },
    confidence: 0.7,
    why: "parameters and answers of the document's lists",
  };
}

/** What most of them are; undefined if there are none. */
export function mostly<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<string, { readonly value: Value; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const found = counts.get(key) ?? { value, count: 0 };
    counts.set(key, { ...found, count: found.count + 1 });
  }
  const [best] = [...counts].sort(([one, left], [other, right]) => right.count - left.count || (one < other ? -1 : 1));
  return best?.[1].value;
}

const CURSOR = /^(?:cursor|after|marker|starting_?after|(?:page|next|continuation)_?-?token|zeiger)$/i;
const PAGE = /^(?:page|seite|page[_[-]?(?:number|no|nr)\]?|pagenumber|p|seiten_?nummer)$/i;
const OFFSET = /^(?:offset|skip|start|from_?index|page\[offset\]|ab)$/i;
const SIZE =
  /^(?:limit|size|per_?page|page_?size|page\[size\]|page\[limit\]|max_?results|max_?items|anzahl|count|first|top|seiten_?groesse|par_page)$/i;
const NEXT = /^(?:next|next_?(?:cursor|page_?token|token|page|marker)|(?:cursor|marker)|weiter|naechste|suivant)$/i;
const TOTAL = /^(?:total|total_?(?:count|items|results|entries)|count|gesamt|anzahl|nombre)$/i;
const USUAL_MOST = 100;

function pagingOf(
  { query, response, answerHeaders }: DescribedOperation,
  contract: PortalContract,
): Paging | undefined {
  const parameter = (pattern: RegExp) => query.find(({ name }) => pattern.test(name));
  const places = response === undefined ? [] : placesIn(response).filter(({ shape }) => shape.members.size === 0);
  const place = (pattern: RegExp, type: Shape["type"]) => nearest(places, pattern, type);
  const limit = parameter(SIZE);
  const size = { parameter: limit?.name ?? "", most: limit === undefined ? USUAL_MOST : sizeOf(limit.shape, contract) };
  const [cursor, page, offset] = [parameter(CURSOR), parameter(PAGE), parameter(OFFSET)];
  const [next, total] = [place(NEXT, "text"), place(TOTAL, "number")];
  const sized = limit === undefined ? {} : { size };
  if (cursor !== undefined && next !== undefined) return { by: "cursor", parameter: cursor.name, next, ...sized };
  const counted = page ?? offset;
  if (counted !== undefined && limit !== undefined)
    return {
      by: page === undefined ? "offset" : "page",
      parameter: counted.name,
      size,
      ...(total === undefined ? {} : { total }),
    };
  if (answerHeaders.some((name) => /^link$/i.test(name))) return { by: "link", ...sized };
  return query.length === 0 || limit !== undefined ? undefined : { by: "none" };
}

function sizeOf({ most }: Shape, { lists: { paging } }: PortalContract): number {
  const usual = "size" in paging ? (paging.size?.most ?? USUAL_MOST) : USUAL_MOST;
  return most !== undefined && Number.isInteger(most) && most >= 1 && most <= 10_000
    ? most
    : Math.min(usual, USUAL_MOST);
}

/** The path of a member with such a name that has the fewest steps. */
function nearest(places: readonly Place[], pattern: RegExp, type: Shape["type"]): string | undefined {
  const [first] = places
    .filter(({ path, shape }) => pattern.test(lastOf(path)) && [type, "any"].includes(shape.type))
    .sort(
      (one, other) => one.path.split(".").length - other.path.split(".").length || (one.path < other.path ? -1 : 1),
    );
  return first?.path;
}

/** Only what a request has and where the next page is: the rest is left to the contract. */
function isSamePaging(one: Paging, other: Paging): boolean {
  if (one.by !== other.by) return false;
  const [size, otherSize] = [one, other].map((each) => ("size" in each ? each.size?.parameter : undefined));
  const parameter = (each: Paging) => ("parameter" in each ? each.parameter : "");
  return (
    size === otherSize &&
    parameter(one) === parameter(other) &&
    (one.by !== "cursor" || other.by !== "cursor" || one.next === other.next)
  );
}

const CODE = /^(?:code|error_?code|key|error|type|fehler_?code|kennung|identifier)$/i;
const MESSAGE =
  /^(?:message|detail|details|text|description|error_?description|reason|title|meldung|nachricht|beschreibung)$/i;
const REQUEST = /^(?:request_?id|trace_?id|correlation_?id|request)$/i;

function errors({ contract, theirs }: Given): ConnectionGuess | undefined {
  const shapes = theirs.flatMap(({ problems }) => problems).filter(({ members }) => members.size > 0);
  const forms = new Map(shapes.map((shape) => [namesIn(shape), shape]));
  const most = mostly(shapes.map(namesIn));
  const shape = most === undefined ? undefined : forms.get(most);
  const own = [...shapeOfType(contract.problem).members.keys()];
  if (shape === undefined || own.filter((name) => shape.members.has(name)).length >= own.length / 2) return undefined;
  const places = placesIn(shape).filter((place) => place.shape.members.size === 0 && place.shape.type !== "list");
  const of = (pattern: RegExp) => nearest(places, pattern, "text") ?? nearest(places, pattern, "number");
  const terms: ErrorTerms = present({ code: of(CODE), message: of(MESSAGE), requestId: of(REQUEST) });
  if (Object.keys(terms).length === 0) return undefined;
  return { part: "errors", terms: { errors: terms }, confidence: 0.6, why: "the bodies of the document's errors" };
}

function namesIn(shape: Shape): string {
  return [...shape.members.keys()].sort().join(" ");
}

function present<Value>(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Record<string, Value>;
}

function asynchronous({ contract, theirs, matches }: Given): ConnectionGuess | undefined {
  const work = contract.asynchronous;
  if (work === undefined) return undefined;
  const isThere = (id: string) => matches.some(({ own, result }) => own.id === id && result !== "missing");
  if (isThere(work.several.operation)) return undefined;
  if (isThere(work.one))
    return {
      part: "asynchronous",
      terms: { asynchronous: "one-by-one" },
      confidence: 0.6,
      why: "the document has one operation that tells how far work is, and no list of them",
    };
  if (theirs.some(({ statuses }) => statuses.includes("202"))) return undefined;
  return {
    part: "asynchronous",
    terms: { asynchronous: "none" },
    confidence: 0.5,
    why: "no operation of the document answers 202, or tells how far work is",
  };
}
