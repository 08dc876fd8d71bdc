import type { Finding } from "../../model";
import { type Declarable, known } from "../../model/declared";
import type { Absence, PlannedInputs } from "../../model/portal";
import type { GridscaleClient } from "./client";

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFindings(
  client: GridscaleClient,
  property: string,
  declared: Declarable<string> | undefined,
  planned: PlannedInputs,
): Promise<Finding[]> {
  const account = known(declared);
  if (account === undefined || planned.of("Account", account) !== undefined) return [];
  if ((await client.contracts.withId(account)) !== undefined) return [];
  const named = (await client.contracts.all()).find(({ name }) => name === account);
  const hint =
    named === undefined
      ? "use the Account, or the id of one that the token can see"
      : `that is a name; its id is ${named.contract_uuid}`;
  return [
    { property, reason: `is ${JSON.stringify(account)}, which is not the id of an account of this partner: ${hint}` },
  ];
}

/** An object counts as gone where the token still sees the realm: at least the person that it belongs to (rule gridscale/L20). */
export async function absenceIn(client: GridscaleClient): Promise<Absence> {
  await client.users.load("fresh");
  if ((await client.users.withId(client.userUuid)) !== undefined) return { proven: true };
  return { proven: false, because: "the token doesn't even see the user that it belongs to" };
}
