import { columns } from "../../text/columns";
import { terminalLine } from "../../text/escape";
import { counted, firstOf } from "./wording";

export interface PageOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const LEAST_WIDTH = 40;
/** Lines that go from one side of a wide screen to the other are hard to read. */
const MOST_WIDTH = 140;
const LABEL_WIDTH = 14;

export type Colour = "red" | "magenta" | "yellow" | "cyan" | "green" | "bold" | "none";
const CODES: Readonly<Record<Colour, string>> = {
  red: "31;1",
  magenta: "35",
  yellow: "33",
  cyan: "36",
  green: "32",
  bold: "1",
  none: "0",
};

/** Lines of a terminal, broken at its width. */
export class Page {
  readonly #lines: string[] = [];
  readonly #colour: boolean;
  readonly #width: number;

  constructor({ colour, width }: PageOptions) {
    this.#colour = colour;
    this.#width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Number.isFinite(width) ? Math.floor(width) : MOST_WIDTH));
  }

  heading(text: string, colour: Colour): void {
    for (const line of wrapped(text, this.#width)) this.#lines.push(this.#painted(line, colour));
  }

  /** Lines of a text, with the label before the first. */
  say(label: string, text: string, colour: Colour = "none"): void {
    if (text === "") return;
    wrapped(text, this.#width - LABEL_WIDTH).forEach((line, index) => {
      const start = index === 0 ? label.padEnd(LABEL_WIDTH) : " ".repeat(LABEL_WIDTH);
      // Only the label is coloured, or where there is none, the line: what strangers wrote stays plain otherwise.
      if (label === "") this.#lines.push(`${start}${this.#painted(line, colour)}`);
      else this.#lines.push(`${this.#painted(start, index === 0 ? colour : "none")}${line}`);
    });
  }

  /** The first of many, each of which is then said; how many there are besides is said after them. */
  *some<Item>(items: readonly Item[], most: number, one: string): Generator<Item> {
    const { shown, left } = firstOf(items, most);
    yield* shown;
    if (left > 0) this.say("", `${counted(left, `more ${one}`, `more ${one}s`)}`);
  }

  gap(): void {
    if (this.#lines.length > 0 && this.#lines[this.#lines.length - 1] !== "") this.#lines.push("");
  }

  text(): string {
    return `${this.#lines.map((line) => terminalLine(line).replace(/ +$/, "")).join("\n")}\n`;
  }

  #painted(text: string, colour: Colour): string {
    return this.#colour && colour !== "none" ? `\u001b[${CODES[colour]}m${text}\u001b[${CODES.none}m` : text;
  }
}

/** Broken at spaces, and inside of words only where a word alone is too long for a line. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let [line, used] = ["", 0];
  for (const word of text.split(" ")) {
    const space = line === "" ? 0 : 1;
    const needed = columns(word);
    if (used + space + needed <= width) {
      line += `${space === 1 ? " " : ""}${word}`;
      used += space + needed;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = broken(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces[pieces.length - 1] ?? "";
    used = columns(line);
  }
  return [...lines, line];
}

function broken(word: string, width: number): string[] {
  const pieces: string[] = [];
  let [piece, used] = ["", 0];
  for (const character of word) {
    const needed = columns(character);
    // A mark without width stays with its letter.
    if (needed > 0 && used + needed > width) {
      pieces.push(piece);
      [piece, used] = ["", 0];
    }
    piece += character;
    used += needed;
  }
  return [...pieces, piece];
}
