/**
 * What a reseller of an OpenStack cloud declares: a domain for each customer, the people who manage it, its projects, and what each of them
 * may use in each region. The connection's user is an administrator of the cloud, since only such a user makes domains and sets quotas.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "pulumi-reseller";

const protect = new pulumi.Config().getBoolean("protect") ?? true;

// Sizes of projects, by the services' own names. What isn't named keeps the cloud's default.

const small = new reseller.QuotaProfile("small", {
  name: "small",
  limits: { "compute.cores": 8, "compute.ram": 32768, "volume.gigabytes": 500, "network.router": 1 },
});
const large = new reseller.QuotaProfile("large", {
  name: "large",
  limits: { "compute.cores": 64, "compute.ram": 262144, "volume.gigabytes": 5000, "network.router": 4 },
});

interface Customer {
  readonly name: string;
  readonly number: string;
  readonly manager: { readonly username: string; readonly email: string };
  /** The projects, each with its size by region. */
  readonly projects: Record<string, Record<string, reseller.QuotaProfile>>;
}

const customers: Record<string, Customer> = {
  "alpina-bau": {
    name: "Alpina Bau AG",
    number: "C-1001",
    manager: { username: "anna.keller", email: "anna.keller@alpina-bau.example.com" },
    projects: { web: { "ch-1": small, "ch-2": small } },
  },
  "helvetia-foods": {
    name: "Helvetia Foods GmbH",
    number: "C-1002",
    manager: { username: "sara.meier", email: "sara.meier@helvetia-foods.example.com" },
    projects: { shop: { "ch-1": large, "ch-2": small }, analytics: { "ch-2": large } },
  },
  "jura-medtech": {
    name: "Jura Medtech SA",
    number: "C-1003",
    manager: { username: "claire.dubois", email: "claire.dubois@jura-medtech.example.com" },
    projects: { research: { "ch-1": small } },
  },
};

export const domains: Record<string, pulumi.Output<string>> = {};
export const passwords: Record<string, pulumi.Output<string | undefined>> = {};

const accounts = Object.entries(customers).map(([key, { name, number, manager, projects }]) => {
  const account = new reseller.Account(key, { name, tags: [`number=${number}`] }, { protect });
  domains[key] = account.id;

  // The customer's own administrators: the role manager on the domain. Nobody of a customer has the role admin, which is for the whole cloud.
  const managers = new reseller.Profile(`${key}/managers`, {
    account,
    name: "managers",
    description: "Manage people, groups and projects of the domain",
    rules: [{ roles: ["manager"], scope: "domain" }],
  });
  // Whoever works in all projects of the customer, those of later too.
  const operators = new reseller.Profile(`${key}/operators`, {
    account,
    name: "operators",
    rules: [{ roles: ["member"], scope: "projects" }],
  });
  const person = new reseller.User(`${key}/${manager.username}`, {
    account,
    ...manager,
    profiles: [managers, operators],
    generatePassword: true,
  });
  passwords[manager.username] = person.initialPassword;

  for (const [projectKey, regions] of Object.entries(projects)) {
    const project = new reseller.Project(`${key}/${projectKey}`, { account, name: projectKey });
    for (const [region, profile] of Object.entries(regions))
      new reseller.Quota(`${key}/${projectKey}-${region}`, { account, project, region, profile });
  }
  return account;
});

// The reseller's own people: one group, with a role in each customer's domain.

const support = new reseller.Profile("support", {
  name: "support",
  description: "Sees what customers have, and changes nothing",
  rules: [
    { roles: ["reader"], scope: { accounts } },
    { roles: ["reader"], scope: { accounts, inherited: true } },
  ],
});
const nina = new reseller.User("nina.weber", {
  username: "nina.weber",
  email: "nina.weber@reseller.example.com",
  profiles: [support],
  generatePassword: true,
});
passwords["nina.weber"] = nina.initialPassword;
