import * as fs from "node:fs";
import { z } from "zod";
import { checkedYaml, type FurtherProblem } from "../model/checkedYaml";
import { UserError } from "../model/errors";
import { suggestion } from "../model/nearest";
import { isRecord } from "../model/shapes";
import { type TypeTerms, unwrapped } from "./bodies";
import type { PortalContract } from "./facts";
import { asTerms, type BodyTerms, type OperationTerms, type Overlay, overlaySchema } from "./overlay";
import { answeredTypes, schemaMember, schemaMembers, schemasById } from "./schemas";

/** Longer than any overlay that people write. */
const MOST_BYTES = 2 * 1024 * 1024;

/** What was last read for each contract: whoever opens several sessions mostly finds the same text in the file. */
const lastRead = new WeakMap<
  PortalContract,
  { readonly file: string; readonly text: string; readonly overlay: Overlay }
>();

/**
 * Reads `contract.yaml`.
 *
 * @param file as it is shown in errors, and found from the current folder
 * @throws UserError with everything that is wrong, each with its line and column
 */
export function readOverlay(file: string, contract: PortalContract): Overlay {
  let text: string;
  try {
    if (fs.statSync(file).size > MOST_BYTES)
      throw new UserError(`${file} is larger than 2 MiB, so it is no contract.yaml`);
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${file} can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}): reseller:contract must name a file, such as contract.yaml`,
    );
  }
  const last = lastRead.get(contract);
  if (last?.file === file && last.text === text) return last.overlay;
  const overlay = parseOverlay(text, file, contract);
  lastRead.set(contract, { file, text, overlay });
  return overlay;
}

export function parseOverlay(text: string, file: string, contract: PortalContract): Overlay {
  const form = overlaySchema(contract);
  const { value } = checkedYaml(text, file, {
    schema: form,
    further: (read) => disagreements(soundParts(form, read), contract),
    known: (path) => namesAt(form, path.slice(0, -1)),
    error: (message) => new UserError(message),
  });
  const { types = {}, operations = {}, kinds = {}, fields = {}, connection = {} } = value;
  return {
    portal: contract.portal,
    connection,
    types: Object.fromEntries(Object.entries(types).map(([id, members]) => [id, asTerms(members)])),
    operations: Object.fromEntries(
      Object.entries(operations).map(([id, terms]) => [id, operationTerms(terms as Readonly<Record<string, unknown>>)]),
    ),
    kinds: kinds as Overlay["kinds"],
    fields,
  };
}

function operationTerms(terms: Readonly<Record<string, unknown>>): OperationTerms {
  const body = (value: unknown): BodyTerms | undefined =>
    isRecord(value)
      ? { ...value, members: asTerms(value["members"] as Readonly<Record<string, unknown>> | undefined) }
      : undefined;
  return { ...terms, request: body(terms["request"]), response: body(terms["response"]) } as OperationTerms;
}

type Disagreement = FurtherProblem;

type Form = ReturnType<typeof overlaySchema>;
type Read = Partial<z.output<Form>>;

/** The parts of a file that are well formed by themselves, and each entry of a part. */
function soundParts(form: Form, value: unknown): Read {
  if (!isRecord(value)) return {};
  const parts = Object.entries(form.shape).flatMap(([name, part]): [string, unknown][] => {
    const whole = part.safeParse(value[name]);
    if (whole.success) return [[name, whole.data]];
    const entries = openedUp(part);
    const given = value[name];
    if (!isRecord(given)) return [];
    const schemaOf = (entry: string) =>
      entries instanceof z.ZodObject
        ? (entries.shape as Readonly<Record<string, z.ZodType | undefined>>)[entry]
        : entries instanceof z.ZodRecord
          ? (entries.valueType as z.ZodType)
          : undefined;
    const sound = Object.entries(given).filter(([entry, of]) => schemaOf(entry)?.safeParse(of).success === true);
    return [[name, Object.fromEntries(sound)]];
  });
  return Object.fromEntries(parts) as Read;
}

/** What each value by itself can't show. */
function disagreements(value: Read, contract: PortalContract): Disagreement[] {
  return [
    ...Object.entries(value.operations ?? {}).flatMap(([id, terms]) =>
      isRecord(terms) ? ofOperation(id, terms as OperationTerms, contract) : [],
    ),
    ...Object.entries(value.types ?? {}).flatMap(([id, members]) =>
      isRecord(members) ? ofMembers(["types", id], asTerms(members), namesOfType(contract, id)) : [],
    ),
    ...ofLacking(value, contract),
    ...ofCredential(value, contract),
    ...ofFields(value, contract),
    ...sameRoutes(value, contract),
  ];
}

function namesOfType(contract: PortalContract, id: string): readonly string[] {
  return schemaMembers(schemasById(contract).get(id));
}

function ofOperation(id: string, terms: OperationTerms, contract: PortalContract): Disagreement[] {
  const operation = contract.operations[id];
  if (operation === undefined) return [];
  const at = (...rest: string[]) => ["operations", id, ...rest];
  const needed = parametersIn(operation.path);
  const given = [
    ...parametersIn(terms.path ?? operation.path),
    ...Object.values(terms.add ?? {}).flatMap(parametersIn),
  ];
  const missing = needed.filter((name) => !given.includes(name));
  const strange = (text: string) => parametersIn(text).filter((name) => !needed.includes(name));
  return [
    ...missing.map((name) => ({
      path: at("path"),
      message: `lacks {${name}}, which tells the portal which object is meant; put it into the path or into a value of add`,
    })),
    ...strange(terms.path ?? "").map((name) => ({ path: at("path"), message: unknownParameter(name, needed) })),
    ...Object.entries(terms.add ?? {}).flatMap(([key, text]) =>
      strange(text).map((name) => ({ path: at("add", key), message: unknownParameter(name, needed) })),
    ),
    ...[terms.request, terms.response].flatMap((body, index) => {
      const schema = index === 0 ? operation.request : operation.response;
      const members = asTerms(body?.members);
      return ofMembers(at(index === 0 ? "request" : "response", "members"), members, schemaMembers(schema));
    }),
  ];
}

function unknownParameter(name: string, known: readonly string[]): string {
  const has = known.length === 0 ? "none" : known.map((each) => `{${each}}`).join(", ");
  return `has {${name}}, which the contract's path doesn't have${suggestion(name, known)}; it has ${has}`;
}

function parametersIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}

/** Two members in one place would overwrite each other. */
function ofMembers(path: readonly string[], terms: TypeTerms, names: readonly string[]): Disagreement[] {
  const places = new Map<string, string>();
  const found: Disagreement[] = [];
  for (const name of names) {
    const { at = name, lacks } = terms[name] ?? {};
    if (lacks !== undefined) continue;
    const other = [...places].find(
      ([place]) => place === at || place.startsWith(`${at}.`) || at.startsWith(`${place}.`),
    );
    places.set(at, name);
    if (other === undefined) continue;
    const told = terms[name] === undefined ? other[1] : name;
    found.push({
      path: [...path, told],
      message: `is at ${at === other[0] ? at : `${at}, inside or around ${other[0]}`}, where ${told === name ? other[1] : name} is too; two members can't have one place`,
    });
  }
  for (const [name, { words }] of Object.entries(terms)) {
    const values = Object.values(words ?? {}).map(String);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined)
      found.push({
        path: [...path, name, "words"],
        message: `has ${JSON.stringify(twice)} for two words, so that an answer can't be read`,
      });
  }
  return found;
}

/** A member that every answer has by the contract needs a value where the portal lacks it, so that nothing is made up. */
function ofLacking({ types = {}, operations = {} }: Read, contract: PortalContract): Disagreement[] {
  const found = (path: readonly string[], terms: TypeTerms, schema: z.ZodType | undefined) =>
    Object.entries(terms).flatMap(([name, { lacks, absent }]) => {
      const member = schemaMember(schema, name);
      if (lacks === undefined || absent !== undefined || member === undefined) return [];
      if (member.safeParse(undefined).success || member.safeParse(null).success) return [];
      return [
        {
          path: [...path, name],
          message:
            "is in every answer by the contract; add absent with the value that stands for it at this portal, so that answers can be read",
        },
      ];
    });
  const schemas = schemasById(contract);
  const answered = answeredTypes(contract);
  return [
    ...Object.entries(types).flatMap(([id, members]) =>
      isRecord(members) && answered.has(id) ? found(["types", id], asTerms(members), schemas.get(id)) : [],
    ),
    ...Object.entries(operations).flatMap(([id, terms]) => {
      const { response } = (terms ?? {}) as OperationTerms;
      const path = ["operations", id, "response", "members"];
      return found(path, asTerms(response?.members), contract.operations[id]?.response);
    }),
  ];
}

function ofCredential({ connection }: Read, contract: PortalContract): Disagreement[] {
  const headers = Object.entries(connection?.credential ?? {});
  const found = headers.flatMap(([header, text]) =>
    parametersIn(text)
      .filter((name) => !contract.credentials.includes(name))
      .map((name) => ({
        path: ["connection", "credential", header],
        message: `has {${name}}, which is no credential of ${contract.portal}; there is ${contract.credentials.map((each) => `{${each}}`).join(", ")}`,
      })),
  );
  const isNowhere = headers.length > 0 && !headers.some(([, text]) => parametersIn(text).includes("token"));
  return isNowhere
    ? [
        ...found,
        {
          path: ["connection", "credential"],
          message: "has {token} in no header, so that the portal can't know who asks",
        },
      ]
    : found;
}

function ofFields({ fields = {} }: Read, contract: PortalContract): Disagreement[] {
  return Object.keys(fields).flatMap((name) => {
    const [kind = "", field, ...more] = name.split(".");
    if (field === undefined || more.length > 0)
      return [{ path: ["fields", name], message: "must be a kind and a field, such as User.phone" }];
    const kinds = Object.keys(contract.kinds);
    if (!kinds.includes(kind))
      return [
        {
          path: ["fields", name],
          message: `has the kind ${kind}, which ${contract.portal} doesn't have${suggestion(kind, kinds)}`,
        },
      ];
    const known = contract.kinds[kind]?.fields ?? [];
    return known.includes(field)
      ? []
      : [
          {
            path: ["fields", name],
            message: `has the field ${field}, which ${kind} doesn't have${suggestion(field, known)}`,
          },
        ];
  });
}

/** Two operations that send the same request can't be told apart by the portal. */
function sameRoutes({ operations = {} }: Read, contract: PortalContract): Disagreement[] {
  const routes = Object.values(contract.operations).flatMap(({ id, method, path }) => {
    const terms = (operations[id] ?? {}) as OperationTerms;
    if (terms.lacks !== undefined || Object.keys(terms.add ?? {}).length > 0) return [];
    const isChanged = terms.path !== undefined || terms.method !== undefined;
    const route = `${terms.method ?? method} ${(terms.path ?? path).replace(/\{[^{}]*\}/g, "{}")}`;
    return [{ id, isChanged, route }];
  });
  return routes.flatMap(({ id, isChanged, route }) => {
    const other = routes.find((each) => each.id !== id && each.route === route);
    return !isChanged || other === undefined
      ? []
      : [
          {
            path: ["operations", id, "path"],
            message: `is that of ${other.id}, too: the portal can't tell the two apart`,
          },
        ];
  });
}

/** Names that a mapping of the form can have, for "did you mean". */
function namesAt(form: z.ZodType, path: readonly PropertyKey[]): string[] {
  let schema: unknown = form;
  for (const step of path) {
    schema = openedUp(schema);
    if (schema instanceof z.ZodObject) schema = schema.shape[String(step)];
    else return [];
  }
  const last = openedUp(schema);
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

function openedUp(schema: unknown): unknown {
  const inner = schema instanceof z.ZodType ? unwrapped(schema) : schema;
  if (inner instanceof z.ZodUnion) return inner.options.find((option) => option instanceof z.ZodObject);
  return inner;
}
