import { z } from "zod";
import { heldAgainst } from "../model/heldAgainst";
import { isRecord } from "../model/shapes";
import { unwrapped } from "./bodies";
import type { ContractOperation } from "./facts";
import { segments } from "./paths";
import type { Tongue } from "./tongue";

/** So many differences of one operation are told; the others are of the same kind. */
const MOST_TOLD = 12;

/** Where a value isn't what a schema says, without a value in it. Entries of a list count as one. */
export function differencesIn(schema: z.ZodType, value: unknown): string[] {
  const result = heldAgainst(schema, value);
  const issues = result.success ? [] : result.error.issues;
  const found = [
    ...issues.map((issue) => `${placeOf(issue.path)} ${saying(issue, value)}`),
    ...otherWords(schema, value).map(
      ({ path, count }) => `${path} has ${count === 1 ? "a word" : `${count} words`} that the contract doesn't have`,
    ),
  ];
  const told = [...new Set(found)];
  return told.length > MOST_TOLD ? [...told.slice(0, MOST_TOLD), `and ${told.length - MOST_TOLD} more`] : told;
}

function placeOf(path: readonly PropertyKey[]): string {
  return (
    path
      .filter((step) => typeof step !== "number")
      .map(String)
      .join(".") || "the answer"
  );
}

function saying(issue: z.core.$ZodIssue, whole: unknown): string {
  const given = issue.path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    whole,
  );
  if (issue.code === "invalid_type")
    return given === undefined
      ? `is missing (${issue.expected})`
      : `is ${typeOf(given)}, but the contract has ${issue.expected}`;
  if (issue.code === "invalid_value") return "has a word that the contract doesn't have";
  if (issue.code === "invalid_format") return `isn't of the format ${issue.format}`;
  if (issue.code === "invalid_union") return `is ${typeOf(given)}, which the contract doesn't have there`;
  return `isn't as the contract says (${issue.code})`;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Members that can have any text, of which the contract knows some: how many words it doesn't know. */
function otherWords(schema: z.ZodType, value: unknown): { readonly path: string; readonly count: number }[] {
  const words = new Map<string, Set<string>>();
  const visit = (of: z.ZodType, given: unknown, path: string): void => {
    const { examples } = of.meta() ?? {};
    const inner = unwrapped(of);
    const known = examples ?? inner.meta()?.examples;
    if (typeof given === "string" && Array.isArray(known)) {
      if (!known.includes(given)) words.set(path, (words.get(path) ?? new Set()).add(given));
    } else if (inner instanceof z.ZodArray && Array.isArray(given))
      for (const entry of given as unknown[]) visit(inner.element as z.ZodType, entry, path);
    else if (inner instanceof z.ZodObject && isRecord(given))
      for (const [name, member] of Object.entries(inner.shape))
        visit(member as z.ZodType, given[name], path === "" ? name : `${path}.${name}`);
  };
  visit(schema, value, "");
  return [...words].map(([path, { size: count }]) => ({ path, count }));
}

/** Members of answers that neither the contract nor the overlay has. */
export function unknownMembers(operation: ContractOperation, tongue: Tongue, bodies: readonly unknown[]): string[] {
  const schema = operation.response === undefined ? undefined : unwrapped(operation.response);
  if (!(schema instanceof z.ZodObject)) return [];
  const known = new Set(tongue.places(operation).map((place) => segments(place)[0]));
  const names = new Set(bodies.flatMap((body) => (isRecord(body) ? Object.keys(body) : [])));
  return [...names].filter((name) => !known.has(name)).map((name) => `${name} is not in the contract`);
}
