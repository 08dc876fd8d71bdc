import { isDeepStrictEqual } from "node:util";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { scalar as wordText } from "../../realm/write/yamlText";
import { afterKey, blockText, flowText, type Spelling } from "./yamlValues";

export type Path = readonly (string | number)[];

/** A place that can't be edited without changing what others see there: what it is, and that a person has to do it. */
export class NotEditable extends Error {}

/** What a value in the file means, so that another spelling of the same is left alone. */
export type Meaning = (value: unknown, path: Path) => unknown;

const INDENT = 2;
const MOST_FROM_ALIASES = 10_000;

/**
 * The text of a YAML or JSON file that is edited in place: only what is asked for is written, and every other byte (comments, blank lines,
 * quotes, order) stays as somebody wrote it.
 */
export class YamlText {
  private document: Document.Parsed;

  constructor(
    private text: string,
    private readonly spelling: Spelling,
  ) {
    this.document = this.parsed(text);
  }

  toString(): string {
    return this.text;
  }

  /** The plain value at a path; undefined where there is none. @throws NotEditable */
  valueAt(path: Path): unknown {
    return this.nodeAt(path)?.toJS(this.document, { maxAliasCount: MOST_FROM_ALIASES });
  }

  /**
   * Makes a value mean something else, with as few edits as it takes: entries of lists and members of maps that stay are not touched.
   *
   * @param meaning what a value of the file means, with references resolved
   * @param written how what is meant is written in the file
   * @throws NotEditable where others would change with it; nothing is changed then.
   */
  change(
    path: Path,
    to: unknown,
    meaning: Meaning,
    written: Meaning,
    equal: (one: unknown, other: unknown) => boolean,
  ): void {
    const before = this.text;
    try {
      const isSo = () => equal(meaning(this.valueAt(path), path) ?? undefined, to ?? undefined);
      this.changeAt(path, to, meaning, written);
      // Where the order of a list means something, it is written anew.
      if (!isSo()) this.replaceValue(path, written(to, path));
      if (!isSo()) throw new NotEditable("has a form in the file that can't be edited");
    } catch (error) {
      this.replaceAll(before);
      throw error;
    }
  }

  /** Takes a member out of a map, or an entry out of a list. @throws NotEditable */
  remove(path: Path): void {
    const parent = this.nodeAt(path.slice(0, -1));
    const last = path[path.length - 1]!;
    if (isMap(parent)) this.removeFromMap(path.slice(0, -1), parent, String(last));
    else if (isSeq(parent) && typeof last === "number") this.removeFromSeq(path.slice(0, -1), parent, last);
    else throw new NotEditable("is not in the file");
  }

  /** Puts a member into a map that may not be there yet. @throws NotEditable */
  add(path: Path, value: unknown): void {
    const parentPath = path.slice(0, -1);
    const key = String(path[path.length - 1]!);
    const parent = this.nodeAt(parentPath);
    if (parent === undefined || (isScalar(parent) && parent.value === null)) {
      if (parentPath.length === 0) {
        const end = this.text === "" || this.text.endsWith("\n") ? "" : "\n";
        this.splice(
          this.text.length,
          this.text.length,
          `${end}${wordText(key)}:${afterKey(value, 0, this.spelling)}\n`,
        );
      } else if (parent === undefined) this.add(parentPath, { [key]: value });
      else this.replaceValue(parentPath, { [key]: value });
    } else if (isMap(parent)) this.addToMap(parent, key, value);
    else throw new NotEditable("has something in its place that is no map");
  }

  private changeAt(path: Path, to: unknown, meaning: Meaning, written: Meaning): void {
    const from = meaning(this.valueAt(path), path);
    if (isDeepStrictEqual(from ?? undefined, to ?? undefined)) return;
    if (to === undefined || to === null) return this.remove(path);
    const node = this.nodeAt(path);
    if (node === undefined) return this.add(path, written(to, path));
    if (isSeq(node) && Array.isArray(from) && Array.isArray(to)) return this.changeList(path, node, from, to, written);
    if (isMap(node) && isPlainMap(from) && isPlainMap(to)) {
      for (const key of Object.keys(from))
        if (!Object.hasOwn(to, key)) this.changeAt([...path, key], undefined, meaning, written);
      for (const [key, member] of Object.entries(to)) this.changeAt([...path, key], member, meaning, written);
      return;
    }
    this.replaceValue(path, written(to, path));
  }

  /** Entries that are no longer meant go, and those that are new come at the end. */
  private changeList(
    path: Path,
    node: YAMLSeq,
    from: readonly unknown[],
    to: readonly unknown[],
    written: Meaning,
  ): void {
    const stays = from.filter((entry) => to.some((other) => isDeepStrictEqual(entry, other)));
    if (stays.length === 0) return this.replaceValue(path, written(to, path));
    for (let index = from.length - 1; index >= 0; index -= 1)
      if (!to.some((other) => isDeepStrictEqual(from[index], other))) {
        this.removeFromSeq(path, this.nodeAt(path) as YAMLSeq, index);
      }
    const added = to.filter((entry) => !from.some((other) => isDeepStrictEqual(entry, other)));
    const whole = written(to, path) as unknown[];
    for (const entry of added) this.addToSeq(this.nodeAt(path) as YAMLSeq, whole[to.indexOf(entry)]);
  }

  /** The node that a path leads to; undefined where there is none. @throws NotEditable where it leads through an alias. */
  private nodeAt(path: Path): Node | undefined {
    let node = this.document.contents as Node | null | undefined;
    for (const step of path) {
      if (isAlias(node)) throw new NotEditable("is under an anchor that other entries share");
      if (isMap(node)) node = pairOf(node, String(step))?.value as Node | null | undefined;
      else if (isSeq(node)) node = node.items[Number(step)] as Node | undefined;
      else return undefined;
    }
    if (isAlias(node)) throw new NotEditable("is under an anchor that other entries share");
    if (node !== null && node !== undefined && "anchor" in node && node.anchor !== undefined)
      throw new NotEditable("has an anchor that other entries may share");
    return node ?? undefined;
  }

  private replaceValue(path: Path, value: unknown): void {
    const parent = this.nodeAt(path.slice(0, -1));
    const node = this.nodeAt(path);
    const [start, end] = rangeOf(node);
    if (isMap(parent) && parent.flow !== true) {
      const pair = pairOf(parent, String(path[path.length - 1]))!;
      const colon = this.afterColon(pair);
      const indent = this.columnOf(rangeOf(pair.key as Node)[0]);
      const isBlock = (isMap(node) || isSeq(node)) && node.flow !== true && typeof value === "object" && value !== null;
      const keepsBlock = isBlock && Object.keys(value).length > 0;
      const text = keepsBlock
        ? `\n${blockText(value, indent + INDENT, this.spelling)}`
        : afterKey(value, indent, this.spelling);
      const last = isScalar(node) && node.value === null && start >= end ? colon : this.contentEnd(node);
      this.splice(colon, last, this.quotedLike(node, value) ?? text);
      return;
    }
    const text = this.quotedLike(node, value) ?? ` ${flowText(value, this.spelling)}`;
    this.splice(start, this.contentEnd(node), text.trimStart());
  }

  /** A text in the quotes that the one before it had. */
  private quotedLike(node: Node | undefined, value: unknown): string | undefined {
    if (!isScalar(node) || typeof value !== "string" || this.spelling.json) return undefined;
    // What can't be seen, or breaks the line, is written by its number.
    if (/[\p{C}\p{Zl}\p{Zp}]/u.test(value)) return undefined;
    const { type } = node as Scalar;
    if (type === "QUOTE_DOUBLE") return ` ${JSON.stringify(value)}`;
    if (type === "QUOTE_SINGLE") return ` '${value.replaceAll("'", "''")}'`;
    return undefined;
  }

  private addToMap(map: YAMLMap, key: string, value: unknown): void {
    const last = map.items[map.items.length - 1];
    const text = this.spelling.json ? `${JSON.stringify(key)}: ${JSON.stringify(value)}` : undefined;
    if (map.flow === true) {
      const own = text ?? `${wordText(key)}: ${flowText(value, this.spelling)}`;
      return this.insertIntoFlow(map, own, last && [rangeOf(last.key as Node)[0], this.pairEnd(last)]);
    }
    if (last === undefined) throw new NotEditable("is a map that can't be added to");
    const indent = this.columnOf(rangeOf(last.key as Node)[0]);
    this.insertLine(
      this.pairEnd(last),
      `${" ".repeat(indent)}${wordText(key)}:${afterKey(value, indent, this.spelling)}`,
    );
  }

  private addToSeq(seq: YAMLSeq, value: unknown): void {
    const last = seq.items[seq.items.length - 1] as Node | undefined;
    const own = flowText(value, this.spelling);
    if (seq.flow === true) {
      return this.insertIntoFlow(seq, own, last && [rangeOf(last)[0], this.contentEnd(last)]);
    }
    const start = rangeOf(last)[0];
    const dash = this.text.lastIndexOf("-", start - 1);
    this.insertLine(this.contentEnd(last), `${" ".repeat(this.columnOf(dash))}- ${own}`);
  }

  /** @param last where the last entry begins and ends; undefined where there is none */
  private insertIntoFlow(collection: Node, text: string, last: readonly [number, number] | undefined): void {
    const [start, end] = rangeOf(collection);
    if (last === undefined) {
      const inner = isMap(collection) && !this.spelling.json ? ` ${text} ` : text;
      return this.splice(start + 1, end - 1, inner);
    }
    const [lastStart, lastEnd] = last;
    const lineStart = this.text.lastIndexOf("\n", lastStart - 1) + 1;
    const before = this.text.slice(lineStart, lastStart);
    // One entry a line stays one entry a line.
    const separator = /^\s*$/.test(before) && lineStart > start ? `,\n${before}` : ", ";
    this.splice(lastEnd, lastEnd, `${separator}${text}`);
  }

  private removeFromMap(path: Path, map: YAMLMap, key: string): void {
    const pair = pairOf(map, key);
    if (pair === undefined) throw new NotEditable("is not a separate value in the file");
    if (map.items.length === 1) return this.emptied(path, map, "{}");
    const own = pair.key as Node;
    const keys = map.items.map((other) => other.key as Node);
    if (map.flow === true) this.removeFromFlow(keys, own, this.pairEnd(pair));
    else this.removeLines(rangeOf(own)[0], this.pairEnd(pair));
  }

  private removeFromSeq(path: Path, seq: YAMLSeq, index: number): void {
    const node = seq.items[index] as Node;
    if (seq.items.length === 1) return this.emptied(path, seq, "[]");
    if (seq.flow === true) this.removeFromFlow(seq.items as Node[], node, this.contentEnd(node));
    else this.removeLines(this.text.lastIndexOf("-", rangeOf(node)[0] - 1), this.contentEnd(node));
  }

  private emptied(path: Path, collection: YAMLMap | YAMLSeq, text: string): void {
    if (collection.flow === true) return this.splice(...rangeOf(collection), text);
    const parent = this.nodeAt(path.slice(0, -1));
    const pair = isMap(parent) ? pairOf(parent, String(path[path.length - 1])) : undefined;
    if (pair === undefined) throw new NotEditable("is all that there is in its place");
    this.splice(this.afterColon(pair), this.contentEnd(collection), ` ${text}`);
  }

  /** @param begins the nodes that entries begin with; `own` is that of the one that ends at `end` */
  private removeFromFlow(begins: readonly Node[], own: Node, end: number): void {
    const [start] = rangeOf(own);
    const next = begins[begins.indexOf(own) + 1];
    if (next !== undefined) this.splice(start, rangeOf(next)[0], "");
    else this.splice(this.text.lastIndexOf(",", start), end, "");
  }

  private removeLines(start: number, contentEnd: number): void {
    const lineStart = this.text.lastIndexOf("\n", start - 1) + 1;
    // What shares its line with another value (`- a: 1`) is not a line of its own.
    if (!/^\s*$/.test(this.text.slice(lineStart, start))) throw new NotEditable("shares its line with another value");
    const ended = this.text[contentEnd - 1] === "\n" ? contentEnd : this.lineEnd(contentEnd);
    this.splice(lineStart, ended, "");
  }

  private insertLine(contentEnd: number, line: string): void {
    if (this.text[contentEnd - 1] === "\n") return this.splice(contentEnd, contentEnd, `${line}\n`);
    const end = this.lineEnd(contentEnd);
    const isOpen = this.text[end - 1] !== "\n";
    this.splice(end, end, isOpen ? `\n${line}\n` : `${line}\n`);
  }

  /** Where the line ends that an offset is in, with its line feed. */
  private lineEnd(offset: number): number {
    const feed = this.text.indexOf("\n", offset);
    return feed < 0 ? this.text.length : feed + 1;
  }

  private columnOf(offset: number): number {
    return offset - (this.text.lastIndexOf("\n", offset - 1) + 1);
  }

  private pairEnd(pair: Pair): number {
    const node = pair.value as Node | null;
    const hasText = node !== null && node.range !== null && node.range !== undefined && node.range[1] > node.range[0];
    return hasText ? this.contentEnd(node) : this.afterColon(pair);
  }

  private afterColon({ key }: Pair): number {
    return this.text.indexOf(":", rangeOf(key as Node)[1]) + 1;
  }

  /** Where what a node says ends, without the comments and blank lines after it. */
  private contentEnd(node: Node | undefined): number {
    if (isMap(node) && node.flow !== true && node.items.length > 0)
      return this.pairEnd(node.items[node.items.length - 1]!);
    if (isSeq(node) && node.flow !== true && node.items.length > 0)
      return this.contentEnd(node.items[node.items.length - 1] as Node);
    return rangeOf(node)[1];
  }

  private splice(start: number, end: number, text: string): void {
    this.replaceAll(`${this.text.slice(0, start)}${text}${this.text.slice(end)}`);
  }

  private replaceAll(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.document = this.parsed(text);
  }

  private parsed(text: string): Document.Parsed {
    const document = parseDocument(text, { version: "1.2", schema: "core", prettyErrors: false, merge: true });
    if (document.errors.length > 0) throw new NotEditable("is not YAML");
    return document;
  }
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function rangeOf(node: Node | undefined): readonly [number, number] {
  if (node?.range === undefined || node.range === null) throw new NotEditable("has no separate place in the file");
  return [node.range[0], node.range[1]];
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
