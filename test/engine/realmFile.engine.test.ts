import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { reviewPlan } from "../../review";
import { FORMATS } from "../../review/outputs";
import { changed, expectSuccess, type RealmStack } from "../support/stack";
import { withScenario } from "../support/scenario";

const NINAS = "correct-horse-battery-staple-9";

describe("a realm file is the same realm as a program", () => {
  it("makes what its files declare and nothing the second time, and an entry that moves stays the same object", async () => {
    await withScenario(async ({ realm, portal }) => {
      const up = await realm.example("realm-file").upBySavedPlan();
      expectSuccess(up);
      expect(Object.keys(up.outputs["initialPasswords"]?.value as object).sort()).toEqual([
        "alpina/anna",
        "eva",
        "helvetia-foods/luca",
        "helvetia-foods/sara",
      ]);
      expect(up.outputs["initialPasswords"]?.secret).toBe(true);
      for (const password of Object.values(up.outputs["initialPasswords"]?.value as Record<string, string>))
        expect(realm.stateText()).not.toContain(password);
      const before = ids(realm);
      const shared = read(realm, "realm/shared.yaml");
      const program = read(realm, "index.js");

      // What the state and a review say of a resource is the line of its entry.
      const sara = lineOf(realm, "realm/customers/helvetia-foods.yaml", "sara:");
      expect(realm.resources().get("helvetia-foods/sara")?.sourcePosition).toBe(
        `project:///realm/customers/helvetia-foods.yaml#${sara},7`,
      );
      expect(realm.resources().get("alpina/openstack")?.sourcePosition).toMatch(
        /^project:\/\/\/realm\/customers\/alpina.yaml#\d+,16$/,
      );
      const customer = read(realm, "realm/customers/helvetia-foods.yaml");
      write(
        realm,
        "realm/customers/helvetia-foods.yaml",
        customer.replace("{ existing: User }", "{ existing: User-Adm }"),
      );
      const review = reviewPlan(await realm.plan());
      const luca = lineOf(realm, "realm/customers/helvetia-foods.yaml", "luca:");
      const shown = FORMATS.terminal(review, { width: 200 });
      expect(shown).toContain(`realm/customers/helvetia-foods.yaml:${luca}:7`);
      expect(shown).not.toContain("other providers");
      write(realm, "realm/customers/helvetia-foods.yaml", customer);

      await portal.resetCalls();
      // The account in another file, under another key; a profile in TypeScript's place, with the same name.
      const alpina = read(realm, "realm/customers/alpina.yaml");
      rmSync(path.join(realm.folder, "realm/customers/alpina.yaml"));
      write(realm, "realm/moved/away.yml", alpina.replace("  alpina:\n", "  alpina-bau:\n    formerly: alpina\n"));
      const moved = await realm.up();
      expectSuccess(moved);
      expect(changed(moved)).toEqual({});
      expect(await portal.writes("csp")).toEqual({});
      expect(ids(realm)).toEqual(
        new Map([...before].map(([name, id]) => [name.replace(/^alpina(?=\/|$)/, "alpina-bau"), id])),
      );

      const desk = /^ {2}support-desk:\n(?: {4}.*\n)+\n/m.exec(read(realm, "realm/shared.yaml"))![0];
      edit(realm, "realm/shared.yaml", desk, "");
      edit(realm, "realm/shared.yaml", /^users:\n(?:.*\n)*/m, "");
      realm.program(`
        const realm = new reseller.Realm("realm", { files: "realm" });
        const desk = new reseller.Profile("support-desk", {
          name: "Support Desk",
          description: "Our own support: sees every customer, resets passwords, changes nothing else.",
          level: "reseller",
          permissions: ["show_clients", "show_users", "reset_password", "show_client_quota", "show_pending_requests"],
        });
        new reseller.User("eva", {
          username: "eva.support", email: "eva@reseller.example.com", firstName: "Eva", lastName: "Baumann",
          profiles: [desk], sourceAddresses: ["198.51.100.0/24", "2001:db8:42::/48"],
        });
        exports.alpina = realm.account("alpina-bau").id;
      `);
      const inProgram = await realm.up();
      expectSuccess(inProgram);
      expect(changed(inProgram)).toEqual({});
      expect(inProgram.outputs["alpina"]?.value).toBe(before.get("alpina"));

      write(realm, "realm/shared.yaml", shared);
      write(realm, "index.js", program);
      const back = await realm.up();
      expectSuccess(back);
      expect(changed(back)).toEqual({});

      // The same as an object, with what only a program has: a resource, and an output.
      realm.program(`
        const { readFileSync } = require("node:fs");
        const parse = (file) => require("yaml").parse(readFileSync("realm/" + file, "utf8"));
        const { users, profiles: { "support-desk": desk, ...profiles }, ...shared } = parse("shared.yaml");
        const made = new reseller.Profile("support-desk", desk);
        const eva = { ...users.eva, lastName: pulumi.output("Baumann"), profiles: [made] };
        const { accounts } = parse("moved/away.yml");
        Object.assign(accounts, parse("customers/helvetia-foods.yaml").accounts);
        new reseller.Realm("realm", { realm: { ...shared, profiles, users: { eva }, accounts } });
      `);
      const asObject = await realm.up();
      expectSuccess(asObject);
      expect(changed(asObject)).toEqual({});
      expect(await portal.writes("csp")).toEqual({});
    });
  });
});

function ids(realm: RealmStack): Map<string, string | undefined> {
  return new Map([...realm.resources()].map(([name, { id }]) => [name, id]));
}

function read(realm: RealmStack, file: string): string {
  return readFileSync(path.join(realm.folder, file), "utf8");
}

function write(realm: RealmStack, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(realm.folder, file)), { recursive: true });
  writeFileSync(path.join(realm.folder, file), text);
}

function edit(realm: RealmStack, file: string, from: string | RegExp, to: string): void {
  const before = read(realm, file);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  write(realm, file, after);
}

function lineOf(realm: RealmStack, file: string, start: string): number {
  return (
    read(realm, file)
      .split("\n")
      .findIndex((line) => line.trim().startsWith(start)) + 1
  );
}

describe("a realm file on other portals", () => {
  it("scaleway: makes what it declares and nothing the second time; a password from the settings is never in clear", async () => {
    await withScenario(
      async ({ realm }) => {
        realm.setConfig("ninas-password", { value: NINAS, secret: true });
        const up = await realm.example("realm-file-scaleway").upBySavedPlan();
        expectSuccess(up);
        expect(realm.resources().get("nina")?.sourcePosition).toMatch(/^project:\/\/\/realm.yaml#\d+,3$/);
        const again = await realm.up();
        expectSuccess(again);
        expect(changed(again)).toEqual({});
        for (const text of [realm.stateText(), up.output, again.output, await realm.plan()])
          expect(text).not.toContain(NINAS);
      },
      { portal: "scaleway" },
    );
  });

  it("gridscale: makes what it declares and nothing the second time; a key that is no region is just a key", async () => {
    await withScenario(
      async ({ realm }) => {
        expectSuccess(await realm.example("realm-file-gridscale").upBySavedPlan());
        expect(realm.resources().get("alpina-bau/limits")?.inputs).not.toHaveProperty("region");
        const again = await realm.up();
        expectSuccess(again);
        expect(changed(again)).toEqual({});

        // This portal has roles on accounts, and no profiles of people.
        edit(realm, "realm.yaml", "lastName: Favre", "profiles: [reader]");
        const preview = await realm.preview();
        expect(preview.failed).toBe(true);
        expect(preview.output).toContain(
          `realm.yaml:${lineOf(realm, "realm.yaml", "profiles: [reader]")}:5: User marc: profiles is not a field of gridscale Partner (derived contract, unverified): use access and realmAccess`,
        );
      },
      { portal: "gridscale" },
    );
  });
});

describe("what is wrong is one error with the lines, and nothing is sent", () => {
  it("says what files, the portal, settings and the program have wrong, at once", async () => {
    await withScenario(
      async ({ realm, portal }) => {
        write(
          realm,
          "realm.yaml",
          [
            "accounts:",
            "  acme:",
            "    name: Acme AG",
            "    email: it@acme.example.com",
            "    ownerFirstName: Anna",
            "    ownerLastName: Keller",
            "    externalId: C-1001",
            "    state: production",
            "    services: [openstack]",
            "    quotas: { instances: { region: fr-par, limits: { vcpus: -1 } } }",
            "users:",
            "  nina: { username: n, email: nina@partner.example.com, password: { config: ninas-password } }",
            "  otto: { username: otto, email: otto@partner.example.com, profiles: [auditor] }",
            "profiles:",
            "  auditors: { name: Auditors, rules: [{ permissionSets: [BillingReadOnly], scope: organization }] }",
          ].join("\n"),
        );
        realm.program(`
          const realm = new reseller.Realm("realm", { files: ["realm.yaml", "people.yaml"] });
          new reseller.Project("site", { account: realm.account("acme"), name: "site", roles: [] });
        `);
        await portal.resetCalls();
        const preview = await realm.preview();
        expect(preview.failed).toBe(true);
        const lines = preview.output.split("\n").map((line) => line.trim());
        const said = lines.slice(
          lines.findLastIndex((line) => line.includes("problems; nothing was sent")),
          lines.findLastIndex((line) => line.startsWith("- roles")) + 1,
        );
        expect(said.map((line) => line.replace(/(?<=no such file or folder).*/, ""))).toEqual([
          expect.stringContaining("8 problems; nothing was sent to the portal"),
          "people.yaml: there is no such file or folder",
          expect.stringMatching(/^realm.yaml:8:5: Account acme: state is not a field of Scaleway/),
          expect.stringMatching(
            /^realm.yaml:9:16: ServiceActivation acme\/openstack: Scaleway has no ServiceActivation/,
          ),
          expect.stringMatching(
            /^realm.yaml:10:54: Quota acme\/instances: limits.vcpus is -1, but must not be negative/,
          ),
          expect.stringMatching(/^realm.yaml:12:11: User nina: username is "n", but must have at least 2 characters/),
          expect.stringMatching(
            /^realm.yaml:12:57: User nina: password is the secret "ninas-password", which is not in this stack/,
          ),
          expect.stringMatching(
            /^realm.yaml:13:71: users.otto.profiles\[0\] refers to "auditor".*did you mean auditors\?/,
          ),
          "Project site",
          expect.stringMatching(/^- roles is not a field of Scaleway/),
        ]);
        expect(preview.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
        expect(await portal.writes("scaleway")).toEqual({});
      },
      { portal: "scaleway" },
    );
  });

  it("offers the nearest name where a program asks for what the realm doesn't have", async () => {
    await withScenario(async ({ realm }) => {
      realm.program(`
        const realm = new reseller.Realm("realm", { realm: { accounts: { acme: { name: "Acme AG", state: "trial", uprovideAccount: "UP-10001" } } } });
        realm.account("acne");
      `);
      const preview = await realm.preview();
      expect(preview.failed).toBe(true);
      expect(preview.output).toContain('the realm has no Account "acne"; did you mean acme?');
      expect(preview.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
    });
  });
});
