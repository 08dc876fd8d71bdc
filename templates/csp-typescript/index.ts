// The realm that pulumi up creates at the portal.
// Documentation: node_modules/pulumi-reseller/docs/reference.md
// Supported by the Cloud Service Portal: node_modules/pulumi-reseller/docs/portals.md
// Customers and people are commented out. Add your own, and uncomment the lines.

import * as reseller from "pulumi-reseller";

// What people may do. A change here reaches everybody who has the profile: reseller review says whom.
// confirm answers what a rule asks: yes, all customers see this profile.
const administrator = new reseller.Profile("administrator", {
  name: "Cloud Administrator",
  level: "client",
  permissions: ["show_users", "create_user", "edit_user", "show_projects", "create_project"],
  confirm: ["csp/P3"],
});

const storage = new reseller.Profile("storage", {
  name: "Storage User",
  level: "client",
  permissions: ["show_s3_panel", "manage_buckets", "manage_objects"],
  confirm: ["csp/P3"],
});

// // A customer, with what belongs to it. It is protected: nothing here deletes it by accident.
// // uprovideAccount is its account in uProvide, which must exist at the portal; a sandbox takes any.
// const acme = new reseller.Account("acme", {
//   name: "Acme AG",
//   state: "production",
//   availableServices: ["openstack", "s3"],
//   uprovideAccount: "UP-10001",
// });

// new reseller.ServiceActivation("acme/openstack", {
//   account: acme,
//   service: "openstack",
// });

// new reseller.ServiceActivation("acme/s3", {
//   account: acme,
//   service: "s3",
// });

// // The portal makes the first password. It is an output of the stack, encrypted.
// const acmeAnna = new reseller.User("acme/anna", {
//   account: acme,
//   username: "anna.keller",
//   email: "anna@acme.example.com",
//   firstName: "Anna",
//   lastName: "Keller",
//   profiles: [administrator],
// });

// const acmeBen = new reseller.User("acme/ben", {
//   account: acme,
//   username: "ben.weber",
//   email: "ben@acme.example.com",
//   firstName: "Ben",
//   lastName: "Weber",
//   profiles: [storage],
// });

// export const initialPasswords = {
//   "acme/anna": acmeAnna.initialPassword,
//   "acme/ben": acmeBen.initialPassword,
// };
