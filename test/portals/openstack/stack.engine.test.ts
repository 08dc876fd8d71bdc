import { withScenario } from "../../support/scenario";
import { changed, expectSuccess } from "../../support/stack";
import { OpenstackByHand } from "./byHand";
import { settings } from "./settings";

describe("a reseller's realm in an OpenStack cloud on the real engine", () => {
  it("comes up from the example, is found as it is, shows what is changed by hand, and is mended", async () => {
    await withScenario(
      async ({ sandbox, realm }) => {
        const portal = new OpenstackByHand(settings(sandbox));
        const up = await realm.example("openstack-reseller").upBySavedPlan();
        expectSuccess(up);
        const passwords = Object.values(up.outputs["passwords"]?.value as Record<string, string>);
        expect(passwords).toHaveLength(4);
        for (const password of passwords)
          for (const text of [up.output, realm.stateText()]) expect(text).not.toContain(password);
        const shop = await portal.project("shop");
        const limits = async () =>
          (await portal.service("compute", "ch-1", "GET", `/os-quota-sets/${String(shop["id"])}`))["quota_set"];
        expect(await limits()).toMatchObject({ cores: 64, ram: 262_144, instances: 10 });

        // Nothing else is seen than what was changed by hand.
        const path = `/os-quota-sets/${String(shop["id"])}`;
        await portal.service("compute", "ch-1", "PUT", path, { quota_set: { cores: 99, instances: 3 } });
        const nina = await portal.user("nina.weber");
        await portal.api("PATCH", `/users/${String(nina["id"])}`, { user: { email: "hand@reseller.example.com" } });
        expect(changed(await realm.refresh())).toEqual({ update: 2 });
        expect(changed(await realm.up())).toEqual({ update: 2 });
        expect(await limits()).toMatchObject({ cores: 64, instances: 3 });

        expectSuccess(await realm.destroy());
        const names = (await portal.all("/domains", "domains")).map(({ name }) => name);
        expect(names).toEqual(expect.arrayContaining(["Alpina Bau AG", "Helvetia Foods GmbH", "Jura Medtech SA"]));
        expect((await portal.all("/groups", "groups")).map(({ name }) => name)).toEqual([]);
      },
      { portal: "openstack", config: { "realm:protect": "false" } },
    );
  });

  it("makes what a realm file declares, and nothing the second time", async () => {
    await withScenario(
      async ({ realm }) => {
        expectSuccess(await realm.example("realm-file-openstack").upBySavedPlan());
        expect(changed(await realm.up())).toEqual({});
      },
      { portal: "openstack" },
    );
  });
});
