import { readFileSync } from "node:fs";
import { writtenPath } from "../../provider/model/formerFields";
import type { EntryName, Place, RealmEntry } from "../entry";
import { pathText } from "../../text/path";
import { byPlace, type RealmProblem, RealmFileError } from "../problem";
import { collect, type Draft, hasSection } from "./collect";
import { decoded } from "./encoding";
import { findFiles } from "./files";
import { inOrder } from "./order";
import { resolve } from "./resolve";
import type { Path } from "./path";
import { parseText, type RealmText } from "./text";
import { unseenIn } from "./unseen";
import { faultsIn } from "./validate";

export { RealmFileError, type RealmProblem } from "../problem";
export { findFiles } from "./files";
export type { RealmText } from "./text";

/** A realm as its files have it. */
export interface RealmReading {
  /** Everything after what it refers to; otherwise in the order of the files. Fields that have something wrong in them are `UNKNOWN`. */
  readonly entries: readonly RealmEntry[];
  /** Everything that is wrong, in the order of files and lines. */
  readonly problems: readonly RealmProblem[];
  /** The files that were read, as messages name them. */
  readonly files: readonly string[];
  /**
   * Where an entry stands, or one of its properties (`limits.vcpus`, `access[0].account`): as far as the file goes, so that what is left out
   * leads to the entry. Undefined where the realm comes from a program, or has no such entry.
   */
  placeOf(entry: EntryName, property?: string): Place | undefined;
  /** The text of a file, as messages name it; undefined where it was not read. */
  textIn(file: string): RealmText | undefined;
  /** Whether an entry is no map at all, so that nothing is known of it but its name. */
  isBroken(entry: EntryName): boolean;
  /** Whether a field has the key's value since nobody gave it another. */
  isImplied(entry: EntryName, field: string): boolean;
}

/**
 * Reads a realm.
 *
 * @param paths files and folders, relative to `folder`; of folders all realm files in them, at any depth
 * @throws RealmFileError with everything that is wrong
 */
export function readRealm(paths: string | readonly string[], folder: string = process.cwd()): RealmReading {
  return sound(examineRealm(paths, folder));
}

/**
 * Like `readRealm`, for whoever goes on with what is sound: problems are in what it returns.
 *
 * @param similar a realm with files of the same names: those that have the same text are not parsed again
 */
export function examineRealm(
  paths: string | readonly string[],
  folder: string = process.cwd(),
  similar?: RealmReading,
): RealmReading {
  const { files, problems } = findFiles([paths].flat(), folder);
  const texts: RealmText[] = [];
  const unread: RealmProblem[] = [...problems];
  for (const { path, shown } of files) {
    const text = textAt(path, shown, similar?.textIn(shown));
    if ("value" in text) texts.push(text);
    else unread.push(text);
  }
  return reading(texts, unread);
}

/**
 * The text of one file, or why there is none.
 *
 * @param shown the file as messages name it
 * @param similar what is returned where the file has the same text
 */
export function textAt(path: string, shown: string, similar?: RealmText): RealmText | RealmProblem {
  const { text, problem } = textOf(path);
  if (text === undefined) return { file: shown, place: undefined, path: "", what: problem };
  return text === similar?.text ? similar : parseText(text, shown);
}

/** A realm from the text of one file, whatever it is called. */
export function examineText(text: string, file: string): RealmReading {
  return reading([parseText(text, file)], []);
}

/**
 * A realm that a program has made: what a file would have, as an object.
 *
 * @param isOpaque what stands for a value that nobody knows yet, and is taken as it is wherever a field can have a value
 */
export function examineObject(value: unknown, isOpaque: (value: unknown) => boolean = () => false): RealmReading {
  return reading([objectText(value)], [], isOpaque);
}

/** @throws RealmFileError where there are problems */
export function sound(read: RealmReading): RealmReading {
  if (read.problems.length > 0) throw new RealmFileError(read.problems);
  return read;
}

function reading(
  texts: readonly RealmText[],
  before: readonly RealmProblem[],
  isOpaque?: (value: unknown) => boolean,
): RealmReading {
  const problems = [...before, ...texts.flatMap((text) => text.problems)];
  const values = texts.map((text) => {
    const faults = text.value === undefined ? [] : faultsIn(text, isOpaque);
    const paths = new Set<string>();
    for (const { path, what } of faults) {
      problems.push({ file: text.file, place: text.placeOf(path), path: pathText(path), what });
      for (let length = path.length; length > 0; length--) paths.add(JSON.stringify(path.slice(0, length)));
    }
    return { text, isFaulty: (path: Path) => paths.size > 0 && paths.has(JSON.stringify(path)) };
  });
  const isEmpty = texts.every(({ value }) => value === undefined || value === null || !hasSection(value));
  if (isEmpty && problems.length === 0)
    problems.push({
      ...{ file: texts[0]?.file, place: undefined, path: "" },
      what: "declares nothing; to declare an empty realm, write accounts: {}",
    });

  const collected = collect(values);
  const { resolved, problems: dangling } = resolve(collected.drafts);
  const ordered = inOrder(resolved);
  problems.push(...collected.problems, ...dangling, ...ordered.problems);

  const byFile = new Map(texts.map((text) => [text.file, text]));
  const drafts = new Map<string, Draft>(collected.drafts.map((draft) => [`${draft.kind} ${draft.name}`, draft]));
  return {
    entries: ordered.resolved.map(({ entry }) => entry),
    problems: problems.map((problem) => withUnseen(problem, texts)).sort(byPlace),
    files: texts.flatMap(({ file }) => file ?? []),
    textIn: (file) => byFile.get(file),
    placeOf({ kind, name }, property = "") {
      const draft = drafts.get(`${kind} ${name}`);
      if (draft === undefined) return undefined;
      const { text, path } = draft.source;
      return text.placeOf(text.pathOf(path, writtenPath(draft.formerFields, property)));
    },
    isBroken: ({ kind, name }) => drafts.get(`${kind} ${name}`)?.isBroken === true,
    isImplied({ kind, name }, field) {
      const draft = drafts.get(`${kind} ${name}`);
      if (draft === undefined || draft.fields[field] !== draft.key) return false;
      const { text, path } = draft.source;
      return text.pathOf(path, field).length === path.length;
    },
  };
}

/** A problem with what nobody sees in its line, which may be all that is wrong. */
function withUnseen(problem: RealmProblem, texts: readonly RealmText[]): RealmProblem {
  const { place } = problem;
  if (place === undefined) return problem;
  const line = texts.find(({ file }) => file === place.file)?.lineOf(place.line) ?? "";
  return { ...problem, what: `${problem.what}${unseenIn(line)}` };
}

function textOf(path: string): { text: string; problem?: undefined } | { text?: undefined; problem: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { problem: `can't be read: ${(error as Error).message}` };
  }
  if (bytes.length > LARGEST)
    return {
      problem: `has ${Math.ceil(bytes.length / MEGABYTE)} MB, and at most ${LARGEST / MEGABYTE} MB are read of one file; move some of its accounts to separate files`,
    };
  const read = decoded(bytes);
  return "text" in read ? { text: read.text } : read;
}

const MEGABYTE = 1024 * 1024;
/** What is read of one file: ten thousand accounts and more. */
const LARGEST = 16 * MEGABYTE;

/** A value that stands in no file: it has paths, and no places. */
function objectText(value: unknown): RealmText {
  return {
    ...{ file: undefined, text: undefined, value },
    problems: [],
    placeOf: () => undefined,
    sourceOf: () => undefined,
    lineOf: () => "",
    pathOf: (base) => base,
  };
}
