import { createHash } from "node:crypto";
import { canonicalValue, type DeclaredInputs, type Field, type Kind, spelledAlike } from ".";
import { sameValue } from "./values";
import { isList, isRecord } from "./shapes";

/**
 * Name under which a state keeps what the portal has made of the spelling of what was sent, by field: a mark of the portal's value, which may
 * be a secret of the program's. A portal that keeps e-mail addresses in small letters would otherwise be brought to the declaration by every
 * run; and what somebody changes by hand has another mark, and is a difference, however small it is.
 */
export const SPELLINGS_KEY = "portalSpellings";

type Spellings = Readonly<Record<string, unknown>>;

export function spellingsIn(state: DeclaredInputs): Spellings {
  const kept = state[SPELLINGS_KEY];
  return isRecord(kept) ? kept : {};
}

/** What a state keeps of them. */
export function keptSpellings(spellings: Spellings): Record<string, unknown> {
  return Object.keys(spellings).length === 0 ? {} : { [SPELLINGS_KEY]: spellings };
}

/** The portal's values; in the spelling of the declaration, where the portal's is what it made of that. */
export function inDeclaredSpelling(
  { fields }: Kind,
  actual: DeclaredInputs,
  declared: DeclaredInputs,
  spellings: Spellings,
): DeclaredInputs {
  const own = Object.keys(stillThere(fields, actual, spellings)).filter((name) =>
    spelledAlike(declared[name], actual[name]),
  );
  return { ...actual, ...Object.fromEntries(own.map((name) => [name, declared[name]])) };
}

/** Those that the portal still has. */
export function stillThere(
  fields: Kind["fields"],
  actual: DeclaredInputs,
  spellings: Spellings,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spellings).filter(([name, mark]) => name in actual && mark === markOf(fields[name], actual[name])),
  );
}

/** Whether a value is what the portal has made of the one that was sent. */
export function isSpelling({ fields }: Kind, name: string, value: unknown, spellings: Spellings): boolean {
  return name in spellings && spellings[name] === markOf(fields[name], value);
}

/** What the portal has made of the spelling of what was written. */
export function spellingsOf({ fields }: Kind, wanted: DeclaredInputs, actual: DeclaredInputs): Record<string, unknown> {
  const made = Object.keys(wanted).filter(
    (name) =>
      hasSpellings(fields[name], wanted[name]) &&
      name in actual &&
      !sameValue(fields[name], wanted[name], actual[name]) &&
      spelledAlike(wanted[name], actual[name]),
  );
  return Object.fromEntries(made.map((name) => [name, markOf(fields[name], actual[name])]));
}

/** Texts of people's own, and lists of them: no ids of other objects, and nothing that is hidden or never read. */
export function hasSpellings(field: Field | undefined, value: unknown): boolean {
  const texts = isList(value) ? value : [value];
  return (
    texts.every((text) => typeof text === "string") &&
    field !== undefined &&
    field.reference === undefined &&
    field.secret === undefined &&
    field.local !== true &&
    field.trigger !== true &&
    field.writeOnly !== true
  );
}

function markOf(field: Field | undefined, value: unknown): string {
  const text = JSON.stringify(canonicalValue(field, value) ?? null);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
