import { type KindName, UNKNOWN } from "../../model";
import type { DeclaredOf } from "../../model/declared";
import type { LiveCheck } from "../../model/rule";
import type { OrganizationReading, PartnerReading, WireOrganization } from "./reading";

/** A resource of a kind that is held against the live portal. */
export type Check<Kind extends KindName> = LiveCheck<PartnerReading, DeclaredOf<Kind>>;

/** What says which Organization something is in. */
interface OfAccount {
  readonly account?: unknown;
}

/** The partner's own Organization is where no account is named, also where its id is. */
export function canonicalAccount<Inputs extends OfAccount>(
  { id }: Pick<PartnerReading, "id">,
  inputs: Inputs,
): Inputs | Omit<Inputs, "account"> {
  if (inputs.account !== id) return inputs;
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

type InAccount = Pick<LiveCheck<PartnerReading, OfAccount>, "realm" | "inputs" | "planned">;

/** Undefined where the Organization is open. Rules scaleway/K1 and scaleway/K2 say what is found here. */
export async function closedBecause({ realm, inputs: { account }, planned }: InAccount): Promise<Closed | undefined> {
  if (account === UNKNOWN) return { because: "unmade" };
  if (typeof account !== "string" || account === realm.id) return undefined;
  if (planned.of("Account", account) === undefined && (await realm.clients.withId(account)) === undefined) {
    const namesake = (await realm.clients.all()).find(({ name }) => name === account);
    return { because: "stranger", account, namesake };
  }
  return realm.organization(account).hasKey ? undefined : { because: "no-key", account };
}

/** The Organization that something is declared in; undefined where nothing can be read in it, which its account has a finding for. */
export async function openOrganization(declared: InAccount): Promise<OrganizationReading | undefined> {
  const closed = await closedBecause(declared);
  return closed === undefined ? declared.realm.organization(declared.inputs.account) : undefined;
}

/** The inputs that were applied to the object that a resource goes on being: none where it moves to another Organization. */
export function sameObject<Inputs extends OfAccount>({
  realm,
  inputs,
  before,
}: Pick<LiveCheck<PartnerReading, Inputs>, "realm" | "inputs" | "before">): Inputs | undefined {
  if (before === undefined) return undefined;
  const accountOf = ({ account }: OfAccount) => (account === realm.id ? undefined : account);
  return accountOf(before) === accountOf(inputs) ? before : undefined;
}
