import { z } from "zod";
import { isRecord } from "../../model/shapes";
import { shownName } from "../../../text/escape";
import type { Json } from "./document";

export type ValueType = "text" | "number" | "boolean" | "list" | "object" | "mapping" | "any";

/** What a schema says of a value. Members and entries are read when they are first asked for: schemas can contain themselves. */
export interface Shape {
  readonly type: ValueType;
  readonly format: string | undefined;
  /** Words of an enumeration. */
  readonly words: readonly string[];
  /** Of an object. */
  readonly members: ReadonlyMap<string, Shape>;
  /** Of a list, or of a mapping whose names are data. */
  readonly entry: Shape | undefined;
  /** The name of its schema. */
  readonly name: string | undefined;
  readonly most: number | undefined;
}

const MOST_REFERENCES = 40;
const MOST_MEMBERS = 400;
const MOST_WORDS = 100;
/** Schemas that one shape can be put together from. */
const MOST_PARTS = 60;

/** Reads the schemas of one document. */
export class Schemas {
  /** References that lead out of the document, or nowhere. */
  readonly notFollowed = new Set<string>();
  private readonly shapes = new Map<object, Shape>();

  constructor(private readonly root: Json) {}

  shape(schema: unknown): Shape {
    if (!isRecord(schema)) return NOTHING;
    const known = this.shapes.get(schema);
    if (known !== undefined) return known;
    const made = new ReadShape(schema, this);
    this.shapes.set(schema, made);
    return made;
  }

  /** What a reference leads to, and the name of that; the value itself if it is no reference. */
  resolved(value: unknown): { readonly value: unknown; readonly name: string | undefined } {
    let [current, name]: [unknown, string | undefined] = [value, undefined];
    for (let steps = 0; steps < MOST_REFERENCES; steps += 1) {
      if (!isRecord(current) || !Object.hasOwn(current, "$ref")) return { value: current, name };
      const reference = current["$ref"];
      if (typeof reference !== "string") return { value: undefined, name };
      const found = this.at(reference);
      if (found === undefined) {
        this.notFollowed.add(reference);
        return { value: undefined, name };
      }
      name ??= reference.split("/").at(-1);
      current = found;
    }
    return { value: undefined, name };
  }

  private at(reference: string): unknown {
    if (!reference.startsWith("#/")) return undefined;
    let current: unknown = this.root;
    for (const step of reference.slice(2).split("/")) {
      const name = unescaped(step);
      if (Array.isArray(current)) current = (current as unknown[])[Number(name)];
      else if (isRecord(current) && Object.hasOwn(current, name)) current = current[name];
      else return undefined;
    }
    return current;
  }
}

/** A type of a contract. */
export function shapeOfType(schema: z.ZodType): Shape {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json;
  return new Schemas(root).shape(root);
}

function unescaped(step: string): string {
  let text = step;
  try {
    text = decodeURIComponent(step);
  } catch {
    // As it stands.
  }
  return text.replace(/~1/g, "/").replace(/~0/g, "~");
}

const NOTHING: Shape = {
  type: "any",
  format: undefined,
  words: [],
  members: new Map(),
  entry: undefined,
  name: undefined,
  most: undefined,
};

class ReadShape implements Shape {
  readonly name: string | undefined;
  private read: Omit<Shape, "name" | "entry"> | undefined;
  private parts: readonly Json[] | undefined;

  constructor(
    private readonly schema: Json,
    private readonly schemas: Schemas,
  ) {
    this.name = schemas.resolved(schema).name ?? (typeof schema["id"] === "string" ? schema["id"] : undefined);
  }

  get type(): ValueType {
    return this.own.type;
  }

  get format(): string | undefined {
    return this.own.format;
  }

  get words(): readonly string[] {
    return this.own.words;
  }

  get members(): ReadonlyMap<string, Shape> {
    return this.own.members;
  }

  get most(): number | undefined {
    return this.own.most;
  }

  /** Each is asked for very often. */
  private get own(): Omit<Shape, "name" | "entry"> {
    if (this.read !== undefined) return this.read;
    const [members, words] = [this.readMembers(), this.readWords()];
    return (this.read = {
      members,
      words,
      type: this.readType(members.size > 0, words.length > 0),
      format: this.first((part) => (typeof part["format"] === "string" ? part["format"] : undefined)),
      most: this.first((part) => (typeof part["maximum"] === "number" ? part["maximum"] : undefined)),
    });
  }

  private readType(hasMembers: boolean, hasWords: boolean): ValueType {
    const named = this.first((part) => typeNamed(part["type"]));
    if (named !== undefined && named !== "object") return named;
    if (hasMembers) return "object";
    if (this.entry !== undefined) return this.first((part) => part["items"]) === undefined ? "mapping" : "list";
    return named ?? (hasWords ? "text" : "any");
  }

  private readWords(): readonly string[] {
    const given = this.all.flatMap((part) => {
      const listed = Array.isArray(part["enum"]) ? (part["enum"] as unknown[]) : "const" in part ? [part["const"]] : [];
      return listed.length > 0 ? listed : knownWords(part);
    });
    return [...new Set(given.filter((word): word is string => typeof word === "string" && isPlain(word)))].slice(
      0,
      MOST_WORDS,
    );
  }

  private readMembers(): ReadonlyMap<string, Shape> {
    const members = new Map<string, Shape>();
    for (const part of this.all)
      if (isRecord(part["properties"]))
        for (const [name, schema] of Object.entries(part["properties"]))
          if (members.size < MOST_MEMBERS && !members.has(name)) members.set(name, this.schemas.shape(schema));
    return members;
  }

  get entry(): Shape | undefined {
    const schema = this.first((part) =>
      isRecord(part["items"])
        ? part["items"]
        : isRecord(part["additionalProperties"]) && !isRecord(part["properties"])
          ? part["additionalProperties"]
          : undefined,
    );
    return schema === undefined ? undefined : this.schemas.shape(schema);
  }

  /** The schema itself and all that it is put together from, each once. */
  private get all(): readonly Json[] {
    if (this.parts !== undefined) return this.parts;
    const found = new Set<Json>();
    const visit = (schema: unknown): void => {
      const { value } = this.schemas.resolved(schema);
      if (!isRecord(value) || found.has(value) || found.size >= MOST_PARTS) return;
      found.add(value);
      for (const keyword of ["allOf", "oneOf", "anyOf"])
        if (Array.isArray(value[keyword])) (value[keyword] as unknown[]).forEach(visit);
    };
    visit(this.schema);
    // What stands beside a reference counts, too.
    if ("$ref" in this.schema) found.add(this.schema);
    return (this.parts = [...found]);
  }

  private first<Value>(of: (part: Json) => Value | undefined): Value | undefined {
    for (const part of this.all) {
      const value = of(part);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** The words that an open enumeration is known to have. */
function knownWords(part: Json): readonly unknown[] {
  const { examples } = part;
  const isWord = (value: unknown) => typeof value === "string" && /^[\p{L}][\p{L}\p{N}_.-]{0,40}$/u.test(value);
  return part["type"] === "string" && Array.isArray(examples) && examples.length > 1 && examples.every(isWord)
    ? (examples as unknown[])
    : [];
}

const TYPES: Readonly<Record<string, ValueType>> = {
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
};

function typeNamed(type: unknown): ValueType | undefined {
  const names = (Array.isArray(type) ? (type as unknown[]) : [type]).filter((name) => name !== "null");
  const [first] = names;
  return typeof first === "string" && Object.hasOwn(TYPES, first) ? TYPES[first] : undefined;
}

/** A member, by the path of names that leads to it through objects. */
export interface Place {
  readonly path: string;
  readonly shape: Shape;
}

/** Whether a text of the vendor's can be written down: nothing hidden is in it, and it isn't endless. */
export function isPlain(text: string): boolean {
  return text !== "" && shownName(text, LONGEST) === text;
}

const LONGEST = 200;
const DEEPEST = 4;
const MOST_PLACES = 300;

/** The members of an object and of the objects in it. Names that a path can't have are left out. */
export function placesIn(shape: Shape): Place[] {
  const found: Place[] = [];
  const visit = (of: Shape, before: string, above: readonly Shape[]): void => {
    for (const [name, member] of of.members) {
      if (!/^[^.\s{}]+$/.test(name) || !isPlain(name) || found.length >= MOST_PLACES) continue;
      const path = `${before}${name}`;
      found.push({ path, shape: member });
      if (above.length + 1 < DEEPEST && !above.includes(member)) visit(member, `${path}.`, [...above, member]);
    }
  };
  visit(shape, "", [shape]);
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}
