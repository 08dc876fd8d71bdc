import { createHmac } from "node:crypto";
import type { ConnectionSettings } from "../model/portal";
import type { BudgetSettings } from "../transport";

/** Environment variable by which `reseller fleet` tells providers where its budget is: an address, `#` and the stack. */
export const BUDGET_VARIABLE = "RESELLER_BUDGET";

/** The budget that a connection shares with the other processes of the machine; undefined where nobody has one. */
export function budgetOf(
  { portal, endpoint, credentials }: Pick<ConnectionSettings, "portal" | "endpoint" | "credentials">,
  environment: NodeJS.ProcessEnv = process.env,
): BudgetSettings | undefined {
  const given = environment[BUDGET_VARIABLE] ?? "";
  const place = given.lastIndexOf("#");
  if (place <= 0) return undefined;
  const address = given.slice(0, place);
  const sorted = Object.entries(credentials).sort(([one], [other]) => (one < other ? -1 : 1));
  // With the address of this run, so that nobody can tell by the hash whether a guess is right.
  const connection = createHmac("sha256", address)
    .update(JSON.stringify([portal, endpoint, sorted]))
    .digest("base64url");
  return { address, stack: given.slice(place + 1), connection };
}
