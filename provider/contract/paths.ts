import { isRecord } from "../model/shapes";

/** A value inside a JSON value, by the names of members separated by dots. An empty path is the value itself. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const name of segments(path)) {
    if (!isRecord(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/** Writes a value into an object, with the objects on the way to it. */
export function setAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const names = segments(path);
  const last = names.pop();
  if (last === undefined) return;
  let current = target;
  for (const name of names) {
    const next = Object.hasOwn(current, name) ? current[name] : undefined;
    const inner = isRecord(next) ? next : {};
    define(current, name, inner);
    current = inner;
  }
  define(current, last, value);
}

export function segments(path: string): string[] {
  return path === "" ? [] : path.split(".");
}

/** No assignment: a member named `__proto__` would set the prototype. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
