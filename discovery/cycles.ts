import { withReferences } from "../realm/fieldPaths";
import type { LiveEntry, Skipped } from "./entries";

/**
 * Entries that refer to each other in a circle can't be declared: within one, accounts refer to what they need by its id, and where that is
 * not enough, everything does.
 */
export function withoutCycles(entries: readonly LiveEntry[], losses: Skipped): LiveEntry[] {
  const idOf = new Map(entries.map(({ entry: { kind, name }, object }) => [`${kind} ${name}`, object.found.id]));
  let cut = [...entries];
  for (const isCut of [(kind: string) => kind === "Account", () => true]) {
    const circles = circlesIn(cut);
    if (circles.size === 0) return cut;
    cut = cut.map((live) => {
      const { object, entry } = live;
      const circle = circles.get(`${entry.kind} ${entry.name}`);
      if (circle === undefined || !isCut(entry.kind)) return live;
      const values = withReferences(entry.kind, entry.values, (reference, _kind, path) => {
        if (!("entry" in reference)) return reference;
        const target = `${reference.entry.kind} ${reference.entry.name}`;
        if (circles.get(target) !== circle) return reference;
        losses.remark(object, `${String(path[0])} refers to ${target} by its id, since both refer to each other`);
        return { existing: idOf.get(target)! };
      });
      return { ...live, entry: { ...entry, values } };
    });
  }
  return cut;
}

/** The circle that each entry is in, for those that are in one (Tarjan, without recursion). */
function circlesIn(entries: readonly LiveEntry[]): ReadonlyMap<string, number> {
  const needs = new Map(entries.map(({ entry }) => [`${entry.kind} ${entry.name}`, neededBy(entry)]));
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const circles = new Map<string, number>();
  let circleCount = 0;
  for (const root of needs.keys()) {
    if (index.has(root)) continue;
    const way: { readonly name: string; next: number }[] = [];
    const enter = (name: string) => {
      index.set(name, index.size);
      lowest.set(name, index.get(name)!);
      stack.push(name);
      onStack.add(name);
      way.push({ name, next: 0 });
    };
    enter(root);
    while (way.length > 0) {
      const step = way.at(-1)!;
      const target = needs.get(step.name)?.[step.next++];
      if (target !== undefined) {
        if (!needs.has(target)) continue;
        if (!index.has(target)) enter(target);
        else if (onStack.has(target)) lowest.set(step.name, Math.min(lowest.get(step.name)!, index.get(target)!));
        continue;
      }
      way.pop();
      const above = way.at(-1);
      if (above !== undefined) lowest.set(above.name, Math.min(lowest.get(above.name)!, lowest.get(step.name)!));
      if (lowest.get(step.name) !== index.get(step.name)) continue;
      const circle = stack.splice(stack.indexOf(step.name));
      for (const name of circle) onStack.delete(name);
      if (circle.length > 1) for (const name of circle) circles.set(name, circleCount);
      circleCount += 1;
    }
  }
  return circles;
}

function neededBy({ kind, values, within }: LiveEntry["entry"]): string[] {
  const needed: string[] = within === undefined ? [] : [`Account ${within}`];
  withReferences(kind, values, (reference) => {
    if ("entry" in reference) needed.push(`${reference.entry.kind} ${reference.entry.name}`);
    return reference;
  });
  return needed;
}
