import type { z } from "zod";
import { type FieldProblem, Problem } from "../../problem";

/** @throws Problem 422 with one entry for each field that is wrong. */
export function validated(schema: z.ZodType, body: unknown): unknown {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map((issue) => ({
      field: issue.path.map(String).join("."),
      code: issue.code,
      message: issue.message,
    })),
  );
}

export function invalid(errors: readonly FieldProblem[], code = "validation"): Problem {
  return new Problem(422, code, errors.map(({ field, message }) => `${field}: ${message}`).join("; "), { errors });
}
