import { grouped, markdownCell, markdownName, markdownText } from "../../../text/escape";
import { oneLine } from "../../../text/words";
import type { Finding, Report } from "../../report";
import { firstOf, listed, Names, pathText } from "../wording";

/** Writes the parts that all sections are made of. A comment is made in several lengths: whatever is shown in more than one is encoded once. */
export class Writer {
  readonly names: Names;
  readonly name = remembered(markdownName);
  readonly cell = remembered(markdownCell);
  readonly words = remembered(markdownText);

  constructor(readonly report: Report) {
    this.names = new Names(report);
  }

  /** Words that may have been written in several lines. */
  line(text: string): string {
    return this.words(oneLine(text));
  }

  people(keys: readonly string[], most: number): string {
    return listed(keys, most, (key) => this.name(this.names.person(key)));
  }

  accounts(keys: readonly string[], most: number): string {
    if (keys.includes("*")) return "every account";
    return listed(keys, most, (key) => this.name(this.names.account(key)));
  }

  path(path: Finding["path"]): string {
    return pathText(path, this.name, this.words);
  }

  /** A list of the first of many, each with what it is called where there are more. */
  items<Item>(items: readonly Item[], most: number, one: string, parts: (item: Item) => readonly string[]): string[] {
    const { shown, left } = firstOf(items, most);
    return [...shown.map((item) => `- ${parts(item).join("")}`), ...(left === 0 ? [] : [omittedLine(left, one)])];
  }
}

/** The same, but for each item made only once. */
export function remembered<Item, Made>(make: (item: Item) => Made): (item: Item) => Made {
  const known = new Map<Item, Made>();
  return (item) => {
    const made = known.get(item) ?? make(item);
    known.set(item, made);
    return made;
  };
}

/** How many there are besides those that are listed. */
export function omittedLine(count: number, one: string, which?: string, bullet = "- "): string {
  const [noun, verb] = count === 1 ? [one, "is"] : [`${one}s`, "are"];
  const kinds = which === undefined ? "" : ` (${which})`;
  return `${bullet}${grouped(count)} more ${noun}${kinds} ${verb} left out here; the full report has ${count === 1 ? "it" : "them all"}.`;
}
