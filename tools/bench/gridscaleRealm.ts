interface Person {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** An object of a realm of gridscale Partner, the same for every way. Owners and accounts are named by their places in their hundred. */
export type GridscaleObject = { readonly label: string } & (
  | { readonly kind: "profile" }
  | { readonly kind: "owner"; readonly person: Person }
  | {
      readonly kind: "account";
      readonly owner: number;
      readonly values: { readonly name: string; readonly locations: string[]; readonly features: string[] };
    }
  | { readonly kind: "quota"; readonly account: number; readonly limits: Readonly<Record<string, number>> }
  | { readonly kind: "user"; readonly account: number; readonly person: Person }
);

const OWNERS = 2;
const ACCOUNTS = 20;
/** By id: a location's name is looked up by ours, and the naive way doesn't. */
const LOCATION = "5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f03";

export function realmOf(size: number): GridscaleObject[] {
  return Array.from({ length: size }, (_, number) => objectAt(number));
}

function objectAt(number: number): GridscaleObject {
  const place = number % 100;
  const person = { email: `user.${number}@partner.example.com`, firstName: "User", lastName: `Number ${number}` };
  if (place === 0) return { label: `profile-${number}`, kind: "profile" };
  if (place <= OWNERS) return { label: `owner-${number}`, kind: "owner", person };
  const further = place - OWNERS - 1;
  if (further < ACCOUNTS) {
    const values = {
      name: `Customer ${number}`,
      locations: [LOCATION],
      features: ["kubernetes", "object-storage"],
    };
    return { label: `account-${number}`, kind: "account", owner: further % OWNERS, values };
  }
  const account = further % ACCOUNTS;
  if (further < 2 * ACCOUNTS)
    return { label: `quota-${number}`, kind: "quota", account, limits: { cores: 32, memory: 128, storage: 2000 } };
  return { label: `user-${number}`, kind: "user", account, person };
}
