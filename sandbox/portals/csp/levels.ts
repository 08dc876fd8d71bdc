import { PROJECT_ADMINISTRATION } from "../../../provider/portals/csp/contract";
import type { Caller } from "./caller";
import { CspProblem } from "./problem";

/**
 * The portal's newer pages have levels (User, Admin, Manager, Partner) where the older ones have permissions. Here the
 * level follows from the permissions.
 * @throws {CspProblem} `level_too_low`
 */
export function requireAdmin({ clientId, permissions }: Caller, what: string): void {
  if (clientId !== null && !PROJECT_ADMINISTRATION.every((key) => permissions.has(key)))
    throw new CspProblem("level_too_low", `${what} needs the level Admin: ${PROJECT_ADMINISTRATION.join(" and ")}`);
}
