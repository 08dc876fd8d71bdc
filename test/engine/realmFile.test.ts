import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { changed, expectSuccess, type RealmStack } from "../support/stack";
import { withScenario } from "../support/scenario";

jest.setTimeout(600_000);

const PROGRAM = `
const realm = new reseller.Realm("realm", { files: "realm" });
exports.initialPasswords = realm.initialPasswords;
exports.acme = realm.account("acme").id;
exports.anna = realm.user("acme/anna").username;
`;

const PROFILES = `profiles:
  administrator: { name: Cloud Administrator, level: client, permissions: [show_users, create_user] }
`;

const ACME = `accounts:
  acme:
    name: Acme AG
    state: production
    availableServices: [openstack, s3]
    uprovideAccount: UP-10001
    protect: false
    users:
      anna:
        username: anna.keller
        email: anna@acme.example.com
        firstName: Anna
        lastName: Keller
        profiles: [administrator, { existing: User-Adm }]
    services: [s3, openstack]
    quotas:
      ch-1:
        limits: &small
          projects: 1
          instances: 5
          vcpus: 10
          ramGb: 20
          volumes: 10
          volumeStorageGb: 200
          volumeSnapshots: 5
          routers: 1
          networks: 2
          floatingIps: 2
    projects:
      main: { name: main, roles: [{ user: anna, roles: [member] }] }
`;

/** Writes realm files into the program's folder, in the place of those that were there. */
function files(realm: RealmStack, texts: Readonly<Record<string, string>>): void {
  const folder = path.join(realm.folder, "realm");
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

it("makes what the files declare, and nothing the second time", async () => {
  await withScenario(async ({ realm, portal }) => {
    files(realm, { "profiles.yaml": PROFILES, "customers/acme.yaml": ACME });
    const up = await realm.program(PROGRAM).up();
    expectSuccess(up);
    console.log(up.output, JSON.stringify(up.outputs));
    for (const [n, r] of realm.resources()) console.log(n, r.sourcePosition, r.protect);
    const again = await realm.up();
    expectSuccess(again);
    expect(changed(again)).toEqual({});
    void portal;
  });
});
