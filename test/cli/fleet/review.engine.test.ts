import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { DriftReport } from "../../../drift";
import { Report } from "../../../review/report";
import { reseller } from "../../support/command";
import { withScenario } from "../../support/scenario";
import { expectSuccess } from "../../support/stack";

const SHARED = `profiles:
  desk: { name: Desk, level: client, permissions: [show_users] }
`;
const account = (key: string, title: string, register: string, user: string) => `accounts:
  ${key}:
    name: ${title}
    state: production
    uprovideAccount: ${register}
    users:
      ${user}: { username: ${user}, email: ${user}@${key}.example.com, firstName: A, lastName: B, profiles: [desk] }
`;
const ACME = account("acme", "Acme AG", "UP-10001", "anna");
const GLOBEX = account("globex", "Globex SA", "UP-10002", "bob");
const OPERATOR = "ignore:\n  - { kind: User, name: realm-operator, reason: The token of the pipeline is theirs }\n";

describe("a fleet of two accounts and what they share", () => {
  it("is reviewed with the stacks that nobody runs, and compared with the portal as a whole", () =>
    withScenario(async ({ realm, portal }) => {
      const write = (name: string, text: string) => writeFileSync(path.join(realm.folder, name), text);
      const command = (...args: readonly string[]) =>
        reseller(["fleet", ...args], { cwd: realm.folder, env: realm.environment });
      realm.program('new reseller.Realm("realm", { fleet: "fleet.yaml" });');
      mkdirSync(path.join(realm.folder, "realm"));
      write("fleet.yaml", "files: realm\n");
      write("drift.yaml", OPERATOR);
      write("realm/shared.yaml", SHARED);
      write("realm/acme.yaml", ACME);
      write("realm/globex.yaml", GLOBEX);
      const stacks = ["shared", "acme", "globex"].map((name) => realm.sibling(name));
      for (const stack of stacks) expectSuccess(await stack.up());

      // A permission more in what all share: the people of stacks that aren't previewed gain it.
      write("realm/shared.yaml", SHARED.replace("[show_users]", "[show_users, reset_password]"));
      const reviewed = await command("review", "--only", "shared", "--json");
      const report = Report.parse(JSON.parse(reviewed.printed));
      expect([report.completeness.gaps, reviewed.code]).toEqual([[], report.exitCode]);
      expect(report.stacks?.map(({ name, read }) => [name, read])).toEqual(
        expect.arrayContaining([
          ["acme", "state"],
          ["globex", "state"],
          ["shared", "preview"],
        ]),
      );
      expect(report.people.map(({ key, change }) => [key, change])).toEqual([
        ["User/acme/anna", "gained"],
        ["User/globex/bob", "gained"],
      ]);
      expect(report.changes.map(({ key, stack }) => [key, stack])).toEqual([["Profile/desk", "shared"]]);
      write("realm/shared.yaml", SHARED);

      // No stack declares another one's objects, and none of them is undeclared.
      await portal.resetCalls();
      const none = await command("drift", "--json");
      expect([none.complained, none.code]).toEqual(["", 0]);
      expect(DriftReport.parse(JSON.parse(none.printed))).toMatchObject({
        verdict: "none",
        undeclared: [],
        unapplied: [],
      });
      // Once for each of the two customers.
      expect(Object.entries(await portal.calls()).filter(([, count]) => count > 1)).toEqual([
        ["GET /clients/{clientId}/services", 2],
        ["GET /clients/{clientId}/users", 2],
      ]);
      expect(await portal.writes()).toEqual({});

      const id = stacks[1]!.resources().get("acme")?.id ?? "";
      const anna = await portal.one(`/clients/${id}/users`, "username", "anna");
      await portal.patch(`/clients/${id}/users/${anna.id}`, anna, { lastName: "Other" });
      const drifted = await command("drift");
      expect([drifted.complained, drifted.code]).toEqual(["", 2]);
      expect(drifted.printed).toMatch(/CHANGED +User\/acme\/anna .* stack acme/);
    }));
});
