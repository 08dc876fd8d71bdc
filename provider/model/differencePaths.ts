import { isDeepStrictEqual } from "node:util";
import { canonicalValue, type DeclaredInputs, type Field, type Kind } from ".";
import { isList, isRecord } from "./shapes";
import { holdsUnknown } from "./unknown";
import { sameValue } from "./values";

/** What happens to one property. */
export interface PropertyChange {
  /** `["limits", "vcpus"]`, `["tags", 1]`. An entry of a set has its place in the declaration that has it. */
  readonly path: readonly [field: string, ...(string | number)[]];
  readonly change: "add" | "delete" | "update";
}

type Path = PropertyChange["path"];

/** The properties in which two sets of inputs differ. */
export function differencePaths({ fields }: Kind, before: DeclaredInputs, after: DeclaredInputs): PropertyChange[] {
  return Object.entries(fields).flatMap(([name, field]): PropertyChange[] => {
    const [old, wanted] = [before[name] ?? undefined, after[name] ?? undefined];
    if (sameValue(field, old, wanted)) return [];
    const isSet = field.set === true && isList(old) && isList(wanted);
    const changes = isSet ? entryChanges(name, field, old, wanted) : valueChanges([name], old, wanted);
    // Where no part of it tells the difference, all of it does.
    return changes.length > 0 ? changes : [{ path: [name], change: "update" }];
  });
}

function entryChanges(
  name: string,
  field: Field,
  old: readonly unknown[],
  wanted: readonly unknown[],
): PropertyChange[] {
  const keyOf = (entry: unknown) => (holdsUnknown(entry) ? entry : JSON.stringify(canonicalValue(field, [entry])));
  const [there, declared] = [new Set(old.map(keyOf)), new Set(wanted.map(keyOf))];
  const gone = new Set(old.flatMap((entry, index) => (declared.has(keyOf(entry)) ? [] : [index])));
  const fresh = new Set(wanted.flatMap((entry, index) => (there.has(keyOf(entry)) ? [] : [index])));
  return [...new Set([...gone, ...fresh])]
    .sort((one, other) => one - other)
    .map((index) => ({
      path: [name, index],
      change: !fresh.has(index) ? "delete" : gone.has(index) ? "update" : "add",
    }));
}

function valueChanges(path: Path, old: unknown, wanted: unknown): PropertyChange[] {
  if (old === undefined || wanted === undefined) {
    if (old === wanted) return [];
    return [{ path, change: old === undefined ? "add" : "delete" }];
  }
  if (isRecord(old) && isRecord(wanted)) {
    const names = new Set([...Object.keys(old), ...Object.keys(wanted)]);
    return [...names].flatMap((name) => valueChanges([...path, name], old[name], wanted[name]));
  }
  if (isList(old) && isList(wanted)) {
    const indices = Array.from({ length: Math.max(old.length, wanted.length) }, (_, index) => index);
    return indices.flatMap((index) => valueChanges([...path, index], old[index], wanted[index]));
  }
  const isSame = !holdsUnknown(old) && !holdsUnknown(wanted) && isDeepStrictEqual(old, wanted);
  return isSame ? [] : [{ path, change: "update" }];
}
