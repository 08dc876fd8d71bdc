import type { CspRealm } from "./realm";

const FIRST_ACCOUNT = 10_001;
const ACCOUNTS = 2_000;

/** Whether uProvide, the system behind the portal, has an account: `UP-10001` and the 1,999 after it, until it deletes one. */
export function uprovideAccountExists(realm: CspRealm, id: string): boolean {
  const number = Number(/^UP-(\d{5})$/.exec(id)?.[1] ?? 0);
  return (
    number >= FIRST_ACCOUNT && number < FIRST_ACCOUNT + ACCOUNTS && realm.deletedUprovideAccounts.get(id) === undefined
  );
}
