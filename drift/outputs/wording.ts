import { isDeepStrictEqual } from "node:util";
import { counted, listed, sourceText } from "../../review";
import type { ChangedObject, DriftReport } from "../report";

/** What the outputs say alike. Texts hold names as strangers wrote them: each output passes them through its encoder. */

export const VERDICT_TITLES: Readonly<Record<DriftReport["verdict"], string>> = {
  none: "no drift",
  drift: "DRIFT",
  "cannot tell": "CANNOT TELL",
};

const LONGEST_VALUE = 200;
export const MOST_NAMES = 5;

const OPERATIONS: Readonly<Record<DriftReport["unapplied"][number]["operation"], string>> = {
  create: "is to be created",
  update: "is to be changed",
  replace: "is to be replaced",
  delete: "is no longer declared",
  same: "stays",
};

/** An object that is different at the portal, missing there, or declared by nobody. */
export type DriftObject = DriftReport["undeclared"][number] | DriftReport["missing"][number];

/** How an output writes a name, and a sentence, as strangers wrote them. */
export interface Encoder {
  readonly name: (name: string) => string;
  readonly text: (text: string) => string;
}

/** A value as people read it: JSON on one line, cut where it is endless. */
export function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}

/** Words of ours, the value that they are about, and what people call what it refers to. */
export interface Phrase {
  readonly words: string;
  readonly value: string;
  readonly names: readonly string[];
}

export function differencePhrases(
  difference: ChangedObject["differences"][number],
  names: DriftReport["names"],
): Phrase[] {
  const { declared, applied, portal } = difference;
  const phrase = (words: string, value: unknown): Phrase => ({
    words,
    value: valueText(value),
    names: namesIn(value, names),
  });
  const then = "applied" in difference ? [phrase("applied last was", applied)] : [];
  if (Array.isArray(declared) && Array.isArray(portal)) {
    const lacks = declared.filter((entry) => !portal.some((other) => isDeepStrictEqual(entry, other)));
    const more = portal.filter((entry) => !declared.some((other) => isDeepStrictEqual(entry, other)));
    if (lacks.length + more.length > 0)
      return [
        ...more.map((entry) => phrase("the portal has also", entry)),
        ...lacks.map((entry) => phrase("the portal lacks", entry)),
        ...then,
      ];
  }
  return [phrase("Git says", declared), phrase("the portal says", portal), ...then];
}

/** What people call what a value refers to. */
export function namesIn(value: unknown, names: DriftReport["names"]): string[] {
  if (typeof value === "object" && value !== null)
    return [...new Set(Object.values(value).flatMap((part) => namesIn(part, names)))];
  return typeof value === "string" && Object.hasOwn(names, value) ? [names[value]!] : [];
}

/** `anna of Acme AG`. */
function whose({ name, account, kind }: DriftObject, encode: Encoder["name"]) {
  if (name === "") return encode(account ?? kind);
  return account === undefined ? encode(name) : `${encode(name)} of ${encode(account)}`;
}

/** What tells an object from others: whose it is, its id, where it is declared, and why it can't be. */
export function objectParts(object: DriftObject, { name, text }: Encoder): string[] {
  const source = "source" in object ? sourceText(object) : undefined;
  const stack = "stack" in object ? object.stack : undefined;
  return [
    whose(object, name),
    `id ${name(object.id)}`,
    ...(object.connection === undefined ? [] : [`connection ${name(object.connection)}`]),
    ...(stack === undefined ? [] : [`stack ${name(stack)}`]),
    ...(source === undefined ? [] : [name(source)]),
    ...("undeclarable" in object && object.undeclarable !== undefined ? [text(object.undeclarable)] : []),
  ];
}

/** What Git says and nobody has applied: the resource, what is to become of it, and in which fields. */
export function unappliedText(
  { key, operation, fields, existing, stack }: DriftReport["unapplied"][number],
  { name }: Encoder,
): string {
  const of = fields.length === 0 ? "" : `: ${fields.map((field) => name(field)).join(", ")}`;
  const found = existing === undefined ? "" : `; an object of its name is there, with the id ${name(existing)}`;
  const where = stack === undefined ? "" : ` (stack ${name(stack)})`;
  return `${name(key)}${where} ${OPERATIONS[operation]}${of}${found}`;
}

/** What was compared: a stack of a project, or several. */
export function aboutText({ project, stack, stacks }: DriftReport, { name }: Encoder): string {
  return stacks === undefined
    ? name(`${project}/${stack}`)
    : `${name(project)}, ${counted(stacks.length, "stack", "stacks")}`;
}

/** What was read, in numbers. */
export function lookedText({ looked, stacks }: DriftReport, { name }: Encoder): string {
  const all = looked.undeclared
    ? `${counted(looked.listed, "object", "objects")} at the portal`
    : "undeclared objects were not looked for";
  const of = looked.accounts.length === 0 ? "" : `, only of ${listed(looked.accounts, MOST_NAMES, name)}`;
  return `${counted(looked.declared, "object", "objects")} of the ${stacks === undefined ? "stack" : "stacks"}, ${all}${of}`;
}
