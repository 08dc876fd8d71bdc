import type { z } from "zod";
import { type Field, type KindName, REFERENCE } from "../provider/model";
import { jsonOf, type Schema } from "./fieldTypes";

/** A type of its own: its name, what it is, and what it stands for. */
export interface NamedType {
  readonly name: string;
  readonly says: string;
  readonly text: string;
}

/** Types that have a name, with what they are, by the place of what they are the type of: `User.access[]`. */
export type Names = Readonly<Record<string, readonly [name: string, says: string]>>;

/** Between the forms of a type that portals differ in. */
const FORMS = "\n| ";

/** The type of a value in TypeScript: as a program gives it (`input`), or as an output has it. */
export class TypeWriter {
  readonly named = new Map<string, NamedType>();

  constructor(
    private readonly names: Names,
    private readonly way: "input" | "output",
  ) {}

  /** The type of one field, which may differ from portal to portal. */
  ofField(place: string, fields: readonly Field[]): string {
    const { reference } = fields[0] ?? {};
    return this.union(
      place,
      fields.map(({ schema, words }) => (words === undefined ? jsonOf(schema) : { enum: words })),
      reference,
    );
  }

  of(place: string, schema: z.ZodType): string {
    return this.union(place, [jsonOf(schema)]);
  }

  private union(place: string, schemas: readonly Schema[], reference?: KindName): string {
    const words = schemas.flatMap((schema) => schema.enum ?? []);
    const all = words.length > 0 ? [{ enum: [...new Set(words)] }] : schemas;
    const types = [...new Set(all.map((schema) => this.text(place, schema, reference)))];
    // An output of numbers by name has some names more or less.
    const open = types.find((type) => this.way === "output" && type.startsWith("Readonly<Record<"));
    return open ?? types.join(" | ");
  }

  private text(place: string, schema: Schema, reference = schema[REFERENCE]): string {
    if (schema.anyOf !== undefined) return schema.anyOf.map((one) => this.text(place, one, reference)).join(" | ");
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum !== undefined)
      return this.naming(place, schema.enum.map((word) => JSON.stringify(word)).join(" | "));
    switch (schema.type) {
      case "boolean":
        return "boolean";
      case "integer":
      case "number":
        return "number";
      case "array":
        return this.list(`${place}[]`, schema.items ?? {}, reference);
      case "object":
        return this.object(place, schema);
      default:
        return reference !== undefined && this.way === "input" ? `Reference<"${reference}">` : "string";
    }
  }

  private list(place: string, items: Schema, reference: KindName | undefined): string {
    const entry = this.text(place, items, items.type === "string" ? reference : undefined);
    if (this.way === "output") return / /.test(entry) ? `(${entry})[]` : `${entry}[]`;
    return entry.startsWith("Reference<")
      ? `pulumi.Input<pulumi.Input<string>[]> | readonly ${entry}[]`
      : `${this.given(entry)}[]`;
  }

  private object(place: string, schema: Schema): string {
    const { properties = {}, required = [], additionalProperties: others } = schema;
    if (typeof others === "object") return `Readonly<Record<string, ${this.given(this.text(`${place}.*`, others))}>>`;
    const members = Object.entries(properties)
      // A member that is there to say why it must not be given.
      .filter(([, { type, enum: words, anyOf, const: only }]) => (type ?? words ?? anyOf ?? only) !== undefined)
      .map(([name, member]) => {
        const type = this.given(this.text(`${place}.${name}`, member));
        const says = member.description === undefined ? "" : `/** ${member.description} */\n`;
        return `${says}readonly ${name}${required.includes(name) ? "" : "?"}: ${type};`;
      });
    return this.naming(place, `{\n${members.join("\n")}\n}`);
  }

  /** What a program gives may be an output. */
  given(type: string): string {
    const isGiven = type.startsWith("Reference<") || type.includes("> | readonly Reference<");
    return this.way === "output" || isGiven ? type : `pulumi.Input<${type}>`;
  }

  private naming(place: string, text: string): string {
    const [name, says = ""] = this.names[place] ?? [];
    if (name === undefined) return text;
    // Where portals differ, the type is that of any of them.
    const { text: before } = this.named.get(name) ?? {};
    const isKnown = before === undefined || before.split(FORMS).includes(text);
    this.named.set(name, { name, says, text: isKnown ? (before ?? text) : `${before}${FORMS}${text}` });
    return name;
  }
}
