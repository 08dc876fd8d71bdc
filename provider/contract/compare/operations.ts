import type { z } from "zod";
import { isRecord } from "../../model/shapes";
import type { PortalContract } from "../facts";
import type { Json, OpenApiDocument } from "./document";
import { Schemas, type Shape, shapeOfType } from "./schema";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];
/** More than any portal has. */
const MOST_OPERATIONS = 20_000;

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
}

/** One operation, as a contract or a document has it. */
export interface DescribedOperation {
  readonly id: string | undefined;
  readonly method: Method;
  readonly path: string;
  /** Summary and tags. */
  readonly text: string;
  readonly query: readonly Parameter[];
  /** Names of headers of its requests and answers. */
  readonly sentHeaders: readonly string[];
  readonly answerHeaders: readonly string[];
  readonly request: Shape | undefined;
  readonly response: Shape | undefined;
  /** Status codes of its good answers. */
  readonly statuses: readonly string[];
  /** Bodies of its errors. */
  readonly problems: readonly Shape[];
}

/** `GET /clients/{}`: two operations with the same route can't be told apart by a portal. */
export function routeOf({ method, path }: Pick<DescribedOperation, "method" | "path">): string {
  return `${method} ${normalised(path)}`;
}

export function normalised(path: string): string {
  return path.replace(/\{[^{}]*\}/g, "{}").replace(/(?<=.)\/+$/, "");
}

/** The operations of a document, in the order of their routes. */
export function operationsIn({ root, version }: OpenApiDocument, schemas: Schemas): DescribedOperation[] {
  const found = new Map<string, DescribedOperation>();
  const paths = Object.entries(isRecord(root["paths"]) ? root["paths"] : {});
  for (const [path, stated] of paths.sort(([one], [other]) => (one < other ? -1 : 1))) {
    const { value: item } = schemas.resolved(stated);
    if (!path.startsWith("/") || !isRecord(item)) continue;
    for (const method of METHODS) {
      const given = item[method.toLowerCase()];
      const route = routeOf({ method, path });
      // What stands in another file has a method and a path all the same.
      const operation = isRecord(given) ? (schemas.resolved(given).value ?? {}) : undefined;
      if (isRecord(operation) && !found.has(route) && found.size < MOST_OPERATIONS)
        found.set(route, described({ method, path, item, operation, isOld: version === "2" }, schemas));
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, operation]) => operation);
}

interface Given {
  readonly method: Method;
  readonly path: string;
  readonly item: Json;
  readonly operation: Json;
  readonly isOld: boolean;
}

function described({ method, path, item, operation, isOld }: Given, schemas: Schemas): DescribedOperation {
  const parameters = [item["parameters"], operation["parameters"]]
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .flatMap((parameter) => {
      const { value } = schemas.resolved(parameter);
      return isRecord(value) ? [value] : [];
    });
  const of = (place: string) =>
    parameters.flatMap((parameter): Parameter[] => {
      if (parameter["in"] !== place || typeof parameter["name"] !== "string") return [];
      return [{ name: parameter["name"], shape: schemas.shape(parameter["schema"] ?? parameter) }];
    });
  const answers = answersOf(operation, schemas);
  const good = answers.filter(([status]) => /^2/.test(status));
  const bodyOf = (answer: Json) => (isOld ? answer["schema"] : schemaOf(answer["content"]));
  const responses = good.map(([, answer]) => bodyOf(answer)).filter((schema) => schema !== undefined);
  const sent = isOld
    ? parameters.find((parameter) => parameter["in"] === "body")?.["schema"]
    : contentOf(schemas.resolved(operation["requestBody"]).value);
  const wordsOf = (value: unknown) => (typeof value === "string" ? [value] : []);
  const { operationId, summary, tags } = operation;
  return {
    id: typeof operationId === "string" ? operationId : undefined,
    method,
    path,
    text: [...wordsOf(summary), ...(Array.isArray(tags) ? tags.flatMap(wordsOf) : [])].join(" ").slice(0, 400),
    query: of("query"),
    sentHeaders: of("header").map(({ name }) => name),
    answerHeaders: good.flatMap(([, { headers }]) => (isRecord(headers) ? Object.keys(headers) : [])),
    request: sent === undefined ? undefined : schemas.shape(sent),
    response: responses[0] === undefined ? undefined : schemas.shape(responses[0]),
    statuses: good.map(([status]) => status),
    problems: answers
      .filter(([status]) => /^[45]|^default$/.test(status))
      .map(([, answer]) => bodyOf(answer))
      .filter((schema) => schema !== undefined)
      .map((schema) => schemas.shape(schema)),
  };
}

function answersOf(operation: Json, schemas: Schemas): (readonly [status: string, answer: Json])[] {
  const { responses } = operation;
  return Object.entries(isRecord(responses) ? responses : {}).flatMap(([status, given]) => {
    const { value } = schemas.resolved(given);
    return isRecord(value) ? [[status, value] as const] : [];
  });
}

function contentOf(body: unknown): unknown {
  return isRecord(body) ? schemaOf(body["content"]) : undefined;
}

/** The schema of JSON, where there are several kinds of content. */
function schemaOf(content: unknown): unknown {
  if (!isRecord(content)) return undefined;
  const types = Object.keys(content);
  const type =
    types.find((name) => /^application\/json\b/i.test(name)) ?? types.find((name) => /json/i.test(name)) ?? types[0];
  const chosen = type === undefined ? undefined : content[type];
  return isRecord(chosen) ? chosen["schema"] : undefined;
}

/** An operation of a contract. */
export interface OwnOperation extends DescribedOperation {
  readonly id: string;
  /** Where the items of its answer are, if it is a list; the response is that of an item. */
  readonly items: string | undefined;
  readonly requestType: z.ZodType | undefined;
  readonly responseType: z.ZodType | undefined;
}

/** The operations of a contract, in the order of their ids. */
export function operationsOf({ operations, lists }: PortalContract): OwnOperation[] {
  const shapes = new Map<z.ZodType, Shape>();
  const shapeOf = (schema: z.ZodType | undefined): Shape | undefined => {
    if (schema === undefined) return undefined;
    const made = shapes.get(schema) ?? shapeOfType(schema);
    shapes.set(schema, made);
    return made;
  };
  return Object.values(operations)
    .map((operation): OwnOperation => {
      const { id, method, path, request, response, list, summary = "", query = [], filters = [] } = operation;
      const names = [...query, ...filters.map((name) => `filter[${name}]`)];
      return {
        id,
        method,
        path,
        text: summary,
        query: names.map((name) => ({ name, shape: new Schemas({}).shape({ type: "string" }) })),
        sentHeaders: [],
        answerHeaders: [],
        request: shapeOf(request),
        response: shapeOf(response),
        statuses: [],
        problems: [],
        items: list === undefined || list === false ? undefined : list === true ? (lists.items ?? "") : list,
        requestType: request,
        responseType: response,
      };
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
