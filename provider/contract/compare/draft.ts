import { Document, isMap, isPair, isScalar, type YAMLMap } from "yaml";
import type { z } from "zod";
import { shownText } from "../../../text/escape";
import { oneLine } from "../../../text/words";
import { schemaMembers } from "../schemas";
import type { BodyMatch, Comparison, OperationMatch } from "./matches";
import { isPlain } from "./schema";
import { draftedTypes, type DraftedMember } from "./typeTerms";

const LONGEST_COMMENT = 110;

/** A value of a draft, and what is said above it. */
interface Drafted {
  readonly value: unknown;
  readonly comment?: string;
}

/** `contract.yaml` as far as a comparison can tell it, with every guess marked. A document that is as the contract says leaves it empty. */
export function draftOf(comparison: Comparison): string {
  const { contract, document, operations, connection } = comparison;
  const parts = new Map<string, ReadonlyMap<string, Drafted>>();
  const add = (name: string, entries: readonly (readonly [string, Drafted])[]) => {
    if (entries.length > 0) parts.set(name, new Map(entries));
  };
  add(
    "connection",
    connection.map(({ part, terms, confidence, why }) => [
      part,
      { value: terms[part], comment: guess(confidence, why) },
    ]),
  );
  const types = draftedTypes(contract, operations);
  const usualItems = connection.find(({ part }) => part === "lists")?.terms.lists?.items;
  add(
    "operations",
    operations.flatMap((match) => {
      const value = operationTerms(match, usualItems);
      return value === undefined ? [] : [[match.own.id, { value, comment: commentOf(match) }] as const];
    }),
  );
  add("kinds", lackedKinds(comparison));
  const yaml = new Document({ portal: contract.portal });
  yaml.commentBefore = head(comparison, parts.size > 0 || types.size > 0, document.title);
  const root = yaml.contents as unknown as YAMLMap;
  for (const [name, entries] of parts) {
    if (name === "operations") addTypes(yaml, root, types);
    root.set(name, commented(yaml, entries));
  }
  if (!parts.has("operations")) addTypes(yaml, root, types);
  return yaml.toString({ lineWidth: 0 });
}

function addTypes(yaml: Document, root: YAMLMap, types: ReturnType<typeof draftedTypes>): void {
  if (types.size === 0) return;
  const whole = yaml.createNode({}) as YAMLMap;
  for (const [type, { members, unplaced }] of types) {
    const key = yaml.createNode(type);
    if (unplaced.length > 0)
      key.commentBefore = ` not found, though every answer has it by the contract: ${unplaced.join(", ")}; say where it is, or lacks and absent`;
    whole.set(key, commented(yaml, new Map([...members].map(([name, member]) => [name, draftedMember(member)]))));
  }
  root.set("types", whole);
}

function draftedMember({ terms, confidence, why }: DraftedMember): Drafted {
  const { at, ...rest } = terms;
  return { value: at !== undefined && Object.keys(rest).length === 0 ? at : terms, comment: guess(confidence, why) };
}

function commented(yaml: Document, entries: ReadonlyMap<string, Drafted>): YAMLMap {
  const map = yaml.createNode(Object.fromEntries([...entries].map(([name, { value }]) => [name, value]))) as YAMLMap;
  if (isMap(map))
    for (const pair of map.items) {
      const comment = isPair(pair) && isScalar(pair.key) ? entries.get(String(pair.key.value))?.comment : undefined;
      if (comment !== undefined && isScalar(pair.key)) pair.key.commentBefore = ` ${comment}`;
    }
  return map;
}

function guess(confidence: number, why: string): string {
  return `guess, ${confidence.toFixed(2)}: ${shownText(oneLine(why), LONGEST_COMMENT)}`;
}

function commentOf({ result, theirs, confidence, why, placement }: OperationMatch): string {
  if (result === "same") return "same method and path; the rest is a guess";
  const there = theirs === undefined ? "" : `${theirs.method} ${theirs.path}; `;
  const problem = placement !== undefined && "problem" in placement ? `; ${placement.problem}` : "";
  return guess(confidence, `${there}${why}${problem}`);
}

function operationTerms(match: OperationMatch, usualItems: string | undefined): unknown {
  const { own, result, theirs, placement, query, request, response } = match;
  if (result === "missing" || theirs === undefined) return { lacks: "the vendor's document has no operation like it" };
  if (placement !== undefined && "problem" in placement) return { lacks: placement.problem };
  const names = query.filter(({ name, there }) => there !== name && (there === null || isPlain(there)));
  const [sent, got] = [bodyTerms(request, own.requestType), bodyTerms(response, own.responseType)];
  const isElsewhere = response?.items !== undefined && response.items !== (usualItems ?? own.items);
  const terms = {
    ...(theirs.method === own.method ? {} : { method: theirs.method }),
    ...(placement === undefined || placement.path === own.path ? {} : { path: placement.path }),
    ...(names.length === 0 ? {} : { query: Object.fromEntries(names.map(({ name, there }) => [name, there])) }),
    ...(placement === undefined || Object.keys(placement.add).length === 0 ? {} : { add: placement.add }),
    ...(sent === undefined ? {} : { request: sent }),
    ...(got === undefined ? {} : { response: got }),
    ...(isElsewhere ? { items: response.items } : {}),
  };
  return Object.keys(terms).length === 0 ? undefined : terms;
}

/** Where a body is, and members of types without a name, which can't stand among the types. */
function bodyTerms(body: BodyMatch | undefined, schema: z.ZodType | undefined): unknown {
  if (body === undefined) return undefined;
  const known = schemaMembers(schema);
  const own = body.members.filter(
    ({ type, path, name }) => type === undefined && path === name && known.includes(name),
  );
  const members = own.flatMap(({ name, at }) => (at === undefined || at === name ? [] : [[name, at] as const]));
  const places = own.map(({ name, at }) => at ?? name);
  const isClear = new Set(places).size === places.length;
  const terms = {
    ...(body.at === undefined ? {} : { at: body.at }),
    ...(members.length === 0 || !isClear ? {} : { members: Object.fromEntries(members) }),
  };
  return Object.keys(terms).length === 0 ? undefined : terms;
}

/** Kinds whose objects can't be listed. */
function lackedKinds({ contract, operations }: Comparison): (readonly [string, Drafted])[] {
  const isMissing = (id: string) => operations.some(({ own, result }) => own.id === id && result === "missing");
  return Object.entries(contract.kinds).flatMap(([kind, { read }]) => {
    const [first] = read;
    if (first === undefined || !isMissing(first)) return [];
    const value = { lacks: "the vendor's document has no operation to read it" };
    return [[kind, { value, comment: guess(0, `nothing there is like ${first}`) }] as const];
  });
}

function head({ document, contract, notFollowed }: Comparison, hasTerms: boolean, title: string): string {
  const of = shownText(`${title || "a document without a title"} ${document.release}`.trim(), LONGEST_COMMENT);
  return [
    ` How the portal differs from the contract of ${contract.portal}: a draft, from ${of} (OpenAPI ${document.version}).`,
    hasTerms
      ? " Guesses are marked, with how sure they are from 0 to 1. Check each of them, and run: npx reseller contract probe"
      : " Nothing in it differs from the contract.",
    ...(notFollowed.length === 0
      ? []
      : [` ${notFollowed.length} references to other files weren't followed, so that parts are missing here.`]),
  ].join("\n");
}
