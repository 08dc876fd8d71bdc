import { OBJECT_STORAGE_RIGHTS } from "../../../provider/portals/csp/contract";
import type { Caller } from "./caller";
import { CspProblem } from "./problem";

/**
 * The portal's newer pages have levels (User, Admin, Manager, Partner) where the older ones have permissions. Here the
 * level follows from the permissions.
 * @throws {CspProblem} `level_too_low`
 */
export function requireAdmin({ clientId, permissions }: Caller, what: string): void {
  if (clientId !== null && !OBJECT_STORAGE_RIGHTS.every((key) => permissions.has(key)))
    throw new CspProblem("level_too_low", `${what} needs the level Admin: ${OBJECT_STORAGE_RIGHTS.join(" and ")}`);
}
