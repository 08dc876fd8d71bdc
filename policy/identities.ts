import { KIND_NAMES, type KindName, kinds } from "../provider/model";
import type { EngineState } from "../engine/digest";
import { kindOfType, typeIn } from "../engine/names";
import { UNKNOWN_SIGN } from "../engine/values";

/** A place in a resource's values that holds the id, or the name, of an object of a kind. */
interface Place {
  readonly kind: KindName;
  readonly word: string;
}

/** The words of one field that stand for objects of one kind, and the resources of the program that they come from. */
interface Group {
  readonly words: ReadonlySet<string>;
  readonly behind: readonly string[];
}

/**
 * The states with ids, as far as they follow from what refers to what: the engine tells policies which resources a value comes from, and
 * not their ids. Where one word comes from one resource it is its id; what is left over after all such words are taken out is looked at
 * again. What stays ambiguous is as good as unknown, and says so: a review then takes nothing about it for certain.
 *
 * @param isName whether the portal has an object of its own under this name.
 */
export function withIdentities(
  states: readonly EngineState[],
  isName: (kind: KindName, word: string) => boolean,
): EngineState[] {
  const kindByUrn = new Map(states.map((state) => [state.urn, kindOfType(state.type)]));
  const ids = solved(groupsOf(states, kindByUrn, isName));
  const solvedWords = new Set([...ids].map(([urn, id]) => `${kindByUrn.get(urn)} ${id}`));
  return states.map((state) => {
    const id = ids.get(state.urn);
    const inputs = Object.fromEntries(
      Object.entries(state.inputs ?? {}).map(([field, value]) => {
        const open = behindOf(state, field).filter((urn) => !ids.has(urn));
        const change = ({ kind, word }: Place) =>
          isName(kind, word) || solvedWords.has(`${kind} ${word}`) || !open.some((urn) => kindByUrn.get(urn) === kind)
            ? word
            : UNKNOWN_SIGN;
        return [field, open.length === 0 ? value : mapPlaces(value, fieldKind(state, field), change)];
      }),
    );
    return { ...state, inputs, ...(id === undefined ? {} : { id }) };
  });
}

function behindOf({ propertyDependencies }: EngineState, field: string): readonly string[] {
  return propertyDependencies?.[field] ?? [];
}

function fieldKind(state: EngineState, field: string): KindName | undefined {
  const kind = kindOfType(state.type);
  return kind === undefined ? undefined : kinds[kind].fields[field]?.reference;
}

/** Groups by the kind of what they are about. */
function groupsOf(
  states: readonly EngineState[],
  kindByUrn: ReadonlyMap<string, KindName | undefined>,
  isName: (kind: KindName, word: string) => boolean,
): Group[] {
  return states.flatMap((state) =>
    Object.entries(state.inputs ?? {}).flatMap(([field, value]): Group[] => {
      const behind = [...new Set(behindOf(state, field))];
      if (behind.length === 0) return [];
      const words = new Map<KindName, Set<string>>();
      mapPlaces(value, fieldKind(state, field), ({ kind, word }) => {
        if (!isName(kind, word)) words.set(kind, (words.get(kind) ?? new Set()).add(word));
        return word;
      });
      return [...words].flatMap(([kind, of]) => {
        const ofKind = behind.filter((urn) => kindByUrn.get(urn) === kind);
        return ofKind.length === 0 ? [] : [{ words: of, behind: ofKind }];
      });
    }),
  );
}

/** Which word is whose id: what is the only one left for somebody, until nothing more follows. */
function solved(groups: readonly Group[]): Map<string, string> {
  const possible = new Map<string, Set<string>>();
  for (const { words, behind } of groups)
    for (const urn of behind)
      possible.set(urn, new Set([...words].filter((word) => possible.get(urn)?.has(word) ?? true)));
  const ids = new Map<string, string>();
  const fresh = [...possible.keys()].filter((urn) => possible.get(urn)!.size === 1);
  for (let urn = fresh.pop(); urn !== undefined; urn = fresh.pop()) {
    const [id] = possible.get(urn) ?? [];
    if (id === undefined || ids.has(urn)) continue;
    ids.set(urn, id);
    for (const [other, words] of possible)
      if (other !== urn && typeIn(other) === typeIn(urn) && words.delete(id) && words.size === 1) fresh.push(other);
  }
  return ids;
}

/** A value with each word in a place for references changed: within objects, a member says its kind by its name (`account`, `projects`). */
function mapPlaces(value: unknown, kind: KindName | undefined, change: (place: Place) => string): unknown {
  if (typeof value === "string")
    return kind === undefined || value === UNKNOWN_SIGN ? value : change({ kind, word: value });
  if (Array.isArray(value)) return value.map((entry) => mapPlaces(entry, kind, change));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, mapPlaces(entry, kindNamed(name), change)]),
    );
  return value;
}

function kindNamed(member: string): KindName | undefined {
  const word = member.replace(/s$/, "").toLowerCase();
  return KIND_NAMES.find((name) => name.toLowerCase() === word);
}
