import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { takeIntoStack } from "../../cli/intoStack";
import { ListReport, PasswordsReport } from "../../cli/reports";
import { DriftReport } from "../../drift";
import { resellerInOwnProcess as run } from "../support/command";
import { QUIET } from "../support/quiet";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, RealmStack } from "../support/stack";

const REALM = `accounts:
  acme:
    name: Acme AG
    state: production
    availableServices: [openstack]
    uprovideAccount: UP-10001
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [{ existing: User-Adm }] }
`;

/** The realm with a provider resource, and nothing in the stack's settings. */
function declare(realm: RealmStack, endpoint: string, token: string, text = REALM): void {
  for (const name of ["portal", "endpoint", "token"]) realm.removeConfig(`reseller:${name}`);
  realm.setConfig("realm:token", { value: token, secret: true });
  writeFileSync(path.join(realm.folder, "realm.yaml"), text);
  realm.withPlugin().program(`
const eu = new reseller.Provider("eu", { portal: "csp", endpoint: ${JSON.stringify(endpoint)}, token: new pulumi.Config().requireSecret("token") });
new reseller.Realm("realm", { files: "realm.yaml" }, { provider: eu });
`);
}

describe("commands, for a stack whose connection is a provider resource", () => {
  it("find its settings in the state: drift and its adoption, list, review --live, passwords; and another stack is filled from the portal", () =>
    withScenario(async ({ realm, portal, sandbox }) => {
      const { endpoint, token } = sandbox.csp;
      declare(realm, endpoint, token);
      expectSuccess(await realm.up());
      const users = `/clients/${realm.resources().get("acme")?.id}/users`;
      const anna = await portal.one(users, "username", "anna");
      await portal.patch(`${users}/${anna.id}`, anna, { lastName: "Meier" });
      await portal.resetCalls();

      let printed = "";
      const reseller = async (...args: readonly string[]) => {
        const ended = await run([...args, "--stack", "test"], { cwd: realm.folder, env: realm.environment });
        printed += ended.printed + ended.complained;
        return ended;
      };
      const plan = path.join(realm.folder, "plan.json");
      writeFileSync(plan, await realm.plan());
      const drift = await reseller("drift", plan, "--json");
      expect([drift.code, drift.complained]).toEqual([2, expect.any(String)]);
      expect(DriftReport.parse(JSON.parse(drift.printed))).toMatchObject({
        verdict: "drift",
        changed: [{ key: "User/acme/anna", connection: "eu", differences: [{ field: "lastName", portal: "Meier" }] }],
        missing: [],
        undeclared: [{ kind: "User", connection: "eu" }],
        cannotTell: [],
      });
      expect((await reseller("adopt-drift", plan, "--undeclared")).code).toBe(0);
      const adopted = readFileSync(path.join(realm.folder, "realm.yaml"), "utf8");
      expect(adopted).toContain("Meier");
      // All entries of a realm have its provider.
      expect(adopted).not.toContain("connection");
      expect(ListReport.parse(JSON.parse((await reseller("list", "accounts", "--json")).printed))).toMatchObject({
        connections: [{ name: "eu", endpoint }],
        objects: [{ name: "Acme AG", connection: "eu" }],
      });
      const { code, printed: review } = await reseller("review", plan, "--live", "--json");
      expect([code, JSON.parse(review)]).toEqual([0, expect.objectContaining({ verdict: "nothing" })]);
      const passwords = await reseller("passwords", "--show", "--json");
      expect(PasswordsReport.parse(JSON.parse(passwords.printed)).passwords).toMatchObject([
        { name: "anna", connection: "eu", signIn: new URL(endpoint).origin },
      ]);
      expect(printed).not.toContain(token);

      const fresh = await RealmStack.create(sandbox);
      declare(fresh, endpoint, token, REALM.replace("Keller", "Meier"));
      const take = () =>
        takeIntoStack({
          cwd: fresh.folder,
          stack: "test",
          environment: { ...process.env, ...fresh.environment },
          progress: QUIET,
        });
      const provider = "urn:pulumi:test::realm::pulumi:providers:reseller::eu";
      await expect(take()).rejects.toThrow(`Create it with: pulumi up --target '${provider}'`);
      expectSuccess(await fresh.up({ target: provider }));
      expect(await take()).toMatchObject({ taken: [{ name: "acme" }, { name: "acme/anna" }], differing: [], left: [] });
      const preview = await fresh.preview();
      expectSuccess(preview);
      expect(changed(preview)).toEqual({});
      expect(await portal.writes()).toEqual({});
      fresh.remove();
    }));
});
