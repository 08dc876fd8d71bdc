/** What stands in the braces of a text such as `Bearer {token}`; undefined if a value isn't of its form. */
export function readPattern(pattern: string, value: string): Readonly<Record<string, string>> | undefined {
  const names = [...pattern.matchAll(BRACES)].map(([, name = ""]) => name);
  const form = pattern.split(BRACES).map((part, index) => (index % 2 === 0 ? escaped(part) : "(.+)"));
  const found = new RegExp(`^${form.join("")}$`).exec(value);
  return found === null ? undefined : Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""]));
}

/** The text with values in its braces; undefined if one is missing. */
export function fillPattern(pattern: string, values: Readonly<Record<string, string>>): string | undefined {
  const isWhole = [...pattern.matchAll(BRACES)].every(([, name = ""]) => values[name] !== undefined);
  return isWhole ? pattern.replace(BRACES, (_, name: string) => values[name] ?? "") : undefined;
}

const BRACES = /\{(\w+)\}/g;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
