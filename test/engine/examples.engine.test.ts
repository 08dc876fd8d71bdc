import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess } from "../support/stack";

const EXAMPLES = path.resolve(__dirname, "..", "..", "examples");

/** Which test runs each example. One that is added has to be run by one, too. */
const RUN_BY: Readonly<Record<string, string>> = {
  "ewcs-reseller": "engine/examples.engine.test.ts",
  fleet: "gitops/fleet.engine.test.ts",
  "go-reseller": "engine/languages.engine.test.ts",
  gitops: "gitops/github.engine.test.ts",
  "gridscale-partner": "portals/gridscale/stack.engine.test.ts",
  "openstack-reseller": "portals/openstack/stack.engine.test.ts",
  "policy-pack": "engine/policyPack.engine.test.ts",
  "pull-request": "review/example.test.ts",
  "python-reseller": "engine/languages.engine.test.ts",
  "realm-file": "engine/realmFile.engine.test.ts",
  "realm-file-gridscale": "engine/realmFile.engine.test.ts",
  "realm-file-openstack": "portals/openstack/stack.engine.test.ts",
  "realm-file-scaleway": "engine/realmFile.engine.test.ts",
  "scaleway-partner": "portals/scaleway/stack.engine.test.ts",
  "two-portals": "engine/twoPortals.engine.test.ts",
  "yaml-reseller": "engine/languages.engine.test.ts",
};

describe("the examples", () => {
  it("are each run by a test, and told in their README", () => {
    const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(RUN_BY).sort());
    expect(Object.values(RUN_BY).filter((file) => !existsSync(path.resolve(__dirname, "..", file)))).toEqual([]);
    const told = readFileSync(path.join(EXAMPLES, "README.md"), "utf8");
    expect(Object.keys(RUN_BY).filter((name) => !told.includes(`[${name}](`))).toEqual([]);
  });

  it("for the Cloud Service Portal: comes up, has nothing to do a second time on either host, and is found as it is", async () => {
    await withScenario(
      async ({ realm, portal }) => {
        const up = await realm.example("ewcs-reseller").asUser((stack) => stack.upBySavedPlan());
        expectSuccess(up);
        expect((await portal.list("/clients")).map(({ name }) => name).sort()).toEqual([
          ...["Alpina Bau AG", "Helvetia Foods GmbH", "Jura Medtech SA"],
        ]);
        const secrets = Object.values(up.outputs).filter(({ secret }) => secret);
        expect(secrets.length).toBeGreaterThan(0);
        await portal.resetCalls();
        const resources = realm.stored().length;
        const runs = [
          await realm.withPlugin().hostedBy("plugin").up(),
          await realm.refresh(),
          await realm.hostedBy("dynamic").up(),
        ];
        for (const run of runs) {
          expectSuccess(run);
          expect(changed(run)).toEqual({});
          expect(run.changes["same"]).toBeGreaterThanOrEqual(resources);
        }
        expect(await portal.writes("csp")).toEqual({});
      },
      { config: { "realm:protect": "false" } },
    );
  });
});
