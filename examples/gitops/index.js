/** The realm. Whoever changes it opens a pull request; what that means for people's access is said there. */
const reseller = require("pulumi-reseller");

const administrator = new reseller.Profile("administrator", {
  name: "Cloud Administrator",
  description: "Runs a customer's projects and people.",
  level: "client",
  permissions: ["show_users", "create_user", "edit_user", "reset_password", "show_projects", "create_project"],
});

const support = new reseller.Profile("support", {
  name: "Support Desk",
  description: "Sees every customer, resets passwords, changes nothing else.",
  level: "reseller",
  permissions: ["show_clients", "show_users", "reset_password"],
});

new reseller.User("eva", {
  username: "eva.support",
  email: "eva@reseller.example.com",
  firstName: "Eva",
  lastName: "Baumann",
  profiles: [support],
});

const acme = new reseller.Account("acme", {
  name: "Acme AG",
  description: "A customer",
  state: "production",
  availableServices: ["openstack"],
  uprovideAccount: "UP-10001",
});

new reseller.ServiceActivation("acme-openstack", { account: acme, service: "openstack" });

new reseller.User("acme-anna", {
  account: acme,
  username: "anna.keller",
  email: "anna@acme.example.com",
  firstName: "Anna",
  lastName: "Keller",
  profiles: [administrator],
});
