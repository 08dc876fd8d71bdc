import { entryId } from "../../fleet/divide";
import type { Crossing, Fleet, FleetStack } from "../../fleet/division";
import { type KindName, kinds } from "../../provider/model";
import { changedAt, fieldPaths } from "../../provider/model/fieldPaths";
import type { EntryName, RealmEntry } from "../../realm/entry";
import type { KeptResource } from "../stackState";

/** What is known of a stack before anything runs. */
export type StackState =
  | {
      readonly is: "read";
      readonly resources: readonly KeptResource[];
      /** `KIND/NAME` of the entries whose ids are in the stack's output for others. */
      readonly published: ReadonlySet<string>;
    }
  | { readonly is: "missing" }
  | { readonly is: "unreadable"; readonly problem: string };

export type StackStates = ReadonlyMap<string, StackState>;

/** What differs between the declaration of a stack and its state, as far as other stacks notice it. */
export interface StackChanges {
  readonly name: string;
  /** By `entryId`: entries that the state doesn't have, or has under another name at the portal. Others find them only after a run. */
  readonly fresh: ReadonlySet<string>;
  /** Resources of the state that the stack doesn't declare: a run deletes them. */
  readonly going: readonly KeptResource[];
}

/** An entry that one stack declares, while the state of another has its resource. */
export interface MovedEntry {
  readonly entry: EntryName;
  readonly from: string;
  readonly to: string;
}

/** The same of a resource in a state. */
function resourceId({ kind, label }: KeptResource): string {
  return entryId({ kind, name: label });
}

/**
 * What a run of a stack would make and delete. Of a state that can't be read nothing is known.
 *
 * @param asked entries that other stacks find in the stack's output only; none where they find them at the portal
 */
export function changesOf(
  { name, entries }: FleetStack,
  state: StackState | undefined,
  asked: readonly EntryName[] = [],
): StackChanges {
  if (state === undefined || state.is === "unreadable") return { name, fresh: new Set(), going: [] };
  const kept = new Map(resourcesOf(state).map((resource) => [resourceId(resource), resource]));
  const fresh = new Set<string>();
  for (const entry of entries) {
    const before = idsOf(entry).find((id) => kept.has(id));
    const resource = before === undefined ? undefined : kept.get(before);
    if (before !== undefined) kept.delete(before);
    if (resource === undefined || isRenamed(entry, resource)) fresh.add(entryId(entry));
  }
  const published = state.is === "read" ? state.published : new Set();
  for (const entry of asked) if (!published.has(`${entry.kind}/${entry.name}`)) fresh.add(entryId(entry));
  return { name, fresh, going: [...kept.values()] };
}

/** The same of all stacks whose states were read. */
export function allChanges(
  { stacks, file }: Pick<Fleet, "stacks" | "file">,
  states: StackStates,
): Map<string, StackChanges> {
  const asked = new Map<string, EntryName[]>();
  if (file.references === "stack")
    for (const { to, stack } of stacks.flatMap(({ crossings }) => crossings)) {
      const own = asked.get(stack) ?? [];
      own.push(to);
      asked.set(stack, own);
    }
  return new Map(
    stacks
      .filter(({ name }) => states.has(name))
      .map((stack) => [stack.name, changesOf(stack, states.get(stack.name), asked.get(stack.name))]),
  );
}

/** References from a stack that can't be resolved before the stacks that they lead to have run. */
export function pendingCrossings(stack: FleetStack, changes: ReadonlyMap<string, StackChanges>): Crossing[] {
  return stack.crossings.filter(({ to, stack: target }) => changes.get(target)?.fresh.has(entryId(to)) === true);
}

/** Entries that a run would create in one stack, while another one has them: their resources were to be moved first. */
export function movedEntries({ stacks }: Pick<Fleet, "stacks">, states: StackStates): MovedEntry[] {
  const homes = new Map<string, string[]>();
  for (const [name, state] of states)
    for (const resource of resourcesOf(state)) {
      const id = resourceId(resource);
      homes.set(id, [...(homes.get(id) ?? []), name]);
    }
  return stacks
    .filter(({ name }) => states.has(name) && states.get(name)?.is !== "unreadable")
    .flatMap(({ name: to, entries }) =>
      entries.flatMap((entry) => {
        const found = idsOf(entry).flatMap((id) => homes.get(id) ?? []);
        const { kind, name } = entry;
        return found.includes(to) ? [] : found.slice(0, 1).map((from) => ({ entry: { kind, name }, from, to }));
      }),
    );
}

/** By what other resources refer to a resource: its id, or its name at the portal. */
export function wordsFor({ kind, id, inputs }: KeptResource): string[] {
  return [id, ...namesOf(kind, inputs)].map((word) => entryId({ kind, name: word }));
}

/** By what a resource refers to others. */
export function wordsIn({ kind, inputs }: KeptResource): string[] {
  const found: string[] = [];
  for (const { path, kind: target } of fieldPaths(kind).references)
    changedAt(inputs, path, (value) => {
      if (typeof value === "string") found.push(entryId({ kind: target, name: value }));
      return value;
    });
  return found;
}

export function resourcesOf(state: StackState | undefined): readonly KeptResource[] {
  return state?.is === "read" ? state.resources : [];
}

/** The entry by its present name and those before. */
function idsOf(entry: RealmEntry): string[] {
  return [entry.name, ...entry.formerly].map((name) => entryId({ kind: entry.kind, name }));
}

/** Fields that say what an object is called at the portal. */
function namingFields(kind: KindName): string[] {
  const references = new Set(fieldPaths(kind).references.map(({ path }) => path[0]));
  return [...kinds[kind].naturalKey, "email"].filter((field) => !references.has(field));
}

function namesOf(kind: KindName, values: Readonly<Record<string, unknown>>): string[] {
  return namingFields(kind).flatMap((field) => (typeof values[field] === "string" ? [values[field]] : []));
}

function isRenamed(entry: RealmEntry, kept: KeptResource): boolean {
  return namingFields(entry.kind).some((field) => {
    const [now, before] = [entry.values[field], kept.inputs[field]];
    return typeof now === "string" && typeof before === "string" && now !== before;
  });
}
