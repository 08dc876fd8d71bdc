import type { CspRealm } from "./realm";

/** Whether uProvide, the system behind the portal, has an account: whichever somebody names, until it is deleted there. */
export function uprovideAccountExists(realm: CspRealm, id: string): boolean {
  return realm.deletedUprovideAccounts.get(id) === undefined;
}
