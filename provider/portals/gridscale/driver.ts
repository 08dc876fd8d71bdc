import { type DeclaredInputs, type Finding, UNKNOWN } from "../../model";
import { nearest } from "../../model/nearest";
import type { Absence, PlannedInputs } from "../../model/portal";
import { isThere, type Realm } from "./realm";
import { broken } from "./ruleBook";

/** Nothing is written to a real portal by a contract that nobody has verified, unless somebody has said so (rule gridscale/X1). */
export function writeFindings({ writesRefused }: Realm): Finding[] {
  return writesRefused === undefined ? [] : [broken("X1", "", `can't be written: ${writesRefused}`)];
}

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFindings(
  realm: Realm,
  property: string,
  account: unknown,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof account !== "string" || (account as unknown) === UNKNOWN) return [];
  const found = await realm.contracts.withId(account);
  if (found !== undefined && isThere(found)) return [];
  if (found !== undefined)
    return [broken("L4", property, `is ${found.name}, which is being deleted: nothing can be done with it any more`)];
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

/** The id of a location by its id, name or IATA code; a finding where there is none, or several. */
export async function locationOf(realm: Realm, word: string): Promise<string | { readonly problem: string }> {
  const all = await realm.locations();
  const plain = word.toLowerCase();
  const found = all.filter(
    ({ object_uuid: id, name, iata }) => id === word || name.toLowerCase() === plain || iata.toLowerCase() === plain,
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first.object_uuid;
  if (found.length > 1) {
    const choices = found.map(({ iata, object_uuid: id }) => `${iata} (${id})`).join(", ");
    return { problem: `is the name of several locations: give the code or id of one of ${choices}` };
  }
  const names = all.flatMap(({ name, iata }) => [iata, name]);
  const near = nearest(word, names);
  return {
    problem: `is no location of the portal; ${near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are ${names.join(", ")}`}`,
  };
}

/** An object counts as gone where the token still sees the realm: at least the person that it belongs to (rule gridscale/L20). */
export async function absenceIn(realm: Realm): Promise<Absence> {
  await realm.users.load("fresh");
  if ((await realm.users.withId(realm.userUuid)) !== undefined) return { proven: true };
  return { proven: false, because: "the token doesn't even see the user that it belongs to" };
}

export function isKnown(value: unknown): boolean {
  return value !== UNKNOWN && !(Array.isArray(value) && value.includes(UNKNOWN));
}

export type { DeclaredInputs };
