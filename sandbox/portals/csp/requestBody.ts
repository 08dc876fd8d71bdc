import { z } from "zod";
import { CspProblem, type FieldProblem } from "./problem";

/**
 * Reads a body against the contract's schema.
 * @throws {CspProblem} `malformed` where it is no JSON; `validation` naming every member that is wrong or unknown.
 */
export function readBody(schema: z.ZodType, text: string): unknown {
  const body = parse(text);
  const parsed = schema.safeParse(body);
  const errors = [...unknownMembers(schema, body), ...(parsed.error?.issues ?? []).map(fieldProblem)];
  if (errors.length > 0)
    throw new CspProblem("validation", errors.map(({ field, message }) => `${field}: ${message}`).join("; "), {
      errors,
    });
  return parsed.data;
}

function parse(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CspProblem("malformed", "the body is not JSON");
  }
}

/** A member that the contract doesn't name is a mistake, not something to drop in silence. */
function unknownMembers(schema: z.ZodType, body: unknown): FieldProblem[] {
  if (!(schema instanceof z.ZodObject) || typeof body !== "object" || body === null || Array.isArray(body)) return [];
  return Object.keys(body)
    .filter((name) => !Object.hasOwn(schema.shape, name))
    .map((name) => ({ field: name, code: "unknown_field", message: "is not a member of this request" }));
}

function fieldProblem(issue: z.core.$ZodIssue): FieldProblem {
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return {
    field: issue.path.join(".") || "body",
    code: missing ? "required" : (issue.code ?? "invalid"),
    message: missing ? "is required" : issue.message,
  };
}
