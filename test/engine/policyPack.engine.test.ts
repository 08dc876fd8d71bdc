import { copyFileSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { withScenario } from "../support/scenario";
import { expectSuccess, type Outcome, type RealmStack } from "../support/stack";

const ROOT = path.resolve(__dirname, "..", "..");
const EXAMPLE = path.join(ROOT, "examples", "policy-pack");

let runsFolders: boolean | undefined;

/** The pack as this machine's engine takes it: the language host of one that was built from Go modules can't run packs by itself. */
async function runnable(realm: RealmStack, folder: string): Promise<string> {
  runsFolders ??= !(await realm.preview({ policyPacks: [EXAMPLE] })).output.includes("not supported");
  return runsFolders ? folder : path.join(folder, "start");
}

/** The example with a review.yaml of the test's own. */
async function packWith(realm: RealmStack, review: string): Promise<string> {
  const folder = path.join(realm.folder, "pack");
  mkdirSync(folder);
  for (const name of readdirSync(EXAMPLE).filter((entry) => statSync(path.join(EXAMPLE, entry)).isFile()))
    copyFileSync(path.join(EXAMPLE, name), path.join(folder, name));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "review.yaml"), review);
  return runnable(realm, folder);
}

/** On one line, so that it doesn't matter where the engine breaks what it prints. */
function said({ output }: Outcome): string {
  return output.replace(/\s+/g, " ");
}

const ACME = `
const acme = new reseller.Account("acme", { name: "Acme AG", state: "production", availableServices: ["openstack"], uprovideAccount: "UP-10001" });
const desk = new reseller.Profile("desk", { name: "Desk", level: "client", permissions: ["show_users", "edit_user"] });
new reseller.User("anna", { account: acme, username: "anna", email: "anna@acme.example.com", firstName: "Anna", lastName: "Keller", profiles: [desk, "User-Adm"] });
`;

/** Resources as a program in another language declares them: without this package's own look at the whole program. */
const WITHOUT_SDK = `
const declare = (kind, name, inputs) => new pulumi.CustomResource("pulumi-nodejs:dynamic/reseller:" + kind, name, {
  __provider: "exports.handler=()=>require('pulumi-reseller/host')." + kind, ...inputs });
`;

describe("the example policy pack, on the engine", () => {
  it("lets a sound realm pass, before it is made and after", async () => {
    await withScenario(async ({ realm }) => {
      const pack = await runnable(realm.program(ACME), EXAMPLE);
      const up = await realm.up({ policyPacks: [pack] });
      expectSuccess(up);
      expect(up.output).toContain("reseller@v1.0.0");
      expect(up.output).not.toMatch(/\[(advisory|mandatory)\]/);
    });
  });

  it("stops what the portal would refuse, where nothing looked at the whole program before", async () => {
    await withScenario(async ({ realm, portal }) => {
      const program = `${WITHOUT_SDK}
        declare("Profile", "one", { name: "Desk", level: "client", permissions: ["show_users"] });
        declare("Profile", "two", { name: "Desk", level: "client", permissions: ["show_users", "edit_user"] });`;
      const pack = await runnable(realm.program(program), EXAMPLE);
      const preview = await realm.preview({ policyPacks: [pack] });
      expect(preview.failed).toBe(true);
      expect(said(preview)).toContain("[mandatory] declared-once (pulumi-nodejs:dynamic/reseller:Profile: two)");
      expect(said(preview)).toContain(
        "Profile two: name together with the kind names the same object as the resource one; declare each object once: rename or remove one of them",
      );
      expect(await portal.writes("csp")).toEqual({});
    });
  });

  it("holds a realm as it stands against review.yaml: what is mandatory stops a preview, what is advisory is said", async () => {
    await withScenario(async ({ realm, sandbox }) => {
      const program = `${ACME}
        const globex = new reseller.Account("globex", { name: "Globex", state: "trial", uprovideAccount: "UP-10002" });
        new reseller.User("carl", { account: globex, username: "carl", email: "carl@globex.example.com", firstName: "Carl", lastName: "Weber", profiles: ["User"] });`;
      expectSuccess(await realm.program(program).up());
      const pack = await packWith(
        realm,
        `administrators: { required: [User/anna] }
assertions:
  - name: Nobody of Acme manages people
    who: { account: Acme AG }
    never: { power: administration }
ceilings:
  - { name: The desk only looks, profile: Profile/desk, permissions: [show_users] }
expiries:
  - { person: User/carl, until: 2020-01-31, reason: a trial }
`,
      );

      const stopped = await realm.preview({ policyPacks: [pack] });
      expect(stopped.failed).toBe(true);
      const text = said(stopped);
      expect(text).toContain("[mandatory] ASR-01 (pulumi-nodejs:dynamic/reseller:User: anna)");
      expect(text).toContain("Nobody of Acme manages people: anna of Acme AG has, or might have, administration.");
      expect(text).toContain("Correct what violates the assertion, or change the assertion in review.yaml");
      expect(text).toContain("The desk only looks: anna of Acme AG has edit_user, above the ceiling.");
      expect(text).toContain("[advisory] OWN-01 (pulumi-nodejs:dynamic/reseller:Account: globex)");
      expect(text).toContain("Nobody of Globex can manage its people: not carl of Globex");
      expect(text).toContain("The access of carl of Globex ended on 2020-01-31 (a trial), and is still there.");
      expect(text).not.toContain("from now on");
      expect(stopped.output).not.toContain(sandbox.csp.token);

      const config = path.join(realm.folder, "levels.json");
      writeFileSync(config, JSON.stringify({ "ASR-01": "advisory", "CEI-01": "disabled" }));
      const allowed = await realm.preview({ policyPacks: [pack], policyPackConfigs: [config] });
      expectSuccess(allowed);
      expect(said(allowed)).toContain("[advisory] ASR-01");
      expect(said(allowed)).not.toContain("CEI-01");
    });
  });
});
