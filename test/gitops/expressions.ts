/** What the contexts of an expression hold: `github.event.number` is `contexts.github.event.number`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Contexts in which what isn't there is empty, as the platform has it. In the others it is a mistake of the file. */
const MAY_LACK = ["secrets", "vars", "inputs"];
const TOKEN = /\s*(?:(==|!=|&&|\|\||\(|\)|!|\.|\[|\])|'((?:[^']|'')*)'|(\d+)|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*))/y;

/**
 * The part of GitHub's expressions that the examples use: contexts, texts, `null`, `==`, `!=`, `&&`, `||`, `!`, `always()`, `cancelled()`,
 * and members and elements of `fromJSON()`. What stands behind `&&` and `||` is evaluated where it matters. Whatever else is met is an error, so that no step is run with something that was guessed.
 */
export function evaluate(source: string, contexts: Contexts): unknown {
  const tokens = tokensOf(source);
  let place = 0;
  const take = (token: string) => (tokens[place]?.operator === token ? ((place += 1), true) : false);
  /** Passes over a part whose value doesn't matter. */
  let idle = 0;
  const without = (part: () => unknown) => {
    idle += 1;
    part();
    idle -= 1;
  };
  const either = (): unknown => {
    let value = both();
    while (take("||")) {
      if (isTrue(value)) without(both);
      else value = both();
    }
    return value;
  };
  const both = (): unknown => {
    let value = comparison();
    while (take("&&")) {
      if (isTrue(value)) value = comparison();
      else without(comparison);
    }
    return value;
  };
  const comparison = (): unknown => {
    const value = one();
    if (take("==")) return isSame(value, one());
    if (take("!=")) return !isSame(value, one());
    return value;
  };
  const one = (): unknown => {
    if (take("!")) return !isTrue(one());
    if (take("(")) {
      const value = either();
      if (!take(")")) throw new Error(`no ) in ${source}`);
      return value;
    }
    const token = tokens[place];
    place += 1;
    if (token?.text !== undefined) return token.text;
    if (token?.name === undefined) throw new Error(`nothing to evaluate in ${JSON.stringify(source)}`);
    if (token.name === "null") return null;
    if (!take("(")) return idle > 0 ? undefined : lookUp(token.name, contexts);
    const isBare = take(")");
    const given = isBare ? undefined : either();
    if (!isBare && !take(")")) throw new Error(`no ) in ${source}`);
    return within(called(token.name, given, contexts, idle > 0));
  };
  /** Members and elements of what a function gives. What isn't there is null. */
  const within = (whole: unknown): unknown => {
    let value = whole;
    for (;;) {
      const isMember = take(".");
      if (!isMember && !take("[")) return value;
      const token = tokens[place];
      place += 1;
      const keys = isMember ? (token?.name ?? "").split(".") : [token?.number ?? ""];
      if (!isMember && !take("]")) throw new Error(`no ] in ${source}`);
      for (const key of keys) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key] ?? null;
    }
  };
  const value = either();
  if (place < tokens.length) throw new Error(`more than one expression in ${JSON.stringify(source)}`);
  return value;
}

function called(name: string, given: unknown, contexts: Contexts, isIdle: boolean): unknown {
  if (isIdle) return undefined;
  if (name === "always") return true;
  if (name === "cancelled") return contexts["cancelled"] === true;
  if (name === "fromJSON") return JSON.parse(asText(given)) as unknown;
  throw new Error(`the function ${name} is not known here`);
}

function isSame(one: unknown, other: unknown): boolean {
  // A list or an object is nothing but itself.
  if (typeof one === "object" && typeof other === "object") return one === other;
  if (one === null || other === null) return (one ?? "") === (other ?? "");
  return asText(one) === asText(other);
}

/** A text of a workflow with its expressions filled in. */
export function filled(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, source: string) => asText(evaluate(source, contexts)));
}

export function isTrue(value: unknown): boolean {
  return !(value === undefined || value === null || value === false || value === "" || value === 0);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "object") throw new Error(`${JSON.stringify(value)} is no text`);
  return String(value as string | number | boolean);
}

interface Token {
  readonly operator?: string;
  readonly text?: string;
  readonly number?: string;
  readonly name?: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = source.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (match === null)
      throw new Error(`${JSON.stringify(trimmed.slice(at))} is not known in ${JSON.stringify(source)}`);
    const [, operator, text, number, name] = match;
    tokens.push({ operator, text: text?.replaceAll("''", "'"), number, name });
  }
  return tokens;
}

function lookUp(name: string, contexts: Contexts): unknown {
  const [context = "", ...members] = name.split(".");
  if (!Object.hasOwn(contexts, context)) throw new Error(`the context ${context} is not known here (${name})`);
  let value: unknown = contexts[context];
  for (const member of members) {
    const holder = value as Readonly<Record<string, unknown>> | undefined;
    if (holder === undefined || holder === null || !Object.hasOwn(holder, member)) {
      if (MAY_LACK.includes(context)) return undefined;
      throw new Error(`${name} is nothing that this event, or a step before, has`);
    }
    value = holder[member];
  }
  return value;
}
