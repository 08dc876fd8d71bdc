import { isDeepStrictEqual } from "node:util";
import {
  canonicalValue,
  type DeclaredInputs,
  type Field,
  type Immutability,
  isInternal,
  type Kind,
  sortedSet,
} from ".";
import { holdsUnknown } from "./unknown";
import { isList, isRecord } from "./shapes";

/**
 * What is declared, and how it is written: without what isn't there. Sets keep their order, known or not, since the engine refuses a saved
 * plan where an input at `up` is another one than at preview.
 */
export function asGiven(kind: Kind, inputs: DeclaredInputs): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => {
      if (value === undefined || value === null || isInternal(name)) return false;
      const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
      return !isEmpty || kind.fields[name]?.emptyIsAbsent !== true;
    }),
  );
}

/** As given, and sorted and without repeats where a field is a set; unknown values and everything else stay as they are. */
export function normalise(kind: Kind, inputs: DeclaredInputs): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(asGiven(kind, inputs)).map(([name, value]) => {
      const field = kind.fields[name];
      const isSet = field?.set === true && Array.isArray(value) && !holdsUnknown(value);
      return [name, isSet ? sortedSet(field, value) : value];
    }),
  );
}

/** A value as the portal has it; a set in the order and the spelling of the declaration where that has the entry, too. */
export function inOrderOf(field: Field, declared: unknown, actual: unknown): unknown {
  if (field.set !== true || !Array.isArray(actual)) return actual;
  const keyOf = (entry: unknown) => JSON.stringify(sortedSet(field, [entry]));
  const there = new Map(sortedSet(field, actual).map((entry) => [keyOf(entry), entry]));
  const kept = (Array.isArray(declared) ? declared : []).filter((entry) => there.delete(keyOf(entry)));
  return [...kept, ...there.values()];
}

/** Whether two values of one field mean the same to the portal. Unknown values are never the same as anything. */
export function sameValue(field: Field | undefined, one: unknown, other: unknown): boolean {
  if (holdsUnknown(one) || holdsUnknown(other)) return false;
  if ((one ?? undefined) === (other ?? undefined)) return true;
  if (field?.equal?.(one, other) === true) return true;
  return isDeepStrictEqual(canonicalValue(field, one), canonicalValue(field, other));
}

/** Inputs of an object at the portal, with just those entries of open sets that some of the declarations name. */
export function onlyOwn(
  kind: Kind,
  actual: DeclaredInputs,
  declarations: readonly DeclaredInputs[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => {
      const { openSet } = kind.fields[name] ?? {};
      if (openSet === undefined || !Array.isArray(value)) return [name, value];
      const about = openSet === true ? (entry: unknown) => entry : openSet;
      const declared = declarations.flatMap(({ [name]: list }) => (isList(list) ? list : []));
      const own = new Set(declared.map(about));
      return [name, value.filter((entry) => about(entry) === undefined || own.has(about(entry)))];
    }),
  );
}

/** What is or was declared, with the entries of both where a field is a set. */
export function everDeclared(kind: Kind, former: DeclaredInputs, present: DeclaredInputs): Record<string, unknown> {
  const all = Object.entries({ ...former, ...present }).map(([name, value]) => {
    const [before, now] = [former[name], present[name]];
    const isBoth = kind.fields[name]?.set === true && isList(before) && isList(now);
    return [name, isBoth ? [...now, ...before] : value] as const;
  });
  return Object.fromEntries(all);
}

/** The fields in which the object differs from what is wanted, with the value to write; undefined clears. */
export function changesTo(
  kind: Kind,
  current: DeclaredInputs,
  wanted: DeclaredInputs,
  before: DeclaredInputs,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    if (field.local === true || field.trigger === true) continue;
    const isShown = name in current;
    if (!isShown && field.writeOnly !== true) continue;
    if (wanted[name] !== undefined) {
      const there = isShown ? current[name] : before[name];
      if (!sameValue(field, wanted[name], there)) changes[name] = wanted[name];
    } else if (before[name] !== undefined && field.whenRemoved === "clear" && current[name] !== undefined) {
      changes[name] = undefined;
    }
  }
  return changes;
}

/** The declared inputs inside a state, which holds inputs and outputs side by side. */
export function inputsIn(kind: Kind, state: DeclaredInputs): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(state).filter(([name, value]) => name in kind.fields && value !== undefined && value !== null),
  );
}

/** The outputs inside a state. */
export function outputsIn(kind: Kind, state: DeclaredInputs): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(state).filter(
      ([name, value]) => name in kind.outputs.shape && value !== undefined && value !== null,
    ),
  );
}

/** What becomes of a change of a field that can't be made in place; undefined where it can. */
export function immutability(field: Field | undefined, before: unknown, after: unknown): Immutability | undefined {
  const { immutable } = field ?? {};
  return typeof immutable === "function" ? immutable(before, after) : immutable;
}

/** Everything secret in inputs, or in a state that holds inputs and outputs. */
export function secretsIn(kind: Kind, values: DeclaredInputs): string[] {
  const outputs = Object.keys(kind.secretOutputs).map((name) => values[name]);
  const inputs = Object.entries(kind.fields).flatMap(([name, { secret }]) => {
    const value = values[name];
    if (secret === undefined) return [];
    return secret === true || !isRecord(value) ? [value] : secret.map((member) => value[member]);
  });
  return [...outputs, ...inputs].flatMap(textsIn).filter((text) => text !== "");
}

/** Every text and number in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Names of the fields in which two sets of inputs differ. */
export function differingFields(kind: Kind, before: DeclaredInputs, after: DeclaredInputs): string[] {
  return Object.keys(kind.fields).filter((name) => !sameValue(kind.fields[name], before[name], after[name]));
}

/** The natural key of inputs, the same for all spellings of it, or undefined while a part of it is not known. */
export function naturalKeyOf({ fields, naturalKey }: Kind, inputs: DeclaredInputs): string | undefined {
  if (naturalKey.some((name) => holdsUnknown(inputs[name]))) return undefined;
  return JSON.stringify(naturalKey.map((name) => canonicalValue(fields[name], inputs[name]) ?? null));
}

/** A field's value as messages show it, or a part of it at a path. */
export function showField(field: Field | undefined, value: unknown, path: readonly PropertyKey[] = []): string {
  const { secret } = field ?? {};
  if (secret === undefined || value === undefined) return show(value);
  const [member] = path;
  return secret === true || member === undefined || secret.includes(String(member)) ? "a secret value" : show(value);
}

/** A value as messages show it: short, on one line, without control characters. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  // JSON has no word for what is no finite number.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
