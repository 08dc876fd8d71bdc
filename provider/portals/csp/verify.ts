import { type DeclaredInputs, type Failure, UNKNOWN } from "../../kinds";
import type { PlannedInputs } from "../portal";
import { nearest } from "../nearest";
import type { Realm } from "./realm";

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFailures(
  realm: Realm,
  inputs: DeclaredInputs,
  planned: PlannedInputs,
): Promise<Failure[]> {
  const account = inputs["account"];
  if (account === undefined || account === UNKNOWN || typeof account !== "string") return [];
  if (planned.of("Account", account) !== undefined || (await realm.clients.withId(account)) !== undefined) return [];
  const named = (await realm.clients.all()).find((client) => client.name === account);
  const hint =
    named === undefined
      ? "give the Account resource, or the id of one the token can see"
      : `that is a name; its id is ${named.id}`;
  return [
    {
      property: "account",
      reason: `is ${JSON.stringify(account)}, which is not the id of a client of this realm: ${hint}`,
    },
  ];
}

export async function unknownProfile(realm: Realm, reference: string): Promise<string> {
  const names = (await realm.profiles.all())
    .filter((profile) => profile.clientId === null)
    .map((profile) => profile.name);
  const near = nearest(reference, names);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${names.slice(0, 10).join(", ")}`;
  return `names ${JSON.stringify(reference)}, which is neither the id nor the name of a profile that the token can see; ${hint} (rule csp/U1)`;
}

/** The services that an account has, as this run will leave them; undefined where that is not known. */
export async function availableServices(
  realm: Realm,
  account: string,
  planned: PlannedInputs,
): Promise<readonly string[] | undefined> {
  const declared = planned.of("Account", account)?.["availableServices"];
  if (Array.isArray(declared)) return declared.includes(UNKNOWN) ? undefined : (declared as string[]);
  return (await realm.clients.withId(account))?.availableServices;
}

/** Whether a service of an account is active, or on its way. */
export async function isActive(realm: Realm, account: string, service: string): Promise<boolean> {
  const status = (await realm.services.withId(`${account}/${service}`))?.status;
  return status === "active" || status === "activating";
}
