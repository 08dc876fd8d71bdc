import { type DeclaredInputs, type Finding, type Severity, UNKNOWN } from "../../model";
import type { PlannedInputs } from "../../model/portal";
import { nearest } from "../../model/nearest";
import { knownWords, listed } from "../../model/words";
import { keyOf, type Realm } from "./realm";
import { broken, type RuleName } from "./ruleBook";

export { knownWords, listed } from "../../model/words";

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFindings(
  realm: Realm,
  inputs: DeclaredInputs,
  planned: PlannedInputs,
): Promise<Finding[]> {
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

/**
 * Whether an account whose id isn't known yet is one that this run makes: the portal has nothing of it. Not where the program has an
 * account that may be there already, and be taken over.
 */
export async function isMadeByThisRun(realm: Realm, account: unknown, planned: PlannedInputs): Promise<boolean> {
  if (account !== UNKNOWN) return false;
  const accounts = await Promise.all(
    planned.all("Account").map(async ({ name }) => {
      if (typeof name !== "string") return "perhaps there";
      const found = await realm.clients.withKey(keyOf(name));
      if (found === undefined) return "new";
      return planned.of("Account", found.id) === undefined ? "perhaps there" : "known";
    }),
  );
  return accounts.includes("new") && !accounts.includes("perhaps there");
}

/** Whether an object that belongs to a client, or to all where there is none, is surely another account's. */
export async function isOfAnother(
  realm: Realm,
  owner: string | null | undefined,
  account: unknown,
  planned: PlannedInputs,
): Promise<boolean> {
  if (owner === null || owner === undefined) return false;
  return typeof account === "string" ? owner !== account : isMadeByThisRun(realm, account, planned);
}

/** What the token's user must hold for a change. Names that the portal's catalogue doesn't know are not asked for. */
export async function rightsFindings(
  realm: Realm,
  rule: RuleName,
  what: string,
  needed: readonly string[],
): Promise<Finding[]> {
  if (realm.isReadOnly) return [];
  const known = new Set((await realm.permissions()).map(({ key }) => key));
  const { permissions } = await realm.me();
  const missing = needed.filter((key) => known.has(key) && !permissions.includes(key));
  if (missing.length === 0) return [];
  return [
    broken(
      rule,
      "",
      `can't be written: the user of this token lacks ${missing.join(", ")}, which it takes to ${what}. Have it granted, or use another token`,
    ),
  ];
}

/** Keys that the portal's catalogue doesn't have. */
export async function unknownPermissionFindings(realm: Realm, property: string, declared: unknown): Promise<Finding[]> {
  if (!Array.isArray(declared)) return [];
  const keys = (await realm.permissions()).map(({ key }) => key);
  const known = new Set(keys);
  return knownWords(declared)
    .filter((key) => !known.has(key))
    .map((key) => {
      const near = nearest(key, keys);
      const hint =
        near.length > 0
          ? `; did you mean ${near.join(" or ")}?`
          : "; the portal's catalogue (GET /permissions) says which exist";
      return {
        property,
        reason: `has ${JSON.stringify(key)}, which the portal's catalogue doesn't know${hint}`,
      };
    });
}

/** Rule csp/P9: what is granted anew, and the token's user doesn't hold. */
export async function grantFindings(realm: Realm, property: string, granted: readonly string[]): Promise<Finding[]> {
  if (realm.isReadOnly) return [];
  const { permissions } = await realm.me();
  const known = new Set((await realm.permissions()).map(({ key }) => key));
  const excess = granted.filter((key) => known.has(key) && !permissions.includes(key));
  if (excess.length === 0) return [];
  return [
    broken(
      "P9",
      property,
      `grants ${listed(excess)}, which the user of this token doesn't hold, and nobody can pass on more than they have. Take that out, or use another token`,
    ),
  ];
}

export async function unknownProfile(realm: Realm, property: string, reference: string): Promise<Finding> {
  const names = (await realm.profiles.all())
    .filter((profile) => profile.clientId === null)
    .map((profile) => profile.name);
  const near = nearest(reference, names);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${names.slice(0, 10).join(", ")}`;
  const reason = `names ${JSON.stringify(reference)}, which is neither the id nor the name of a profile that the token can see; ${hint}`;
  return broken("U1", property, reason, "refuse" satisfies Severity);
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

export async function activeServices(realm: Realm, account: string): Promise<string[]> {
  const services = await realm.services.inGroup(account);
  return services.filter(({ status }) => status === "active" || status === "activating").map(({ key }) => key);
}
