/** The schema of the plugin, from which Pulumi makes SDKs and checks programs in YAML: all of it from the kinds and the portals' facts. */
import type { z } from "zod";
import { pluginType, resourceType } from "../engine/names";
import { FUNCTIONS, LIST_OF_SERVICES, type PluginFunction } from "../provider/lifecycle/functions";
import { type Field, type Kind, KIND_NAMES, type KindName, kinds } from "../provider/model";
import { hasKind } from "../provider/model/definePortal";
import type { Portal } from "../provider/model/portal";
import { secretsOf } from "../provider/portals/secrets";
import { descriptionOf, jsonOf, type Schema } from "./fieldTypes";
import { type ProviderSetting, providerSettings } from "./providerSettings";
import { docOf, fieldsOf, INPUT_NAMES, OUTPUT_NAMES, purposeOf } from "./sdkClasses";

type Json = Readonly<Record<string, unknown>>;
type JsonType = { readonly [member: string]: unknown };

const MODULE = "reseller:index:";

/** What only the classes for Node fill in. */
const OF_NODE_ALONE = ["after", "connection"];

/** Types that the classes for Node leave without a name; from the first release on, they are an interface. */
const MORE_NAMES: Readonly<Record<string, readonly [name: string, says: string]>> = {
  "Account.projects[]": ["AccountProject", "A project that the customer made."],
  "Account.prices[]": ["ProductPrice", "The price of a product for an account."],
  "User.accessTimes[].days[]": ["Weekday", "A day of the week."],
};

export function pluginSchema(portals: readonly Portal[], version: string): Json {
  const types = new Types();
  const resources = KIND_NAMES.filter((name) => portals.some((portal) => hasKind(portal, name))).map((name) => [
    pluginType(name),
    resourceOf(kinds[name], portals, types),
  ]);
  const functions = Object.entries(FUNCTIONS).map(([name, asked]) => [
    `${MODULE}${name}`,
    functionOf(asked, portals, types),
  ]);
  const settings = Object.fromEntries(providerSettings(portals).map((setting) => [setting.name, settingOf(setting)]));
  return {
    name: "reseller",
    displayName: "Reseller",
    version,
    description:
      "Cloud reseller realms as code: accounts, users, permission profiles, quotas, services and projects of a reseller portal.",
    keywords: ["pulumi", "reseller", "category/infrastructure"],
    license: "Apache-2.0",
    meta: { moduleFormat: "(.*)", supportPack: true },
    config: { variables: settings },
    provider: {
      description: "A connection to a portal. Settings that are not set are taken from the environment.",
      inputProperties: settings,
    },
    types: types.all(),
    resources: Object.fromEntries(resources) as Json,
    functions: Object.fromEntries(functions) as Json,
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
      go: {
        importBasePath: "pulumi-reseller/sdk-go/reseller",
        respectSchemaVersion: true,
        generateResourceContainerTypes: true,
      },
      csharp: { respectSchemaVersion: true },
    },
  };
}

function resourceOf(kind: Kind, portals: readonly Portal[], types: Types): Json {
  const having = portals.filter((portal) => hasKind(portal, kind.name));
  const inputs = inputsOf(kind, having, types);
  const required = Object.keys(inputs).filter((name) => isNeeded(kind, name));
  return {
    description: purposeOf(kind.name, having, portals),
    inputProperties: inputs,
    requiredInputs: required,
    properties: { ...inputs, ...outputsOf(kind, types, true) },
    required,
    aliases: [{ type: resourceType(kind.name) }],
    listInputs: { properties: { account: { type: "string", description: "An account: its name or its id." } } },
  };
}

function inputsOf(kind: Kind, having: readonly Portal[], types: Types): Record<string, JsonType> {
  const names = Object.keys(kind.fields).filter(
    (name) => !OF_NODE_ALONE.includes(name) && (isOfEveryKind(name) || fieldsOf(kind, name, having).fields.length > 0),
  );
  const { whole } = secretsOf(kind.name);
  return Object.fromEntries(
    names.map((name) => {
      const { having: with_, fields } = fieldsOf(kind, name, having);
      const type = types.ofField(kind.name, name, fields);
      const doc = docOf(kind, name, having, with_);
      return [name, { ...type, description: doc, ...(whole.has(name) ? { secret: true } : {}) }];
    }),
  );
}

function isOfEveryKind(name: string): boolean {
  return name === "adopt" || name === "confirm";
}

function outputsOf(kind: Kind, types: Types, withSecrets: boolean): Record<string, JsonType> {
  const { whole } = secretsOf(kind.name);
  return Object.fromEntries(
    Object.entries(kind.outputs.shape as Record<string, z.ZodType>)
      .filter(([name]) => withSecrets || !whole.has(name))
      .map(([name, schema]) => [
        name,
        {
          ...types.of(`${kind.name}.${name}`, kind.name, [jsonOf(schema)]),
          description: descriptionOf(schema),
          ...(whole.has(name) ? { secret: true } : {}),
        },
      ]),
  );
}

/** What a function answers is what a listing has: never a secret, and nothing that speaks to the provider alone. */
function functionOf(
  { kind: name, says, isList, inputs, required }: PluginFunction,
  portals: readonly Portal[],
  types: Types,
): Json {
  const kind = kinds[name];
  const { whole, members } = secretsOf(name);
  const having = portals.filter((portal) => hasKind(portal, name));
  const shown = Object.entries({ ...inputsOf(kind, having, types), ...outputsOf(kind, types, false) }).filter(
    ([field]) =>
      kind.fields[field]?.local !== true &&
      kind.fields[field]?.trigger !== true &&
      !whole.has(field) &&
      !members.has(field),
  );
  const id = { type: "string", description: "The object's id at the portal." };
  const answer = { type: "object", properties: { id, ...Object.fromEntries(shown) }, required: ["id"] };
  const asked = Object.entries(inputs).map(([input, description]) => [input, { type: "string", description }]);
  const element =
    isList === true
      ? types.add("ActiveService", { description: "An active service of an account.", ...answer })
      : undefined;
  return {
    description: says,
    inputs: {
      type: "object",
      properties: Object.fromEntries(asked) as Json,
      ...(required.length > 0 ? { required } : {}),
    },
    outputs:
      element === undefined
        ? answer
        : {
            type: "object",
            properties: { [LIST_OF_SERVICES]: { type: "array", items: element, description: "The services." } },
            required: [LIST_OF_SERVICES],
          },
  };
}

function settingOf({ type, says, isSecret }: ProviderSetting): JsonType {
  const typed =
    type === "connections"
      ? { type: "object", additionalProperties: { type: "object", additionalProperties: { type: "string" } } }
      : { type };
  return { ...typed, description: says, ...(isSecret ? { secret: true } : {}) };
}

function isNeeded(kind: Kind, name: string): boolean {
  return kind.fields[name]?.schema.safeParse(undefined).success === false;
}

/** Objects and words of the kinds, as types with names. */
class Types {
  private readonly named = new Map<string, Json>();

  all(): Json {
    return Object.fromEntries([...this.named].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  add(name: string, type: Json): JsonType {
    const token = `${MODULE}${name}`;
    this.named.set(token, type);
    return { $ref: `#/types/${token}` };
  }

  /** The type of one field, which may differ from portal to portal. */
  ofField(kind: KindName, name: string, fields: readonly Field[]): JsonType {
    const schemas = (fields.length > 0 ? fields : [kinds[kind].fields[name]!]).map(({ schema, words }) =>
      words === undefined ? jsonOf(schema) : { enum: words },
    );
    return this.of(`${kind}.${name}`, kind, schemas);
  }

  of(place: string, kind: KindName, schemas: readonly Schema[]): JsonType {
    const forms = schemas.flatMap((schema) => schema.anyOf ?? [schema]).filter(({ not }) => not === undefined);
    const words = forms.flatMap((schema) => schema.enum ?? (typeof schema.const === "string" ? [schema.const] : []));
    if (words.length > 0) return this.words(place, [...new Set(words)]);
    // Numbers by name: some portals have fixed names.
    const open = forms.find(({ additionalProperties }) => typeof additionalProperties === "object");
    if (open !== undefined)
      return {
        type: "object",
        additionalProperties: this.of(`${place}.*`, kind, [open.additionalProperties as Schema]),
      };
    const [first = {}] = forms;
    switch (first.type) {
      case "boolean":
      case "integer":
      case "number":
        return { type: first.type };
      case "array":
        return {
          type: "array",
          items: this.of(
            `${place}[]`,
            kind,
            forms.flatMap(({ items }) => items ?? []),
          ),
        };
      case "object":
        return this.object(place, kind, forms);
      default:
        return { type: "string" };
    }
  }

  private words(place: string, words: readonly string[]): JsonType {
    const [name, says] = nameOf(place) ?? [];
    if (name === undefined) return { type: "string" };
    return this.add(name, { type: "string", description: says, enum: words.map((value) => ({ value })) });
  }

  private object(place: string, kind: KindName, forms: readonly Schema[]): JsonType {
    const [name, says] = nameOf(place) ?? [];
    if (name === undefined)
      throw new Error(`${place} is an object without a name: add one to MORE_NAMES in tools/pluginSchema.ts`);
    const names = new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)));
    const secrets = secretsOf(kind).members.get(place.split(".")[1] ?? "");
    const properties = [...names].map((member) => {
      const schemas = forms.flatMap(({ properties = {} }) => properties[member] ?? []);
      const type = this.of(`${place}.${member}`, kind, schemas);
      const says_ = schemas.map(({ description }) => description).find((text) => text !== undefined);
      return [
        member,
        {
          ...type,
          ...(says_ === undefined ? {} : { description: says_ }),
          ...(secrets?.has(member) === true ? { secret: true } : {}),
        },
      ] as const;
    });
    const required = [...names].filter((member) => forms.every((form) => form.required?.includes(member) === true));
    return this.add(name, {
      type: "object",
      description: says,
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
    });
  }
}

function nameOf(place: string): readonly [name: string, says: string] | undefined {
  const [name, says] = INPUT_NAMES[place] ?? OUTPUT_NAMES[place] ?? MORE_NAMES[place] ?? [];
  // Generators add such endings of their own.
  return name === undefined ? undefined : [name.replace(/Args$/, ""), says ?? ""];
}
