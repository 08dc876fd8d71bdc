import { isDeepStrictEqual } from "node:util";
import type { PlannedInputs, Removed } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { listed } from "../../../model/words";
import { administersNow, anyAdministers } from "../administrators";
import { callsOf } from "../calls";
import { newIdempotencyKey, type CspClient } from "../client";
import { A1 } from "../rules/access";
import { U5 } from "../rules/users";

export interface UserToWrite {
  readonly id: string;
  readonly account: string | undefined;
  /** The permissions beside the profiles, as they were read. */
  readonly granted: readonly string[];
}

/** Makes the permissions beside the profiles exactly the wanted ones. @throws PortalRefusal where somebody else has changed them */
export async function writeGrants(
  client: CspClient,
  { id, account, granted }: UserToWrite,
  permissions: readonly string[],
): Promise<void> {
  const calls = callsOf(client.wire, account);
  const read = await calls.getPermissions(id);
  if (!isDeepStrictEqual([...read.body.permissions].sort(), [...granted].sort()))
    throw new PortalRefusal(
      `the permissions of the user ${id} were changed by somebody else at the same time`,
      "stale",
    );
  await calls.setPermissions(id, { body: { permissions }, ifMatch: read.etag ?? "*" });
}

/** A new password, shown once. A reset whose answer was lost is done again: the password it gave is dead by then. */
export async function resetPassword(client: CspClient, id: string, account: string | undefined) {
  const reset = async () => {
    const { body } = await callsOf(client.wire, account).resetPassword(id, { idempotencyKey: newIdempotencyKey() });
    client.wire.protect(body.newPassword);
    return body.newPassword;
  };
  const first = await reset().catch((error: unknown) => {
    if (error instanceof PortalRefusal && error.uncertain) return undefined;
    throw error;
  });
  const newPassword = first ?? (await reset());
  if (newPassword === undefined)
    throw new PortalRefusal("the portal has reset the password without showing the new one: reset it again");
  return { newPassword, initialPassword: undefined };
}

interface UserToDelete {
  readonly id: string;
  readonly account: string | undefined;
  readonly revision: string | undefined;
}

export async function removeUser(
  client: CspClient,
  { id, account, revision }: UserToDelete,
  confirmed: readonly string[],
  planned: PlannedInputs,
): Promise<Removed> {
  const { userId } = await client.me();
  if (id === userId)
    throw new PortalRefusal(
      `this is the user that the token belongs to, and deleting it would lock out this tool ${A1.mark}. Remove it from the ` +
        "state instead (pulumi state delete), or use another user's token",
    );
  const note =
    account === undefined
      ? undefined
      : await administratorNote(client, id, account, confirmed.includes(U5.id), planned);
  await callsOf(client.wire, account).deleteUser(id, { ifMatch: revision });
  client.users.drop(id);
  return note === undefined ? {} : { note };
}

/** Rule csp/U5 at a delete: refused where users stay who are declared, said where others do. In a destroy nobody is declared any more. */
async function administratorNote(
  client: CspClient,
  id: string,
  account: string,
  isConfirmed: boolean,
  planned: PlannedInputs,
): Promise<string | undefined> {
  const declared = planned.all("User");
  if (declared.length === 0) return undefined;
  const current = await client.users.withId(id, account);
  if (current === undefined || !(await administersNow(client, current))) return undefined;
  const others = (await client.users.inGroup(account)).filter((user) => user.id !== id);
  if (others.length === 0 || (await anyAdministers(client, account, others, planned, ""))) return undefined;
  const names = listed(others.map(({ username }) => username));
  if (declared.some((inputs) => inputs.account === account) && !isConfirmed)
    throw new PortalRefusal(
      `this is the last user of its customer who administers users: only the reseller could help ${names} ${U5.mark}. ` +
        `Grant these permissions to another user first; or, to confirm, apply confirm: ["${U5.id}"] on this user and delete it then`,
    );
  return `was the last user of its customer who administers users: only the reseller can help ${names} ${U5.mark}`;
}
