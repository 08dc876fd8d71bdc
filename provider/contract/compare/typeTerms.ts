import { objectType, type MemberTerms } from "../bodies";
import type { PortalContract } from "../facts";
import { schemaMembers, schemasById } from "../schemas";
import type { OperationMatch } from "./matches";
import { type MemberMatch, rounded, within } from "./members";

/** What a draft says of a member, and how sure that is. */
export interface DraftedMember {
  readonly terms: MemberTerms;
  readonly confidence: number;
  readonly why: string;
}

export type DraftedTypes = ReadonlyMap<string, ReadonlyMap<string, DraftedMember>>;

/** A member that isn't found in one body may be in another one. */
const MISSING = 0.3;

interface Vote {
  readonly match: MemberMatch;
  weight: number;
}

/** What the bodies of all operations together say of the members of each type. */
export function draftedTypes(contract: PortalContract, operations: readonly OperationMatch[]): DraftedTypes {
  const schemas = schemasById(contract);
  const membersOf = (type: string) => schemaMembers(schemas.get(type));
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
  const drafted = new Map<string, Map<string, DraftedMember>>();
  for (const [type, members] of sorted(ofObjects)) drafted.set(type, settled(members, membersOf(type)));
  for (const [type, members] of sorted(ofTypes)) {
    const usual = drafted.get(objectType(type));
    const own = new Map(
      [...settled(members, membersOf(type))].filter(([name, { terms }]) => isOther(terms, usual?.get(name)?.terms)),
    );
    if (isWithoutClash(own, membersOf(type))) drafted.set(type, own);
  }
  return new Map([...drafted].filter(([, members]) => members.size > 0));
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

/** The strongest first: no two members get places of which one is inside the other. */
function settled(members: ReadonlyMap<string, readonly Vote[]>, names: readonly string[]): Map<string, DraftedMember> {
  const best = sorted(members)
    .map(([name, votes]) => ({ name, ...strongest(votes) }))
    .sort((one, other) => other.weight - one.weight || (one.name < other.name ? -1 : 1));
  const taken: string[] = [];
  const drafted = new Map<string, DraftedMember>();
  for (const { name, match } of best) {
    const { at, confidence, why, words, as } = match;
    const isFree = at !== undefined && !taken.some((place) => isClash(place, at));
    if (isFree) {
      taken.push(at);
      const terms = {
        ...(at === name ? {} : { at }),
        ...(words === undefined ? {} : { words }),
        ...(as === undefined ? {} : { as }),
      };
      if (Object.keys(terms).length > 0) drafted.set(name, { terms, confidence, why });
    } else
      drafted.set(name, {
        terms: { lacks: "the vendor's document has no such member" },
        confidence: 0,
        why: at === undefined ? why : `${at} is another member's`,
      });
  }
  // What no body has shown is where the contract has it, unless something else is there.
  for (const name of names)
    if (!members.has(name) && taken.some((place) => isClash(place, name)))
      drafted.set(name, {
        terms: { lacks: "the vendor's document has no such member" },
        confidence: 0,
        why: "another member is there",
      });
  return new Map(sorted(drafted));
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
