import { z } from "zod";
import type { MemberTerms, TypeTerms } from "./bodies";
import type { PortalContract } from "./facts";
import { schemaMembers, schemasById } from "./schemas";
import type { Paging } from "./pages";

/** What `contract.yaml` says: how a portal differs from the contract that this package was written for. */
export interface Overlay {
  readonly portal: string;
  readonly connection: ConnectionTerms;
  readonly types: Readonly<Record<string, TypeTerms>>;
  readonly operations: Readonly<Record<string, OperationTerms>>;
  readonly kinds: Readonly<Record<string, { readonly lacks: string }>>;
  /** By kind and field: `User.phone`. */
  readonly fields: Readonly<Record<string, { readonly lacks: string }>>;
}

export interface ConnectionTerms {
  /** Before every path that the overlay doesn't give. */
  readonly prefix?: string | undefined;
  /** Headers, with credentials in braces: `X-Api-Key: "{token}"`. */
  readonly credential?: Readonly<Record<string, string>> | undefined;
  /** Names of headers; `none` if the portal has no such thing. */
  readonly headers?:
    | {
        readonly etag?: string | undefined;
        readonly ifMatch?: string | undefined;
        readonly idempotencyKey?: string | undefined;
        readonly requestId?: string | undefined;
      }
    | undefined;
  readonly lists?: { readonly items?: string | undefined; readonly paging?: Paging | undefined } | undefined;
  readonly errors?: ErrorTerms | undefined;
  readonly asynchronous?: "operations" | "one-by-one" | "none" | undefined;
}

export interface ErrorTerms {
  /** Paths in the body of an error. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  readonly requiredPermission?: string | undefined;
  readonly fields?:
    | {
        readonly at: string;
        readonly field: string;
        readonly code?: string | undefined;
        readonly message?: string | undefined;
      }
    | undefined;
  /** The portal's codes, by the contract's. */
  readonly codes?: Readonly<Record<string, string | number>> | undefined;
  /** The HTTP status that a code of the portal stands for, if the portal answers another one. */
  readonly statuses?: Readonly<Record<string, number>> | undefined;
  /** An answer with a 2xx status that has something here is an error. */
  readonly inside?: string | undefined;
}

export interface BodyTerms {
  /** Where the body is inside the portal's. */
  readonly at?: string | undefined;
  readonly members?: TypeTerms | undefined;
  /** Sent along, by path. */
  readonly send?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

export interface OperationTerms {
  readonly lacks?: string | undefined;
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | undefined;
  readonly path?: string | undefined;
  /** The portal's parameters, by the contract's; null: the portal has none, and the answer is filtered here. */
  readonly query?: Readonly<Record<string, string | null>> | undefined;
  /** Parameters that are sent along, which can have parameters of the path in braces. */
  readonly add?: Readonly<Record<string, string>> | undefined;
  readonly request?: BodyTerms | undefined;
  readonly response?: BodyTerms | undefined;
  readonly items?: string | undefined;
  readonly paging?: Paging | undefined;
}

const reason = z.string().min(1).meta({ description: "Why the portal lacks it. Shown where it is refused." });
const memberPath = z
  .string()
  .regex(/^[^.\s{}]+(?:\.[^.\s{}]+)*$/, { error: "must be names of members separated by dots, such as status.code" })
  .meta({ description: "Names of members, separated by dots." });
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, { error: "must be the name of a header" })
  .meta({ description: "Name of a header; `none` if the portal has no such header." });
const parameter = z.string().min(1).meta({ description: "Name of a parameter of the query." });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const path = z
  .string()
  .regex(/^\/(?!\/)[^\s?#\\]*$/, {
    error: "must be a path below the endpoint: it begins with one /, and has no query and no other host",
  })
  .refine((text) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(decoded(text)), {
    error: "must not leave the endpoint with . or ..",
  })
  .meta({ description: "Below the endpoint, with the parameters of the contract's path in braces." });

/** As a server may read it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const size = z.strictObject({ parameter, most: z.number().int().min(1).max(10_000) });
const countedPages = {
  parameter,
  first: z.number().int().min(0).optional(),
  size,
  total: memberPath.optional().meta({ description: "Path of the number of all items in the answer." }),
  next: memberPath.optional().meta({ description: "Path of whatever says that there is a next page." }),
};
const paging: z.ZodType<Paging> = z
  .discriminatedUnion(
    "by",
    [
      z.strictObject({
        by: z.literal("cursor"),
        parameter,
        next: memberPath,
        required: z.boolean().optional(),
        size: size.optional(),
      }),
      z.strictObject({ by: z.literal("page"), ...countedPages }),
      z.strictObject({ by: z.literal("offset"), ...countedPages }),
      z.strictObject({ by: z.literal("link"), next: memberPath.optional(), size: size.optional() }),
      z.strictObject({ by: z.literal("none") }),
    ],
    { error: "must be one of cursor, page, offset, link, none" },
  )
  .meta({
    description:
      "How a list goes on: by a cursor, by page numbers, by an offset, by the address of the next page (Link header, or `next`), or not at all.",
  });

const errors = z
  .strictObject({
    code: memberPath,
    message: memberPath,
    requestId: memberPath,
    requiredPermission: memberPath,
    fields: z.strictObject({
      at: memberPath,
      field: memberPath,
      code: memberPath.optional(),
      message: memberPath.optional(),
    }),
    codes: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ description: "The portal's codes, by the contract's." }),
    statuses: z
      .record(z.string(), z.number().int().min(400).max(599))
      .meta({ description: "The HTTP status that a code of the portal stands for, if it answers with another one." }),
    inside: memberPath.meta({ description: "An answer with status 2xx that has this member is an error." }),
  })
  .partial();

const connection = z
  .strictObject({
    prefix: path.meta({ description: "Before every path that isn't given here." }),
    credential: z
      .record(headerName, z.string().min(1))
      .meta({ description: 'Headers of the credential: `X-Api-Key: "{token}"`.' }),
    headers: z
      .strictObject({ etag: headerName, ifMatch: headerName, idempotencyKey: headerName, requestId: headerName })
      .partial(),
    lists: z.strictObject({ items: memberPath.or(z.literal("")).optional(), paging: paging.optional() }),
    errors,
    asynchronous: z.enum(["operations", "one-by-one", "none"]).meta({
      description:
        "How asynchronous work is awaited: `operations` by a list of several (the contract's way), `one-by-one` by one request for each, `none` if the work is done when the portal answers.",
    }),
  })
  .partial();

const member = z.union(
  [
    memberPath,
    z
      .strictObject({
        at: memberPath,
        words: z
          .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
          .meta({ description: "The portal's words, by the contract's." }),
        as: z.enum(["text", "number"]).meta({ description: "The type that the portal has it in." }),
        absent: z.unknown().meta({ description: "The value that its absence stands for." }),
        lacks: reason,
      })
      .partial(),
  ],
  { error: "must be the portal's name of the member, or a mapping with at, words, as, absent, lacks" },
);

/** Members of one type, as `contract.yaml` has them: a text is short for `at`. */
function membersOf(names: readonly string[]) {
  const shape = Object.fromEntries(names.map((name) => [name, member.optional()]));
  return z.strictObject(shape);
}

function bodyOf(schema: z.ZodType | undefined) {
  return z.strictObject({
    at: memberPath.optional().meta({ description: "Where the body is inside the portal's body." }),
    members: membersOf(schemaMembers(schema)).optional(),
    send: z.record(memberPath, scalar).optional().meta({ description: "Sent along, by path." }),
  });
}

/** The form of `contract.yaml` for one portal. */
export function overlaySchema(contract: PortalContract) {
  const operations = Object.values(contract.operations).map(({ id, request, response, list }) => {
    const isList = list !== undefined && list !== false;
    const form = z.strictObject({
      lacks: reason.optional(),
      method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
      path: path.optional(),
      query: z.record(parameter, parameter.nullable()).optional().meta({
        description: "The portal's parameters, by the contract's; null: it has none, and the answer is filtered here.",
      }),
      add: z.record(parameter, z.string()).optional().meta({
        description: "Parameters that are sent along; parameters of the path can stand in braces.",
      }),
      ...(request === undefined ? {} : { request: bodyOf(request).optional() }),
      ...(response === undefined ? {} : { response: bodyOf(response).omit({ send: true }).optional() }),
      ...(isList ? { items: memberPath.or(z.literal("")).optional(), paging: paging.optional() } : {}),
    });
    return [id, form.optional()] as const;
  });
  const types = [...schemasById(contract)].map(
    ([id, schema]) => [id, membersOf(schemaMembers(schema)).optional()] as const,
  );
  const lacking = z.strictObject({ lacks: reason });
  return z.strictObject({
    portal: z.literal(contract.portal),
    connection: connection.optional(),
    types: z.strictObject(Object.fromEntries(types)).optional(),
    operations: z.strictObject(Object.fromEntries(operations)).optional(),
    kinds: z
      .strictObject(Object.fromEntries(Object.keys(contract.kinds).map((kind) => [kind, lacking.optional()])))
      .optional(),
    fields: z.record(z.string(), lacking).optional().meta({ description: "By kind and field: `User.phone`." }),
  });
}

/** The JSON Schema of `contract.yaml`, for completion in editors. */
export function overlaySchemas(contracts: readonly PortalContract[]): Readonly<Record<string, unknown>> {
  const ofPortals = contracts.map((contract) => {
    const { $schema: _same, ...schema } = z.toJSONSchema(overlaySchema(contract), { io: "input", reused: "ref" });
    // Definitions of several schemas in one document need names of their own.
    const text = JSON.stringify(schema).replaceAll('"#/$defs/', `"#/$defs/${contract.portal}-`);
    const { $defs = {}, ...own } = JSON.parse(text) as { $defs?: Record<string, unknown> };
    const renamed = Object.entries($defs).map(
      ([name, definition]) => [`${contract.portal}-${name}`, definition] as const,
    );
    return { own, definitions: Object.fromEntries(renamed) };
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:pulumi-reseller:contract",
    title: "How a portal differs from the contract that pulumi-reseller was written for",
    oneOf: ofPortals.map(({ own }) => own),
    $defs: Object.assign({}, ...ofPortals.map(({ definitions }) => definitions)) as Record<string, unknown>,
  };
}

/** Members as terms: a text is the place. */
export function asTerms(members: Readonly<Record<string, unknown>> | undefined): TypeTerms {
  return Object.fromEntries(
    Object.entries(members ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? { at: value } : (value as MemberTerms)]],
    ),
  );
}
