/** What the contexts of an expression hold: `github.event.number` is `contexts.github.event.number`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Contexts in which what isn't there is empty, as the platform has it. In the others it is a mistake of the file. */
const MAY_LACK = ["secrets", "vars", "inputs"];
const TOKEN = /\s*(?:(==|!=|&&|\|\||\(|\)|!)|'((?:[^']|'')*)'|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*))/y;

/**
 * The part of GitHub's expressions that the example uses: contexts, texts, `==`, `!=`, `&&`, `||`, `!`, `always()`. Whatever else is met is
 * an error, so that no step is run with something that was guessed.
 */
export function evaluate(source: string, contexts: Contexts): unknown {
  const tokens = tokensOf(source);
  let place = 0;
  const take = (token: string) => (tokens[place]?.operator === token ? ((place += 1), true) : false);
  const either = (): unknown => {
    let value = both();
    while (take("||")) {
      const other = both();
      value = isTrue(value) ? value : other;
    }
    return value;
  };
  const both = (): unknown => {
    let value = comparison();
    while (take("&&")) {
      const other = comparison();
      value = isTrue(value) ? other : value;
    }
    return value;
  };
  const comparison = (): unknown => {
    const value = one();
    if (take("==")) return asText(value) === asText(one());
    if (take("!=")) return asText(value) !== asText(one());
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
    if (!take("(")) return lookUp(token.name, contexts);
    if (token.name !== "always" || !take(")")) throw new Error(`the function ${token.name} is not known here`);
    return true;
  };
  const value = either();
  if (place < tokens.length) throw new Error(`more than one expression in ${JSON.stringify(source)}`);
  return value;
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
    const [, operator, text, name] = match;
    tokens.push({ operator, text: text?.replaceAll("''", "'"), name });
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
