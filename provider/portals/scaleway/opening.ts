import { type DeclaredInputs, UNKNOWN } from "../../model";
import type { LiveCheck } from "../../model/rule";
import type { OrganizationReading, PartnerReading, WireOrganization } from "./reading";

/** The partner's own Organization is where no account is named, also where its id is. */
export function canonicalAccount({ id }: Pick<PartnerReading, "id">, inputs: DeclaredInputs): DeclaredInputs {
  if (inputs["account"] !== id) return inputs;
  const { account: _own, ...rest } = inputs;
  return rest;
}

/** Why nothing can be managed in the Organization that something is declared in. */
export type Closed =
  /** It is to be made in this run. */
  | { readonly because: "unmade" }
  /** It is not the partner's; `namesake` has the account for its name. */
  | { readonly because: "stranger"; readonly account: string; readonly namesake: WireOrganization | undefined }
  | { readonly because: "no-key"; readonly account: string };

type Declared = Pick<LiveCheck<PartnerReading>, "realm" | "inputs" | "planned">;

/** Undefined where the Organization is open. Rules scaleway/K1 and scaleway/K2 say what is found here. */
export async function closedBecause({ realm, inputs: { account }, planned }: Declared): Promise<Closed | undefined> {
  if (account === UNKNOWN) return { because: "unmade" };
  if (typeof account !== "string" || account === realm.id) return undefined;
  if (planned.of("Account", account) === undefined && (await realm.clients.withId(account)) === undefined) {
    const namesake = (await realm.clients.all()).find(({ name }) => name === account);
    return { because: "stranger", account, namesake };
  }
  return realm.organization(account).hasKey ? undefined : { because: "no-key", account };
}

/** The Organization that something is declared in; undefined where nothing can be read in it, which its account has a finding for. */
export async function openOrganization(declared: Declared): Promise<OrganizationReading | undefined> {
  const closed = await closedBecause(declared);
  return closed === undefined ? declared.realm.organization(declared.inputs["account"]) : undefined;
}

/** The inputs that were applied to the object that a resource goes on being: none where it moves to another Organization. */
export function sameObject({
  realm,
  inputs,
  before,
}: Pick<LiveCheck<PartnerReading>, "realm" | "inputs" | "before">): DeclaredInputs | undefined {
  if (before === undefined) return undefined;
  const [old, wanted] = [before, inputs].map((values) => canonicalAccount(realm, values)["account"]);
  return old === wanted ? before : undefined;
}
