import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { reviewPlan } from "../../review";
import { ScalewayByHand } from "../portals/scaleway/byHand";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";
import type { RunningSandbox } from "../../sandbox";

/** The settings of the example's README, in the place of those that a stack of the tests has. */
async function connect(realm: RealmStack, { csp, scaleway }: RunningSandbox): Promise<void> {
  for (const name of ["portal", "endpoint", "token"]) realm.removeConfig(`reseller:${name}`);
  const connections = {
    swiss: { portal: "csp", endpoint: csp.endpoint, token: csp.token },
    scaleway: {
      portal: "scaleway",
      endpoint: scaleway.endpoint,
      organizationId: scaleway.organizationId,
      secretKey: scaleway.secretKey,
      accessKey: scaleway.accessKey,
    },
  };
  for (const [connection, members] of Object.entries(connections))
    for (const [name, value] of Object.entries(members)) {
      const secret = ["token", "secretKey", "accessKey"].includes(name);
      realm.setConfig(`reseller:connections.${connection}.${name}`, { value, secret }, { isPath: true });
    }
}

describe("one program that drives two portals", () => {
  it("comes up with each object at its own portal, shows what is changed by hand at the right one, mends it, and is reviewed", async () => {
    await withScenario(
      async ({ sandbox, realm, portal }) => {
        await connect(realm, sandbox);
        const scaleway = new ScalewayByHand(sandbox);
        const up = await realm.example("two-portals").upBySavedPlan();
        expectSuccess(up);
        for (const secret of [sandbox.csp.token, sandbox.scaleway.secretKey])
          for (const text of [up.output, realm.stateText()]) expect(text).not.toContain(secret);

        const clients = await portal.list("/clients");
        const organizations = await scaleway.all("/partner/v1/organizations", "organizations");
        const ids = up.outputs["accounts"]?.value as Record<string, { swiss: string; scaleway: string }>;
        expect(clients.map(({ id }) => id).sort()).toEqual(
          Object.values(ids)
            .map(({ swiss }) => swiss)
            .sort(),
        );
        expect(organizations.map(({ id }) => id).sort()).toEqual(
          Object.values(ids)
            .map(({ scaleway: id }) => id)
            .sort(),
        );
        expect(await scaleway.user("eva.baumann")).toMatchObject({ email: "eva.baumann@reseller.example.com" });
        expect(await portal.one("/users", "username", "eva.baumann")).toMatchObject({ firstName: "Eva" });

        await portal.resetCalls();
        expect(changed(await realm.up())).toEqual({});
        expect([await portal.writes("csp"), await portal.writes("scaleway")]).toEqual([{}, {}]);

        // Eva is renamed by hand at one of the two: the other one's Eva is not looked at for it.
        await scaleway.api("PATCH", `/iam/v1alpha1/users/${String((await scaleway.user("eva.baumann"))["id"])}`, {
          last_name: "Beck",
        });
        expect(changed(await realm.refresh())).toEqual({ update: 1 });
        expect(realm.resources().get("eva-scaleway")?.outputs?.["lastName"]).toBe("Beck");
        await portal.resetCalls();
        expect(changed(await realm.up())).toEqual({ update: 1 });
        expect(await scaleway.user("eva.baumann")).toMatchObject({ last_name: "Baumann" });
        expect(await portal.writes("csp")).toEqual({});

        // The plan's settings say which portal is which: what is secret in them is masked, and nothing else.
        const file = path.join(realm.folder, "index.ts");
        const declared = '"show_clients", "show_users", "reset_password"';
        writeFileSync(file, readFileSync(file, "utf8").replace(declared, `${declared}, "manage_clients"`));
        const report = reviewPlan(await realm.plan());
        expect(report.completeness.gaps).toEqual([]);
        expect(report.portals.map(({ name }) => name).sort()).toEqual(["csp", "scaleway"]);
        expect(report.findings.map(({ id, subject }) => `${id} ${subject}`)).toContain("ESC-02 Profile/desk");
        const change = (key: string) => report.people.find((person) => person.key === key)?.change;
        expect([change("User/eva"), change("User/eva-scaleway")]).toEqual(["gained", "none"]);
      },
      { config: { "realm:protect": "false" } },
    );
  });

  it("says at preview that a resource names no connection, or one that isn't there", async () => {
    await withScenario(async ({ sandbox, realm, portal }) => {
      await connect(realm, sandbox);
      const program = (connection: string) =>
        `new reseller.Profile("desk", { ${connection} name: "Desk", level: "client", permissions: ["show_users"] });`;
      const none = await realm.program(program("")).preview();
      expect(none.output).toContain(
        'the connection "default" is not declared in reseller:connections (known: scaleway, swiss)',
      );
      const strange = await realm.program(program('connection: "swis",')).preview();
      expect(strange.output).toContain(
        'the connection "swis" is not declared in reseller:connections (known: scaleway, swiss)',
      );
      expect(await portal.writes("csp")).toEqual({});
    });
  });
});
