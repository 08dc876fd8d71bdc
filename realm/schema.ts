import { z } from "zod";
import { type KindName, kinds, REFERENCE } from "../provider/model";
import { hasKind } from "../provider/model/definePortal";
import type { Portal } from "../provider/model/portal";
import { kindAt } from "../provider/model/kindAt";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import { KEY, SECTIONS } from "./entry";
import { ENTRY_EXAMPLES, FIELD_EXAMPLES } from "./examples";
import { fieldPaths } from "./fieldPaths";
import { placeOfEntries, whereOf } from "./whereFields";
import { joined } from "../text/words";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Members of a realm file that begin like this hold what anchors are put on, and declare nothing. */
export const ASIDE = /^x-/;

/** The field that an entry's key stands for, unless it is given. */
export const KEY_FIELDS: Partial<Record<KindName, string>> = { ServiceActivation: "service", Quota: "region" };

/** The kinds whose entries can stand in an account. */
export const KINDS_WITHIN = (Object.keys(SECTIONS) as KindName[]).filter((kind) => kind !== "Account");

const SECTION_TEXTS: Readonly<Record<KindName, string>> = {
  Account: "Customers of the reseller, each with its users, services, quotas and projects.",
  Profile: "Named sets of permissions.",
  QuotaProfile: "Named sets of limits.",
  ServiceActivation: "Activated services: a list of their keys, or a map if one of them needs options.",
  Quota: "Limits by region. `region` defaults to the key.",
  User: "People who can log in.",
  Project: "Projects: containers of cloud resources.",
};

/** What fields of every kind can hold: what stands for an object, for a secret, and for former names. */
const FORMS: Readonly<Record<"reference" | "secret" | "formerly", JsonSchema>> = {
  reference: {
    description: "The key of an entry, or an object at the portal that isn't declared.",
    anyOf: [
      { type: "string", minLength: 1 },
      {
        type: "object",
        properties: {
          existing: { type: "string", minLength: 1, description: "Name or id of the object at the portal." },
        },
        required: ["existing"],
        additionalProperties: false,
      },
    ],
  },
  secret: {
    description: "A secret of the stack's configuration: pulumi config set --secret NAME …",
    type: "object",
    properties: {
      config: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description: "Name of the setting.",
        examples: ["annas-password"],
      },
    },
    required: ["config"],
    additionalProperties: false,
  },
  formerly: {
    description:
      "Previous names of the resource, such as acme/anna, to keep the object through a rename. For an account, they also apply to its contents.",
    anyOf: [
      { type: "string", minLength: 1 },
      { type: "array", items: { type: "string", minLength: 1 } },
    ],
    examples: ["acme-ag"],
  },
};

/** The JSON Schema (draft 7, which editors know best) of a realm file, made from the kinds and from what each portal has. */
export function realmSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Realm",
    description:
      "A realm of a reseller portal: accounts with their users, services, quotas and projects; profiles; quota profiles. Several files can form one realm. A string in a reference field is the key of an entry; { existing: … } is an object at the portal.",
    type: "object",
    properties: {
      $schema: { type: "string", description: "Location of this schema, for editors." },
      connection: {
        type: "string",
        minLength: 1,
        description: "The default connection in `reseller:connections` for all entries of this file.",
        examples: ["partner-b"],
      },
      ...Object.fromEntries(
        (Object.keys(SECTIONS) as KindName[]).map((kind) => [SECTIONS[kind], section(kind, false)]),
      ),
    },
    patternProperties: { [ASIDE.source]: { description: "Ignored; use it to define anchors." } },
    additionalProperties: false,
    definitions: {
      ...FORMS,
      Account: accountSchema(),
      ...Object.fromEntries(
        KINDS_WITHIN.flatMap((kind) => [
          [kind, entrySchema(kind, false)],
          [definitionWithin(kind), entrySchema(kind, true)],
        ]),
      ),
    },
  };
}

function definitionWithin(kind: KindName): string {
  return `${kind}OfAccount`;
}

function section(kind: KindName, within: boolean): JsonSchema {
  const definition = { $ref: `#/definitions/${within ? definitionWithin(kind) : kind}` };
  // Without a value all of it comes from the key.
  const entry = kind in KEY_FIELDS ? { anyOf: [definition, { type: "null" }] } : definition;
  const map = {
    type: "object",
    propertyNames: { pattern: KEY.source },
    additionalProperties: entry,
  };
  const list = { type: "array", items: { type: "string", pattern: KEY.source } };
  return {
    description: `${SECTION_TEXTS[kind]} ${portalsOfSection(kind, within)}`,
    anyOf: [map, ...(kind === "ServiceActivation" && within ? [list] : []), { type: "null" }],
    examples: [kind === "ServiceActivation" && within ? ["openstack", "s3"] : ENTRY_EXAMPLES[kind]],
  };
}

/** An account may be opened in several files, all but one of which have just sections. */
function accountSchema(): JsonSchema {
  const { properties, required, ...schema } = entrySchema("Account", false) as {
    properties: Record<string, JsonSchema>;
    required: string[];
  };
  const own = Object.keys(properties);
  return {
    ...schema,
    properties: {
      ...properties,
      ...Object.fromEntries(KINDS_WITHIN.map((kind) => [SECTIONS[kind], section(kind, true)])),
    },
    anyOf: [given(required), { not: { anyOf: own.map((field) => given([field])) } }],
  };
}

/** That members are there. Strict validators want to see them named as properties, too. */
function given(members: readonly string[]): JsonSchema {
  return { required: members, properties: Object.fromEntries(members.map((member) => [member, true])) };
}

function entrySchema(name: KindName, within: boolean): JsonSchema {
  const whole = z.toJSONSchema(kinds[name].inputs, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      // What can never be given.
      if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
      // A format that validators need a plug-in for; the pattern says the same.
      delete jsonSchema.format;
    },
  }) as { properties: Record<string, JsonSchema>; required?: string[] };
  const implied = [KEY_FIELDS[name], ...(within ? ["account"] : [])];
  const fields = Object.entries(whole.properties).filter(([field]) => !(within && field === "account"));
  return {
    type: "object",
    description: portalsOfKind(name),
    properties: {
      ...Object.fromEntries(fields.map(([field, schema]) => [field, fieldSchema(name, field, schema)])),
      ...formerSchemas(name, whole.properties),
      formerly: { $ref: "#/definitions/formerly" },
      protect: {
        type: "boolean",
        description: `Whether Pulumi refuses to delete the resource. Default: ${name === "Account" ? "true" : "false"}.`,
      },
    },
    required: (whole.required ?? []).filter((field) => !implied.includes(field)),
    additionalProperties: false,
  };
}

/** Fields under their former names. */
function formerSchemas(kind: KindName, properties: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(
    kinds[kind].formerFields.map(({ name, field, member }) => {
      const { description: _says, examples: _shown, ...schema } = fieldSchema(kind, field, properties[field] ?? {});
      const whole = member === undefined ? schema : { ...OBJECT, properties: { [member]: schema }, required: [member] };
      const value = member === undefined ? "" : ` with the value of the member \`${member}\``;
      return [name, { description: `Deprecated: use \`${field}\`${value}.`, deprecated: true, ...whole }];
    }),
  );
}

const OBJECT = { type: "object", additionalProperties: false } as const;

function fieldSchema(kind: KindName, field: string, schema: JsonSchema): JsonSchema {
  const secret = fieldPaths(kind).secrets.filter(([first]) => first === field);
  const marked = secret.reduce((marked, [, ...path]) => withSecretAt(marked, path), schema);
  const form = withEveryWord(kind, field, declared(marked));
  const text = typeof schema["description"] === "string" ? sentence(schema["description"]) : "";
  const isRegion = kind === "Quota" && field === "region";
  const { description: _replaced, ...rest } = form;
  return {
    description: [
      text,
      isRegion ? "`null` for a quota without a region." : "",
      whereOf(kind, field, PORTAL_NAMES.map(portalNamed)),
    ]
      .filter((part) => part !== "")
      .join(" "),
    ...(isRegion ? { anyOf: [rest, { type: "null" }] } : "$ref" in rest ? { allOf: [rest] } : rest),
    ...(FIELD_EXAMPLES[kind]?.[field] === undefined ? {} : { examples: FIELD_EXAMPLES[kind][field] }),
  };
}

function withSecretAt(schema: JsonSchema, [member, ...path]: readonly string[]): JsonSchema {
  if (member === undefined) return { ...schema, secret: true };
  const properties = schema["properties"] as Record<string, JsonSchema>;
  return { ...schema, properties: { ...properties, [member]: withSecretAt(properties[member] ?? {}, path) } };
}

/** The form that a value has in a file: keys and `existing` where a program has resources and ids, a setting where it has a secret. */
function declared(schema: JsonSchema): JsonSchema {
  if (schema["secret"] === true) return { $ref: "#/definitions/secret" };
  if (schema[REFERENCE] !== undefined) return { $ref: "#/definitions/reference" };
  const {
    items,
    properties,
    anyOf,
    additionalProperties,
    $schema: _none,
    ...rest
  } = schema as {
    items?: JsonSchema;
    properties?: Record<string, JsonSchema>;
    anyOf?: JsonSchema[];
    additionalProperties?: JsonSchema | boolean;
    $schema?: string;
  };
  return {
    ...rest,
    ...(items === undefined ? {} : { items: declared(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties)
              .filter(([, member]) => member["not"] === undefined)
              .map(([name, member]) => [name, declared(member)]),
          ),
        }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(declared) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "object" ? declared(additionalProperties) : additionalProperties,
        }),
  };
}

/** One file is for any portal: of a field with a few words to choose from, each portal has words of its own. */
function withEveryWord(kind: KindName, field: string, form: JsonSchema): JsonSchema {
  if (form["enum"] === undefined) return form;
  const words = PORTAL_NAMES.flatMap((portal) => {
    const schema = kindAt(kind, portalNamed(portal)).fields[field]?.schema;
    return schema === undefined ? [] : ((z.toJSONSchema(schema) as { enum?: unknown[] }).enum ?? []);
  });
  return { ...form, enum: [...new Set([...(form["enum"] as unknown[]), ...words])] };
}

/** Descriptions of formats begin small, and some speak of what only a program can give. */
function sentence(text: string): string {
  const plain = text
    .replace(/: the resource, or its id\.$/, ".")
    .replace(/\(resource, id, or name of a standard profile\) /, "")
    .replace(/\(resource or id\) /, "")
    .replace(/: resources, ids, or names of standard profiles\.$/, ".");
  const begun = plain.startsWith("https") ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?)]$/.test(begun) ? begun : `${begun}.`;
}

function portalsOfKind(kind: KindName): string {
  return `On ${portalsWhere((portal) => hasKind(portal, kind))}.`;
}

/** On which portals a section stands at the top of a file, or in an account. */
function portalsOfSection(kind: KindName, within: boolean): string {
  const standing = (...places: string[]) => portalsWhere((portal) => places.includes(placeOfEntries(kind, portal)));
  if (within) return `In an account on ${standing("account", "either")}.`;
  const [top, withAccount] = [standing("top", "either"), standing("account")];
  return [
    ...(top === "" ? [] : [`At the top of a file on ${top}.`]),
    ...(withAccount === "" ? [] : [`On ${withAccount} in an account; at the top only with \`account\`.`]),
  ].join(" ");
}

function portalsWhere(has: (portal: Portal) => boolean): string {
  const having = PORTAL_NAMES.filter((name) => has(portalNamed(name)));
  return having.length === PORTAL_NAMES.length ? "every portal" : joined(having);
}
