import { keyOf, text } from "../../../model/words";
import type { WireClient } from "../reading";
import type { Check } from "./check";

/** A customer as the portal has it; undefined where there is none yet, and for the token of a customer's user, of which csp/C2 says it all. */
export async function customerSoFar({ realm, before }: Check<"Account">): Promise<WireClient | undefined> {
  if (before === undefined || (await realm.me()).level === "client") return undefined;
  return realm.clients.ofDeclared(keyOf(text(before.name)));
}
