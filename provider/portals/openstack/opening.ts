import { type Finding, type KindName, UNKNOWN } from "../../model";
import type { DeclaredOf } from "../../model/declared";
import { alternatives } from "../../model/nearest";
import type { Broken, LiveCheck } from "../../model/rule";
import type { CloudReading, WireDomain } from "./reading";

/** A resource of a kind that is held against the live portal. */
export type Check<Kind extends KindName> = LiveCheck<CloudReading, DeclaredOf<Kind>>;

/** What says which domain something is in. */
export interface InAccount {
  readonly account?: unknown;
}
type AccountCheck = Pick<LiveCheck<CloudReading, InAccount>, "realm" | "inputs" | "planned">;

/** The domain that something is declared in; undefined where it is to be made in this run, or isn't there. */
export async function openDomain({ realm, inputs: { account } }: AccountCheck): Promise<WireDomain | undefined> {
  if (account === UNKNOWN) return undefined;
  const id = typeof account === "string" ? account : (await realm.home()).id;
  return realm.domains.withId(id);
}

/** An account that is named by its id must be a domain that the connection manages, or be made in this run. */
export async function accountFindings(broken: Broken, { realm, inputs, planned }: AccountCheck): Promise<Finding[]> {
  const { account } = inputs;
  if (account === UNKNOWN || (typeof account === "string" && planned.of("Account", account) !== undefined)) return [];
  if ((await openDomain({ realm, inputs, planned })) !== undefined) return [];
  if (typeof account !== "string") {
    const { name, id } = await realm.home();
    return [
      broken(
        "account",
        `is missing, and the connection's user has no role in its own domain ${name} (${id}): name the account, or give the user the role manager there`,
      ),
    ];
  }
  const all = await realm.domains.all();
  const named = all.find(({ name }) => name === account);
  const hint =
    named === undefined
      ? alternatives(
          account,
          all.map(({ name }) => name),
        )
      : `: that is a name; its id is ${named.id}`;
  return [
    broken(
      "account",
      `is ${JSON.stringify(account)}, which is not the id of a domain that the connection manages${hint}`,
    ),
  ];
}
