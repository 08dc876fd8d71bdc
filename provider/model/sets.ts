import type { FieldFacts, Kind } from "./kind";
import { isList } from "./shapes";

/** The entries of a set in their normal form, sorted and without repeats. */
export function sortedSet({ normal }: FieldFacts, values: readonly unknown[]): unknown[] {
  const keyed = values
    .map((value) => (normal === undefined ? value : normal(value)))
    .map((value) => [typeof value === "string" ? value : (JSON.stringify(value) ?? ""), value] as const);
  return [...new Map(keyed)]
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, value]) => value);
}

/** What a portal shows of an object, in one spelling: sets sorted, nothing that isn't there. All values are known. */
export function normalForm(kind: Kind, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => {
        const field = kind.fields[name];
        return [name, field?.set === true && isList(value) ? sortedSet(field, value) : value];
      }),
  );
}

/** A value in the one spelling that all values have which are known to mean the same. Unknown ones stay as they are. */
export function canonicalValue(field: FieldFacts | undefined, value: unknown): unknown {
  if (value === undefined || value === null || field === undefined) return value ?? undefined;
  if (field.set === true) return isList(value) ? sortedSet(field, value) : value;
  return field.normal === undefined ? value : field.normal(value);
}
