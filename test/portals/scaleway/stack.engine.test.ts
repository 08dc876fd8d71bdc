import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { ScalewayByHand } from "./byHand";
import { withScenario } from "../../support/scenario";
import { changed, expectSuccess } from "../../support/stack";

const UNPROTECTED = { "realm:protect": "false" };

describe("a Scaleway partner's realm on the real engine", () => {
  it("comes up from the example, is found as it is, shows what is changed by hand, and is mended", async () => {
    await withScenario(
      async ({ sandbox, realm }) => {
        const portal = new ScalewayByHand(sandbox);
        const up = await realm.example("scaleway-partner").upBySavedPlan();
        expectSuccess(up);
        expect(up.outputs["locks"]?.value).toEqual({
          "alpina-bau": "locked, by scaleway (validate_email)",
          "helvetia-foods": "locked, by scaleway (validate_email)",
          "jura-medtech": "locked, by partner (locked_by_reseller)",
        });
        const passwords = Object.values(up.outputs["passwords"]?.value as Record<string, string>);
        expect(passwords.map((password) => password.length)).toEqual([24, 24, 24, 24]);
        for (const password of passwords)
          for (const text of [up.output, realm.stateText()]) expect(text).not.toContain(password);

        // Exactly what the vendor's guide has a person click.
        const policy = await portal.policy("Reseller");
        const group = await portal.group("Billing Administrators");
        expect(policy).toMatchObject({ group_id: group["id"], nb_rules: 1 });
        expect(await portal.rules(String(policy["id"]))).toMatchObject([
          {
            permission_set_names: ["ResellerFullAccess"],
            permission_sets_scope_type: "organization",
            organization_id: portal.ownId,
          },
        ]);
        const eva = await portal.user("eva.baumann");
        expect(group["user_ids"]).toContain(eva["id"]);
        expect(await portal.user("marc.favre")).toMatchObject({ locked: true });

        const again = await realm.up();
        expect(changed(again)).toEqual({});

        // Nothing else is seen than what was changed by hand.
        await portal.setRules(String((await portal.policy("Auditors"))["id"]), ["BillingManager"]);
        await portal.api("PATCH", `/iam/v1alpha1/users/${String(eva["id"])}`, { last_name: "Beck" });
        const refresh = await realm.refresh();
        expect(changed(refresh)).toEqual({ update: 2 });
        const mended = await realm.up();
        expect(changed(mended)).toEqual({ update: 2 });
        expect(mended.output).toContain("nina.weber");
        expect(await portal.user("eva.baumann")).toMatchObject({ last_name: "Baumann" });
        expect(changed(await realm.refresh())).toEqual({});

        const destroyed = await realm.destroy();
        expectSuccess(destroyed);
        expect(await portal.all("/partner/v1/organizations", "organizations")).toHaveLength(3);
        expect(await portal.all("/iam/v1alpha1/users?type=member", "users")).toEqual([]);
        expect((await portal.all("/iam/v1alpha1/groups", "groups")).map(({ name }) => name)).toEqual([
          "All Users",
          "All Applications",
          "Administrators",
          "Editors",
          "Billing Administrators",
        ]);
      },
      { portal: "scaleway", config: UNPROTECTED },
    );
  });

  it("keeps given, nested and generated passwords and keys out of everything that is printed or written", async () => {
    const program = `
const acme = new reseller.Account("acme", { name: "Acme", email: "it@acme.example", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-1",
  adminAccess: { username: "adm", email: "adm@partner.example", password: "nested-secret-1" } }, { protect: false });
const anna = new reseller.User("anna", { username: "anna", email: "anna@partner.example", password: "given-secret-2" });
const ben = new reseller.User("ben", { username: "ben", email: "ben@partner.example", generatePassword: true });
exports.generated = ben.initialPassword;
exports.admin = acme.adminAccess.apply((access) => access.username);
`;
    await withScenario(
      async ({ sandbox, portal, realm }) => {
        const up = await realm.program(program).up();
        expectSuccess(up);
        const generated = up.outputs["generated"]?.value as string;
        expect(up.outputs["generated"]?.secret).toBe(true);
        const refresh = await realm.refresh();
        expect(changed(refresh)).toEqual({});
        const preview = await realm.program(program.replaceAll("secret-2", "secret-3")).preview();
        expect(changed(preview)).toEqual({ update: 1 });
        await portal.setFaults([
          {
            match: { portal: "scaleway", method: "POST", route: "/iam/v1alpha1/users/{userId}/update-password" },
            effect: { status: 500, body: { type: "x", message: "given-secret-3 given-secret-2" }, when: "before" },
          },
        ]);
        const failed = await realm.up();
        expect(failed.failed).toBe(true);
        await portal.setFaults([]);
        const mended = await realm.up();
        expectSuccess(mended);
        const tooLong = await realm.program(program.replaceAll("secret-2", "s".repeat(80))).preview();
        expect(tooLong.output).toContain("at most 72 bytes");

        const texts = [up, refresh, preview, failed, mended, tooLong].map(({ output }) => output);
        texts.push(...filesBelow(path.join(realm.folder, "backend")).map((file) => readFileSync(file, "utf8")));
        const secrets = [
          "nested-secret-1",
          "given-secret-2",
          "given-secret-3",
          "s".repeat(80),
          generated,
          sandbox.scaleway.secretKey,
        ];
        for (const secret of secrets)
          for (const spelling of [secret, Buffer.from(secret).toString("base64"), JSON.stringify(secret).slice(1, -1)])
            expect(texts.filter((text) => text.includes(spelling))).toEqual([]);
        const again = await realm.program(program.replaceAll("secret-2", "secret-3")).preview();
        expect([again.failed, changed(again)]).toEqual([false, {}]);
      },
      { portal: "scaleway" },
    );
  });

  it("manages people of a client's Organization with that Organization's own key, from a secret setting; and compares quotas with a profile that is kept in the state alone, and follows it", async () => {
    await withScenario(
      async ({ sandbox, realm }) => {
        const portal = new ScalewayByHand(sandbox);
        const client = await portal.newClient("beta");
        const keys = { [client.id]: { accessKey: client.accessKey, secretKey: client.secretKey } };
        realm.setConfig("reseller:keys", { value: JSON.stringify(keys), secret: true });
        const program = (clusters: number) => `
const profile = new reseller.Profile("p", { account: "${client.id}", name: "Readers", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] });
new reseller.User("anna", { account: "${client.id}", username: "anna", email: "anna@beta.example", profiles: [profile, "Editors"] });
new reseller.Project("main", { account: "${client.id}", name: "main" });
const small = new reseller.QuotaProfile("small", { name: "small", limits: { k8s_clusters: ${clusters} } });
const quota = new reseller.Quota("paris", { region: "fr-par", profile: small });
exports.allocated = quota.allocated;
`;
        const up = await realm.program(program(5)).up();
        expectSuccess(up);
        const groups = await portal.all("/iam/v1alpha1/groups", "groups", client.secretKey);
        const [anna] = await portal.all("/iam/v1alpha1/users?type=member", "users", client.secretKey);
        const isMember = (group: Record<string, unknown>) => (group["user_ids"] as unknown[]).includes(anna!["id"]);
        expect(groups.filter(isMember).map(({ name }) => name)).toEqual(["Editors", "Readers"]);
        expect(up.outputs["allocated"]?.value).toEqual({ k8s_clusters: 10 });
        expect(changed(await realm.refresh())).toEqual({});
        for (const text of [up.output, realm.stateText()]) expect(text).not.toContain(client.secretKey);

        expect(changed(await realm.up())).toEqual({});
        expect(changed(await realm.program(program(8)).up())).toEqual({ update: 2 });
        const tooMany = await realm.program(program(20)).up();
        expect(tooMany.failed).toBe(true);
        expect(tooMany.output).toContain("is 20, but the quota of k8s_clusters in fr-par is 10");
        expectSuccess(await realm.program(program(10)).up());
        expectSuccess(await realm.destroy());
        expect(await portal.all("/iam/v1alpha1/users?type=member", "users", client.secretKey)).toEqual([]);
      },
      { portal: "scaleway" },
    );
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesBelow(file) : [file];
  });
}
