import type { ProgramsFixture } from "../fixture";
import { ScalewayByHand } from "./byHand";

const person = (profiles: string) =>
  `new reseller.User("eva", { username: "eva.baumann", email: "eva@partner.example.com", firstName: "Eva", lastName: "Baumann", profiles: ${profiles} });`;

export const programs: ProgramsFixture = {
  changed: { before: person("[]"), after: person('["Administrators"]'), finds: "ESC-07" },
  killed: {
    program: (clients, objects) => `
const profiles = ["Readers", "Managers"].map((name) => new reseller.Profile(name, { name, rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] }));
for (let c = 0; c < ${clients}; c += 1) {
  for (let a = 0; a < 4; a += 1)
    new reseller.Account("c" + c + "-" + a, { name: "Customer " + a, email: "it" + a + "@c" + c + ".example.com", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-" + c + "-" + a, locked: a === 0 }, { protect: false });
  for (let u = 4; u < ${objects}; u += 1)
    new reseller.User("c" + c + "-u" + u, { username: "u" + u + ".c" + c, email: "u" + u + "@c" + c + ".example.com", profiles: [profiles[u % 2]], generatePassword: true });
}
`,
    made: ({ users = [], organizations = [], groups = [], policies = [] }) => ({
      customers: organizations.filter(({ partnerId }) => partnerId !== null).map(({ email }) => String(email)),
      people: users.filter(({ type }) => type === "member").map(({ username }) => String(username)),
      groups: groups
        .filter(({ name }) => ["Readers", "Managers"].includes(String(name)))
        .map(({ name }) => String(name)),
      policies: policies
        .filter(({ name }) => ["Readers", "Managers"].includes(String(name)))
        .map(({ name }) => String(name)),
    }),
    goals: (clients) => ({ customers: clients * 4, people: clients * 16, groups: 2, policies: 2 }),
  },
  taken: {
    program: `
const password = new pulumi.Config("realm").requireSecret("password");
const partners = new pulumi.ComponentResource("acme:index:Partners", "partners");
const acme = new reseller.Account("acme", { name: "Acme AG", email: "it@acme.example.com", ownerFirstName: "Anna", ownerLastName: "Keller", externalId: "C-1001", adminAccess: { username: "desk", email: "desk@partner.example.com", password } }, { parent: partners, protect: false });
const globex = new reseller.Account("globex", { name: "Globex AG", email: "it@globex.example.com", ownerFirstName: "Gina", ownerLastName: "Gut", externalId: "C-1002" });
const auditors = new reseller.Profile("auditors", { name: "Auditors", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] });
new reseller.QuotaProfile("small", { name: "small", limits: { cp_servers_type_DEV1_S: 2 } });
new reseller.User("eva", { username: "eva", email: "eva@partner.example.com", profiles: [auditors], password });
`,
    number: 5,
  },
  imported: { flags: [], program: `new reseller.Realm("realm", { files: "realm.yaml" });`, seed: 12 },
  drifted: {
    text: `users:
  nils: { username: nils, email: nils@partner.example.com, firstName: Nils, lastName: Graf } # N.
  olga: { username: olga, email: olga@partner.example.com, firstName: Olga, lastName: Frei }
`,
    async byHand(sandbox, id) {
      const person = new ScalewayByHand(sandbox);
      await person.api("PATCH", `/iam/v1alpha1/users/${id("nils")}`, { last_name: "By Hand" });
      await person.api("DELETE", `/iam/v1alpha1/users/${id("olga")}`);
      const member = { username: "zoe", email: "zoe@partner.example.com", last_name: "Hand" };
      await person.api("POST", "/iam/v1alpha1/users", { member });
    },
  },
};
