import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Member, type Members, NotUnderstood, type VendorBody } from "./form";
import { at, isObject, type Json, put, without } from "./places";

/** What is said of types, and what that leaves out anyway. */
export interface TypeWords {
  readonly types: Readonly<Record<string, Members>>;
  /** Members that no object of the vendor has, such as `etag`. */
  readonly unknown: ReadonlySet<string>;
}

/** Bodies in the words of a vendor, by the contract's schemas. */
export class Bodies {
  constructor(private readonly words: TypeWords) {}

  /** From the contract to the vendor. */
  said(schema: z.ZodType | undefined, body: unknown, { at: place = "", members = {} }: VendorBody = {}): unknown {
    const said = this.outward(schema, body, members);
    return place === "" ? said : put({}, place, said);
  }

  /**
   * From the vendor to the contract.
   *
   * @param isWhole whether what is left out has the value that its absence stands for: a change leaves that as it is
   * @throws {NotUnderstood} if there is anything that the vendor doesn't have
   */
  heard(schema: z.ZodType, body: unknown, terms: VendorBody, isWhole: boolean): unknown {
    const { at: place = "", members = {}, send = {} } = terms;
    let rest = body;
    for (const [constant, value] of Object.entries(send)) {
      if (!isDeepStrictEqual(at(rest, constant), value))
        throw new NotUnderstood(`${constant} must be ${JSON.stringify(value)}`);
      rest = without(rest as Json, constant);
    }
    if (place === "") return this.inward(schema, rest, { direct: members, isWhole, path: "" });
    const inside = at(rest, place) ?? {};
    if (isObject(rest)) nothingIsLeft(without(rest, place), "");
    return this.inward(schema, inside, { direct: members, isWhole, path: `${place}.` });
  }

  /** Where the vendor has a member of a request, such as `limits.vcpus`. */
  placeOf(schema: z.ZodType | undefined, path: string, { at: place = "", members = {} }: VendorBody = {}): string {
    const names = this.placesOf(schema, path.split("."), members);
    return [...(place === "" ? [] : [place]), ...names].join(".");
  }

  private placesOf(schema: z.ZodType | undefined, [name, ...rest]: readonly string[], direct: Members): string[] {
    if (name === undefined) return [];
    const inner = schema === undefined ? undefined : opened(schema);
    if (inner instanceof z.ZodArray) return [name, ...this.placesOf(inner.element as z.ZodType, rest, {})];
    if (!(inner instanceof z.ZodObject)) return [name, ...rest];
    const { at: place = name } = this.membersOf(inner, direct)[name] ?? {};
    return [place, ...this.placesOf(inner.shape[name] as z.ZodType | undefined, rest, {})];
  }

  private outward(schema: z.ZodType | undefined, value: unknown, direct: Members = {}): unknown {
    const inner = schema === undefined ? undefined : opened(schema);
    if (inner instanceof z.ZodArray && Array.isArray(value))
      return value.map((entry) => this.outward(inner.element as z.ZodType, entry, direct));
    if (!isObject(value)) return value;
    if (inner instanceof z.ZodRecord)
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, this.outward(inner.valueType as z.ZodType, entry)]),
      );
    if (!(inner instanceof z.ZodObject)) return value;
    const members = this.membersOf(inner, direct);
    return Object.entries(value).reduce<Json>((said, [name, of]) => {
      const member = members[name] ?? {};
      const isMissing = member.lacks !== undefined || this.words.unknown.has(name) || of === undefined;
      if (isMissing || ("absent" in member && isDeepStrictEqual(of, member.absent))) return said;
      return put(said, member.at ?? name, wordOf(member, this.outward(inner.shape[name] as z.ZodType | undefined, of)));
    }, {});
  }

  private inward(schema: z.ZodType, value: unknown, how: Inward): unknown {
    const inner = opened(schema);
    const deeper = (path: string) => ({ ...how, direct: {}, path: `${how.path}${path}.` });
    if (inner instanceof z.ZodArray && Array.isArray(value))
      return value.map((entry, index) => this.inward(inner.element as z.ZodType, entry, deeper(String(index))));
    if (!isObject(value)) return value;
    if (inner instanceof z.ZodRecord)
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [
          key,
          this.inward(inner.valueType as z.ZodType, entry, deeper(key)),
        ]),
      );
    if (!(inner instanceof z.ZodObject)) return value;
    const members = this.membersOf(inner, how.direct);
    const heard: Record<string, unknown> = {};
    let rest: Json = value;
    for (const [name, of] of Object.entries(inner.shape) as [string, z.ZodType][]) {
      const member = members[name] ?? {};
      if (member.lacks !== undefined || this.words.unknown.has(name)) continue;
      const place = member.at ?? name;
      const said = at(value, place);
      if (said !== undefined) {
        rest = without(rest, place);
        heard[name] = this.inward(of, contractWord(member, of, said, `${how.path}${place}`), deeper(place));
      } else if (how.isWhole && "absent" in member) heard[name] = member.absent;
    }
    nothingIsLeft(rest, how.path);
    return heard;
  }

  private membersOf(schema: z.ZodObject, direct: Members): Members {
    const { id } = schema.meta() ?? {};
    if (typeof id !== "string") return direct;
    const { types } = this.words;
    return { ...types[objectOf(id)], ...types[id], ...direct };
  }
}

interface Inward {
  readonly direct: Members;
  readonly isWhole: boolean;
  /** Before the names in messages. */
  readonly path: string;
}

/** The object that a type is an input of: `Client` of `ClientInput` and `ClientPatch`. */
function objectOf(id: string): string {
  const named = /^(?:Create|Update|Set|Add|Change)([A-Z].*)$/.exec(id)?.[1] ?? id;
  return named.replace(/(Input|Patch)$/, "");
}

/** A schema without what says that its value can be missing. */
function opened(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? opened(schema.unwrap() as z.ZodType)
    : schema;
}

function nothingIsLeft(rest: Json, path: string): void {
  const [name] = Object.keys(rest);
  if (name !== undefined) throw new NotUnderstood(`${path}${name} is not a member of this request`);
}

function wordOf(member: Member, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => wordOf(member, entry));
  const { words, ...others } = member;
  // Of a mapping, the names are words, and the values have the type.
  if (isObject(value))
    return words === undefined && member.as === undefined
      ? value
      : Object.fromEntries(
          Object.entries(value).map(([name, entry]) => [String(words?.[name] ?? name), wordOf(others, entry)]),
        );
  if (value === null || typeof value === "object") return value;
  const word = words?.[String(value)];
  if (word !== undefined) return word;
  if (member.as === "text") return String(value);
  return member.as === "number" ? Number(value) : value;
}

function contractWord(member: Member, schema: z.ZodType, said: unknown, path: string): unknown {
  const inner = opened(schema);
  if (Array.isArray(said) && inner instanceof z.ZodArray)
    return said.map((entry, index) => contractWord(member, inner.element as z.ZodType, entry, `${path}.${index}`));
  const { words = {}, as, ...others } = member;
  if (isObject(said) && inner instanceof z.ZodRecord)
    return Object.fromEntries(
      Object.entries(said).map(([name, entry]) => [
        Object.entries(words).find(([, value]) => String(value) === name)?.[0] ?? name,
        contractWord({ ...others, as }, inner.valueType as z.ZodType, entry, `${path}.${name}`),
      ]),
    );
  if (said === null || typeof said === "object") return said;
  const word = Object.entries(words).find(([, value]) => value === said)?.[0];
  if (word !== undefined) return typed(inner, word);
  if (Object.hasOwn(words, String(said))) throw new NotUnderstood(`${path} can't be ${JSON.stringify(said)}`);
  if (as === undefined) return said;
  const isRight = as === "text" ? typeof said === "string" : typeof said === "number";
  if (!isRight) throw new NotUnderstood(`${path} must be a ${as}`);
  return typed(inner, String(said));
}

/** A text as a value of a contract's type. */
function typed(schema: z.ZodType, text: string): unknown {
  if (schema instanceof z.ZodNumber) return Number(text);
  return schema instanceof z.ZodBoolean ? text === "true" : text;
}
