import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs, Field, Kind } from "../kinds";
import { holdsUnknown } from "./unknown";

/** Sorted and without repeats where a field is a set; unknown values and everything else stay as they are. */
export function normalise(kind: Kind, inputs: DeclaredInputs): Record<string, unknown> {
  const normal: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (value === undefined || value === null) continue;
    const field = kind.fields[name];
    if (field?.emptyIsAbsent === true && Array.isArray(value) && value.length === 0) continue;
    const isSet = field?.set === true && Array.isArray(value) && !holdsUnknown(value);
    normal[name] = isSet ? sortedSet(field, value) : value;
  }
  return normal;
}

function sortedSet({ normal }: Field, values: readonly unknown[]): unknown[] {
  const keyed = values
    .map((value) => (normal === undefined ? value : normal(value)))
    .map((value) => [typeof value === "string" ? value : (JSON.stringify(value) ?? ""), value] as const);
  return [...new Map(keyed)]
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, value]) => value);
}

/** Whether two values of one field mean the same to the portal. Unknown values are never the same as anything. */
export function sameValue(field: Field | undefined, one: unknown, other: unknown): boolean {
  if (holdsUnknown(one) || holdsUnknown(other)) return false;
  if ((one ?? undefined) === (other ?? undefined)) return true;
  if (field?.equal?.(one, other) === true) return true;
  if (field?.set === true && Array.isArray(one) && Array.isArray(other)) {
    return isDeepStrictEqual(sortedSet(field, one), sortedSet(field, other));
  }
  return isDeepStrictEqual(one, other);
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

/** Names of the fields in which two sets of inputs differ. */
export function differingFields(kind: Kind, before: DeclaredInputs, after: DeclaredInputs): string[] {
  return Object.keys(kind.fields).filter((name) => !sameValue(kind.fields[name], before[name], after[name]));
}

/** The natural key of inputs, or undefined while a part of it is not known. */
export function naturalKeyOf(kind: Kind, inputs: DeclaredInputs): string | undefined {
  const parts = kind.naturalKey.map((name) => inputs[name]);
  return parts.some(holdsUnknown) ? undefined : JSON.stringify(parts.map((part) => part ?? null));
}

/** A value as messages show it: short, on one line, without control characters. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
