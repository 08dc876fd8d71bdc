import type { RealmEntry } from "../realm/entry";
import { withReferences } from "../realm/fieldPaths";
import type { RealmReading } from "../realm/read";
import { entryId } from "./divide";
import type { Crossing, FleetStack } from "./division";

/** The stacks with what crosses from one to another, in no order. */
export function stacksOf(realm: RealmReading, stackOf: ReadonlyMap<string, string>): FleetStack[] {
  const entries = new Map<string, RealmEntry[]>();
  for (const entry of realm.entries) {
    const name = stackOf.get(entryId(entry))!;
    const own = entries.get(name);
    if (own === undefined) entries.set(name, [entry]);
    else own.push(entry);
  }
  return [...entries].map(([name, own]) => {
    const crossings = own.flatMap((entry) => crossingsOf(entry, name, stackOf));
    const needs = [...new Set(crossings.map(({ stack }) => stack))].sort();
    return { name, entries: own, crossings, needs };
  });
}

function crossingsOf(entry: RealmEntry, own: string, stackOf: ReadonlyMap<string, string>): Crossing[] {
  const found: Crossing[] = [];
  const { kind, name } = entry;
  withReferences(kind, entry.values, (reference, _kind, path) => {
    if ("entry" in reference) {
      const stack = stackOf.get(entryId(reference.entry));
      if (stack !== undefined && stack !== own) found.push({ from: { kind, name }, path, to: reference.entry, stack });
    }
    return reference;
  });
  return found;
}
