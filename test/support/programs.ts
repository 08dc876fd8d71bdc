/** Pieces of programs that several tests start from. JavaScript, as a user would write it. */

export const LIMITS = `{ projects: 2, instances: 5, vcpus: 10, ramGb: 20, volumes: 10, volumeStorageGb: 200, volumeSnapshots: 5, routers: 1, networks: 2, floatingIps: 2 }`;

export const ACME = `
const acme = new reseller.Account("acme", { name: "Acme AG", state: "production", availableServices: ["openstack", "s3"], uprovideAccount: "UP-10001" }, { protect: false });
`;

export const ANNA = `
const anna = new reseller.User("anna", { account: acme, username: "anna", email: "anna@acme.example.com", firstName: "Anna", lastName: "Keller", profiles: ["User-Adm"] });
`;

export const STORAGE_PROFILE = `
const storage = new reseller.Profile("storage", { name: "Storage", level: "client", permissions: ["show_s3_panel", "manage_buckets"] });
`;

/** One object of every kind, and between them every field. */
export const WHOLE_REALM = `
${ACME}
${STORAGE_PROFILE}
const desk = new reseller.Profile("desk", { name: "Desk", description: "Our support", level: "reseller", permissions: ["show_clients", "show_users"] });
const lead = new reseller.Profile("lead", { name: "Lead", level: "client", basedOn: "User-Adm", add: ["show_backup"], remove: ["delete_user"] });
const s3 = new reseller.ServiceActivation("s3", { account: acme, service: "s3", onDelete: "retain" });
const openstack = new reseller.ServiceActivation("openstack", { account: acme, service: "openstack" });
const starter = new reseller.QuotaProfile("starter", { name: "Starter", inheritable: true, limits: ${LIMITS} });
new reseller.QuotaProfile("shop", { account: acme, name: "Shop", limits: ${LIMITS} });
new reseller.Quota("quota", { account: acme, region: "ch-1", limits: ${LIMITS} });
new reseller.Quota("quota-2", { account: acme, region: "ch-2", profile: starter, followProfile: true });
const eva = new reseller.User("eva", { username: "eva", email: "eva@reseller.example.com", firstName: "Eva", lastName: "Baumann", profiles: [desk], sourceAddresses: ["203.0.113.0/24", "2001:DB8::1"] });
${ANNA}
const bob = new reseller.User("bob", { account: acme, username: "bob", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: [storage, lead], permissions: ["show_usage"], accessTimes: [{ days: ["tue", "mon"], from: "08:00", to: "18:00" }] });
const main = new reseller.Project("main", { account: acme, name: "main", description: "First", roles: [{ user: bob, roles: ["reader", "member"] }, { user: anna, roles: ["member"] }] });
new reseller.Quota("main-quota", { account: acme, project: main, region: "ch-1", limits: { ...${LIMITS}, projects: 0 } });
exports.password = anna.initialPassword;
exports.panels = { anna: anna.effectivePanels, bob: bob.effectivePanels, eva: eva.effectivePanels };
`;
