import { scalar as wordText } from "../../realm/write/yamlText";

/** How a value stands in a file: beside others in one line, or in lines of its own. */
export interface Spelling {
  /** JSON knows no plain words. */
  readonly json: boolean;
}

const LONGEST_LINE = 80;

/** A value in one line, as it may stand anywhere. */
export function flowText(value: unknown, spelling: Spelling): string {
  if (spelling.json) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((entry) => flowText(entry, spelling)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${wordText(key)}: ${flowText(member, spelling)}`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  return wordText(value);
}

/** What follows a key: a value in the same line, or a block below it. */
export function afterKey(value: unknown, indent: number, spelling: Spelling): string {
  const flow = flowText(value, spelling);
  const isCollection = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (spelling.json || !isCollection || indent + flow.length <= LONGEST_LINE) return ` ${flow}`;
  return `\n${blockText(value, indent + 2, spelling)}`;
}

/** A map or a list in lines of its own, without a line feed at the end. */
export function blockText(value: object, indent: number, spelling: Spelling): string {
  const space = " ".repeat(indent);
  if (Array.isArray(value)) return value.map((entry) => `${space}- ${flowText(entry, spelling)}`).join("\n");
  return Object.entries(value)
    .map(([key, member]) => `${space}${wordText(key)}:${afterKey(member, indent, spelling)}`)
    .join("\n");
}
