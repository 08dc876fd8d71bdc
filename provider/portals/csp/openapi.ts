import { z } from "zod";
import { isRecord } from "../../model/shapes";
import {
  type ContractOperation,
  GENERAL_PROBLEMS,
  OPERATION_PROBLEMS,
  operations,
  page,
  PAGE_LIMIT,
  Problem,
} from "./contract";

type Json = Record<string, unknown>;

const DESCRIPTION =
  "How this project talks to the Cloud Service Portal. The portal has no public API reference: everything here is derived from its reseller " +
  "manual and help pages. Each operation's x-source says what the concept rests on; the wire format is derived throughout. " +
  "Made from the zod schemas of provider/portals/csp/contract.ts by `npm run contract`; don't edit.";

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(version: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of Object.values<ContractOperation>(operations)) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = operationObject(operation, schemas);
  }
  schemaOf(Problem, schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "Cloud Service Portal (derived contract)",
      version,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [
      {
        url: "https://{portal}/api/v1",
        variables: { portal: { default: "portal.example.com", description: "Host of the reseller's portal." } },
      },
    ],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "API token of a portal user; carries the user's level and permissions.",
        },
      },
      schemas: Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1))),
    },
  };
}

function operationObject(operation: ContractOperation, schemas: Json): Json {
  const body =
    operation.request === undefined
      ? undefined
      : { required: true, content: json(schemaOf(operation.request, schemas)) };
  return {
    operationId: operation.id,
    summary: operation.summary,
    "x-source": operation.source,
    ...(operation.flags === undefined ? {} : { "x-flags": [...operation.flags] }),
    parameters: [...pathParameters(operation.path), ...queryParameters(operation), ...headerParameters(operation)],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responses(operation, schemas),
  };
}

function responses(operation: ContractOperation, schemas: Json): Json {
  const answers: Json = { [operation.status]: success(operation, schemas) };
  if (operation.id === "activateService")
    answers["200"] = { description: "The service is active already; nothing was done." };
  for (const [status, codes] of problemsByStatus(operation)) {
    answers[status] = {
      description: codes.join(", "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  return answers;
}

function success(operation: ContractOperation, schemas: Json): Json {
  if (operation.response === undefined) return { description: "Done." };
  const item = schemaOf(operation.response, schemas);
  const schema =
    operation.list === true
      ? {
          ...inline(page(z.unknown())),
          properties: { items: { type: "array", items: item }, nextCursor: { type: ["string", "null"] } },
        }
      : item;
  return {
    description: operation.status === 202 ? "Accepted; Location names the operation to poll." : "Done.",
    ...(operation.status === 202 ? { headers: { Location: { schema: { type: "string" } } } } : {}),
    content: json(schema),
  };
}

function problemsByStatus(operation: ContractOperation): [string, string[]][] {
  const codes: Record<string, number | undefined> = { ...GENERAL_PROBLEMS };
  const ofOperations: Readonly<Record<string, number>> = OPERATION_PROBLEMS;
  if (operation.method !== "POST") delete codes["idempotency_key_reused"];
  for (const code of operation.errors ?? []) codes[code] = ofOperations[code];
  if (operation.ifMatch === true) {
    codes["etag_mismatch"] = OPERATION_PROBLEMS.etag_mismatch;
    codes["precondition_required"] = OPERATION_PROBLEMS.precondition_required;
  }
  const byStatus = new Map<string, string[]>();
  for (const [code, status] of Object.entries(codes))
    byStatus.set(String(status), [...(byStatus.get(String(status)) ?? []), code]);
  return [...byStatus].sort(([one], [other]) => (one < other ? -1 : 1));
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(operation: ContractOperation): Json[] {
  const query = (name: string, schema: Json, description: string) => ({
    name,
    in: "query",
    required: false,
    schema,
    description,
  });
  const lists =
    operation.list === true
      ? [
          query("limit", { type: "integer", minimum: 1, maximum: PAGE_LIMIT, default: 50 }, "Items a page."),
          query("cursor", { type: "string" }, "nextCursor of the page before."),
          query("sort", { type: "string" }, "A member to sort by; a leading - reverses."),
          ...(operation.filters ?? []).map((filter) =>
            query(`filter[${filter}]`, { type: "string" }, `Only items with this ${filter}.`),
          ),
        ]
      : [];
  return [...lists, ...(operation.query ?? []).map((name) => query(name, { type: "string" }, name))];
}

function headerParameters(operation: ContractOperation): Json[] {
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: "header",
    required,
    schema: { type: "string" },
    description,
  });
  return [
    ...(operation.ifMatch === true
      ? [header("If-Match", true, "ETag of the object as it was read; * stands for any.")]
      : []),
    ...(operation.method === "POST"
      ? [
          header(
            "Idempotency-Key",
            false,
            "Kept for 24 hours: a replay answers as the first call did, without its one-time secret.",
          ),
        ]
      : []),
  ];
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

/** A reference to the schema, which is put among the components under its id. */
function schemaOf(schema: z.ZodType, schemas: Json): Json {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) return inline(schema);
  schemas[id] ??= inline(schema);
  return { $ref: `#/components/schemas/${id}` };
}

function inline(schema: z.ZodType): Json {
  const {
    $schema: _dialect,
    $defs,
    id: _id,
    ...rest
  }: Json = z.toJSONSchema(schema, { target: "draft-2020-12", reused: "inline", io: "input" });
  return withoutLocalReferences(rest, isRecord($defs) ? $defs : {});
}

/** zod puts schemas with an id into $defs of each document; here each component stands on its own. */
function withoutLocalReferences(schema: Json, definitions: Json): Json {
  const reference = schema["$ref"];
  if (typeof reference === "string" && reference.startsWith("#/$defs/")) {
    const found = definitions[reference.slice("#/$defs/".length)];
    const { id: _id, ...definition }: Json = isRecord(found) ? found : {};
    return withoutLocalReferences(definition, definitions);
  }
  return Object.fromEntries(Object.entries(schema).map(([name, entry]) => [name, inPlace(entry, definitions)]));
}

function inPlace(value: unknown, definitions: Json): unknown {
  if (Array.isArray(value)) return value.map((entry) => inPlace(entry, definitions));
  return isRecord(value) ? withoutLocalReferences(value, definitions) : value;
}
