import { isDeepStrictEqual } from "node:util";
import type { ChangedObject, DriftReport, UndeclaredObject } from "../report";

/** What the outputs say alike. Texts hold names as strangers wrote them: each output passes them through its encoder. */

export const VERDICT_TITLES: Readonly<Record<DriftReport["verdict"], string>> = {
  none: "no drift",
  drift: "DRIFT",
  "cannot tell": "CANNOT TELL",
};

const LONGEST_VALUE = 200;

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

function namesIn(value: unknown, names: DriftReport["names"]): string[] {
  if (typeof value === "object" && value !== null)
    return [...new Set(Object.values(value).flatMap((part) => namesIn(part, names)))];
  return typeof value === "string" && Object.hasOwn(names, value) ? [names[value]!] : [];
}

export function sourceText({ source }: Pick<ChangedObject, "source">): string | undefined {
  if (source === undefined) return undefined;
  return [source.file, source.line, ...(source.column === undefined ? [] : [source.column])].join(":");
}

/** `anna of Acme AG`, in parts: each a name. */
export function whose({ name, account, kind }: Pick<UndeclaredObject, "name" | "account" | "kind">): {
  readonly name: string;
  readonly account?: string;
} {
  const named = name === "" ? (account ?? kind) : name;
  return account === undefined || name === "" ? { name: named } : { name: named, account };
}

const OPERATIONS: Readonly<Record<DriftReport["unapplied"][number]["operation"], string>> = {
  create: "is to be made",
  update: "is to be changed",
  replace: "is to be replaced",
  delete: "is no longer declared",
  same: "stays",
};

export function operationText({ operation }: DriftReport["unapplied"][number]): string {
  return OPERATIONS[operation];
}
