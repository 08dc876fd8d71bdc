import * as fc from "fast-check";
import { panelsOf } from "../../../provider/portals/csp/panels";
import type { WirePermission } from "../../../provider/portals/csp/reading";
import { acme, clientUser, openstack, resource, ref, CspBench } from "./bench";
import { runs } from "../../support/runs";

describe("the entries of the menu that a person sees", () => {
  let bench: CspBench;
  let catalogue: WirePermission[];
  beforeAll(async () => {
    bench = await CspBench.start();
    catalogue = (await bench.portal.list("/permissions")) as unknown as WirePermission[];
    await bench.up(acme(), openstack, clientUser("bob"));
  });
  afterAll(() => bench.close());

  it("each permission knows its own, and without a right of a section its entry is gone", () => {
    expect(catalogue.filter(({ panel }) => typeof panel !== "string").map(({ key }) => key)).toEqual([]);
    for (const { key, panel, service } of catalogue) {
      expect([key, panelsOf(catalogue, new Set([key]), undefined)]).toEqual([key, [panel]]);
      const without = new Set(catalogue.filter((other) => other.panel !== panel).map((other) => other.key));
      expect(panelsOf(catalogue, without, undefined)).not.toContain(panel);
      if (typeof service === "string") expect(panelsOf(catalogue, new Set([key]), new Set())).toEqual([]);
    }
    const quotaRights = catalogue.filter(({ section }) => section === "Quota").map(({ key }) => key);
    const rest = new Set(catalogue.map(({ key }) => key).filter((key) => !quotaRights.includes(key)));
    expect(panelsOf(catalogue, rest, undefined)?.filter((panel) => panel.includes("uota"))).toEqual([]);
  });

  it("are those that the portal itself shows, whatever is granted and active", async () => {
    const s3 = resource("ServiceActivation", "s3", { account: ref("acme"), service: "s3", after: ref("openstack") });
    const grantable = catalogue.filter(({ level }) => level === "client").map(({ key }) => key);
    await fc.assert(
      fc.asyncProperty(fc.subarray(grantable), async (permissions) => {
        await bench.up(acme(), openstack, clientUser("bob", { permissions }));
        const view = (await bench.control("GET", `/csp/users/${bench.id("bob")}/view`)) as { panels: string[] };
        expect(bench.state("bob")["effectivePanels"]).toEqual(view.panels);
      }),
      { numRuns: runs(25) },
    );
    await bench.up(acme(), openstack, s3, clientUser("bob", { permissions: grantable }));
    await bench.engine.refresh();
    const view = (await bench.control("GET", `/csp/users/${bench.id("bob")}/view`)) as { panels: string[] };
    expect(view.panels).toContain("S3 object storage");
    expect(bench.state("bob")["effectivePanels"]).toEqual(view.panels);
  });
});
