import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../provider/model/errors";
import { isList, isRecord } from "../provider/model/shapes";
import { alternatives } from "../provider/model/nearest";
import type { EntryName, Place, RealmEntry } from "../realm/entry";
import { isReference, isSecretSetting } from "../realm/fieldPaths";
import { findFiles, type RealmReading } from "../realm/read";
import { KEY_FIELDS } from "../realm/schema";
import { pathText } from "../text/path";
import { accountOf, entryId } from "./divide";
import type { Fleet, FleetStack } from "./division";
import { LOCK_FILE } from "./lock";
import { type Part, PART_VERSION, type PartEntry, type PartTarget, partForm } from "./partForm";

/** The stack of this name. @throws UserError where the fleet has none; it lists the nearest names */
export function stackNamed({ stacks, fileName }: Pick<Fleet, "stacks" | "fileName">, name: string): FleetStack {
  const stack = stacks.find((one) => one.name === name);
  if (stack !== undefined) return stack;
  const names = stacks.map((one) => one.name);
  throw new UserError(
    `the fleet of ${fileName} has no stack ${JSON.stringify(name)} (reseller fleet list shows all stacks)${alternatives(name, names)}`,
  );
}

/**
 * What the program of one stack needs to know of the fleet, as data without functions and symbols.
 *
 * @param isPending whether an entry of another stack doesn't exist yet
 * @throws UserError where the fleet has no such stack
 */
export function partOf(
  fleet: Fleet,
  stackName: string,
  isPending: (entry: EntryName, stack: string) => boolean = () => false,
): Part {
  const stack = stackNamed(fleet, stackName);
  const files: string[] = [];
  const targets = [...targetsOf(fleet, stack).values()];
  return {
    version: PART_VERSION,
    stack: stackName,
    source: { fleet: fleet.fileName, files: [...fleet.file.files], digest: fleet.digest },
    references: fleet.file.references,
    files,
    entries: stack.entries.map((entry) => partEntry(entry, fleet.realm, files)),
    targets: targets.map((target) => (isPending(target, target.stack) ? { ...target, pending: true } : target)),
    referredTo: indexOf(fleet).referredTo.get(stackName) ?? [],
  };
}

/** Entries of other stacks that a stack refers to, by `entryId`. */
export function targetsOf(fleet: Fleet, { crossings }: FleetStack): ReadonlyMap<string, PartTarget> {
  const { entries } = indexOf(fleet);
  const targets = new Map<string, PartTarget>();
  for (const { to, stack } of crossings) {
    const id = entryId(to);
    if (!targets.has(id)) targets.set(id, targetOf(entries.get(id)!, stack));
  }
  return targets;
}

interface Index {
  readonly entries: ReadonlyMap<string, RealmEntry>;
  /** By stack, the entries that other stacks refer to. */
  readonly referredTo: ReadonlyMap<string, EntryName[]>;
}

const indexes = new WeakMap<Fleet, Index>();

function indexOf(fleet: Fleet): Index {
  const known = indexes.get(fleet);
  if (known !== undefined) return known;
  const referredTo = new Map<string, EntryName[]>();
  const seen = new Set<string>();
  for (const { to, stack } of fleet.stacks.flatMap(({ crossings }) => crossings)) {
    if (seen.has(entryId(to))) continue;
    seen.add(entryId(to));
    const entry = { kind: to.kind, name: to.name };
    const own = referredTo.get(stack);
    if (own === undefined) referredTo.set(stack, [entry]);
    else own.push(entry);
  }
  const index = { entries: new Map(fleet.realm.entries.map((entry) => [entryId(entry), entry])), referredTo };
  indexes.set(fleet, index);
  return index;
}

export function targetOf(entry: RealmEntry, stack: string): PartTarget {
  const { kind, name, values } = entry;
  const account = accountOf(entry);
  const { name: title, limits } = values;
  return {
    ...{ kind, name, stack },
    ...(typeof title === "string" ? { title } : {}),
    ...(account === undefined ? {} : { account }),
    ...(kind === "QuotaProfile" && isRecord(limits) ? { limits } : {}),
  };
}

function partEntry(entry: RealmEntry, realm: RealmReading, files: string[]): PartEntry {
  const places: Record<string, [number, number, number]> = {};
  const note = (property: string, parent: Place | undefined): Place | undefined => {
    const place = realm.placeOf(entry, property);
    if (place === undefined || isSame(place, parent)) return place;
    const known = files.indexOf(place.file);
    places[property] = [known < 0 ? files.push(place.file) - 1 : known, place.line, place.column];
    return place;
  };
  const walk = (value: unknown, at: readonly (string | number)[], parent: Place | undefined): void => {
    const place = note(pathText(at), parent);
    if (isReference(value) || isSecretSetting(value)) return;
    if (isList(value)) value.forEach((member, index) => walk(member, [...at, index], place));
    else if (isRecord(value)) for (const [name, member] of Object.entries(value)) walk(member, [...at, name], place);
  };
  walk(entry.values, [], undefined);
  const { kind, key, name, within, values, formerFields, protect, formerly } = entry;
  const keyField = KEY_FIELDS[kind];
  return {
    ...{ kind, key, name, values, formerly: [...formerly], places },
    ...(within === undefined ? {} : { within }),
    ...(formerFields === undefined ? {} : { formerFields: [...formerFields] }),
    ...(protect === undefined ? {} : { protect }),
    ...(keyField !== undefined && realm.isImplied(entry, keyField) ? { implied: keyField } : {}),
  };
}

function isSame(one: Place, other: Place | undefined): boolean {
  return one.file === other?.file && one.line === other.line && one.column === other.column;
}

/** A digest of all files that a fleet is read from. */
export function digestOf(folder: string, fileName: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (shown: string, file: string) => {
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    hash.update(`${shown}\n${bytes.length}\n`).update(bytes);
  };
  for (const name of [fileName, LOCK_FILE]) add(name, path.join(folder, name));
  for (const { path: file, shown } of findFiles(files, folder).files) add(shown, file);
  return hash.digest("hex");
}

/**
 * Reads a part that another process has written.
 *
 * @param folder where the program's fleet is
 * @throws UserError where it isn't the part of this stack, made of the files as they are now
 */
export function readPart(text: string, folder: string, fileName: string, stack: string): Part {
  const again = "Run reseller fleet again, or unset RESELLER_FLEET_PART to read the files of the fleet";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`the part of the fleet is not JSON: ${(error as Error).message}. ${again}`);
  }
  const { version } = isRecord(value) ? value : {};
  if (version !== PART_VERSION)
    throw new UserError(
      `the part of the fleet was written by another version of pulumi-reseller than the program has. Use the same version for both. ${again}`,
    );
  const result = partForm.safeParse(value);
  if (!result.success) {
    const { path: at = [], message = "" } = result.error.issues[0] ?? {};
    throw new UserError(`the part of the fleet is not valid: ${pathText(at)}: ${message}. ${again}`);
  }
  const part = result.data;
  if (part.stack !== stack)
    throw new UserError(
      `the part of the fleet is that of the stack ${part.stack}, but this is the stack ${stack}. ${again}`,
    );
  const { source } = part;
  if (source.fleet !== fileName || source.digest !== digestOf(folder, fileName, source.files))
    throw new UserError(
      `the part of the fleet was made of other files than ${fileName} and the realm files have now. ${again}`,
    );
  return part;
}

/** A part as the realm of its stack. */
export function readingOfPart({ entries, files }: Part): RealmReading {
  const byId = new Map(entries.map((entry) => [entryId(entry), entry]));
  return {
    entries: entries.map(({ places: _places, implied: _implied, within, ...entry }) => ({ ...entry, within })),
    problems: [],
    files,
    textIn: () => undefined,
    placeOf: (name, property = "") => {
      const places = byId.get(entryId(name))?.places ?? {};
      for (let at = property; ; at = at.slice(0, Math.max(at.lastIndexOf("."), at.lastIndexOf("["), 0))) {
        const [file = 0, line = 0, column = 0] = places[at] ?? [];
        if (line > 0) return { file: files[file]!, line, column };
        if (at === "") return undefined;
      }
    },
    isBroken: () => false,
    isImplied: (name, field) => byId.get(entryId(name))?.implied === field,
  };
}
