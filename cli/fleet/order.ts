import type { Fleet, FleetStack } from "../../fleet/division";
import type { KeptResource } from "../stackState";
import { pendingCrossings, resourcesOf, type StackChanges, type StackStates, wordsFor, wordsIn } from "./changes";

/** What has to come before a task, and why. */
export interface Before {
  readonly task: string;
  readonly because:
    /** It makes what this one refers to: without it, this one can't run. */
    | "fresh"
    /** It stops referring to what this one deletes: without it, this one runs without its deletions. */
    | "going"
    /** The first of two runs of the same stack. */
    | "first"
    /** Its resources refer to those of this one, which are destroyed. */
    | "destroy";
}

/** One run of the engine on a stack. */
export interface Task {
  /** Name of the stack, with a mark for the first of two runs. */
  readonly id: string;
  readonly stack: string;
  /** `first`: everything but deletions, which `last` makes up for. */
  readonly pass: "whole" | "first" | "last";
  readonly before: readonly Before[];
}

/** What one stack needs of others. */
export interface StackNeeds {
  readonly stack: string;
  /** Stacks that make what it refers to. */
  readonly fresh: readonly string[];
  /** Stacks that still refer to what it deletes. */
  readonly going: readonly string[];
}

/**
 * The runs of an `up`, each behind those that it needs. A stack waits for another only where it refers to something that isn't there yet,
 * or where it deletes what the other one still refers to. A stack that others wait for in both ways runs twice.
 */
export function upTasks(needs: readonly StackNeeds[]): Task[] {
  const selected = new Set(needs.map(({ stack }) => stack));
  const isIn = (name: string) => selected.has(name);
  const awaited = new Set(needs.flatMap(({ fresh }) => fresh));
  const going = new Map(needs.map(({ stack, going: all }) => [stack, all.filter(isIn)]));
  const open = withoutCycles(going);
  const twice = new Set(
    needs.flatMap(({ stack }) => (awaited.has(stack) && open.get(stack)!.length > 0 ? [stack] : [])),
  );
  const firstOf = (stack: string) => (twice.has(stack) ? `${stack} (first)` : stack);
  return needs.flatMap(({ stack, fresh }): Task[] => {
    const makers = fresh.filter(isIn).map((name): Before => ({ task: firstOf(name), because: "fresh" }));
    const referring = open.get(stack)!.map((name): Before => ({ task: name, because: "going" }));
    if (!twice.has(stack)) return [{ id: stack, stack, pass: "whole", before: [...makers, ...referring] }];
    const first = firstOf(stack);
    return [
      { id: first, stack, pass: "first", before: makers },
      { id: stack, stack, pass: "last", before: [{ task: first, because: "first" }, ...referring] },
    ];
  });
}

/** The runs of a `destroy`: what refers to another is gone before it. */
export function destroyTasks(referring: ReadonlyMap<string, readonly string[]>): Task[] {
  const before = withoutCycles(referring);
  return [...before].map(([stack, all]) => ({
    id: stack,
    stack,
    pass: "whole",
    before: all.map((task): Before => ({ task, because: "destroy" })),
  }));
}

/** The runs of what can be done in any order. */
export function freeTasks(stacks: readonly string[]): Task[] {
  return stacks.map((stack) => ({ id: stack, stack, pass: "whole", before: [] }));
}

/** What the stacks that run need of each other. */
export function needsOf(
  stacks: readonly FleetStack[],
  changes: ReadonlyMap<string, StackChanges>,
  states: StackStates,
): StackNeeds[] {
  const going = referringTo(stacks, states, (name) => changes.get(name)?.going ?? []);
  return stacks.map((stack) => ({
    stack: stack.name,
    fresh: unique(pendingCrossings(stack, changes).map((crossing) => crossing.stack)),
    going: going.get(stack.name)!,
  }));
}

/** By stack: which others have, in their states, references to some of its resources. */
export function referringTo(
  stacks: Fleet["stacks"],
  states: StackStates,
  targetsOf: (stack: string) => readonly KeptResource[] = (name) => resourcesOf(states.get(name)),
): Map<string, string[]> {
  const users = new Map<string, Set<string>>();
  for (const { name } of stacks)
    for (const word of resourcesOf(states.get(name)).flatMap(wordsIn)) {
      const known = users.get(word) ?? new Set();
      users.set(word, known.add(name));
    }
  return new Map(
    stacks.map(({ name }) => {
      const referring = targetsOf(name).flatMap((target) =>
        wordsFor(target).flatMap((word) => [...(users.get(word) ?? [])]),
      );
      return [name, unique(referring.filter((other) => other !== name))];
    }),
  );
}

/**
 * States that were divided in different ways may refer to each other in a circle, which no order satisfies: what closes one is left out, and
 * the portal says where something is still in use.
 */
function withoutCycles(before: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const open = new Map<string, string[]>();
  const done = new Set<string>();
  const onTheWay = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    onTheWay.add(name);
    const kept = (before.get(name) ?? []).filter((other) => before.has(other) && !onTheWay.has(other));
    open.set(name, kept);
    for (const other of kept) visit(other);
    onTheWay.delete(name);
    done.add(name);
  };
  for (const name of before.keys()) visit(name);
  return new Map([...before.keys()].map((name) => [name, open.get(name)!]));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
