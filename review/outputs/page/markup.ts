import escapeHtml from "escape-html";
import { visibleText } from "./visibleText";

/** HTML that this program wrote. Everything else is text, and is escaped where it is put into HTML. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | readonly Part[];

/** HTML with values in it: texts are escaped and made visible, pieces of HTML stay, lists are joined, and undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.map((string, index) => string + escaped(values[index])).join(""));
}

export const NOTHING = new Markup("");

function escaped(value: Part): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(escaped).join("");
  // Line breaks are kept: where a name must not have one, `visibleName` has written it out before.
  return escapeHtml(String(value).split("\n").map(visibleText).join("\n"));
}

/** The pieces with something between them. */
export function joined(pieces: readonly Markup[], between: Markup): Markup {
  return new Markup(pieces.map(({ text }) => text).join(between.text));
}

/** JSON for a script element that isn't run: no character of it can end the element. */
export function jsonText(value: unknown): Markup {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Markup(json);
}
