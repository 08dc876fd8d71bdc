import { type JsonProxy, jsonProxy } from "./jsonProxy";

/** Passes requests on to a portal, and answers every list backwards: the order of a list means nothing to anybody. */
export function reversingProxy(target: string): Promise<JsonProxy> {
  return jsonProxy(target, { answered: backwards });
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards).reverse();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, backwards(member)]));
}
