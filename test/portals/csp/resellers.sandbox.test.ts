import { acme, clientUser, openstack, project, quota, CspBench } from "./bench";

describe("two resellers with the same program at one portal", () => {
  it("have a realm each: neither finds, adopts, changes or deletes what is the other's", async () => {
    const bench = await CspBench.start();
    try {
      const program = [acme(), openstack, quota(), project("main"), clientUser("anna", { profiles: ["User-Adm"] })];
      await bench.up(...program);
      const before = JSON.stringify(await bench.portal.dump());
      const { token } = (await bench.control("POST", "/csp/resellers")) as { token: string };
      const other = bench.engineWith({ token });
      const { csp: _csp, ...rest } = (await bench.control("GET", "/dump")) as Record<string, unknown>;
      expect(Object.keys(rest)).toContain("csp:reseller-2");

      expect(await other.up(program)).toEqual({
        steps: program.map(({ label }) => `create ${label}`).sort(),
        failures: [],
      });
      expect(await other.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect((await other.preview(program)).steps).toEqual([]);
      const ids = [...other.resources.values()].map(({ id }) => id);
      expect(ids.filter((id) => [...bench.engine.resources.values()].some((own) => own.id === id))).toEqual([]);
      expect((await other.destroy()).failures).toEqual([]);

      const realmIn = (dump: Record<string, unknown>) => {
        // Which resellers there are, and which requests were answered, is the portal's own.
        const { resellers: _resellers, idempotencyKeys: _keys, ...realm } = dump;
        return realm;
      };
      expect(realmIn(await bench.portal.dump())).toEqual(realmIn(JSON.parse(before) as Record<string, unknown>));
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    } finally {
      await bench.close();
    }
  });
});
