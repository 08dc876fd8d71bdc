import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { PART_VARIABLE, partOf, readFleet } from "../../fleet";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";

const LIMITS =
  "projects: 1, instances: 5, vcpus: 10, ramGb: 20, volumes: 5, volumeStorageGb: 100, volumeSnapshots: 5, routers: 1, networks: 1, floatingIps: 1";

const FILES = {
  "realm/shared.yaml": `profiles:
  admin: { name: Cloud Administrator, level: client, permissions: [show_users, create_user] }
quotaProfiles:
  starter: { name: Starter, limits: { ${LIMITS} } }
`,
  "realm/acme.yaml": `accounts:
  acme:
    name: Acme AG
    state: production
    uprovideAccount: UP-10001
    users:
      anna: { username: anna.keller, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [admin] }
`,
  "realm/globex.yaml": `accounts:
  globex:
    name: Globex SA
    state: production
    uprovideAccount: UP-10002
    quotas:
      ch-1: { profile: starter }
`,
};

const PROGRAM = `
const realm = new reseller.Realm("realm", { fleet: "fleet.yaml" });
exports.initialPasswords = realm.initialPasswords;
exports.references = realm.references;
`;

const AUDITOR = "  auditor: { name: Auditor, level: client, permissions: [show_users] }\n";

/** The part of a stack, in which what is named doesn't exist yet. */
function givePart(stack: RealmStack, name: string, pending: string): void {
  const part = partOf(readFleet(stack.folder), name, (entry) => entry.name === pending);
  const file = path.join(stack.folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(part));
  stack.environment[PART_VARIABLE] = file;
}

describe("a fleet, stack by stack", () => {
  it("makes what its stacks declare and nothing the second time, by both ways to refer to another stack", async () => {
    await withScenario(async ({ realm }) => {
      const write = (files: Readonly<Record<string, string>>) => {
        for (const [name, text] of Object.entries(files)) writeFileSync(path.join(realm.folder, name), text);
      };
      realm.program(PROGRAM);
      mkdirSync(path.join(realm.folder, "realm"));
      write({
        "fleet.yaml": "files: [realm/shared.yaml, realm/acme.yaml, realm/globex.yaml]\nreferences: stack\n",
        ...FILES,
      });
      const [shared, acme, globex] = ["shared", "acme", "globex"].map((name) => realm.sibling(name)) as [
        RealmStack,
        RealmStack,
        RealmStack,
      ];

      const first = await shared.up();
      expectSuccess(first);
      const idOf = (name: string) => shared.resources().get(name)?.id;
      expect(first.outputs["references"]?.value).toEqual({
        "Profile/admin": idOf("admin"),
        "QuotaProfile/starter": idOf("starter"),
      });
      const second = await acme.up();
      expectSuccess(second);
      expect(Object.keys(second.outputs["initialPasswords"]?.value as object)).toEqual(["acme/anna"]);
      expect([...acme.resources().keys()]).toEqual(["acme", "acme/anna"]);
      expect(acme.resources().get("acme/anna")?.inputs?.["profiles"]).toEqual([idOf("admin")]);
      expect(acme.resources().get("acme/anna")?.sourcePosition).toBe("project:///realm/acme.yaml#7,7");
      expectSuccess(await globex.up());
      expect(globex.resources().get("globex/ch-1")?.inputs?.["profile"]).toBe(idOf("starter"));
      const again = await globex.up();
      expectSuccess(again);
      expect(changed(again)).toEqual({});

      // By name, a profile that is still to be made is known from the part alone.
      write({
        "fleet.yaml": "files: [realm/shared.yaml, realm/acme.yaml]\n",
        "realm/acme.yaml": `${FILES["realm/acme.yaml"].replace("[admin]", "[admin, auditor]")}      bea: { username: bea.frei, email: bea@acme.example.com, firstName: Bea, lastName: Frei, profiles: [admin] }\n`,
        "realm/shared.yaml": FILES["realm/shared.yaml"].replace("quotaProfiles", `${AUDITOR}quotaProfiles`),
      });
      givePart(acme, "acme", "auditor");
      const preview = await acme.preview();
      expectSuccess(preview);
      // The reference to the other stack goes.
      expect(changed(preview)).toEqual({ create: 1, update: 1, discard: 1 });
      const early = await acme.up();
      expect(early.failed).toBe(true);
      expect(early.output).toContain(
        "realm/acme.yaml:7:121: User acme/anna: profiles[1] refers to Profile auditor, which the stack shared hasn't created yet; run that stack first: pulumi up --stack shared",
      );
      expectSuccess(await shared.up());
      givePart(acme, "acme", "");
      const late = await acme.up();
      expectSuccess(late);
      expect(changed(late)).toEqual({ create: 1, update: 1, discard: 1 });
      expect(acme.resources().get("acme/bea")?.sourcePosition).toBe("project:///realm/acme.yaml#8,7");
      delete acme.environment[PART_VARIABLE];
      const last = await acme.up();
      expectSuccess(last);
      expect(changed(last)).toEqual({});
    });
  });
});
