/**
 * What a small Scaleway partner declares: its client Organizations, and who of its own people may enter the Partner Space. Everything
 * that is not in a client's Organization works with the partner's own key; what a client's Organization holds needs a key of it
 * (docs/scaleway.md).
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "pulumi-reseller";

const protect = new pulumi.Config().getBoolean("protect") ?? true;

// The customers. A new Organization is locked by Scaleway until its owner has followed the link in the e-mail.

const customers: Record<string, reseller.AccountArgs> = {
  "alpina-bau": {
    name: "Alpina Bau AG",
    email: "it@alpina-bau.example.com",
    ownerFirstName: "Anna",
    ownerLastName: "Keller",
    externalId: "C-1001",
    description: "Since 2019; invoices to the site office",
  },
  "helvetia-foods": {
    name: "Helvetia Foods GmbH",
    email: "cloud@helvetia-foods.example.com",
    ownerFirstName: "Sara",
    ownerLastName: "Meier",
    externalId: "C-1002",
    phone: "+41 44 555 01 02",
  },
  "jura-medtech": {
    name: "Jura Medtech SA",
    email: "admin@jura-medtech.example.com",
    ownerFirstName: "Claire",
    ownerLastName: "Dubois",
    externalId: "C-1003",
    // Three invoices are open. The customer's people have no access; workloads keep running, and are billed.
    locked: true,
  },
};

export const organizations: Record<string, pulumi.Output<string>> = {};
export const locks: Record<string, pulumi.Output<string>> = {};
for (const [key, customer] of Object.entries(customers)) {
  const account = new reseller.Account(key, customer, { protect });
  organizations[key] = account.id;
  locks[key] = pulumi.interpolate`${account.status}, by ${account.lockedBy} (${account.lockReason})`;
}

// Who can access the Partner Space: everybody in the group Billing Administrators, by a policy for that group, as the vendor's guide
// has it. The group is Scaleway's own and is never changed.

const partnerSpace = new reseller.Profile("reseller", {
  name: "Reseller",
  description: "Access to the Partner Space",
  group: "Billing Administrators",
  rules: [{ permissionSets: ["ResellerFullAccess"], scope: "organization" }],
});

// A narrower policy with its own group: reads invoices, and the contents of our own projects, from the office.

const auditors = new reseller.Profile("auditors", {
  name: "Auditors",
  description: "Reads everything, changes nothing",
  tags: ["team=audit"],
  rules: [
    { permissionSets: ["BillingReadOnly", "IAMReadOnly", "OrganizationReadOnly"], scope: "organization" },
    { permissionSets: ["AllProductsReadOnly"], scope: "organization" },
  ],
});

// Our own people. A new person is invited by e-mail.

const people: Record<string, Omit<reseller.UserArgs, "username" | "email">> = {
  "eva.baumann": { firstName: "Eva", lastName: "Baumann", profiles: [partnerSpace] },
  "reto.frei": { firstName: "Reto", lastName: "Frei", profiles: [partnerSpace, auditors] },
  "nina.weber": { firstName: "Nina", lastName: "Weber", profiles: [auditors], tags: ["external"] },
  "marc.favre": { firstName: "Marc", lastName: "Favre", profiles: [auditors], locked: true },
};

export const passwords: Record<string, pulumi.Output<string | undefined>> = {};
for (const [username, person] of Object.entries(people)) {
  const user = new reseller.User(username, {
    username,
    email: `${username}@partner.example.com`,
    sendWelcomeEmail: true,
    generatePassword: true,
    ...person,
  });
  passwords[username] = user.initialPassword;
}
