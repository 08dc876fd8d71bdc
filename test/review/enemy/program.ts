import type { KindName } from "../../../provider/model";

/** A resource of a program; values are JavaScript. */
export interface Declaration {
  readonly kind: KindName;
  /** What the engine calls it. */
  name: string;
  readonly fields: Record<string, string>;
  readonly options: Record<string, string>;
  /** A statement that comes right after it. */
  then?: string;
}

/** The part of a program that one small realm is. Everything in it has names that begin with its own prefix. */
export class Program {
  readonly declarations = new Map<string, Declaration>();
  /** Statements before all resources, and after them; those of one step only. */
  prelude: string[] = [];
  ending: string[] = [];
  /** Whether references were only ever given as resources or as their `id`, and nothing else was done that hides anything. */
  isPlain = true;
  private made = 0;

  constructor(readonly prefix: string) {}

  /** The same again, to be edited. What was for one step only is left out. */
  next(): Program {
    const copy = new Program(this.prefix);
    for (const [variable, { fields, options, ...rest }] of this.declarations)
      copy.declarations.set(variable, { ...rest, fields: { ...fields }, options: { ...options } });
    copy.isPlain = this.isPlain;
    copy.made = this.made;
    return copy;
  }

  /** Declares something, and answers its variable. */
  add(kind: KindName, variable: string, fields: Readonly<Record<string, string>>, options = {}): string {
    this.declarations.set(variable, { kind, name: `${this.prefix}${variable}`, fields: { ...fields }, options });
    return variable;
  }

  /** Declares something that all others can refer to. */
  addFirst(kind: KindName, variable: string, fields: Readonly<Record<string, string>>): string {
    const others = [...this.declarations];
    this.declarations.clear();
    this.add(kind, variable, fields);
    for (const [name, declaration] of others) this.declarations.set(name, declaration);
    return variable;
  }

  /** A variable that the program never had. */
  fresh(stem: string): string {
    this.made += 1;
    return `${stem}${this.made}`;
  }

  of(kind: KindName): string[] {
    return [...this.declarations].filter(([, declaration]) => declaration.kind === kind).map(([variable]) => variable);
  }

  at(variable: string): Declaration {
    const found = this.declarations.get(variable);
    if (found === undefined) throw new Error(`${this.prefix} has no ${variable}`);
    return found;
  }

  /** Whether anything else of the program mentions it. */
  isMentioned(variable: string): boolean {
    const word = new RegExp(`\\b${variable}\\b`);
    return [...this.declarations].some(
      ([other, { fields, options, then = "" }]) =>
        other !== variable && word.test([...Object.values(fields), ...Object.values(options), then].join(" ")),
    );
  }

  /** Whether code has any of the program's variables in it. */
  mentions(code: string): boolean {
    const bare = code.replace(/"[^"]*"/g, "");
    return [...this.declarations.keys()].some((variable) => new RegExp(`\\b${variable}\\b`).test(bare));
  }

  source(): string {
    const declared = [...this.declarations].flatMap(([variable, { kind, name, fields, options, then }]) => [
      `  const ${variable} = new reseller.${kind}(${text(name)}, ${object(fields)}, ${object(options)});`,
      ...(then === undefined ? [] : [`  ${then}`]),
    ]);
    return ["{", ...this.prelude.map(indented), ...declared, ...this.ending.map(indented), "}"].join("\n");
  }
}

function indented(statement: string): string {
  return `  ${statement}`;
}

/** A text as JavaScript has it. */
export function text(value: unknown): string {
  return JSON.stringify(value);
}

/** Texts, as a list. */
export function words(names: readonly string[]): string {
  return list(names.map(text));
}

export function list(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

export function object(members: Readonly<Record<string, string>>): string {
  const entries = Object.entries(members);
  return entries.length === 0 ? "{}" : `{ ${entries.map(([name, value]) => `${name}: ${value}`).join(", ")} }`;
}
