import { z } from "zod";
import type { PortalContract } from "../../../provider/contract";

type Json = Record<string, unknown>;

/** A contract as an OpenAPI document, as the vendor of exactly this contract would publish it. */
export function documentOf(contract: PortalContract): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of Object.values(contract.operations)) {
    const { id, method, path, request, response, list } = operation;
    const item = response === undefined ? undefined : reference(response, schemas);
    const member = typeof list === "string" ? list : contract.lists.items;
    const isList = list !== undefined && list !== false && member !== undefined;
    const schema = isList ? page(member, item) : item;
    (paths[path] ??= {})[method.toLowerCase()] = {
      operationId: id,
      parameters: [...path.matchAll(/\{(\w+)\}/g)]
        .map(([, name]): Json => ({ name, in: "path", required: true, schema: { type: "string" } }))
        .concat(isList ? pageParameters(contract) : []),
      ...(request === undefined ? {} : { requestBody: { content: json(reference(request, schemas)) } }),
      responses: {
        "200": schema === undefined ? { description: "Done." } : { description: "Done.", content: json(schema) },
        default: { description: "A problem.", content: json(reference(contract.problem, schemas)) },
      },
    };
  }
  const headers = Object.keys(contract.credentialHeaders);
  return {
    openapi: "3.1.0",
    info: { title: "Vendor", version: "1" },
    paths,
    components: {
      schemas,
      securitySchemes: Object.fromEntries(headers.map((name) => [name, { type: "apiKey", in: "header", name }])),
    },
  };
}

function pageParameters({ lists: { paging } }: PortalContract): Json[] {
  if (paging.by !== "page") return [];
  return [paging.parameter, paging.size.parameter].map((name) => ({ name, in: "query", schema: { type: "integer" } }));
}

function page(member: string, item: unknown): Json {
  return {
    type: "object",
    properties: {
      [member]: { type: "array", items: item },
      _meta: { type: "object", properties: { total: { type: "integer" } } },
      _links: {
        type: "object",
        properties: { next: { type: "object", properties: { href: { type: ["string", "null"] } } } },
      },
    },
  };
}

function json(schema: unknown): Json {
  return { "application/json": { schema } };
}

function reference(schema: z.ZodType, schemas: Json): Json {
  const { $defs, $schema: _dialect, ...root } = z.toJSONSchema(schema, { io: "input" }) as Json & { $defs?: Json };
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, each]) => name !== "id" || typeof each !== "string")
        .map(([name, each]) => [
          name,
          name === "$ref" && typeof each === "string" ? each.replace("#/$defs/", "#/components/schemas/") : moved(each),
        ]),
    );
  };
  for (const [name, each] of Object.entries($defs ?? {})) schemas[name] ??= moved(each);
  const { id } = schema.meta() ?? {};
  if (typeof id !== "string") return moved(root) as Json;
  schemas[id] ??= moved(root);
  return { $ref: `#/components/schemas/${id}` };
}

export interface Renaming {
  readonly words: Readonly<Record<string, string>>;
  /** How a name is put together from words. */
  readonly join: (words: readonly string[]) => string;
  readonly enumeration?: Readonly<Record<string, string>>;
}

/** What each name of a document has become. */
export interface Renamed {
  readonly document: Json;
  readonly name: (name: string) => string;
  readonly path: (path: string) => string;
}

/** A document with every segment of a path, id of an operation and name of a member in other words. */
export function renamed(document: Json, { words, join, enumeration = {} }: Renaming): Renamed {
  const name = (given: string) => join(wordsOf(given).map((word) => words[word] ?? word));
  const path = (given: string) =>
    given
      .split("/")
      .map((part) => (part.startsWith("{") ? `{${name(part.slice(1, -1))}}` : part === "" ? "" : name(part)))
      .join("/");
  const schema = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(schema);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value as Json).map(([key, each]) => {
        if (key === "properties" && typeof each === "object" && each !== null)
          return [key, Object.fromEntries(Object.entries(each).map(([own, inner]) => [name(own), schema(inner)]))];
        if (key === "required" && Array.isArray(each)) return [key, (each as string[]).map(name)];
        if ((key === "enum" || key === "examples") && Array.isArray(each))
          return [key, each.map((word: unknown) => enumeration[String(word)] ?? word)];
        if (key === "operationId") return [key, name(String(each))];
        if (key === "name" && typeof each === "string" && (value as Json)["in"] !== "header") return [key, name(each)];
        // A vendor's texts are in its own language.
        if (key === "summary" || key === "description" || key === "tags") return [key, key === "tags" ? [] : ""];
        if (key === "schemas")
          return [
            key,
            Object.fromEntries(Object.entries(each as Json).map(([own, inner]) => [name(own), schema(inner)])),
          ];
        if (key === "$ref") {
          const parts = String(each).split("/");
          return [key, [...parts.slice(0, -1), name(parts.at(-1) ?? "")].join("/")];
        }
        return [key, schema(each)];
      }),
    );
  };
  const { paths, ...rest } = document;
  const renamedPaths = Object.entries(paths as Json).map(([own, item]) => [path(own), schema(item)]);
  return { document: { ...(schema(rest) as Json), paths: Object.fromEntries(renamedPaths) }, name, path };
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
