import { UNKNOWN } from ".";
import { memberAt } from "./shapes";

/** True where a value, or anything inside it, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
  return false;
}

/** Those of the values of which nothing is unknown. */
export function wholeValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && !holdsUnknown(value)));
}

/** True where the path leads to, or into, a value that is not known yet. */
export function unknownAt(value: unknown, path: readonly PropertyKey[]): boolean {
  let here = value;
  for (const step of path) {
    if (here === UNKNOWN) return true;
    here = memberAt(here, step);
  }
  return here === UNKNOWN;
}

/** Replaces every leaf for which `from` is true; used by hosts to translate their own sign for unknown values. */
export function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapLeaves(entry, change));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, mapLeaves(entry, change)]));
  }
  return change(value);
}
