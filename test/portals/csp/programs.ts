import { ACME, ANNA, LIMITS, WHOLE_REALM } from "../../support/programs";
import type { ProgramsFixture } from "../fixture";

/** `PROTECTED` stands for more options of the account. */
export const GLOBEX = `
const customers = new pulumi.ComponentResource("acme:index:Customers", "customers", { since: 2019 });
const globex = new reseller.Account("globex", { name: "Globex AG", state: "demo", availableServices: ["openstack"], uprovideAccount: "UP-10002" }, { parent: customers, aliases: [{ name: "globex-ag" }], PROTECTED });
new reseller.User("gina", { account: globex, username: "gina", email: "gina@globex.example.com", firstName: "Gina", lastName: "Gut", profiles: [storage] }, { parent: globex });
`;

export const programs: ProgramsFixture = {
  changed: {
    before: `${ACME}${ANNA}`,
    after: `${ACME}${ANNA.replace("User-Adm", "User")}new reseller.ServiceActivation("openstack", { account: acme, service: "openstack" });`,
    finds: "IRR-03",
  },
  killed: {
    program: (clients, objects) => `
for (let c = 0; c < ${clients}; c += 1) {
  const account = new reseller.Account("c" + c, { name: "Customer " + c, state: "production", availableServices: ["openstack"], uprovideAccount: "UP-" + (10001 + c) });
  new reseller.ServiceActivation("c" + c + "-openstack", { account, service: "openstack" });
  new reseller.Quota("c" + c + "-quota", { account, region: "ch-1", limits: ${LIMITS} });
  new reseller.Project("c" + c + "-main", { account, name: "main" });
  for (let u = 4; u < ${objects}; u += 1) {
    new reseller.User("c" + c + "-u" + u, { account, username: "u" + u, email: "u" + u + "@c" + c + ".example.com", firstName: "U", lastName: "V", profiles: ["User"] });
  }
}
`,
    made: ({ users = [], clients = [], projects = [] }) => ({
      customers: clients.map(({ name }) => String(name)),
      people: users
        .filter(({ clientId }) => clientId !== null)
        .map(({ clientId, username }) => `${String(username)} of ${String(clientId)}`),
      projects: projects.map(({ name, clientId }) => `${String(name)} of ${String(clientId)}`),
    }),
    goals: (clients) => ({ customers: clients, people: clients * 16, projects: clients }),
  },
  taken: { program: `${WHOLE_REALM}${GLOBEX.replace("PROTECTED", "")}`, number: 17 },
  imported: { flags: ["--format", "typescript", "--split"], program: undefined, seed: 3 },
};
