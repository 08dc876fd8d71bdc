import type { DeclaredInputs } from "../model";

/** The limits that are declared and known, by the portal's names of them. */
export function declaredLimits({ limits }: DeclaredInputs): Record<string, number> {
  if (typeof limits !== "object" || limits === null) return {};
  return Object.fromEntries(
    Object.entries(limits as Record<string, unknown>).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  );
}
