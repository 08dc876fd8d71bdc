import { readdirSync } from "node:fs";
import * as path from "node:path";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess } from "../support/stack";

jest.setTimeout(600_000);

const EXAMPLES = path.resolve(__dirname, "..", "..", "examples");

/** Which test runs each example. One that is added has to be run by one, too. */
const RUN_BY: Readonly<Record<string, string>> = {
  "ewcs-reseller": "this one",
  "gridscale-partner": "gridscale.test.ts",
  "policy-pack": "policyPack.test.ts",
  "pull-request": "test/review/example.test.ts",
  "scaleway-partner": "scaleway.test.ts",
  "two-portals": "twoPortals.test.ts",
};

describe("the examples", () => {
  it("are each run by a test", () => {
    const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(RUN_BY).sort());
  });

  it("for the Cloud Service Portal: comes up, has nothing to do a second time, and is found as it is", async () => {
    await withScenario(
      async ({ realm, portal }) => {
        const up = await realm.example("ewcs-reseller").up();
        expectSuccess(up);
        expect((await portal.list("/clients")).map(({ name }) => name).sort()).toEqual([
          ...["Alpina Bau AG", "Helvetia Foods GmbH", "Jura Medtech SA"],
        ]);
        const secrets = Object.values(up.outputs).filter(({ secret }) => secret);
        expect(secrets.length).toBeGreaterThan(0);
        await portal.resetCalls();
        expect(changed(await realm.up())).toEqual({});
        expect(changed(await realm.refresh())).toEqual({});
        expect(await portal.writes("csp")).toEqual({});
      },
      { config: { "realm:protect": "false" } },
    );
  });
});
