import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, type YAMLMap } from "yaml";
import { type EntryName, NAME_SEPARATOR, SECTIONS } from "../entry";
import { entryPosition } from "./position";
import type { Path } from "./path";

/** An entry in a document, with what whoever edits the document needs to get at it. */
export interface LocatedEntry extends EntryName {
  /** As `Document.getIn` takes it: such as `accounts`, `acme`, `users`, `anna`. */
  readonly path: Path;
}

/**
 * The innermost entry that a line of a realm file belongs to, in the text that `document` was parsed from; undefined where it belongs to none.
 *
 * @param line counted from 1
 */
export function entryAtLine(document: Document.Parsed, text: string, line: number): LocatedEntry | undefined {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  const lineAt = (offset: number) => lines.linePos(offset).line;

  let node: unknown = document.contents;
  const path: (string | number)[] = [];
  for (;;) {
    const next = memberAtLine(node, line, lineAt);
    if (next === undefined) break;
    path.push(next.step);
    node = next.value;
  }
  for (let length = path.length; length > 1; length--) {
    const some = path.slice(0, length);
    const position = entryPosition(some);
    if (position === undefined || position.entry.length !== length) continue;
    const key = position.key ?? wordAt(document, position.entry);
    if (key === undefined) continue;
    const name = position.within === undefined ? key : `${position.within}${NAME_SEPARATOR}${key}`;
    return { kind: position.kind, name, path: position.entry };
  }
  return undefined;
}

/** Where an entry stands in a document, as `Document.getIn` takes it; undefined where it stands in another file. */
export function pathOfEntry(document: Document, { kind, name }: EntryName): Path | undefined {
  const [account, key] = name.split(NAME_SEPARATOR);
  const section = key === undefined ? [SECTIONS[kind]] : [SECTIONS.Account, account!, SECTIONS[kind]];
  const word = key ?? account!;
  const entries: unknown = document.getIn(section, true);
  if (isSeq(entries)) {
    const index = entries.items.findIndex((item) => isScalar(item) && String(item.value) === word);
    return index < 0 ? undefined : [...section, index];
  }
  const pair = isMap(entries) ? entries.items.find(({ key: named }) => keyText(named) === word) : undefined;
  // A key that YAML takes for a number is one for `getIn`, too, and letters are as they are written.
  return pair === undefined ? undefined : [...section, keyValue(pair.key) ?? word];
}

interface MemberAt {
  readonly step: string | number;
  readonly value: unknown;
}

/** The member of a map, or the entry of a list, that a line belongs to: the last that begins on it or before it, and ends on it or after it. */
function memberAtLine(node: unknown, line: number, lineAt: (offset: number) => number): MemberAt | undefined {
  const members = isMap(node) ? membersOf(node) : isSeq(node) ? entriesOf(node.items) : [];
  const reaching = members.filter(({ from, to }) => lineAt(from) <= line && line <= lineAt(Math.max(from, to - 1)));
  // Several on one line: the line alone doesn't tell which is meant, so that it is what they are in.
  return reaching.length === 1 ? reaching[0] : undefined;
}

interface Member extends MemberAt {
  readonly from: number;
  readonly to: number;
}

function membersOf(map: YAMLMap): Member[] {
  return map.items.map(({ key, value }) => ({
    step: keyText(key),
    value,
    from: rangeOf(key)[0],
    to: Math.max(rangeOf(key)[1], rangeOf(value)[1]),
  }));
}

function entriesOf(items: readonly unknown[]): Member[] {
  return items.map((value, step) => ({ step, value, from: rangeOf(value)[0], to: rangeOf(value)[1] }));
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return "";
  return (typeof key.value === "string" ? key.value : (key.source ?? String(key.value))).normalize("NFC");
}

function keyValue(key: unknown): string | number | undefined {
  return isScalar(key) && (typeof key.value === "number" || typeof key.value === "string") ? key.value : undefined;
}

function wordAt(document: Document, path: Path): string | undefined {
  const value: unknown = document.getIn(path);
  return typeof value === "string" ? value : undefined;
}
