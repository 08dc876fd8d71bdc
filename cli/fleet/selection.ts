import type { Fleet, FleetStack } from "../../fleet/division";
import { WrongUse } from "../wrongUse";
import type { FleetFlags } from "./options";
import { type Reasons, stacksSince } from "./since";

export interface Selection {
  /** In the order of the fleet. */
  readonly stacks: readonly FleetStack[];
  /** Why each of them differs from a commit, with `--since`. */
  readonly reasons?: Reasons;
}

/**
 * The stacks that a command is about: those that are named, and of them those that a range of Git touches.
 *
 * @throws WrongUse where a name is of no stack, and where Git can't tell
 */
export function selectionOf(fleet: Fleet, { only, since }: Pick<FleetFlags, "only" | "since">): Selection {
  const named = namedStacks(fleet, only);
  if (since === undefined) return { stacks: named };
  const reasons = stacksSince(fleet, since);
  return { stacks: named.filter(({ name }) => reasons.has(name)), reasons };
}

/** @throws WrongUse as `selectionOf` */
export function selectedStacks(fleet: Fleet, flags: Pick<FleetFlags, "only" | "since">): readonly FleetStack[] {
  return selectionOf(fleet, flags).stacks;
}

function namedStacks(fleet: Pick<Fleet, "stacks">, only: FleetFlags["only"]): readonly FleetStack[] {
  if (only === undefined) return fleet.stacks;
  const patterns = only.map((name) => ({ name, expression: stackPattern(name) }));
  const unknown = patterns.filter(({ expression }) => !fleet.stacks.some(({ name }) => expression.test(name)));
  if (unknown.length > 0)
    throw new WrongUse(
      `--only ${unknown.map(({ name }) => name).join(" ")}: the fleet has no stack of this name: reseller fleet list lists them`,
    );
  return fleet.stacks.filter(({ name }) => patterns.some(({ expression }) => expression.test(name)));
}

function stackPattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
