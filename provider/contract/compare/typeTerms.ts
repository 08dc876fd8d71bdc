import type { z } from "zod";
import { objectType, type MemberTerms } from "../bodies";
import type { PortalContract } from "../facts";
import { schemaMember, schemaMembers, schemasById } from "../schemas";
import type { OperationMatch } from "./matches";
import { type MemberMatch, rounded, within } from "./members";

/** What a draft says of a member, and how sure that is. */
export interface DraftedMember {
  readonly terms: MemberTerms;
  readonly confidence: number;
  readonly why: string;
}

export interface DraftedType {
  readonly members: ReadonlyMap<string, DraftedMember>;
  /** Members of every answer that nothing stands for: a person has to say where they are. */
  readonly unplaced: readonly string[];
}

/** A member that isn't found in one body may be in another one. */
const MISSING = 0.3;

interface Vote {
  readonly match: MemberMatch;
  weight: number;
}

/** What the bodies of all operations together say of the members of each type. */
export function draftedTypes(
  contract: PortalContract,
  operations: readonly OperationMatch[],
): ReadonlyMap<string, DraftedType> {
  const schemas = schemasById(contract);
  const found = operations.flatMap(({ request, response }) => [
    ...(request?.members ?? []),
    ...(response?.members ?? []),
  ]);
  const named = found.filter(({ type }) => type !== undefined && schemas.has(type));
  const [ofObjects, ofTypes] = [new Map<string, Map<string, Vote[]>>(), new Map<string, Map<string, Vote[]>>()];
  for (const match of named) {
    const type = match.type ?? "";
    const object = schemas.has(objectType(type)) ? objectType(type) : type;
    vote(ofObjects, object, match);
    if (object !== type) vote(ofTypes, type, match);
  }
  const drafted = new Map<string, DraftedType>();
  for (const [type, members] of sorted(ofObjects)) drafted.set(type, settled(members, schemas.get(type)));
  for (const [type, members] of sorted(ofTypes)) {
    const usual = drafted.get(objectType(type))?.members;
    const own = [...settled(members, schemas.get(type)).members].filter(([name, { terms }]) =>
      isOther(terms, usual?.get(name)?.terms),
    );
    if (own.length > 0 && isWithoutClash(new Map(own), schemaMembers(schemas.get(type))))
      drafted.set(type, { members: new Map(own), unplaced: [] });
  }
  return new Map([...drafted].filter(([, { members, unplaced }]) => members.size + unplaced.length > 0));
}

function sorted<Value>(map: ReadonlyMap<string, Value>): (readonly [string, Value])[] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

function vote(types: Map<string, Map<string, Vote[]>>, type: string, match: MemberMatch): void {
  const members = types.get(type) ?? new Map<string, Vote[]>();
  types.set(type, members);
  const votes = members.get(match.name) ?? [];
  members.set(match.name, votes);
  const weight = match.at === undefined ? MISSING : match.confidence;
  const same = votes.find((each) => each.match.at === match.at);
  if (same === undefined) votes.push({ match, weight });
  else same.weight += weight;
}

const LACKS = "the vendor's document has no such member";

/** The strongest first: no two members get places of which one is inside the other. */
function settled(votes: ReadonlyMap<string, readonly Vote[]>, schema: z.ZodType | undefined): DraftedType {
  const best = sorted(votes)
    .map(([name, given]) => ({ name, ...strongest(given) }))
    .sort((one, other) => other.weight - one.weight || (one.name < other.name ? -1 : 1));
  // A member that is needed and has no place is looked for under its own name, where nothing else can be.
  const unplaced = new Set<string>();
  for (;;) {
    const before = unplaced.size;
    const taken = [...unplaced];
    const members = new Map<string, DraftedMember>();
    for (const { name, match } of best) {
      const { at, confidence, why, words, as } = match;
      if (unplaced.has(name)) continue;
      if (at !== undefined && !taken.some((place) => isClash(place, at))) {
        taken.push(at);
        const terms = {
          ...(at === name ? {} : { at }),
          ...(words === undefined ? {} : { words }),
          ...(as === undefined ? {} : { as }),
        };
        if (Object.keys(terms).length > 0) members.set(name, { terms, confidence, why });
      } else if (isNeeded(schema, name)) unplaced.add(name);
      else
        members.set(name, {
          terms: { lacks: LACKS },
          confidence: 0,
          why: at === undefined ? why : `${at} is another member's`,
        });
    }
    // What no body has shown is where the contract has it, too.
    for (const name of schemaMembers(schema))
      if (!votes.has(name) && taken.some((place) => isClash(place, name))) {
        if (isNeeded(schema, name)) unplaced.add(name);
        else members.set(name, { terms: { lacks: LACKS }, confidence: 0, why: "another member is there" });
      }
    if (unplaced.size === before) return { members: new Map(sorted(members)), unplaced: [...unplaced].sort() };
  }
}

/** Whether it is in every answer by the contract. */
function isNeeded(schema: z.ZodType | undefined, name: string): boolean {
  const member = schemaMember(schema, name);
  return member !== undefined && !member.safeParse(undefined).success && !member.safeParse(null).success;
}

function strongest(votes: readonly Vote[]): Vote {
  const [best] = [...votes].sort(
    (one, other) => other.weight - one.weight || ((one.match.at ?? "") < (other.match.at ?? "") ? -1 : 1),
  );
  return { match: { ...best!.match, confidence: rounded(best!.match.confidence) }, weight: best!.weight };
}

function isClash(one: string, other: string): boolean {
  return one === other || within(one, other) || within(other, one);
}

/** What a member that isn't found in an input is called there, the object shows. */
function isOther(terms: MemberTerms, usual: MemberTerms | undefined): boolean {
  return terms.lacks === undefined && terms.at !== undefined && terms.at !== usual?.at;
}

function isWithoutClash(members: ReadonlyMap<string, DraftedMember>, names: readonly string[]): boolean {
  const places = names.map((name) => members.get(name)?.terms.at ?? name);
  return places.every((place, index) => places.every((other, at) => at <= index || !isClash(place, other)));
}
