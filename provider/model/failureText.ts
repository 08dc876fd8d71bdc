/**
 * The text of what is wrong with resources: how it is written for people, and how it is read back where text is all that is left of it, as
 * in what the engine prints of a preview.
 */
import { type Failure, KIND_NAMES, kinds } from ".";
import { counted, joined } from "../../text/words";
import type { ProgramFailure, ProgramResource, SourcePlace } from "./programResource";
import { markedRule } from "./rule";
import { isOneOf } from "./shapes";

/** Something that is wrong in a file, before there is a resource. */
export interface FileProblem {
  /** Undefined where it is not known, or where it is the file as a whole. */
  readonly place: SourcePlace | undefined;
  /** What is wrong, and with what. */
  readonly text: string;
}

/** A failure as far as its text tells. */
export interface ReadFailure {
  /** As the text has it: another version of this package may have written it. */
  readonly kind: string;
  readonly name: string;
  /** Empty where the text begins with no field of the kind. */
  readonly property: string;
  readonly reason: string;
  /** The id of the rule that it is about. */
  readonly rule: string | undefined;
  /** Where it stands in a realm file. */
  readonly place?: SourcePlace;
}

/** `email must be an e-mail address` */
export function writeFailure({ property, reason }: Failure): string {
  return property === "" ? reason : `${property} ${reason}`;
}

/** The same with the resource that it is about, in one line. */
export function writeFailureOf({ kind, label }: ProgramResource, failure: Failure): string {
  return `${kind} ${label}: ${writeFailure(failure)}`;
}

/** @param text as `writeFailure` has written it */
export function readFailure(kind: string, name: string, text: string): ReadFailure {
  const [, word = "", rest = ""] = /^(\S+) (.*)$/s.exec(text) ?? [];
  const isField = fieldsOf(kind).includes(word.split(/[.[]/)[0] ?? "");
  const [property, reason] = isField ? [word, rest] : ["", text];
  return { kind, name, property, reason, rule: markedRule(text) };
}

function fieldsOf(kind: string): string[] {
  return isOneOf(KIND_NAMES, kind) ? Object.keys(kinds[kind].fields) : [];
}

/**
 * What is wrong for one reason with several members of a field, such as numbers that are missing, is one problem: it is said of the first,
 * with the names of the others.
 */
export function gathered(failures: readonly ProgramFailure[]): ProgramFailure[] {
  const groups = new Map<string, [ProgramFailure, ...ProgramFailure[]]>();
  const resources = new Map<ProgramResource, number>();
  for (const failure of failures) {
    const { resource, property, reason } = failure;
    const number = resources.get(resource) ?? resources.size;
    resources.set(resource, number);
    const [, parent] = MEMBER.exec(property) ?? [];
    const key = JSON.stringify(parent === undefined ? [groups.size] : [number, parent, reason]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [failure]);
    else group.push(failure);
  }
  return [...groups.values()].map(([first, ...others]) => {
    if (others.length === 0) return first;
    const names = others.map(({ property }) => MEMBER.exec(property)?.[2] ?? property);
    return { ...first, reason: `${first.reason}; the same: ${joined(names)}` };
  });
}

/** `limits.vcpus` is the member `vcpus` of `limits`. */
const MEMBER = /^(.*)\.([^.]*)$/;

/**
 * All that is wrong with a program: what stands in files by file and line, and after it the rest, resource by resource in the order of the
 * program.
 */
export function writeFailures(
  all: readonly ProgramFailure[],
  inFiles: readonly FileProblem[] = [],
  unsent = "nothing was sent to the portal",
): string {
  const failures = gathered(all);
  const placed: FileProblem[] = [...inFiles];
  const unplaced = new Map<ProgramResource, string[]>();
  for (const { resource, ...failure } of failures) {
    const place = resource.placeOf?.(failure.property);
    if (place === undefined) unplaced.set(resource, [...(unplaced.get(resource) ?? []), writeFailure(failure)]);
    else placed.push({ place, text: writeFailureOf(resource, failure) });
  }
  const resources = new Set(failures.map((failure) => failure.resource));
  const where = inFiles.length > 0 ? "" : ` in ${counted(resources.size, "resource")}`;
  const lines = placed
    .sort(byPlace)
    .map(({ place, text }) => `  ${place === undefined ? "" : `${placeText(place)}: `}${text}`);
  for (const [{ kind, label }, said] of unplaced)
    lines.push(`  ${kind} ${label}`, ...said.map((text) => `    - ${text}`));
  const heading = `pulumi-reseller: ${counted(failures.length + inFiles.length, "problem")}${where}; ${unsent}`;
  return [heading, ...lines].join("\n");
}

const HEADING = /^pulumi-reseller: \d+ problems?(?: in \d+ resources?)?;[^\n]*\n/;
const PLACED = /^ {2}(\S.*?):(\d+):(\d+): (\w+) (\S.*?): (.*)$/;
const RESOURCE = /^ {2}(\w+) (\S.*)$/;
const PROBLEM = /^ {4}- (.*)$/;

/** What a text says is wrong. */
export interface ReadFailures {
  readonly failures: readonly ReadFailure[];
  /** Lines that are about no resource, such as what is wrong with a file. */
  readonly others: readonly string[];
}

/** @param text as `writeFailures` has written it; nothing is found in another */
export function readFailures(text: string): ReadFailures {
  const failures: ReadFailure[] = [];
  const others: string[] = [];
  const [heading] = HEADING.exec(text) ?? [];
  let resource: { readonly kind: string; readonly name: string } | undefined;
  for (const line of heading === undefined ? [] : text.slice(heading.length).split("\n")) {
    const placed = readPlaced(line);
    const [, kind, name] = RESOURCE.exec(line) ?? [];
    const [, said] = PROBLEM.exec(line) ?? [];
    if (placed !== undefined) failures.push(placed);
    else if (said !== undefined && resource !== undefined)
      failures.push(readFailure(resource.kind, resource.name, said));
    else if (kind !== undefined && name !== undefined && Object.hasOwn(kinds, kind)) resource = { kind, name };
    else others.push(line.trim());
  }
  return { failures, others };
}

/** `realm.yaml:12:5: User anna: email must be an e-mail address` */
function readPlaced(text: string): ReadFailure | undefined {
  const [, file, line, column, kind, name, said] = PLACED.exec(text) ?? [];
  if (file === undefined || kind === undefined || name === undefined || said === undefined) return undefined;
  if (!Object.hasOwn(kinds, kind)) return undefined;
  return { ...readFailure(kind, name, said), place: { file, line: Number(line), column: Number(column) } };
}

/** `realm.yaml:12:5`, as editors and terminals open it. */
export function placeText({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}

function byPlace({ place: one }: FileProblem, { place: other }: FileProblem): number {
  if (one === undefined || other === undefined) return (one === undefined ? 0 : 1) - (other === undefined ? 0 : 1);
  const byFile = one.file < other.file ? -1 : one.file > other.file ? 1 : 0;
  return byFile || one.line - other.line || one.column - other.column;
}
