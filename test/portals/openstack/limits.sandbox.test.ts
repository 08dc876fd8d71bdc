import { domain, OpenstackBench, project, ref, resource } from "./bench";
import type { Wire } from "./byHand";

it("a limit that Keystone keeps can be changed to 0, which Keystone takes for no change", async () => {
  const bench = await OpenstackBench.start();
  try {
    const { id: service } = await bench.portal.one("/services", "services", "keystone");
    await bench.portal.api("POST", "/registered_limits", {
      registered_limits: [{ service_id: service, resource_name: "cores", default_limit: 10 }],
    });
    const account = ref("acme");
    const realmWith = (limits: object) => [
      domain("acme"),
      project("web", { account }),
      resource("Quota", "quota", { project: ref("web"), region: "ch-1", limits }),
    ];
    const kept = async () =>
      (await bench.portal.all("/limits", "limits")).map(({ resource_limit: number }: Wire) => number);
    for (const number of [5, 0, 7]) {
      await bench.up(...realmWith({ "identity.cores": number }));
      expect(await kept()).toEqual([number]);
    }
  } finally {
    await bench.close();
  }
}, 60_000);
