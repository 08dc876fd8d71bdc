import type { AnyCall } from "./call";
import { requirePermission } from "./caller";
import { isKnownTo } from "./catalogue";
import { invalid } from "./problem";

/**
 * Permissions must be in the catalogue that the caller sees, and the caller must hold them (rule csp/P9).
 * @throws {CspProblem} `validation` naming all unknown ones, or `permission_missing` for the first that is not held.
 */
export function requireGrantable(
  { caller }: AnyCall,
  keys: readonly string[],
  alreadyGranted: readonly string[] = [],
): void {
  const unknown = keys.filter((key) => !isKnownTo(caller.level, key));
  if (unknown.length > 0)
    throw invalid(
      ...unknown.map((key) => ({ field: "permissions", code: "not_found", message: `there is no permission ${key}` })),
    );
  for (const key of keys) if (!alreadyGranted.includes(key)) requirePermission(caller, key);
}
