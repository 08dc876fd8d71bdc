// The realm that pulumi up creates at the portal.
// Documentation: node_modules/pulumi-reseller/docs/reference.md
// Supported by gridscale Partner: node_modules/pulumi-reseller/docs/portals.md
// Customers and people are commented out. Add your own, and uncomment the lines.

import * as reseller from "pulumi-reseller";

// Roles are the portal's own. A profile gives one of them a key in this file.
const reader = new reseller.Profile("reader", {
  name: "Read Only",
  level: "client",
});

// A set of limits that accounts share. 0 is none, not unlimited.
const small = new reseller.QuotaProfile("small", {
  name: "small",
  limits: { cores: 8, ips: 2, memory: 32 },
});

// // People are found by their e-mail addresses, and stand beside the accounts that they may enter.
// const anna = new reseller.User("anna", {
//   email: "anna.keller@acme.example.com",
//   firstName: "Anna",
//   lastName: "Keller",
// });

// // A customer, with what it may use. It is protected: nothing here deletes it by accident.
// const acme = new reseller.Account("acme", {
//   name: "Acme AG",
//   owner: anna,
//   locations: ["zrh"],
//   features: ["kubernetes"],
// });

// const marc = new reseller.User("marc", {
//   email: "marc@auditors.example.com",
//   lastName: "Favre",
//   access: [{ account: acme, profile: reader }],
// });

// new reseller.ServiceActivation("acme/rocket-storage", {
//   account: acme,
//   service: "rocket-storage",
// });

// new reseller.Quota("acme/limits", {
//   account: acme,
//   profile: small,
// });

// export const initialPasswords = {
//   anna: anna.initialPassword,
//   marc: marc.initialPassword,
// };
