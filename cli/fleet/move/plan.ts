import { entryId } from "../../../fleet/divide";
import type { Fleet } from "../../../fleet";
import { type OwnResource, ownResources, type StackExport } from "./state";

/** Resources that go from one state to another, in one step. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** In the order of the state, which is that of their dependencies. */
  readonly resources: readonly OwnResource[];
}

/** What the division of a fleet means for the states of its stacks. */
export interface MovePlan {
  readonly moves: readonly Move[];
  /** Resources that a move which was killed has left in a state, beside the one where they belong: they are removed there. */
  readonly twice: readonly { readonly stack: string; readonly resource: OwnResource }[];
  /** Stacks of the fleet that don't exist, and get resources. */
  readonly missing: readonly string[];
  /** Stacks that the division doesn't name, and whose last resource goes. */
  readonly emptied: readonly string[];
  /** Resources of other stacks that no entry declares: they stay where they are. */
  readonly undeclared: readonly { readonly stack: string; readonly resource: OwnResource }[];
  /** Why nothing may be moved. */
  readonly problems: readonly string[];
}

/**
 * Compares the states with the division.
 *
 * @param states of all stacks that exist: those of the fleet, others of the project, and the one that is taken apart
 */
export function planMove(fleet: Pick<Fleet, "stacks">, states: readonly StackExport[]): MovePlan {
  const homes = homesOf(fleet);
  const problems: string[] = [];
  const atHome = new Map<string, OwnResource>();
  const strays: { readonly stack: string; readonly resource: OwnResource; readonly home: Home }[] = [];
  const undeclared: { readonly stack: string; readonly resource: OwnResource }[] = [];
  const names = new Set(fleet.stacks.map(({ name }) => name));
  for (const state of states) {
    const { stack } = state;
    for (const resource of ownResources(state)) {
      const home = homes.get(entryId(resource));
      if (home === undefined) {
        if (!names.has(stack)) undeclared.push({ stack, resource });
      } else if (home.stack === stack) atHome.set(home.entry, resource);
      else strays.push({ stack, resource, home });
    }
  }
  const moves = new Map<string, { from: string; to: string; resources: OwnResource[] }>();
  const twice: { readonly stack: string; readonly resource: OwnResource }[] = [];
  const taken = new Map<string, { readonly stack: string; readonly resource: OwnResource }>();
  for (const { stack, resource, home } of strays) {
    const other = atHome.get(home.entry) ?? taken.get(home.entry)?.resource;
    if (resource.isLeaving) problems.push(leavingText(stack, resource));
    else if (other === undefined) {
      taken.set(home.entry, { stack, resource });
      const key = JSON.stringify([stack, home.stack]);
      const move = moves.get(key) ?? { from: stack, to: home.stack, resources: [] };
      move.resources.push(resource);
      moves.set(key, move);
    } else if (other.id === resource.id) twice.push({ stack, resource });
    else problems.push(differentText(stack, taken.get(home.entry)?.stack ?? home.stack, resource, other));
  }
  const touched = new Set(
    [...moves.values()].flatMap(({ from, to }) => [from, to]).concat(twice.map(({ stack }) => stack)),
  );
  for (const { stack, isUnfinished } of states)
    if (isUnfinished && touched.has(stack)) problems.push(unfinishedText(stack));
  const existing = new Set(states.map(({ stack }) => stack));
  return {
    moves: inOrderOf(fleet, [...moves.values()]),
    twice,
    missing: fleet.stacks.map(({ name }) => name).filter((stack) => touched.has(stack) && !existing.has(stack)),
    emptied: states
      .filter(({ stack }) => !names.has(stack))
      .filter((state) => {
        const gone = new Set(strays.filter(({ stack }) => stack === state.stack).map(({ resource }) => resource.urn));
        return state.resources.every((resource) => isNothing(resource) || gone.has(resource.urn));
      })
      .map(({ stack }) => stack),
    undeclared,
    problems,
  };
}

/** By the stacks that get the resources, in the order of the fleet. */
function inOrderOf({ stacks }: Pick<Fleet, "stacks">, moves: readonly Move[]): Move[] {
  const places = new Map(stacks.map(({ name }, index) => [name, index]));
  return [...moves].sort(
    (one, other) => places.get(one.to)! - places.get(other.to)! || (one.from < other.from ? -1 : 1),
  );
}

/** How many resources change their state. */
export function countOf({ moves }: Pick<MovePlan, "moves">): number {
  return moves.reduce((sum, { resources }) => sum + resources.length, 0);
}

/** What is no object anywhere: the stack itself, providers, components. */
export function isNothing({ type, custom }: { readonly type: string; readonly custom?: boolean | undefined }): boolean {
  return custom !== true || type.startsWith("pulumi:providers:");
}

interface Home {
  readonly stack: string;
  readonly entry: string;
}

/** By the present name of each entry, and those before. */
function homesOf({ stacks }: Pick<Fleet, "stacks">): Map<string, Home> {
  const homes = new Map<string, Home>();
  for (const { name: stack, entries } of stacks)
    for (const entry of entries)
      for (const name of entry.formerly)
        homes.set(entryId({ kind: entry.kind, name }), { stack, entry: entryId(entry) });
  for (const { name: stack, entries } of stacks)
    for (const entry of entries) homes.set(entryId(entry), { stack, entry: entryId(entry) });
  return homes;
}

function leavingText(stack: string, { kind, name }: OwnResource): string {
  return `${kind} ${name} of the stack ${stack} has been replaced, and its former object is still to be deleted: run pulumi up --stack ${stack} with the former division first`;
}

function unfinishedText(stack: string): string {
  return `the last run of the stack ${stack} was interrupted, and its state has pending operations: run pulumi refresh --stack ${stack} first`;
}

function differentText(stack: string, other: string, one: OwnResource, another: OwnResource): string {
  return `${one.kind} ${one.name} is in the states of two stacks as two objects: ${stack} has ${one.id}, and ${other} has ${another.id}. Remove one of them from its state with pulumi state delete`;
}
