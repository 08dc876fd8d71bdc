import { isDeepStrictEqual } from "node:util";
import { entryId } from "../../../fleet/divide";
import { type Fleet, type FleetStack, targetOf } from "../../../fleet";
import type { EntryName, RealmEntry } from "../../../realm/entry";

/** Why a stack runs, by its name: sentences without a full stop, such as "User acme/anna is new". */
export type Reasons = ReadonlyMap<string, readonly string[]>;

/**
 * The stacks whose program would declare something else than it did: entries that are new, gone, changed or moved between stacks, and what
 * they refer to in other stacks, as far as they see it. Places in files, comments and the order of entries are no difference.
 */
export function differencesBetween(before: Fleet, now: Fleet): Reasons {
  const reasons = new Map<string, string[]>();
  const add = (stack: string | undefined, reason: string) => {
    if (stack === undefined || !now.stacks.some(({ name }) => name === stack)) return;
    const own = reasons.get(stack) ?? [];
    if (!own.includes(reason)) reasons.set(stack, [...own, reason]);
  };
  const old = new Index(before);
  const current = new Index(now);
  if (before.file.references !== now.file.references)
    for (const { name } of now.stacks) add(name, "references has changed in fleet.yaml");

  for (const [id, { entry, stack }] of current.homes) {
    const was = old.homes.get(id);
    if (was === undefined) add(stack, `${nameOf(entry)} is new`);
    else if (was.stack !== stack) {
      add(stack, `${nameOf(entry)} has moved here from ${was.stack}`);
      add(was.stack, `${nameOf(entry)} has moved to ${stack}`);
    } else if (isChanged(was.entry, entry)) add(stack, `${nameOf(entry)} has changed`);
  }
  for (const [id, { entry, stack }] of old.homes) if (!current.homes.has(id)) add(stack, `${nameOf(entry)} is gone`);

  for (const { name } of now.stacks) {
    for (const reason of seenDifferently(old.targets(name), current.targets(name), "refers to")) add(name, reason);
    for (const reason of seenDifferently(old.referredTo(name), current.referredTo(name), "is asked for"))
      add(name, reason);
  }
  return reasons;
}

interface Home {
  readonly entry: RealmEntry;
  readonly stack: string;
}

/** What is compared of a fleet. */
class Index {
  readonly homes = new Map<string, Home>();
  private readonly byName = new Map<string, FleetStack>();
  private readonly asked = new Map<string, Map<string, string>>();

  constructor(private readonly fleet: Fleet) {
    for (const stack of fleet.stacks) {
      this.byName.set(stack.name, stack);
      for (const entry of stack.entries) this.homes.set(entryId(entry), { entry, stack: stack.name });
    }
    for (const { to, stack } of fleet.stacks.flatMap(({ crossings }) => crossings))
      this.asked.set(stack, (this.asked.get(stack) ?? new Map<string, string>()).set(nameOf(to), ""));
  }

  /** What a stack knows of the entries of other stacks that it refers to. */
  targets(stack: string): ReadonlyMap<string, string> {
    const { references } = this.fleet.file;
    return new Map(
      (this.byName.get(stack)?.crossings ?? []).map(({ to, stack: home }) => {
        const { stack: where, ...target } = targetOf(this.homes.get(entryId(to))!.entry, home);
        return [nameOf(to), canonical(references === "stack" ? { ...target, where } : target)];
      }),
    );
  }

  /** Entries whose ids a stack gives to others. */
  referredTo(stack: string): ReadonlyMap<string, string> {
    return this.fleet.file.references === "stack" ? (this.asked.get(stack) ?? new Map()) : new Map();
  }
}

function seenDifferently(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  how: "refers to" | "is asked for",
): string[] {
  const changed = [...now].filter(([name, text]) => before.has(name) && before.get(name) !== text);
  const fresh = [...now.keys()].filter((name) => !before.has(name));
  const gone = [...before.keys()].filter((name) => !now.has(name));
  return [
    ...changed.map(([name]) => `${how} ${name}, which has changed`),
    ...fresh.map((name) => `${how} ${name}, which is new`),
    ...gone.map((name) => `${how} ${name} no more`),
  ];
}

function nameOf(entry: EntryName): string {
  return entryId(entry);
}

/** Most are the same: only what differs in some way is told by its text, which takes longer. */
function isChanged(was: RealmEntry, entry: RealmEntry): boolean {
  return !isDeepStrictEqual(was, entry) && textOf(was) !== textOf(entry);
}

function textOf({ kind, key, name, within, values, formerFields, protect, formerly }: RealmEntry): string {
  return canonical({ kind, key, name, within, values, formerFields, protect, formerly });
}

/** The same text for the same values, whatever the order of members. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_name, member: unknown) =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
        : member,
    ) ?? ""
  );
}
