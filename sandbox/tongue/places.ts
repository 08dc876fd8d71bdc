/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at a place such as `status.code`. An empty place is the value itself. */
export function at(value: unknown, place: string): unknown {
  return steps(place).reduce<unknown>(
    (part, name) => (isObject(part) && Object.hasOwn(part, name) ? part[name] : undefined),
    value,
  );
}

/** The same object with a value at a place, in objects that are made on the way. */
export function put(object: Json, place: string, value: unknown): Json {
  const [name, ...rest] = steps(place);
  if (name === undefined) return isObject(value) ? { ...object, ...value } : object;
  if (rest.length === 0) return withMember(object, name, value);
  const inner = Object.hasOwn(object, name) ? object[name] : undefined;
  return withMember(object, name, put(isObject(inner) ? inner : {}, rest.join("."), value));
}

/** The same object without what stands at a place, and without objects that only led there. */
export function without(object: Json, place: string): Json {
  const [name = "", ...rest] = steps(place);
  const { [name]: inner, ...others } = object;
  if (rest.length === 0 || !isObject(inner)) return others;
  const left = without(inner, rest.join("."));
  return Object.keys(left).length === 0 ? others : { ...object, [name]: left };
}

function withMember(object: Json, name: string, value: unknown): Json {
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== name), [name, value]]);
}

function steps(place: string): string[] {
  return place === "" ? [] : place.split(".");
}
