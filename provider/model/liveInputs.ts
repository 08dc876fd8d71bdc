/**
 * What a program declares of an object that nobody has declared: the portal's values, without what can't be declared, what says nothing, and
 * what refers to objects that are gone.
 */
import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs, Finding, Kind, KindName } from ".";
import { changedAt, EACH, fieldPaths } from "./fieldPaths";

/** The values of a listing that a program can have. Never a secret, whatever a listing has. */
export function ownInputs(kind: Kind, found: DeclaredInputs): Record<string, unknown> {
  const secret = new Set(fieldPaths(kind.name).secrets.map(([field]) => field));
  return withoutEmpty(
    kind,
    Object.fromEntries(Object.entries(found).filter(([name]) => !secret.has(name) && name in kind.fields)),
  );
}

/**
 * A quota that has exactly the numbers of the quota profile that it was set from is said to be set from it.
 *
 * @param limitsOf the numbers of a quota profile, by its id
 */
export function numbersOrProfile(
  kind: KindName,
  inputs: DeclaredInputs,
  limitsOf: (profile: string) => unknown,
): DeclaredInputs {
  const { profile, limits } = inputs;
  if (kind !== "Quota" || typeof profile !== "string") return inputs;
  return isDeepStrictEqual(limitsOf(profile), limits) ? without(inputs, "limits") : without(inputs, "profile");
}

/** What is left out of the values of an object, and why. */
export interface LeftOut {
  field(name: string, why: string): void;
  /** An entry of a set of which only the declared entries are the resource's. */
  entry(name: string, entry: unknown, why: string): void;
}

/** A field without which an object can't be declared, and why it can't be said. */
export interface Undeclarable {
  readonly field: string;
  readonly why: string;
}

/**
 * The values without what refers to something that is gone.
 *
 * @param gone why there is no object of a kind with an id; undefined where there may be
 */
export function withoutGone(
  kind: Kind,
  inputs: DeclaredInputs,
  gone: (target: KindName, id: string) => string | undefined,
  left: LeftOut,
): { readonly values: Record<string, unknown> } | { readonly undeclarable: Undeclarable } {
  let values: Record<string, unknown> = { ...inputs };
  for (const { path, kind: target } of fieldPaths(kind.name).references) {
    const [field = "", ...rest] = path;
    const value = values[field];
    if (value === undefined) continue;
    if (isOpen(kind, field) && rest[0] === EACH && Array.isArray(value)) {
      values[field] = value.filter((entry) => {
        const why = goneIn(entry, rest.slice(1), target, gone);
        if (why !== undefined) left.entry(field, entry, why);
        return why === undefined;
      });
      continue;
    }
    const why = goneIn(value, rest, target, gone);
    if (why === undefined) continue;
    if (isNeeded(kind, field)) return { undeclarable: { field, why } };
    values = without(values, field);
    left.field(field, why);
  }
  return { values: withoutEmpty(kind, values) };
}

function goneIn(
  value: unknown,
  path: readonly string[],
  target: KindName,
  gone: (target: KindName, id: string) => string | undefined,
): string | undefined {
  const all = new Set<string>();
  changedAt(value, path, (id) => {
    const why = typeof id === "string" ? gone(target, id) : undefined;
    if (why !== undefined) all.add(why);
    return id;
  });
  return all.size === 0 ? undefined : `refers to ${[...all].sort().join(", ")}`;
}

/** What has to change of a declaration that breaks a rule, for the object to be declared as it is. */
export type Mending =
  | { readonly confirm: string }
  | { readonly leave: "entry"; readonly field: string; readonly entry: unknown }
  | { readonly leave: "field"; readonly field: string }
  | { readonly leave: "object" };

/**
 * @param given the values as they are declared
 * @param inputs the same with the portal's ids
 */
export function mendingOf(kind: Kind, finding: Finding, given: DeclaredInputs, inputs: DeclaredInputs): Mending {
  const { property, severity, rule } = finding;
  if (severity === "confirm" && rule !== undefined) return { confirm: rule };
  const field = property.split(/[.[]/)[0] ?? "";
  const index = /^\[(\d+)\]/.exec(property.slice(field.length))?.[1];
  const entries = index === undefined || !isOpen(kind, field) ? undefined : inputs[field];
  if (Array.isArray(entries) && Number(index) < entries.length)
    return { leave: "entry", field, entry: entries[Number(index)] as unknown };
  const canGo = field !== "" && Object.hasOwn(given, field) && !isNeeded(kind, field);
  return canGo ? { leave: "field", field } : { leave: "object" };
}

function isOpen(kind: Kind, field: string): boolean {
  return kind.fields[field]?.openSet !== undefined;
}

/** Without the field it would be refused, or be another object. */
function isNeeded(kind: Kind, field: string): boolean {
  return kind.naturalKey.includes(field) || kind.fields[field]?.schema.safeParse(undefined).success !== true;
}

function withoutEmpty(kind: Kind, values: DeclaredInputs): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !(kind.fields[name]?.emptyIsAbsent === true && isEmpty(value))),
  );
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

export function without(values: DeclaredInputs, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = values;
  return rest;
}
