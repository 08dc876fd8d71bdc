import { Composer, CST, type Document, Lexer, type LineCounter, Parser, YAMLParseError } from "yaml";

/** Levels of maps and lists in one another. */
export const DEEPEST = 64;
export const TOO_DEEP = `is nested deeper than ${DEEPEST} levels, which no realm is; is a bracket missing?`;

export class NestedTooDeep extends Error {
  constructor(readonly offset: number) {
    super(TOO_DEEP);
  }
}

/**
 * The document of a text. The parser nests as deep as the text does, until the process has no memory left: that is looked for before it gets
 * to see the text.
 */
export function composed(text: string, lines: LineCounter): Document.Parsed | NestedTooDeep {
  const lexer = new Lexer();
  const parser = new Parser(lines.addNewLine);
  const depth = new Depth();
  function* tokens() {
    for (const lexeme of lexer.lex(text)) {
      depth.watch(lexeme);
      yield* parser.next(lexeme);
    }
    yield* parser.end();
  }
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    prettyErrors: false,
    // Looked for here, in one go and with both places.
    uniqueKeys: false,
    logLevel: "silent",
  });
  let first: Document.Parsed | undefined;
  try {
    lines.addNewLine(0);
    for (const document of composer.compose(tokens(), true, text.length) as Iterable<Document.Parsed>) {
      if (first === undefined) first = document;
      else {
        first.errors.push(new YAMLParseError(document.range.slice(0, 2) as [number, number], "MULTIPLE_DOCS", ""));
        break;
      }
    }
  } catch (error) {
    if (error instanceof NestedTooDeep) return error;
    if (error instanceof RangeError) return new NestedTooDeep(0);
    throw error;
  }
  return first!;
}

/** How deep a text nests, as its words tell: brackets anywhere, and signs of lists and maps on one line. */
class Depth {
  private offset = 0;
  private brackets = 0;
  private signs = 0;

  watch(lexeme: string): void {
    const type = CST.tokenType(lexeme);
    if (type === "flow-map-start" || type === "flow-seq-start") this.brackets++;
    if (type === "flow-map-end" || type === "flow-seq-end") this.brackets--;
    if (type === "newline") this.signs = 0;
    const isSign = type === "seq-item-ind" || type === "explicit-key-ind" || type === "map-value-ind";
    if (isSign && this.brackets <= 0) this.signs++;
    if (this.brackets > DEEPEST || this.signs > DEEPEST) throw new NestedTooDeep(this.offset);
    this.offset += lexeme.length;
  }
}

/** The parser's complaint in words that say how to mend it. */
export function said(code: string, message: string): string {
  const first = message.split("\n")[0] ?? message;
  switch (code) {
    case "TAB_AS_INDENT":
      return "starts with a tab; YAML is indented with spaces: replace each tab with two spaces";
    case "MULTIPLE_DOCS":
      return "begins a second document (---); a realm file has one: move the other to a separate file";
    case "TAG_RESOLVE_FAILED":
      return `has an unknown tag (${first}); take it out`;
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return `${lowerFirst(first)}; put a value with ": " in quotes, and a nested map on its own line`;
    case "BAD_INDENT":
      return `${lowerFirst(first)}; check the number of spaces at the beginning of the line`;
    default:
      return /call stack/.test(first) ? TOO_DEEP : `is not YAML: ${lowerFirst(first)}`;
  }
}

function lowerFirst(message: string): string {
  return /^[A-Z][a-z]/.test(message) ? message[0]!.toLowerCase() + message.slice(1) : message;
}
