interface Person {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** An object of a realm of gridscale Partner, the same for every way. Owners and accounts are named by their labels. */
export type GridscaleObject = { readonly label: string } & (
  | { readonly kind: "profile" }
  | { readonly kind: "owner"; readonly person: Person }
  | {
      readonly kind: "account";
      readonly owner: string;
      readonly values: { readonly name: string; readonly locations: string[]; readonly features: string[] };
    }
  | { readonly kind: "quota"; readonly account: string; readonly limits: Readonly<Record<string, number>> }
  | { readonly kind: "user"; readonly account: string; readonly person: Person }
);

const HUNDRED = 100;
const OWNERS = 2;
const ACCOUNTS = 20;
/** By id: a location's name is looked up by ours, and the naive way doesn't. */
const LOCATION = "5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f03";

export function realmOf(size: number): GridscaleObject[] {
  return Array.from({ length: size }, (_, number) => objectAt(number));
}

function objectAt(number: number): GridscaleObject {
  const place = number % HUNDRED;
  const first = number - place;
  const person = { email: `user.${number}@partner.example.com`, firstName: "User", lastName: `Number ${number}` };
  // A role is there once: the first of all hundreds has it, and the others have one owner more.
  if (number === 0) return { label: "desk", kind: "profile" };
  if (place <= OWNERS) return { label: `owner-${number}`, kind: "owner", person };
  const further = place - OWNERS - 1;
  if (further < ACCOUNTS) {
    const values = {
      name: `Customer ${number}`,
      locations: [LOCATION],
      features: ["kubernetes", "object-storage"],
    };
    return { label: `account-${number}`, kind: "account", owner: `owner-${first + 1 + (further % OWNERS)}`, values };
  }
  const account = `account-${first + 1 + OWNERS + (further % ACCOUNTS)}`;
  if (further < 2 * ACCOUNTS)
    return { label: `quota-${number}`, kind: "quota", account, limits: { cores: 32, memory: 128, storage: 2000 } };
  return { label: `user-${number}`, kind: "user", account, person };
}
