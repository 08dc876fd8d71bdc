import { PortalRefusal } from "../../../model/refusal";
import type { RequestOf } from "../../wire";
import type { Partner } from "../client";
import { operations } from "../contract";
import type { WireOrganization } from "../reading";

/** Locking what is locked, and unlocking what is not, leaves it as it is. */
export async function lockOrganization(partner: Partner, id: string, locked: boolean): Promise<WireOrganization> {
  const operation = locked ? operations.lockOrganization : operations.unlockOrganization;
  const { body } = await partner.call(operation, { params: { organizationId: id }, body: {} });
  await partner.clients.putIfLoaded(body);
  return body;
}

/** Asked for once. Where it was, and the answer got lost, the portal has somebody of that name. */
export async function requestAdministrator(
  partner: Partner,
  id: string,
  { username, email, password }: RequestOf<typeof operations.requestAdminRole>,
  say: (message: string) => void,
): Promise<void> {
  partner.wire.protect(password);
  const call = { params: { organizationId: id }, body: { username, email, password } };
  try {
    await partner.call(operations.requestAdminRole, call);
  } catch (error) {
    if (!(error instanceof PortalRefusal) || (error.reason !== "name-taken" && !error.uncertain)) throw error;
    if (error.uncertain)
      throw new PortalRefusal(`it isn't known whether the administrator ${username} was made: ${error.message}`);
    say(
      `the Organization ${id} has somebody with the login name ${username} already, who was not changed: if that is not the requested administrator, choose another name`,
    );
  }
}

/** Of whom an address is that the partner can't see: of another partner's customer, or of somebody else at the portal. */
export function addressTaken(address: string | undefined): (error: unknown) => never {
  return (error) => {
    if (address === undefined || !(error instanceof PortalRefusal) || error.reason !== "name-taken") throw error;
    throw new PortalRefusal(
      `the e-mail address ${address} belongs to another Organization already, and must be unique: choose another one. Nothing was changed. The portal said: ${error.message}`,
      error.reason,
      error.uncertain,
      error.code,
      error.fields,
    );
  };
}
