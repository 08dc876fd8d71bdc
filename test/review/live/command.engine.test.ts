import { writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Report } from "../../../review";
import { reseller } from "../../support/command";
import { ACME, STORAGE_PROFILE } from "../../support/programs";
import { readOnlyProxy } from "../../support/readOnlyProxy";
import { withScenario } from "../../support/scenario";
import { expectSuccess, type RealmStack } from "../../support/stack";

const BOB = `new reseller.User("bob", { account: acme, username: "bob", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: [storage] });`;
const BEFORE = `${ACME}${STORAGE_PROFILE}${BOB}`;
const AFTER = BEFORE.replace('"manage_buckets"', '"manage_buckets", "create_user"');
const ADOPTS = `${BEFORE}new reseller.Profile("old", { name: "Old", level: "client", permissions: ["show_usage", "create_user"], adopt: true });`;

describe("reseller review --live", () => {
  const review = (realm: RealmStack, ...args: string[]) =>
    reseller(["review", ...args, "--live", "--stack", "test"], { cwd: realm.folder, env: realm.environment });
  const reportOf = ({ printed }: { readonly printed: string }) => JSON.parse(printed) as Report;
  const gained = ({ people }: Report) =>
    people.filter(({ change }) => change === "gained").map(({ name, declared }) => [name, declared]);

  it("announces whom a plan can't know of: what was given by hand, and who has what is adopted; with a token that only reads, over GET alone", () =>
    withScenario(async ({ realm, portal, sandbox }) => {
      expectSuccess(await realm.program(BEFORE).up());
      const client = await portal.one("/clients", "name", "Acme AG");
      const people = `/clients/${client.id}/users`;
      const makeByHand = (username: string, profileId: string) =>
        portal.post(people, {
          username,
          email: `${username}@acme.example.com`,
          firstName: "By",
          lastName: "Hand",
          profileId,
        });
      const storage = await portal.one("/profiles", "name", "Storage");
      await portal.patch(`/profiles/${storage.id}`, storage, {
        permissions: ["show_s3_panel", "manage_buckets", "delete_user"],
      });
      await makeByHand("zoe", storage.id);
      await portal.post("/profiles", { name: "Old", level: "client", permissions: ["show_usage"] });
      await makeByHand("yan", (await portal.one("/profiles", "name", "Old")).id);

      let plan: string;
      const proxy = await readOnlyProxy(sandbox.csp.endpoint);
      try {
        realm.setConfig("reseller:endpoint", { value: proxy.endpoint });
        realm.setConfig("reseller:token", { value: sandbox.csp.readOnlyToken, secret: true });
        realm.setConfig("reseller:readOnly", { value: "true" });
        const changed = await review(realm.program(AFTER), "--format", "json");
        expect([changed.code, changed.complained]).toEqual([20, ""]);
        const report = reportOf(changed);
        expect(gained(report)).toEqual([
          ["bob", undefined],
          ["zoe", false],
        ]);
        const lost = report.effects.filter(({ change }) => change === "lost");
        expect(lost.map(({ people: who, sentence }) => [who.length, sentence])).toEqual([
          [2, expect.stringContaining("delete people")],
        ]);
        expect(report.completeness.live).toMatchObject([{ portal: "csp" }]);

        plan = await realm.program(ADOPTS).plan();
        writeFileSync(path.join(realm.folder, "plan.json"), plan);
        const given = await review(realm, "plan.json", "--format", "json");
        expect(gained(reportOf(given))).toEqual([["yan", false]]);
        expect([proxy.refused, proxy.handedOn() > 0]).toEqual([[], true]);
        const shown = await review(realm, "plan.json");
        expect(shown.printed.replace(/\s+/g, " ")).toMatch(
          /complete; the portal was queried.* Asked: csp, 20\d\d-.*: Account 1/,
        );
      } finally {
        await proxy.close();
      }

      realm.setConfig("reseller:endpoint", { value: "http://127.0.0.1:9/csp/api/v1" });
      realm.setConfig("reseller:requestTimeout", { value: "2" });
      const planHere = plan.replaceAll(proxy.endpoint, "http://127.0.0.1:9/csp/api/v1");
      writeFileSync(path.join(realm.folder, "plan.json"), planHere);
      const unreachable = await review(realm, "plan.json");
      expect([unreachable.code, unreachable.complained]).toEqual([3, expect.stringContaining("could not be reached")]);
      const elsewhere = planHere.replaceAll("127.0.0.1:9", "127.0.0.1:10");
      writeFileSync(path.join(realm.folder, "plan.json"), elsewhere);
      const refused = await review(realm, "plan.json");
      expect([refused.code, refused.complained]).toEqual([2, expect.stringContaining("the settings lead to")]);
    }));
});
