import { isRecord } from "../model/shapes";

/** What a JSON value is like, without a value in it: types and names of members. */
export type Shape =
  | { readonly type: "null" | "boolean" | "integer" | "number" }
  | { readonly type: "text"; readonly like?: string }
  | { readonly type: "list"; readonly of?: Shape }
  | { readonly type: "object"; readonly members: Readonly<Record<string, Shape>> }
  /** An object whose names are data, such as ids. */
  | { readonly type: "mapping"; readonly of?: Shape }
  | { readonly type: "one of"; readonly shapes: readonly Shape[] };

const LIKE: readonly (readonly [string, RegExp])[] = [
  ["uuid", /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i],
  ["date and time", /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/],
  ["date", /^\d{4}-\d\d-\d\d$/],
  ["e-mail address", /^[^@\s]+@[^@\s]+$/],
  ["address", /^https?:\/\//],
  ["number", /^-?\d+(?:\.\d+)?$/],
];
/** More names than any object of a contract has. */
const MOST_MEMBERS = 80;
/** As deep as any answer of a portal is. */
const DEEPEST = 12;
/** Entries of a list that are looked at. */
const MOST_ENTRIES = 200;
const NAME = /^[A-Za-z_@$][\w@$:.-]{0,63}$/;
/** A name with many digits is an id. */
const ID_NAME = /\d{3,}|[0-9a-f]{12,}/i;

export function shapeOf(value: unknown, depth = 0): Shape {
  if (value === null || value === undefined) return { type: "null" };
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "number") return { type: Number.isInteger(value) ? "integer" : "number" };
  if (typeof value === "string") {
    const like = LIKE.find(([, pattern]) => pattern.test(value))?.[0];
    return { type: "text", ...(like === undefined ? {} : { like }) };
  }
  if (depth >= DEEPEST) return { type: Array.isArray(value) ? "list" : "mapping" };
  if (Array.isArray(value)) return { type: "list", ...ofAll(value.slice(0, MOST_ENTRIES), depth) };
  if (!isRecord(value)) return { type: "null" };
  const entries = Object.entries(value);
  const isData = entries.length > MOST_MEMBERS || entries.some(([name]) => !NAME.test(name) || ID_NAME.test(name));
  if (isData) return { type: "mapping", ...ofAll(Object.values(value).slice(0, MOST_ENTRIES), depth) };
  return {
    type: "object",
    members: Object.fromEntries(entries.map(([name, each]) => [name, shapeOf(each, depth + 1)])),
  };
}

function ofAll(values: readonly unknown[], depth: number): { readonly of?: Shape } {
  const [first, ...others] = values.map((value) => shapeOf(value, depth + 1));
  return first === undefined ? {} : { of: others.reduce(merged, first) };
}

/** What fits both. */
export function merged(one: Shape, other: Shape): Shape {
  if (one.type === "object" && other.type === "object") {
    const names = [...new Set([...Object.keys(one.members), ...Object.keys(other.members)])];
    const members = names.map((name) => {
      const [left, right] = [one.members[name], other.members[name]];
      return [name, left === undefined ? right : right === undefined ? left : merged(left, right)] as const;
    });
    return { type: "object", members: Object.fromEntries(members) as Record<string, Shape> };
  }
  if ((one.type === "list" && other.type === "list") || (one.type === "mapping" && other.type === "mapping")) {
    const of = one.of === undefined ? other.of : other.of === undefined ? one.of : merged(one.of, other.of);
    return { type: one.type, ...(of === undefined ? {} : { of }) };
  }
  if (one.type === "text" && other.type === "text") return one.like === other.like ? one : { type: "text" };
  if (one.type !== "one of" && one.type === other.type) return one;
  const parts = [one, other].flatMap((shape) => (shape.type === "one of" ? shape.shapes : [shape]));
  const shapes = parts.reduce<Shape[]>((all, part) => {
    const same = all.findIndex(({ type }) => type === part.type);
    if (same < 0) return [...all, part];
    return all.map((shape, index) => (index === same ? merged(shape, part) : shape));
  }, []);
  const [only] = shapes;
  return shapes.length === 1 && only !== undefined ? only : { type: "one of", shapes };
}
