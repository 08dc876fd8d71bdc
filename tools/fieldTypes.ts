import { z } from "zod";
import type { Field, KindName, REFERENCE } from "../provider/model";

/** As much of JSON Schema as the kinds' schemas come out as. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
  readonly [REFERENCE]?: KindName;
}

export interface TypeWords {
  /** One line: `string of 1 to 64 characters`. */
  readonly type: string;
  /** Members of objects, one line each, those within others with more space in front. */
  readonly members: readonly string[];
}

/** What a field takes, in words, from its schema. */
export function typeOf({ schema, set, reference }: Field): TypeWords {
  const json = jsonOf(schema);
  return { type: worded(json, { isSet: set === true, reference }), members: membersOf(json) };
}

export function outputType(schema: z.ZodType): TypeWords {
  const json = jsonOf(schema);
  return { type: worded(json), members: membersOf(json) };
}

export function descriptionOf(schema: z.ZodType): string {
  return jsonOf(schema).description ?? "";
}

/** What a schema comes out as. */
export function jsonOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as Schema;
}

interface Facts {
  readonly isSet?: boolean;
  readonly reference?: KindName;
}

function worded(schema: Schema, facts: Facts = {}): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => worded(one, facts)).join(", or ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return `one of ${schema.enum.map((word) => `\`${word}\``).join(", ")}`;
  switch (schema.type) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return `${schema.type === "integer" ? "integer" : "number"}${range(schema.minimum, schema.maximum, "")}`;
    case "array": {
      const { isSet, ...entry } = facts;
      const of = schema.items === undefined ? "" : ` of ${several(schema.items, entry)}`;
      const how = [isSet === true ? "unordered" : "", count(schema.minItems, schema.maxItems)];
      const said = how.filter((text) => text !== "").join("; ");
      return `list${of}${said === "" ? "" : ` (${said})`}`;
    }
    case "object": {
      const of = schema.additionalProperties;
      return typeof of === "object" ? `object of ${several(of)} by name` : "object";
    }
    case "string":
      return text(schema, facts.reference);
    default:
      return "any value";
  }
}

function several(schema: Schema, facts: Facts = {}): string {
  if (schema.type === "string" && schema.enum === undefined && facts.reference === undefined)
    return schema.format === undefined
      ? `strings${range(shortest(schema), schema.maxLength, " characters")}`
      : text(schema);
  if (schema.type === "object" && typeof schema.additionalProperties !== "object") return "objects";
  return worded(schema, facts).replace(/^(integer|number)\b/, "$1s");
}

function text(schema: Schema, reference?: KindName): string {
  if (reference !== undefined)
    return `${reference} (the resource${reference === "Profile" ? ", its id, or the name of a built-in profile" : ", or its id"})`;
  if (schema.format === "email") return "e-mail address";
  if (schema.format === "uri") return `https URL${range(undefined, schema.maxLength, " characters")}`;
  const length = range(shortest(schema), schema.maxLength, " characters");
  const pattern = schema.pattern === undefined ? "" : `, matching \`${schema.pattern.replaceAll("|", "\\|")}\``;
  return `string${length}${pattern}`;
}

/** That a text has a first character goes without saying. */
function shortest({ minLength, maxLength }: Schema): number | undefined {
  return minLength === 1 && maxLength === undefined ? undefined : minLength;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const isEnd = most === undefined || most >= Number.MAX_SAFE_INTEGER;
  if (least !== undefined && !isEnd)
    return unit === "" ? ` from ${least} to ${most}` : ` of ${least} to ${most}${unit}`;
  if (least !== undefined && least > Number.MIN_SAFE_INTEGER) return ` of at least ${least}${unit}`;
  return isEnd ? "" : ` of at most ${most}${unit}`;
}

function count(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most} entries`;
  if (least !== undefined) return least === 1 ? "at least one entry" : `at least ${least} entries`;
  return most === undefined ? "" : `at most ${most} entries`;
}

function membersOf(schema: Schema, space = ""): string[] {
  const inner = [schema.items, ...(schema.anyOf ?? [])].flatMap((one) =>
    one === undefined ? [] : membersOf(one, space),
  );
  const own = Object.entries(schema.properties ?? {})
    // A member that is there to say why it must not be given.
    .filter(([, member]) => member.type !== undefined || member.anyOf !== undefined || member.enum !== undefined)
    .flatMap(([name, member]) => {
      const isNeeded = schema.required?.includes(name) === true;
      const what = member.description === undefined ? "" : `: ${member.description}`;
      return [
        `${space}- \`${name}\` (${worded(member)}${isNeeded ? "" : "; optional"})${what}`,
        ...membersOf(member, `${space}  `),
      ];
    });
  return [...own, ...inner];
}
