import { GridscaleByHand } from "./byHand";
import { withScenario } from "../../support/scenario";
import { changed, expectSuccess } from "../../support/stack";

const UNPROTECTED = { "realm:protect": "false" };

describe("a gridscale partner's realm on the real engine", () => {
  it("comes up from the example, is found as it is, shows what is changed by hand, and is mended", async () => {
    await withScenario(
      async ({ sandbox, realm }) => {
        const portal = new GridscaleByHand(sandbox);
        const up = await realm.example("gridscale-partner").upBySavedPlan();
        expectSuccess(up);

        const alpina = await portal.contract("Alpina Bau AG");
        const helvetia = await portal.contract("Helvetia Foods GmbH");
        const anna = await portal.user("anna.keller@alpina-bau.example.com");
        expect(alpina).toMatchObject({ owner_uuids: [anna["user_uuid"]], locked: false });
        expect([...(alpina["feature_keys"] as string[])].sort()).toEqual(["kubernetes", "rocket-storage"]);
        expect(helvetia["location_uuids"]).toHaveLength(2);
        expect(helvetia["limits"]).toEqual(
          expect.arrayContaining([expect.objectContaining({ key: "cores", value: 64 })]),
        );
        expect(await portal.contract("Jura Medtech SA")).toMatchObject({ locked: true });
        expect(await portal.user("petra@partner.example.com")).toMatchObject({ partner_level: "admin" });

        expect(changed(await realm.up())).toEqual({});

        // Nothing else is seen than what was changed by hand.
        await portal.call("unlockContract", {
          contractId: String((await portal.contract("Jura Medtech SA"))["contract_uuid"]),
        });
        await portal.call("updateUser", { userId: String(anna["user_uuid"]) }, { last_name: "Beck" });
        expect(changed(await realm.refresh())).toEqual({ update: 2 });
        expect(changed(await realm.up())).toEqual({ update: 2 });
        expect(await portal.contract("Jura Medtech SA")).toMatchObject({ locked: true });
        expect(changed(await realm.refresh())).toEqual({});

        // The accounts stay, with somebody who owns each: so their owners can't go.
        const destroyed = await realm.destroy();
        expect(destroyed.failed).toBe(true);
        expect(destroyed.output).toContain("(rule gridscale/L9)");
        expect(await portal.contracts()).toHaveLength(3);
      },
      { portal: "gridscale", config: UNPROTECTED },
    );
  });

  it("gives an account to its new owner before the old one goes, in one run; and deletes it only when that is said, waits for its clean-up, and its owner goes after it", async () => {
    const program = (owner: string, fields = "", options = "") => `
const ${owner} = new reseller.User("${owner}", { email: "${owner}@acme.example", lastName: "Owner" });
const acme = new reseller.Account("acme", { name: "Acme AG", owner: ${owner}, locations: ["zrh"]${fields} }, {${options}});
new reseller.ServiceActivation("k8s", { account: acme, service: "kubernetes" });
`;
    await withScenario(
      async ({ sandbox, realm }) => {
        const portal = new GridscaleByHand(sandbox);
        expectSuccess(await realm.program(program("olga")).up());
        const changedHands = await realm.program(program("piet")).up();
        expectSuccess(changedHands);
        expect(changed(changedHands)).toEqual({ create: 1, update: 1, delete: 1 });
        const piet = await portal.user("piet@acme.example");
        expect(await portal.contract("Acme AG")).toMatchObject({ owner_uuids: [piet["user_uuid"]] });
        expect((await portal.users()).map(({ email }) => email)).not.toContain("olga@acme.example");
        expect(changed(await realm.refresh())).toEqual({});

        const kept = await realm.program("").up();
        expect(kept.failed).toBe(true);
        expect(kept.output).toContain("protected");
        expect(await portal.contracts()).toHaveLength(1);

        expectSuccess(await realm.program(program("piet", ', onDelete: "delete"', " protect: false ")).up());
        const gone = await realm.program("").up();
        expectSuccess(gone);
        expect(gone.output).toContain("was set to be deleted");
        expect(gone.output).toContain("(rule gridscale/L5)");
        expect(await portal.contracts()).toEqual([]);
        expect((await portal.users()).map(({ email }) => email)).toEqual(["owner@partner.example"]);
      },
      { portal: "gridscale" },
    );
  });
});
