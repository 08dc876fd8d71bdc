/**
 * Realms of a Scaleway partner of any size, for the benchmark. `realm`: for every hundred objects thirty client Organizations, two profiles
 * with a group of their own, and sixty-eight people with one of these each. `groups`: nothing but profiles.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "../../sdk";

const config = new pulumi.Config();
const size = config.requireNumber("size");
const rules = [{ permissionSets: ["BillingReadOnly", "IAMReadOnly"], scope: "organization" as const }];

function profile(number: number): reseller.Profile {
  return new reseller.Profile(`profile-${number}`, {
    name: `bench-${number}`,
    description: "For the benchmark",
    rules,
  });
}

if (config.require("what") === "groups") {
  for (let number = 1; number <= size; number += 1) profile(number);
} else {
  let profiles: reseller.Profile[] = [];
  for (let number = 0; number < size; number += 1) {
    const place = number % 100;
    if (place === 0) profiles = [];
    if (place < 2) profiles.push(profile(number));
    else if (place < 32)
      new reseller.Account(
        `account-${number}`,
        {
          name: `Customer ${number}`,
          email: `owner-${number}@customer.example.com`,
          ownerFirstName: "Olga",
          ownerLastName: "Owner",
          externalId: `C-${number}`,
        },
        { protect: false },
      );
    else
      new reseller.User(`user-${number}`, {
        username: `user.${number}`,
        email: `user.${number}@partner.example.com`,
        firstName: "User",
        lastName: `Number ${number}`,
        generatePassword: true,
        profiles: [profiles[place % profiles.length]!],
      });
  }
}
