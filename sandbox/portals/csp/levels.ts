import type { Caller } from "./caller";
import { CspProblem } from "./problem";

/** What sets an Admin of a client apart from its plain users: it makes projects and says who may use them. */
const ADMIN_PERMISSIONS = ["create_project", "manage_project_users"] as const;

/**
 * The portal's newer pages have levels (User, Admin, Manager, Partner) where the older ones have permissions. Here the
 * level follows from the permissions.
 * @throws {CspProblem} `level_too_low`
 */
export function requireAdmin({ clientId, permissions }: Caller, what: string): void {
  if (clientId !== null && !ADMIN_PERMISSIONS.every((key) => permissions.has(key)))
    throw new CspProblem("level_too_low", `${what} needs the level Admin: ${ADMIN_PERMISSIONS.join(" and ")}`);
}
