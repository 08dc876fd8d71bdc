import { pathText } from "../../text/path";
import { type RealmProblem, whereText } from "../problem";
import { UNKNOWN } from "../../provider/model";
import type { Draft } from "./collect";
import type { Need, Resolved } from "./resolve";

export interface Ordered {
  readonly resolved: readonly Resolved[];
  readonly problems: readonly RealmProblem[];
}

/**
 * Everything after what it needs, and otherwise in the order of the files. What needs itself in the end is a problem, said once for each way
 * round; the field that closes it is unknown.
 */
export function inOrder(all: readonly Resolved[]): Ordered {
  const byDraft = new Map(all.map((resolved) => [resolved.draft, resolved]));
  const done = new Set<Draft>();
  const ordered: Resolved[] = [];
  const problems: RealmProblem[] = [];
  for (const root of all) {
    if (done.has(root.draft)) continue;
    // No recursion: a chain of references may be as long as the realm.
    const way: { readonly resolved: Resolved; next: number }[] = [{ resolved: root, next: 0 }];
    const onWay = new Map<Draft, number>([[root.draft, 0]]);
    while (way.length > 0) {
      const step = way.at(-1)!;
      const need = step.resolved.needs[step.next++];
      if (need === undefined) {
        way.pop();
        onWay.delete(step.resolved.draft);
        done.add(step.resolved.draft);
        ordered.push(step.resolved);
        continue;
      }
      const start = onWay.get(need.target);
      if (start !== undefined) {
        problems.push(
          cycleProblem(way.slice(start).map(({ resolved, next }) => ({ resolved, need: resolved.needs[next - 1]! }))),
        );
        breakAt(step.resolved, need);
        continue;
      }
      const target = byDraft.get(need.target);
      if (target === undefined || done.has(need.target)) continue;
      onWay.set(need.target, way.length);
      way.push({ resolved: target, next: 0 });
    }
  }
  return { resolved: ordered, problems };
}

function breakAt({ entry, draft }: Resolved, { path }: Need): void {
  const field = path[0];
  if (field === undefined) return;
  draft.faulty.add(String(field));
  (entry.values as Record<string, unknown>)[String(field)] = UNKNOWN;
}

function cycleProblem(way: readonly { readonly resolved: Resolved; readonly need: Need }[]): RealmProblem {
  const hops = way.map(({ resolved: { draft }, need: { target, path } }) => {
    const whole = [...draft.source.path, ...path];
    const where = whereText(draft.source.text.placeOf(whole), whole);
    const how = path.length === 0 ? "stands in" : `refers by ${pathText(path)} to`;
    return `${draft.kind} ${draft.name} ${how} ${target.kind} ${target.name} (${where})`;
  });
  // The account that something stands in is the last thing that anybody would take out: the first hop with a field is named.
  const { resolved, need } = way.find(({ need: { path } }) => path.length > 0) ?? way[0]!;
  const { text, path } = resolved.draft.source;
  const whole = [...path, ...need.path];
  return {
    file: text.file,
    place: text.placeOf(whole),
    path: pathText(whole),
    what: `is part of a cycle, in which nothing can be made first: ${hops.join("; ")}. Remove one of these references`,
  };
}
