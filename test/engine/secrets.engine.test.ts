import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { WHOLE_REALM } from "../support/programs";
import { withScenario } from "../support/scenario";
import { expectSuccess, type RealmStack } from "../support/stack";

describe("secrets stay secret", () => {
  it("neither a password nor the token stands in plain text anywhere, through success, refresh, failure and preview; and a refresh keeps the password that can't be read again", async () => {
    await withScenario(async ({ sandbox, portal, realm }) => {
      realm.withPlugin().hostedBy("plugin");
      const up = await realm.program(WHOLE_REALM).up();
      const password = up.outputs["password"]?.value as string;
      expect(up.outputs["password"]?.secret).toBe(true);
      expect(password.length).toBeGreaterThan(10);

      const refresh = await realm.refresh();
      expect(realm.outputs()["password"]).toEqual(up.outputs["password"]);
      const again = await realm.hostedBy("dynamic").up();
      expect(again.outputs["password"]).toEqual(up.outputs["password"]);
      const preview = await realm.program(WHOLE_REALM.replace("Keller", "Meier")).preview();
      await portal.setFaults([
        {
          match: { method: "PATCH" },
          effect: { status: 500, body: { detail: `token ${sandbox.csp.token} password: ${password}` }, when: "before" },
        },
      ]);
      const failed = [await realm.up(), await realm.hostedBy("plugin").up()];
      expect(failed.map((run) => run.failed)).toEqual([true, true]);
      for (const { output } of failed) expect(output).toContain("status 500");

      const printed = [up, refresh, again, preview, ...failed].map(({ output }) => output).join("\n");
      const written = filesBelow(path.join(realm.folder, "backend"))
        .map((file) => readFileSync(file, "utf8"))
        .join("\n");
      for (const secret of [password, sandbox.csp.token]) {
        for (const spelling of [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret)]) {
          expect(printed).not.toContain(spelling);
          expect(written).not.toContain(spelling);
        }
      }
    });
  });

  it("no refusal shows a secret that the kind knows of: in the console, the plan, the event log or the state", async () => {
    await withScenario(
      async ({ realm }) => {
        const program = (username: string, password: string) =>
          realm.program(`new reseller.Account("acme", {
            name: "Acme", email: "it@acme.example.com", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-1",
            adminAccess: { username: "${username}", email: "adm@acme.example.com", password: pulumi.secret("${password}") },
          });`);
        expectSuccess(await program("adm", "Mark3d-First").withPlugin().up());
        const changes = [
          ["dynamic", "boss", "Mark3d-First"],
          ["plugin", "adm", "Mark3d-Second"],
        ] as const;
        for (const [host, username, password] of changes) {
          const shown = await everythingShown(program(username, password).hostedBy(host));
          expect(shown).toContain("scaleway/C7");
          expect(shown).not.toContain("Mark3d");
        }
      },
      { portal: "scaleway" },
    );
  });

  it("nor one that the program alone knows of, or one under a misspelt name", async () => {
    await withScenario(async ({ realm }) => {
      const user = (given: string) =>
        realm.program(
          `new reseller.User("eva", { username: "eva", email: "eva@example.com", firstName: "Eva", lastName: "Frei", profiles: ["User-Adm"], ${given} });`,
        );
      // One problem by itself, and several in a list.
      const wrong = [
        { pasword: `pulumi.output("Mark3d")` },
        {
          email: `pulumi.secret("Mark3d")`,
          sourceAddresses: `["203.0.113.7", pulumi.output(pulumi.secret("Mark3d"))]`,
        },
      ];
      realm.withPlugin();
      for (const [index, fields] of wrong.entries()) {
        realm.hostedBy(index % 2 === 0 ? "plugin" : "dynamic");
        const given = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
        const shown = await everythingShown(user(given.join(", ")));
        for (const name of Object.keys(fields)) expect(shown).toMatch(new RegExp(`(?:has a problem:|-) ${name}`));
        expect(shown).not.toContain("Mark3d");
      }
      // What comes out of it is known at apply only, and a saved plan is kept.
      user(`description: pulumi.secret("Mark3d").apply((text) => text + " secret")`);
      expectSuccess(await realm.up());
      const shown = await everythingShown(user(`sourceAddresses: [pulumi.secret("Mark3d")]`));
      expect(shown).not.toContain("Mark3d");
    });
  });
});

/** All that a preview leaves anywhere: what is printed for people and for programs, events, and the state. */
async function everythingShown(realm: RealmStack): Promise<string> {
  const { output, events } = await realm.preview();
  expect(events).not.toBe("");
  return [output, events, await realm.plan(), realm.stateText()].join("\n");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesBelow(file) : [file];
  });
}
