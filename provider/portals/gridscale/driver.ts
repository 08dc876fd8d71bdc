import { type DeclaredInputs, type Finding, UNKNOWN } from "../../model";
import type { Absence, PlannedInputs } from "../../model/portal";
import type { GridscaleClient } from "./client";

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFindings(
  realm: GridscaleClient,
  property: string,
  account: unknown,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof account !== "string" || (account as unknown) === UNKNOWN) return [];
  if ((await realm.contracts.withId(account)) !== undefined) return [];
  if (planned.of("Account", account) !== undefined) return [];
  const named = (await realm.contracts.all()).find(({ name }) => name === account);
  const hint =
    named === undefined
      ? "give the Account, or the id of one that the token can see"
      : `that is a name; its id is ${named.contract_uuid}`;
  return [
    { property, reason: `is ${JSON.stringify(account)}, which is not the id of an account of this partner: ${hint}` },
  ];
}

/** An object counts as gone where the token still sees the realm: at least the person that it belongs to (rule gridscale/L20). */
export async function absenceIn(realm: GridscaleClient): Promise<Absence> {
  await realm.users.load("fresh");
  if ((await realm.users.withId(realm.userUuid)) !== undefined) return { proven: true };
  return { proven: false, because: "the token doesn't even see the user that it belongs to" };
}

export function isKnown(value: unknown): boolean {
  return value !== UNKNOWN && !(Array.isArray(value) && value.includes(UNKNOWN));
}

export type { DeclaredInputs };
