// The realm that pulumi up creates at the portal.
// Documentation: node_modules/pulumi-reseller/docs/reference.md
// Supported by Scaleway: node_modules/pulumi-reseller/docs/portals.md
// Customers and people are commented out. Add your own, and uncomment the lines.

import * as reseller from "pulumi-reseller";

// What people of your own Organization may do: a group, and the policy for it. reseller review says whom a change reaches.
const auditors = new reseller.Profile("auditors", {
  name: "Auditors",
  description: "Reads everything, changes nothing",
  rules: [
    { permissionSets: ["BillingReadOnly", "IAMReadOnly", "OrganizationReadOnly"], scope: "organization" },
    { permissionSets: ["AllProductsReadOnly"], scope: "organization" },
  ],
});

// // Somebody of your own. The first password is an output of the stack, encrypted.
// const nina = new reseller.User("nina", {
//   username: "nina.weber",
//   email: "nina.weber@partner.example.com",
//   profiles: [auditors],
//   generatePassword: true,
//   sendWelcomeEmail: true,
// });

// // A customer: an Organization, whose owner gets a mail. Nobody can delete one. externalId is your own number, on invoices.
// new reseller.Account("acme", {
//   name: "Acme AG",
//   email: "it@acme.example.com",
//   ownerFirstName: "Anna",
//   ownerLastName: "Keller",
//   externalId: "C-1001",
// });

// export const initialPasswords = {
//   nina: nina.initialPassword,
// };
