import type { z } from "zod";
import type { BodyMistakes } from "../servePortal";
import { type OpenStackProblem, problem } from "./problem";

const CHOSEN_ID = "explicit_domain_id";

/** What is wrong with a body, as Keystone says it: the first mistake alone, by the member's own name. */
export function wrongBody({ issues }: BodyMistakes, body: unknown): OpenStackProblem | undefined {
  const [issue] = issues;
  if (issue === undefined) return undefined;
  const member = issue.path.at(-1);
  if (member === CHOSEN_ID) return problem(400, "Domain ID does not conform to required UUID format.");
  const value = valueAt(body, issue.path);
  if (value === undefined) {
    const above = issue.path.at(-2);
    const reason = `'${String(member)}' is a required property`;
    return problem(400, above === undefined ? reason : input(above, valueAt(body, issue.path.slice(0, -1)), reason));
  }
  // Names of groups are held against the column of the database alone.
  if (issue.path[0] === "group" && issue.code === "too_big" && typeof value === "string")
    return problem(
      400,
      `String length exceeded. The length of string '${value}' exceeds the limit of column ${String(member)}(CHAR(${String(issue.maximum)})).`,
    );
  return problem(400, input(member ?? "body", value, reasonOf(issue, value)));
}

function input(member: PropertyKey, value: unknown, reason: string): string {
  return `Invalid input for field/attribute ${String(member)}. Value: ${typeof value === "string" ? value : literal(value)}. ${reason}`;
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "too_big":
      return `${literal(value)} is too long`;
    case "too_small":
      return `${literal(value)} should be non-empty`;
    case "unrecognized_keys":
      return `Additional properties are not allowed ('${issue.keys[0]}' was unexpected)`;
    case "custom":
      return `${literal(value)} ${issue.message}`;
    case "invalid_format":
      return `${literal(value)} does not match '${issue.pattern ?? issue.format}'`;
    default:
      return `${literal(value)}: ${issue.message}`;
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (here, step) =>
      typeof here === "object" && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined,
    body,
  );
}

/** A value as Python writes it. */
function literal(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([name, member]) => `'${name}': ${literal(member)}`)
      .join(", ")}}`;
  return String(value);
}
