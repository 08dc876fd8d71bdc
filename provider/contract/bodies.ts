import { z } from "zod";
import { PortalRefusal } from "../model/refusal";
import { isRecord } from "../model/shapes";
import { setAt, valueAt } from "./paths";

/** How a portal has one member of a body. */
export interface MemberTerms {
  /** Where it is, if not under the contract's name. */
  readonly at?: string | undefined;
  /** The portal's words, by the contract's. */
  readonly words?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** The type that the portal has it in: a number as a text, or a text as a number. */
  readonly as?: "text" | "number" | undefined;
  /** What its absence means. */
  readonly absent?: unknown;
  /** Why it can't be sent. */
  readonly lacks?: string | undefined;
}

export type TypeTerms = Readonly<Record<string, MemberTerms>>;

/** Translates the values of one schema. */
export interface Translation {
  /** @throws PortalRefusal if the portal has no place for a value */
  readonly toPortal: (value: unknown) => unknown;
  readonly fromPortal: (value: unknown) => unknown;
}

/** The terms of a type of the contract, by its id; those of an input also stand under the id of the object that it makes. */
export function termsOf(types: Readonly<Record<string, TypeTerms>>, id: string): TypeTerms {
  return { ...types[objectType(id)], ...types[id] };
}

/** `Client` of `ClientInput` and `ClientPatch`, `Contract` of `CreateContract`. */
export function objectType(id: string): string {
  return id.replace(/(?:Input|Patch)$/, "").replace(/^(?:Create|Update|Set|Add|Change)(?=[A-Z])/, "");
}

/**
 * The translation of a schema's values; undefined if the portal has them as the contract does.
 *
 * @param own terms of the outermost object, beside those of its type
 */
export function translationOf(
  schema: z.ZodType,
  types: Readonly<Record<string, TypeTerms>>,
  own: TypeTerms = {},
): Translation | undefined {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return ofObject(inner, types, own);
  if (inner instanceof z.ZodArray) {
    const element = translationOf(inner.element as z.ZodType, types);
    if (element === undefined) return undefined;
    return mapping((value, translate) => (Array.isArray(value) ? value.map(translate) : value), element);
  }
  if (inner instanceof z.ZodRecord) {
    const member = translationOf(inner.valueType as z.ZodType, types);
    if (member === undefined) return undefined;
    const each = (value: unknown, translate: (value: unknown) => unknown) =>
      isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, translate(entry)]))
        : value;
    return mapping(each, member);
  }
  return undefined;
}

/**
 * The contract's path of what a portal has at a place of a body, such as `limits.vcpus`; undefined if no member of the contract is there.
 *
 * @param own terms of the outermost object, beside those of its type
 */
export function memberAt(
  schema: z.ZodType,
  place: string,
  types: Readonly<Record<string, TypeTerms>>,
  own: TypeTerms = {},
): string | undefined {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray || inner instanceof z.ZodRecord) {
    const [name = "", ...rest] = place.split(".");
    const entry = (inner instanceof z.ZodArray ? inner.element : inner.valueType) as z.ZodType;
    if (rest.length === 0) return name;
    const deeper = memberAt(entry, rest.join("."), types);
    return deeper === undefined ? undefined : `${name}.${deeper}`;
  }
  if (!(inner instanceof z.ZodObject)) return undefined;
  const { id } = inner.meta() ?? {};
  const terms = { ...(typeof id === "string" ? termsOf(types, id) : {}), ...own };
  for (const [name, member] of Object.entries(inner.shape)) {
    const { at = name, lacks } = terms[name] ?? {};
    if (lacks !== undefined) continue;
    if (place === at) return name;
    if (!place.startsWith(`${at}.`)) continue;
    const deeper = memberAt(member as z.ZodType, place.slice(at.length + 1), types);
    return deeper === undefined ? name : `${name}.${deeper}`;
  }
  return undefined;
}

function mapping(
  each: (value: unknown, translate: (value: unknown) => unknown) => unknown,
  { toPortal, fromPortal }: Translation,
): Translation {
  return { toPortal: (value) => each(value, toPortal), fromPortal: (value) => each(value, fromPortal) };
}

/** Without what says that a value may be left out or null. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
    inner = inner.unwrap() as z.ZodType;
  return inner;
}

interface Member {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly terms: MemberTerms;
  readonly inner: Translation | undefined;
}

function ofObject(
  schema: z.ZodObject,
  types: Readonly<Record<string, TypeTerms>>,
  own: TypeTerms,
): Translation | undefined {
  const { id } = schema.meta() ?? {};
  const terms = { ...(typeof id === "string" ? termsOf(types, id) : {}), ...own };
  const members = Object.entries(schema.shape).map(([name, member]): Member => ({
    name,
    schema: member as z.ZodType,
    terms: terms[name] ?? {},
    inner: translationOf(member as z.ZodType, types),
  }));
  if (members.every(({ terms: each, inner }) => inner === undefined && Object.keys(each).length === 0))
    return undefined;
  return {
    toPortal: (value) => (isRecord(value) ? sent(value, members) : value),
    fromPortal: (value) => (isRecord(value) ? received(value, members) : value),
  };
}

function sent(value: Record<string, unknown>, members: readonly Member[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const known = new Map(members.map((member) => [member.name, member]));
  for (const [name, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const { terms, inner } = known.get(name) ?? { terms: {} as MemberTerms, inner: undefined };
    if (terms.lacks !== undefined) {
      if (given === (terms.absent ?? null)) continue;
      throw new PortalRefusal(`${name} can't be sent to this portal: ${terms.lacks} (contract.yaml)`);
    }
    const translated = inner === undefined ? given : inner.toPortal(given);
    setAt(result, terms.at ?? name, shaped(translated, terms, "toPortal"));
  }
  return result;
}

function received(value: Record<string, unknown>, members: readonly Member[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, schema, terms, inner } of members) {
    const given = terms.lacks === undefined ? valueAt(value, terms.at ?? name) : undefined;
    if (given === undefined) {
      if (terms.absent !== undefined) setAt(result, name, terms.absent);
      else if (terms.lacks !== undefined && !schema.safeParse(undefined).success) setAt(result, name, null);
      continue;
    }
    const shape = asIn(schema, shaped(given, terms, "fromPortal"), terms);
    setAt(result, name, inner === undefined ? shape : inner.fromPortal(shape));
  }
  return result;
}

/** The contract's words are texts in `contract.yaml`, also where they stand for numbers. */
function asIn(schema: z.ZodType, value: unknown, { words = {} }: MemberTerms): unknown {
  const isNumber = unwrapped(schema) instanceof z.ZodNumber && typeof value === "string";
  return isNumber && Object.hasOwn(words, value) ? Number(value) : value;
}

/** A word or a number as the other side has it; in a list each entry, and of a mapping each name. */
function shaped(value: unknown, terms: MemberTerms, direction: keyof Translation): unknown {
  if (terms.words === undefined && terms.as === undefined) return value;
  if (Array.isArray(value)) return value.map((entry) => shaped(entry, terms, direction));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [
        String(worded(name, terms, direction)),
        typed(entry, terms, direction),
      ]),
    );
  return direction === "toPortal"
    ? typed(worded(value, terms, direction), terms, direction)
    : worded(typed(value, terms, direction), terms, direction);
}

function worded(value: unknown, { words }: MemberTerms, direction: keyof Translation): unknown {
  if (words === undefined || value === null) return value;
  if (direction === "toPortal") return Object.hasOwn(words, String(value)) ? words[String(value)] : value;
  const word = Object.entries(words).find(([, portalWord]) => portalWord === value)?.[0];
  if (word === undefined) return value;
  return word === "true" || word === "false" ? word === "true" : word;
}

/** `as` is the portal's type; the contract's is the other one. */
function typed(value: unknown, { as }: MemberTerms, direction: keyof Translation): unknown {
  const wanted = as === undefined || direction === "toPortal" ? as : as === "text" ? "number" : "text";
  if (wanted === "text" && typeof value === "number") return String(value);
  if (wanted === "number" && typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  return value;
}
