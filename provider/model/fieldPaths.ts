import { z } from "zod";
import { KIND_NAMES, type KindName, kinds, REFERENCE } from ".";
import { isList, isRecord } from "./shapes";

/** Every entry of a list. */
export const EACH = "[]";

/** A place in the values of a kind that holds references to objects of another kind. */
export interface ReferencePath {
  /** Such as `access`, `[]`, `account`. */
  readonly path: readonly string[];
  readonly kind: KindName;
}

interface FieldPaths {
  readonly references: readonly ReferencePath[];
  /** Such as `adminAccess`, `password`. */
  readonly secrets: readonly (readonly string[])[];
}

const known = new Map<KindName, FieldPaths>();

/** Where the values of a kind refer to other objects, and where they are secret. Made from the kind's own schemas. */
export function fieldPaths(name: KindName): FieldPaths {
  const found = known.get(name);
  if (found !== undefined) return found;
  const kind = kinds[name];
  const schema = z.toJSONSchema(kind.inputs, { io: "input", unrepresentable: "any", target: "draft-7" });
  const paths: FieldPaths = {
    references: referencesIn(schema, []),
    secrets: Object.entries(kind.fields).flatMap(([field, { secret }]) =>
      secret === undefined ? [] : secret === true ? [[field]] : secret.map((member) => [field, member]),
    ),
  };
  known.set(name, paths);
  return paths;
}

/** @param schema a JSON Schema, or a part of one */
function referencesIn(schema: unknown, path: readonly string[]): ReferencePath[] {
  if (!isRecord(schema)) return [];
  const reference = KIND_NAMES.find((kind) => kind === schema[REFERENCE]);
  if (reference !== undefined) return [{ path, kind: reference }];
  const { items, properties, anyOf } = schema;
  return [
    ...referencesIn(items, [...path, EACH]),
    ...Object.entries(isRecord(properties) ? properties : {}).flatMap(([name, member]) =>
      referencesIn(member, [...path, name]),
    ),
    ...(isList(anyOf) ? anyOf : []).flatMap((form) => referencesIn(form, path)),
  ];
}

/** What changes a value at a path, told the path with the numbers of entries in it. */
export type FieldMapper = (value: unknown, path: readonly (string | number)[]) => unknown;

/** The values with what stands at a path changed, wherever the path leads. What it doesn't lead to stays the same object. */
export function changedAt(
  value: unknown,
  path: readonly string[],
  change: FieldMapper,
  walked: readonly (string | number)[] = [],
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value, walked);
  if (step === EACH)
    return Array.isArray(value)
      ? value.map((entry: unknown, index) => changedAt(entry, rest, change, [...walked, index]))
      : value;
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: changedAt(value[step], rest, change, [...walked, step]) };
}
