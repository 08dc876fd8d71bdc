import { compareWords } from "../realm/entry";
import type { FleetStack } from "./division";

export interface Ordered {
  /** Each after all that it needs, as far as there is no cycle: by the length of the longest way to it, then by name. */
  readonly stacks: readonly FleetStack[];
  /** Cycles, one for each set of stacks that need each other, each as the shortest way round. */
  readonly cycles: readonly (readonly FleetStack[])[];
}

/** Puts stacks into the order in which they run. */
export function inOrder(stacks: readonly FleetStack[]): Ordered {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const components = componentsOf(stacks, byName);
  const levels = new Map<string, number>();
  // A component comes after all that it needs.
  for (const component of components) {
    const names = new Set(component.map(({ name }) => name));
    const needs = component.flatMap((stack) => stack.needs.filter((need) => !names.has(need)));
    const level = needs.reduce((most, need) => Math.max(most, (levels.get(need) ?? 0) + 1), 0);
    for (const { name } of component) levels.set(name, level);
  }
  const levelOf = ({ name }: FleetStack) => levels.get(name) ?? 0;
  return {
    stacks: [...stacks].sort((one, other) => levelOf(one) - levelOf(other) || compareWords(one.name, other.name)),
    cycles: components.filter(({ length }) => length > 1).map((component) => shortestCycle(component)),
  };
}

/**
 * By the name of each stack, the number of its stage, from 1: a stack needs stacks of earlier stages only.
 *
 * @param stacks each after all that it needs
 */
export function stagesOf(stacks: readonly FleetStack[]): ReadonlyMap<string, number> {
  const stages = new Map<string, number>();
  for (const { name, needs } of stacks)
    stages.set(name, needs.reduce((most, need) => Math.max(most, stages.get(need) ?? 0), 0) + 1);
  return stages;
}

/** Sets of stacks that need each other, by Tarjan's algorithm without recursion: each set after those that it needs. */
function componentsOf(stacks: readonly FleetStack[], byName: ReadonlyMap<string, FleetStack>): FleetStack[][] {
  const components: FleetStack[][] = [];
  const numbers = new Map<FleetStack, { index: number; low: number; isOpen: boolean }>();
  const open: FleetStack[] = [];
  const enter = (stack: FleetStack) => {
    const number = { index: numbers.size, low: numbers.size, isOpen: true };
    numbers.set(stack, number);
    open.push(stack);
    return { stack, number, next: 0 };
  };
  for (const root of stacks) {
    if (numbers.has(root)) continue;
    const way = [enter(root)];
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const need = step.stack.needs[step.next++];
      if (need !== undefined) {
        const target = byName.get(need)!;
        const seen = numbers.get(target);
        if (seen === undefined) way.push(enter(target));
        else if (seen.isOpen) step.number.low = Math.min(step.number.low, seen.index);
        continue;
      }
      way.pop();
      const before = way.at(-1);
      if (before !== undefined) before.number.low = Math.min(before.number.low, step.number.low);
      if (step.number.low !== step.number.index) continue;
      const component = open.splice(open.lastIndexOf(step.stack));
      for (const member of component) numbers.get(member)!.isOpen = false;
      components.push(component);
    }
  }
  return components;
}

/** The shortest way round from the stack that most others of the set need. */
function shortestCycle(component: readonly FleetStack[]): FleetStack[] {
  const byName = new Map(component.map((stack) => [stack.name, stack]));
  const needed = new Map<string, number>();
  for (const { needs } of component)
    for (const need of needs) if (byName.has(need)) needed.set(need, (needed.get(need) ?? 0) + 1);
  const [start] = [...component].sort(
    (one, other) => (needed.get(other.name) ?? 0) - (needed.get(one.name) ?? 0) || compareWords(one.name, other.name),
  );
  const from = new Map<string, FleetStack>();
  const next = [start!];
  for (const stack of next)
    for (const need of stack.needs) {
      const target = byName.get(need);
      if (target === undefined || from.has(need)) continue;
      from.set(need, stack);
      if (target === start) return wayBack(start, from);
      next.push(target);
    }
  return [...component];
}

function wayBack(start: FleetStack, from: ReadonlyMap<string, FleetStack>): FleetStack[] {
  const way: FleetStack[] = [];
  for (let stack = from.get(start.name)!; stack !== start; stack = from.get(stack.name)!) way.unshift(stack);
  return [start, ...way];
}
