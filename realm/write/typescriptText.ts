import { membersInOrder } from "./file";

const WIDTH = 120;
const INDENT = "  ";
const LEAST_WON = 3;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
/** A member of a constant. */
const MEMBER = /^[\p{ID_Continue}$]+\.[\p{ID_Continue}$]+$/u;
/** What Prettier takes for two columns wide. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2fb}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** A piece of a program that stands there as it is. */
export class Code {
  constructor(readonly text: string) {}
}

/** A map whose members stand in this order. */
export class Members {
  constructor(
    readonly entries: readonly (readonly [string, unknown])[],
    /** Its members are on lines of their own, however short they are. */
    readonly isOpen: boolean = false,
  ) {}
}

/** A statement that calls a constructor: `const x = new reseller.User("anna", { … });` */
export function construction(head: string, name: string, args: Members, options: Members | undefined): string {
  const start = `${head}(`;
  const opened = `${start}${text(name)}, {`;
  if (options === undefined && width(opened) <= WIDTH)
    return `${start}${text(name)}, ${lines(args, 0, start.length)});`;
  const inner = [text(name), lines(args, 1, 0), ...(options === undefined ? [] : [lines(options, 1, INDENT.length)])];
  return [`${start}`, ...inner.map((part) => `${INDENT}${part},`), ");"].join("\n");
}

/** A statement that gives a map a name. */
export function constant(head: string, value: Members): string {
  return `${head} = ${lines(value, 0, head.length)};`;
}

/** The value as code, from the column where it begins; what doesn't fit on the line goes on in further lines. */
function lines(value: unknown, depth: number, column: number): string {
  const short = flat(value);
  if (short !== undefined && column + width(short) + 1 <= WIDTH) return short;
  const indent = INDENT.repeat(depth + 1);
  if (Array.isArray(value)) {
    const entries = (value as unknown[]).map((entry) => `${indent}${lines(entry, depth + 1, indent.length)},`);
    return ["[", ...entries, `${INDENT.repeat(depth)}]`].join("\n");
  }
  if (typeof value === "object" && value !== null && !(value instanceof Code)) {
    const members = membersOf(value).entries.map(([name, member]) => memberText(name, member, depth + 1));
    return ["{", ...members, `${INDENT.repeat(depth)}}`].join("\n");
  }
  return short ?? "";
}

function memberText(name: string, value: unknown, depth: number): string {
  const indent = INDENT.repeat(depth);
  const head = `${indent}${keyText(name)}:`;
  if (value instanceof Code && value.text === name) return `${indent}${name},`;
  const short = flat(value);
  // A text or a member of something that is too long moves to a line of its own, unless that would win next to nothing.
  const isWhole = typeof value === "string" || (value instanceof Code && MEMBER.test(value.text));
  const isMoved = isWhole && width(keyText(name)) - INDENT.length >= LEAST_WON;
  if (isMoved && short !== undefined && width(head) + 1 + width(short) + 1 > WIDTH)
    return `${head}\n${indent}${INDENT}${short},`;
  return `${head} ${lines(value, depth, width(head) + 1)},`;
}

/** On one line; undefined where it never is. */
function flat(value: unknown): string | undefined {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) {
    const entries = value as unknown[];
    if (isAlwaysBroken(entries)) return undefined;
    const parts = entries.map(flat);
    return parts.includes(undefined) ? undefined : `[${parts.join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = membersOf(value);
    if (members.isOpen && members.entries.length > 0) return undefined;
    const parts = members.entries.map(([name, member]) => {
      if (member instanceof Code && member.text === name) return name;
      const part = flat(member);
      return part === undefined ? undefined : `${keyText(name)}: ${part}`;
    });
    if (parts.includes(undefined)) return undefined;
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  }
  return String(value);
}

/** Lists of several maps, or of several lists, that have more than one member each. */
function isAlwaysBroken(entries: readonly unknown[]): boolean {
  if (entries.length < 2) return false;
  const isList = Array.isArray(entries[0]);
  return entries.every((entry) => {
    if (typeof entry !== "object" || entry === null || entry instanceof Code) return false;
    if (Array.isArray(entry) !== isList) return false;
    return (Array.isArray(entry) ? entry.length : membersOf(entry).entries.length) > 1;
  });
}

function membersOf(value: object): Members {
  return value instanceof Members ? value : new Members(membersInOrder(value));
}

function keyText(name: string): string {
  return IDENTIFIER.test(name) && !/[^\x20-\x7e]/.test(name) ? name : text(name);
}

/** A text as code, in the quotes that take fewer escapes; nothing in it is hidden, and none of it is code. */
export function text(value: string): string {
  const quote = count(value, '"') > count(value, "'") ? "'" : '"';
  const escaped = value
    .replace(/\\/g, "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(/\r/g, "\\r")
    .replace(/[\p{C}\p{Zl}\p{Zp}\u00a0]/gu, (character) => {
      const code = character.codePointAt(0)!.toString(16).toUpperCase();
      return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
    });
  return `${quote}${escaped}${quote}`;
}

function count(value: string, character: string): number {
  return value.split(character).length - 1;
}

/** Columns that Prettier counts. */
export function width(line: string): number {
  let columns = 0;
  for (const character of line.normalize("NFC"))
    columns += WIDE.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;
  return columns;
}
