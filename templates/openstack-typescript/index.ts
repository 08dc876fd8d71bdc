// The realm that pulumi up creates at the portal.
// Documentation: node_modules/pulumi-reseller/docs/reference.md
// Supported by OpenStack: node_modules/pulumi-reseller/docs/portals.md
// Customers and people are commented out. Add your own, and uncomment the lines.

import * as reseller from "pulumi-reseller";

// A group with roles: manager in its own domain administers the domain's people and projects. Nobody of a customer needs the role admin.
const acmeManagers = new reseller.Profile("acmeManagers", {
  account: acme,
  name: "managers",
  rules: [{ roles: ["manager"], scope: "domain" }],
});

new reseller.Project("web", {
  account: acme,
  name: "web",
  description: "Web shop",
});

// // A customer: a domain. Deleting the resource keeps it; onDelete: lock disables it, onDelete: delete deletes it when nothing is left in it.
// const acme = new reseller.Account("acme", {
//   name: "Acme",
//   description: "Acme AG, Bern",
// });

// // The customer's administrator. The first password is an output of the stack, encrypted.
// const anna = new reseller.User("anna", {
//   account: acme,
//   username: "anna.keller",
//   email: "anna.keller@acme.example.com",
//   profiles: [acmeManagers],
//   generatePassword: true,
// });

// export const initialPasswords = {
//   anna: anna.initialPassword,
// };
