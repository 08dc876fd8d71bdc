/** A name that every backend of Pulumi takes for a stack. */
export const STACK_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

export const STACK_NAME_TEXT =
  "1 to 100 letters (A to Z), digits and the characters . _ -, and start with a letter or digit";

/**
 * The name of an account's stack: its key without accents, and with `-` for every character that a stack's name can't have. It may be none: too
 * long, or without a letter or digit at its start.
 */
export function stackNameOf(account: string): string {
  return account
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_.-]/gu, "-");
}

/** Names of stacks that differ in case alone are one file in some backends. */
export function foldedStackName(name: string): string {
  return name.toLowerCase();
}

/** `acme`, `globex*`: `*` stands for any characters. */
export class Pattern {
  private readonly expression: RegExp | undefined;
  private readonly literal: string;

  constructor(readonly text: string) {
    this.literal = text.normalize("NFC");
    this.expression = text.includes("*")
      ? new RegExp(`^${this.literal.split("*").map(escaped).join(".*")}$`, "u")
      : undefined;
  }

  /** Those of the words that it stands for. */
  among<Value>(words: ReadonlyMap<string, Value>): [word: string, value: Value][] {
    const { expression, literal } = this;
    if (expression !== undefined) return [...words].filter(([word]) => expression.test(word));
    const value = words.get(literal);
    return value === undefined ? [] : [[literal, value]];
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
