// The realm that pulumi up creates at the portal.
// Documentation: node_modules/pulumi-reseller/docs/reference.md
// Supported by OpenStack: node_modules/pulumi-reseller/docs/portals.md
// Customers and people are commented out. Add your own, and uncomment the lines.

import * as reseller from "pulumi-reseller";

// People of your own: a group, and the roles that it has. Nobody but an administrator of the whole cloud needs the role admin.
const auditors = new reseller.Profile("auditors", {
  name: "auditors",
  description: "Sees the reseller's own domain, and changes nothing",
  rules: [{ roles: ["reader"], scope: "domain" }],
});

// Limits of a project, by service and by the service's own names. What isn't named keeps the cloud's default.
const small = new reseller.QuotaProfile("small", {
  name: "small",
  limits: { "compute.cores": 8, "volume.gigabytes": 500 },
});

// // Somebody of your own. The first password is an output of the stack, encrypted.
// const nina = new reseller.User("nina", {
//   username: "nina.weber",
//   email: "nina.weber@reseller.example.com",
//   profiles: [auditors],
//   generatePassword: true,
// });

// // A customer: a domain. A deleted resource keeps it. onDelete: lock disables it, onDelete: delete deletes it when nothing is left in it.
// const acme = new reseller.Account("acme", {
//   name: "Acme AG",
//   tags: ["number=C-1001"],
// });

// // The customer's administrators: the role manager on the domain.
// const acmeManagers = new reseller.Profile("acme/managers", {
//   account: acme,
//   name: "managers",
//   rules: [{ roles: ["manager"], scope: "domain" }],
// });

// const acmeWeb = new reseller.Project("acme/web", {
//   account: acme,
//   name: "web",
//   description: "Web shop",
// });

// new reseller.Quota("acme/web-ch-1", {
//   account: acme,
//   region: "ch-1",
//   project: acmeWeb,
//   profile: small,
// });

// const acmeAnna = new reseller.User("acme/anna", {
//   account: acme,
//   username: "anna.keller",
//   email: "anna.keller@acme.example.com",
//   profiles: [acmeManagers],
//   generatePassword: true,
// });

// export const initialPasswords = {
//   nina: nina.initialPassword,
//   "acme/anna": acmeAnna.initialPassword,
// };
