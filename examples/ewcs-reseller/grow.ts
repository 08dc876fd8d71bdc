import type { QuotaLimits } from "pulumi-reseller";
import { small } from "./sizes";

export interface Customer {
  /** Name of the customer's resources in this program. */
  readonly key: string;
  readonly name: string;
  readonly state: "trial" | "production" | "managed";
  readonly services: string[];
  readonly limits: QuotaLimits;
  /** First and last name; the first one administers, the others use storage. */
  readonly people: readonly string[];
  readonly colours?: { readonly primary: string; readonly secondary: string };
  readonly iconUrl?: string;
  /** Only there to make the realm large. */
  readonly madeUp?: boolean;
}

/** Objects that a customer is made of, beside its people and services: the account, two quotas, one project. */
const FIXED_OBJECTS = 4;
const PEOPLE_OF_A_MADE_UP_CUSTOMER = 18;

/**
 * Adds made-up customers until the realm has `size` objects, so that the same program serves as an example and as a
 * benchmark. A size below what the program names changes nothing.
 */
export function grow(
  customers: readonly Customer[],
  { size, alreadyDeclared }: { size: number; alreadyDeclared: number },
): Customer[] {
  const grown = [...customers];
  const objectsOf = (customer: Customer) => FIXED_OBJECTS + customer.services.length + customer.people.length;
  let missing = size - alreadyDeclared - grown.reduce((sum, customer) => sum + objectsOf(customer), 0);
  for (let number = 1; missing > FIXED_OBJECTS + 2; number += 1) {
    const key = `c${String(number).padStart(4, "0")}`;
    const afterwards = missing - FIXED_OBJECTS - 2 - PEOPLE_OF_A_MADE_UP_CUSTOMER;
    // The last one takes what a customer of its own would be too small for.
    const people = afterwards > FIXED_OBJECTS + 2 ? PEOPLE_OF_A_MADE_UP_CUSTOMER : missing - FIXED_OBJECTS - 2;
    const customer: Customer = {
      key,
      name: `Customer ${number}`,
      state: number % 3 === 0 ? "managed" : "production",
      services: ["openstack", "s3"],
      limits: small,
      madeUp: true,
      people: Array.from({ length: people }, (_, index) => `Person${index + 1} ${key.toUpperCase()}`),
    };
    grown.push(customer);
    missing -= objectsOf(customer);
  }
  return grown;
}
