import { commentText, membersInOrder } from "./file";

/** Lists and maps that are this short stand on one line. */
const LINE = 100;
const INDENT = "  ";

/** Words that some reader of YAML takes for something else than a text. */
const RESERVED = /^(y|yes|n|no|on|off|true|false|null|nan|inf|infinity|undefined)$/i;
/** Begins with a letter, and has nothing that means something in YAML: 1.1 and 1.2, in lists and maps on one line, too. */
const PLAIN = /^\p{L}[\p{L}\p{N} _.@+/()&'=%-]*$/u;
/** Text of several lines that looks the same in a block. */
const BLOCK = /^[^\s\p{C}][^\p{C}\p{Zl}\p{Zp}]*(\n([^\s\p{C}][^\p{C}\p{Zl}\p{Zp}]*)?)*\n\S[^\p{C}\p{Zl}\p{Zp}]*$/u;

/** A value that a comment follows. */
export class Noted {
  constructor(
    readonly value: unknown,
    readonly note: string,
  ) {}
}

/** A value with lines above its key, as a comment. */
export class Remarked {
  constructor(
    readonly value: unknown,
    readonly lines: readonly string[],
  ) {}
}

/** A map whose members stand in this order. */
export class Members {
  constructor(readonly entries: readonly (readonly [string, unknown])[]) {}
}

/** Lines of a map's members, each on a line of its own. */
export function mapLines(members: Members, depth: number): string[] {
  return members.entries.flatMap(([name, value]) => {
    const indent = INDENT.repeat(depth);
    const { value: bare, lines } = value instanceof Remarked ? value : new Remarked(value, []);
    const remark = lines.map((line) => `${indent}# ${commentText(line)}`.trimEnd());
    return [...remark, ...memberLines(`${indent}${scalar(name)}:`, bare, depth)];
  });
}

function memberLines(head: string, value: unknown, depth: number): string[] {
  const { value: bare, note } = value instanceof Noted ? value : new Noted(value, "");
  const ending = note === "" ? "" : ` # ${commentText(note)}`;
  // All of it follows from its key.
  if (bare === undefined) return [`${head}${ending}`];
  if (typeof bare === "string" && BLOCK.test(bare) && bare.split("\n").every((line) => !/[ \t]$/.test(line)))
    return [`${head} |-`, ...bare.split("\n").map((line) => (line === "" ? "" : `${INDENT.repeat(depth + 1)}${line}`))];
  const onOneLine = flow(bare);
  if (onOneLine !== undefined && (!isCollection(bare) || `${head} ${onOneLine}`.length <= LINE))
    return [`${head} ${onOneLine}${ending}`];
  if (Array.isArray(bare))
    return [`${head}${ending}`, ...(bare as unknown[]).flatMap((entry) => listLines(entry, depth + 1))];
  return [`${head}${ending}`, ...mapLines(membersOf(bare as object), depth + 1)];
}

function listLines(entry: unknown, depth: number): string[] {
  const dash = `${INDENT.repeat(depth)}-`;
  const { value, note } = entry instanceof Noted ? entry : new Noted(entry, "");
  const ending = note === "" ? "" : ` # ${commentText(note)}`;
  const onOneLine = flow(value);
  if (onOneLine !== undefined && (!isCollection(value) || `${dash} ${onOneLine}`.length <= LINE))
    return [`${dash} ${onOneLine}${ending}`];
  const [first = "", ...rest] = Array.isArray(value)
    ? (value as unknown[]).flatMap((inner) => listLines(inner, depth + 1))
    : mapLines(membersOf(value as object), depth + 1);
  return [`${dash} ${first.trimStart()}${ending}`, ...rest];
}

/** On one line; undefined where that is not possible. */
function flow(value: unknown): string | undefined {
  if (value === undefined || value instanceof Noted || value instanceof Remarked) return undefined;
  if (!isCollection(value)) return scalar(value);
  if (Array.isArray(value)) {
    const entries = (value as unknown[]).map(flow);
    return entries.includes(undefined) ? undefined : `[${entries.join(", ")}]`;
  }
  const members = membersOf(value).entries.map(([name, member]) => {
    const text = flow(member);
    return text === undefined ? undefined : `${scalar(name)}: ${text}`;
  });
  if (members.includes(undefined)) return undefined;
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function membersOf(value: object): Members {
  return value instanceof Members ? value : new Members(membersInOrder(value));
}

function isCollection(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A text is in quotes wherever a reader might take it for something else, or might not see all of it. */
export function scalar(value: unknown): string {
  if (typeof value !== "string") return value === null ? "null" : String(value);
  const isPlain = PLAIN.test(value) && !RESERVED.test(value) && !/ $/.test(value);
  return isPlain ? value : quoted(value);
}

function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(/\r/g, "\\r")
    .replace(/[\p{C}\p{Zl}\p{Zp}\u00a0]/gu, (character) => {
      const code = character.codePointAt(0)!.toString(16).toUpperCase();
      return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
    });
  return `"${escaped}"`;
}
