import { writeFileSync } from "node:fs";
import * as path from "node:path";
import type { CspByHand } from "../portals/csp/byHand";
import { ACME, LIMITS } from "../support/programs";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";

const REALM = `
profiles:
  admin: { name: Adm, level: client, permissions: [show_users] }
accounts:
  acme:
    name: Acme AG
    state: trial
    uprovideAccount: UP-10701
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [admin] }
      ben: { username: ben, email: ben@acme.example.com, firstName: Ben, lastName: Frei, profiles: [admin] }
`;

const person = (name: string, username: string, options = "", account = "acme") =>
  `new reseller.User(${JSON.stringify(name)}, { account: ${account}, username: ${username}, email: ${JSON.stringify(`${name.split("-")[0]}@acme.example.com`)}, firstName: "A", lastName: "K", profiles: ["User-Adm"] }${options === "" ? "" : `, ${options}`});`;

async function people(portal: CspByHand): Promise<Map<unknown, string>> {
  return new Map((await portal.list("/users")).map((user) => [user["username"], user.id]));
}

function ids(realm: RealmStack): (string | undefined)[] {
  return [...realm.resources().values()].map(({ id }) => id).sort();
}

describe("a rename without an alias", () => {
  it("of keys of a realm file is an error that names all of them by their places, before anything is sent, and formerly keeps the objects", async () => {
    await withScenario(
      async ({ realm, portal }) => {
        const write = (text: string) => writeFileSync(path.join(realm.folder, "realm.yaml"), text);
        realm.program(`new reseller.Realm("realm", { files: "realm.yaml" });`);
        write(REALM);
        expectSuccess(await realm.up());
        const before = ids(realm);
        const renamed = REALM.replace("  admin:", "  administrator:")
          .replaceAll("[admin]", "[administrator]")
          .replace("anna: {", "anna-keller: {");
        write(renamed);
        await portal.resetCalls();
        for (const outcome of [await realm.preview(), await realm.up()]) {
          expect(outcome.failed).toBe(true);
          expect(outcome.output).toContain("2 problems in 2 resources; nothing was sent to the portal");
          expect(outcome.output).toContain(
            "realm.yaml:3:3: Profile administrator: has the same name as the Profile admin, which is in the state",
          );
          expect(outcome.output).toContain(
            "realm.yaml:10:7: User acme/anna-keller: has the same account and username as the User acme/anna,",
          );
          expect(outcome.output).toContain('formerly: "acme/anna" to its entry');
          expect(outcome.output).not.toContain("processImmediate");
        }
        expect(await portal.writes("csp")).toEqual({});

        // Everybody of an account and the account itself: what was called otherwise is the account.
        write(REALM.replace("  acme:", "  acme-ag:"));
        const account = await realm.preview();
        expect(account.output).toContain("1 problem in 1 resource");
        expect(account.output).toContain("Account acme-ag: has the same name as the Account acme,");

        write(
          renamed
            .replace("administrator: {", "administrator: { formerly: admin,")
            .replace("anna-keller: {", "anna-keller: { formerly: acme/anna,")
            .replace("  acme:\n", "  acme-ag:\n    formerly: acme\n"),
        );
        const kept = await realm.up();
        expectSuccess(kept);
        expect(changed(kept)).toEqual({});
        expect(await portal.writes("csp")).toEqual({});
        expect(ids(realm)).toEqual(before);
      },
      { config: { "reseller:adopt": "true" } },
    );
  });

  it("in a program is one too, also of secret names and of people whom nobody else of their account shows; what two names of the state share stays", async () => {
    await withScenario(
      async ({ realm, portal }) => {
        realm.setConfig("login", { value: "anna.the.secret", secret: true });
        const secret = `new pulumi.Config().requireSecret("login")`;
        realm.program(`${ACME}${person("anna", secret)}`);
        expectSuccess(await realm.up());
        const { "anna.the.secret": anna } = Object.fromEntries(await people(portal));

        // The account's id is known when the account is, and nobody else of it is in the state.
        await portal.resetCalls();
        const renamed = await realm.program(`${ACME}${person("anna-keller", secret)}`).up();
        expect(renamed.failed).toBe(true);
        expect(renamed.output).toContain("has the same account and username as the User anna, which is in the state");
        expect(renamed.output).toContain('aliases: [{ name: "anna" }] to its options');
        expect(renamed.output).not.toContain("anna.the.secret");
        expect(await portal.writes("csp")).toEqual({});

        // Under a parent the whole URN is wanted.
        const component = `class Team extends pulumi.ComponentResource { constructor() { super("test:index:Team", "team"); } }\nconst team = new Team();`;
        const moved = await realm.program(`${ACME}${component}${person("anna", secret, "{ parent: team }")}`).preview();
        expect(moved.output).toContain(
          'aliases: ["urn:pulumi:test::realm::pulumi-nodejs:dynamic/reseller:User::anna"] to its options',
        );
        const alias = `{ parent: team, aliases: [{ name: "anna", parent: pulumi.rootStackResource }] }`;
        const aliased = await realm.program(`${ACME}${component}${person("anna-keller", secret, alias)}`).up();
        expectSuccess(aliased);
        // The component is new.
        expect(changed(aliased)).toEqual({ create: 1 });

        // A transform may give it any alias.
        const transform = `{ transforms: [({ props, opts }) => ({ props, opts: { ...opts, aliases: ["urn:pulumi:test::realm::test:index:Team$pulumi-nodejs:dynamic/reseller:User::anna-keller"] } })] }`;
        const back = await realm.program(`${ACME}${person("anna", secret, transform)}`).up();
        expectSuccess(back);
        expect(realm.resources().get("anna")?.id).toBe(anna);
        expect(await portal.writes("csp")).toEqual({});

        // A run that was killed when the new resource had taken the object over, and the old one was still to be deleted.
        duplicated(realm, "anna", "anna-before");
        const quotas = `new reseller.Quota("quota", { account: acme, region: "ch-1", limits: ${LIMITS} });`;
        const next = await realm.program(`${ACME}${quotas}${person("anna", secret)}`).up();
        expectSuccess(next);
        expect(next.output).toContain("stays at the portal: another resource of this program has it");
        expect([...realm.resources().keys()].sort()).toEqual(["acme", "anna", "quota"]);
        expect((await people(portal)).get("anna.the.secret")).toBe(anna);

        // Somebody else under another name, and two who change their names with each other: no rename of a resource.
        const others = await realm.program(`${ACME}${quotas}${person("ben", '"ben"')}${person("eva", '"eva"')}`).up();
        expectSuccess(others);
        expect(changed(others)).toEqual({ create: 2, delete: 1 });
        expect([...(await people(portal)).keys()].sort()).toEqual(["ben", "eva", "realm-operator"]);
        const swapped = await realm
          .program(`${ACME}${quotas}${person("ben", '"eva"')}${person("eva", '"ben"')}`)
          .preview();
        expect(swapped.output).not.toContain("no longer in the program");
      },
      { config: { "reseller:adopt": "true" } },
    );
  });
});

/** The state with one of its resources under a second name, too. */
function duplicated(realm: RealmStack, name: string, second: string): void {
  const deployment = realm.deployment();
  const { resources = [] } = deployment;
  const original = resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
  const copy = { ...original, urn: original.urn.replace(/[^:]+$/, second) };
  realm.setDeployment({ ...deployment, resources: [...resources, copy] });
}
