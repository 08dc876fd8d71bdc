import type { ProgramsFixture } from "../fixture";

const realm = (profiles: string) => `
const acme = new reseller.Account("acme", { name: "Acme AG" }, { protect: false });
const managers = new reseller.Profile("managers", { account: acme, name: "managers", rules: [{ roles: ["manager"], scope: "domain" }] });
new reseller.User("eva", { account: acme, username: "eva.baumann", email: "eva@acme.example.com", profiles: ${profiles} });
`;

const isOfTheRealm = ({ domainId }: Readonly<Record<string, unknown>>) => domainId !== "default";

export const programs: ProgramsFixture = {
  changed: { before: realm("[]"), after: realm("[managers]"), finds: "ESC-05" },
  killed: {
    program: (clients, objects) => `
for (let c = 0; c < ${clients}; c += 1) {
  const account = new reseller.Account("c" + c, { name: "Customer " + c, tags: ["customer"] }, { protect: false });
  const groups = ["Readers", "Managers"].map((name) => new reseller.Profile("c" + c + "-" + name, { account, name, rules: [{ roles: ["reader"], scope: "domain" }] }));
  const project = new reseller.Project("c" + c + "-web", { account, name: "web" });
  new reseller.Quota("c" + c + "-quota", { project, region: "ch-1", limits: { "compute.cores": 7, "volume.gigabytes": 70 } });
  for (let u = 4; u < ${objects}; u += 1)
    new reseller.User("c" + c + "-u" + u, { account, username: "u" + u + ".c" + c, profiles: [groups[u % 2]], generatePassword: true });
}
`,
    made: ({ domains = [], users = [], groups = [], projects = [] }) => ({
      customers: domains.filter(({ id }) => id !== "default").map(({ name }) => String(name)),
      people: users.filter(isOfTheRealm).map(({ name }) => String(name)),
      groups: groups.filter(isOfTheRealm).map(({ domainId, name }) => `${String(domainId)} ${String(name)}`),
      projects: projects.filter(isOfTheRealm).map(({ domainId, name }) => `${String(domainId)} ${String(name)}`),
    }),
    goals: (clients) => ({ customers: clients, people: clients * 16, groups: clients * 2, projects: clients }),
  },
  taken: {
    program: `
const password = new pulumi.Config("realm").requireSecret("password");
const partners = new pulumi.ComponentResource("acme:index:Partners", "partners");
const acme = new reseller.Account("acme", { name: "Acme AG", tags: ["customer"] }, { parent: partners, protect: false });
const web = new reseller.Project("web", { account: acme, name: "web" });
const auditors = new reseller.Profile("auditors", { account: acme, name: "Auditors", rules: [{ roles: ["reader"], scope: "projects" }] });
const small = new reseller.QuotaProfile("small", { name: "small", limits: { "compute.cores": 7 } });
new reseller.Quota("quota", { project: web, region: "ch-1", profile: small });
new reseller.User("eva", { account: acme, username: "eva", email: "eva@acme.example.com", profiles: [auditors], password });
`,
    number: 6,
  },
  imported: { flags: [], program: `new reseller.Realm("realm", { files: "realm.yaml" });`, seed: 12 },
};
