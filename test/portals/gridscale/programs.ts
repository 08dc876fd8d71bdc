import type { ProgramsFixture } from "../fixture";
import { GridscaleByHand } from "./byHand";

const person = (role: string) =>
  `new reseller.User("nils", { email: "nils@partner.example.com", firstName: "Nils", lastName: "Graf", realmAccess: "${role}" });`;

export const programs: ProgramsFixture = {
  changed: { before: person("Read Only"), after: person("Admin"), finds: "ESC-01" },
  killed: {
    program: (clients, objects) => `
const reader = new reseller.Profile("reader", { name: "Read Only", level: "client" });
for (let c = 0; c < ${clients}; c += 1) {
  const owner = new reseller.User("c" + c + "-owner", { email: "owner@c" + c + ".example.com", lastName: "Owner" });
  const account = new reseller.Account("c" + c, { name: "Customer " + c, owner, locations: ["zrh"], features: ["gpu"] }, { protect: false });
  new reseller.ServiceActivation("c" + c + "-kubernetes", { account, service: "kubernetes" });
  new reseller.Quota("c" + c, { account, limits: { cores: 8, memory: 32 } });
  for (let u = 5; u < ${objects}; u += 1)
    new reseller.User("c" + c + "-u" + u, { email: "u" + u + "@c" + c + ".example.com", lastName: "V", access: [{ account, profile: reader }] });
}
`,
    made: ({ users = [], contracts = [] }) => ({
      customers: contracts
        .filter(({ isPartnerContract }) => isPartnerContract !== true)
        .map(({ name }) => String(name)),
      people: users.filter(({ partnerLevel }) => partnerLevel === null).map(({ email }) => String(email)),
    }),
    goals: (clients) => ({ customers: clients, people: clients * 16 }),
  },
  taken: {
    program: `
const reader = new reseller.Profile("reader", { name: "Read Only", level: "client" });
const small = new reseller.QuotaProfile("small", { name: "small", limits: { cores: 8, memory: 32, ips: 2 } });
const olga = new reseller.User("olga", { email: "olga@acme.example.com", lastName: "Keller" }, { retainOnDelete: true });
const acme = new reseller.Account("acme", { name: "Acme AG", owner: olga, locations: ["zrh"], features: ["kubernetes"] }, { protect: false });
new reseller.Quota("acme", { account: acme, profile: small });
new reseller.ServiceActivation("rocket", { account: acme, service: "rocket-storage" });
new reseller.User("marc", { email: "marc@auditors.example.com", lastName: "Favre", access: [{ account: acme, profile: reader }] }, { parent: acme });
`,
    number: 7,
    asUser: true,
  },
  imported: {
    flags: ["--split"],
    program: `new reseller.Realm("realm", { files: ["realm.yaml", "accounts"] });`,
    seed: 5,
  },
  drifted: {
    text: `users:
  nils: { email: nils@partner.example.com, firstName: Nils, lastName: Graf, realmAccess: { existing: Read Only } } # N.
  olga: { email: olga@partner.example.com, firstName: Olga, lastName: Frei }
`,
    async byHand(sandbox, id) {
      const person = new GridscaleByHand(sandbox);
      await person.call("updateUser", { userId: id("nils") }, { last_name: "By Hand" });
      await person.call("deleteUser", { userId: id("olga") });
      await person.call("createUser", {}, { email: "zoe@partner.example", last_name: "Hand" });
    },
  },
};
