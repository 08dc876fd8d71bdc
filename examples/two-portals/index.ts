/**
 * A reseller whose customers have a private cloud at the Cloud Service Portal and object storage at Scaleway. Each resource says by
 * `connection` which portal it is at; what the connections are stands in the setting reseller:connections (README.md). There is no default
 * connection, so that a resource which names none fails at preview.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "pulumi-reseller";

const protect = new pulumi.Config().getBoolean("protect") ?? true;
const swiss = { connection: "swiss" };
const scaleway = { connection: "scaleway" };

interface Customer {
  readonly name: string;
  /** Your own number of the customer, which invoices carry at both portals. */
  readonly number: string;
  readonly uprovideAccount: string;
  readonly owner: { readonly firstName: string; readonly lastName: string; readonly email: string };
}

const customers: Record<string, Customer> = {
  "alpina-bau": {
    name: "Alpina Bau AG",
    number: "C-1001",
    uprovideAccount: "UP-10001",
    owner: { firstName: "Anna", lastName: "Keller", email: "anna.keller@alpina-bau.example.com" },
  },
  "helvetia-foods": {
    name: "Helvetia Foods GmbH",
    number: "C-1002",
    uprovideAccount: "UP-10002",
    owner: { firstName: "Sara", lastName: "Meier", email: "sara.meier@helvetia-foods.example.com" },
  },
};

export const accounts: Record<string, { swiss: pulumi.Output<string>; scaleway: pulumi.Output<string> }> = {};
for (const [key, { name, number, uprovideAccount, owner }] of Object.entries(customers)) {
  const here = new reseller.Account(
    key,
    { ...swiss, name, state: "production", availableServices: ["openstack"], uprovideAccount },
    { protect },
  );
  new reseller.ServiceActivation(`${key}-openstack`, { ...swiss, account: here, service: "openstack" });
  new reseller.User(`${key}-owner`, {
    ...swiss,
    account: here,
    username: owner.email.split("@")[0]!,
    ...owner,
    profiles: ["User-Adm"],
  });

  // A resource's name is its own within its kind: the same customer has another one at the other portal.
  const there = new reseller.Account(
    `${key}-scaleway`,
    {
      ...scaleway,
      name,
      email: owner.email,
      ownerFirstName: owner.firstName,
      ownerLastName: owner.lastName,
      externalId: number,
      description: "Object storage",
    },
    { protect },
  );
  accounts[key] = { swiss: here.id, scaleway: there.id };
}

// The reseller's own people: one person, at both portals, with what each calls the right to look after customers.

const desk = new reseller.Profile("desk", {
  ...swiss,
  name: "Service Desk",
  level: "reseller",
  permissions: ["show_clients", "show_users", "reset_password"],
});
const partnerSpace = new reseller.Profile("partner-space", {
  ...scaleway,
  name: "Reseller",
  group: "Billing Administrators",
  rules: [{ permissionSets: ["ResellerFullAccess"], scope: "organization" }],
});
const eva = {
  username: "eva.baumann",
  email: "eva.baumann@reseller.example.com",
  firstName: "Eva",
  lastName: "Baumann",
};
new reseller.User("eva", { ...swiss, ...eva, profiles: [desk] });
new reseller.User("eva-scaleway", { ...scaleway, ...eva, profiles: [partnerSpace], generatePassword: true });
