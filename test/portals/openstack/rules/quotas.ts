import type { RuleTests } from "../../../rules/ruleTests";
import type { Inputs } from "../../../support/bench";
import { domain, type OpenstackBench, project, ref, resource } from "../bench";

type Own = `openstack/Q${number}`;

const acme = domain("acme");
const web = project("web", { account: ref("acme") });
const quota = (limits: Readonly<Record<string, number>> | undefined, inputs: Inputs = {}) =>
  resource("Quota", "quota", { project: ref("web"), limits, ...inputs });
const whole = (limits: Readonly<Record<string, number>>, inputs?: Inputs) => [acme, web, quota(limits, inputs)];

async function limitsOf(bench: OpenstackBench, service: string, region = "ch-1"): Promise<unknown> {
  return (await bench.portal.service(service, region, "GET", `/os-quota-sets/${bench.id("web")}`))["quota_set"];
}

/** People of a project make things in it. */
function hold(bench: OpenstackBench, counts: Readonly<Record<string, number>>): Promise<unknown> {
  return bench.control("PUT", `/openstack/projects/${bench.id("web")}/holdings`, { counts });
}

/** Tests of the rules of quotas. */
export const quotas = {
  "openstack/Q1": {
    what: "a quota of nothing, and answers to requests in one of a whole domain",
    async tell(bench, id) {
      await bench.refused([resource("Quota", "quota", { limits: { "compute.cores": 1 } })], {
        rule: id,
        property: "project",
      });
      const ofDomain = resource("Quota", "quota", {
        account: ref("acme"),
        limits: { "compute.cores": 1 },
        rejectRequests: [{ id: "r" }],
      });
      await bench.refused(
        [acme, ofDomain],
        { rule: id, property: "rejectRequests" },
        { rule: "openstack/Q4", property: "limits.compute.cores" },
      );
    },
  },
  "openstack/Q2": {
    what: "numbers and names that no service has, and the largest and the smallest that they have",
    async tell(bench, id) {
      const broken = { "compute.cores": -2, "compute.ram": 2 ** 31, "volume.gigabytes": 1.5 };
      await bench.refused(
        whole(broken),
        ...Object.keys(broken).map((name) => ({ rule: id, property: `limits.${name}` })),
      );
      await bench.refused(whole({ cores: 1 }), { rule: id, property: "limits.cores" });
      await bench.up(...whole({ "compute.cores": -1, "compute.ram": 2 ** 31 - 1, "volume.gigabytes": 0 }));
      expect(await limitsOf(bench, "compute")).toMatchObject({ cores: -1, ram: 2 ** 31 - 1 });
    },
  },
  "openstack/Q3": {
    what: "a region and a service that the catalogue doesn't have",
    async tell(bench, id) {
      await bench.up(acme, web);
      await bench.refused(whole({ "compute.cores": 7 }, { region: "ch-3" }), {
        rule: id,
        property: "region",
        tells: "ch-1",
      });
      const nowhere = bench.engineWith({ regionName: "zrh" });
      (nowhere.resources as Map<string, unknown>).set("acme", bench.engine.resources.get("acme"));
      (nowhere.resources as Map<string, unknown>).set("web", bench.engine.resources.get("web"));
      await bench.refusedBy(nowhere, whole({ "compute.cores": 7 }), { rule: id, property: "region", tells: "ch-2" });
    },
  },
  "openstack/Q4": {
    what: "limits that no service has, and those that are registered in Keystone",
    async tell(bench, id) {
      await bench.up(acme, web);
      await bench.refused(
        whole({ "compute.coers": 7, "image.image_size_total": 7 }),
        { rule: id, property: "limits.compute.coers", tells: "compute.cores" },
        { rule: id, property: "limits.image.image_size_total" },
      );
      const { services } = (await bench.portal.api("GET", "/services")) as { services: { id: string; type: string }[] };
      const { id: service } = services.find(({ type }) => type === "network")!;
      const registered = [{ service_id: service, resource_name: "gateways", default_limit: 5 }];
      await bench.portal.api("POST", "/registered_limits", { registered_limits: registered });
      const ofDomain = (limits: Readonly<Record<string, number>>) =>
        resource("Quota", "all", { account: ref("acme"), limits });
      await bench.refused([acme, web, ofDomain({ "compute.cores": 7 })], {
        rule: id,
        property: "limits.compute.cores",
        tells: "network.gateways",
      });
      await bench.up(acme, web, ofDomain({ "network.gateways": 7 }), quota({ "network.gateways": 3 }));
      expect((await bench.portal.all("/limits", "limits")).map((limit) => limit["resource_limit"]).sort()).toEqual([
        3, 7,
      ]);
      await bench.up(
        acme,
        web,
        ofDomain({ "network.gateways": 8 }),
        quota({ "network.gateways": 3 }, { onDelete: "reset" }),
      );
      await bench.up(acme, web, ofDomain({ "network.gateways": 8 }));
      expect((await bench.portal.all("/limits", "limits")).map((limit) => limit["resource_limit"])).toEqual([8]);
    },
  },
  "openstack/Q5": {
    what: "limits below what is in use, at preview and at the portal",
    async tell(bench, id) {
      await bench.up(...whole({ "compute.cores": 7 }));
      await hold(bench, { servers: 2, networks: 3, volumes: 1 });
      await bench.refused(
        whole({ "compute.cores": 3, "network.network": 2, "volume.gigabytes": 9 }),
        { rule: id, property: "limits.compute.cores", tells: "4" },
        { rule: id, property: "limits.network.network", tells: "3" },
        { rule: id, property: "limits.volume.gigabytes", tells: "10" },
      );
      await bench.up(...whole({ "compute.cores": 4, "network.network": -1, "volume.gigabytes": 10 }));
      expect(bench.state("quota")["used"]).toEqual({ "compute.cores": 4, "volume.gigabytes": 10 });
    },
  },
  "openstack/Q6": {
    what: "a manager of the domain, who can't set limits",
    async tell(bench, id) {
      await bench.up(acme, web);
      bench.useSettings(await bench.managerOf("acme"));
      await bench.refused(whole({ "compute.cores": 7 }), { rule: id, property: "limits" });
    },
  },
  "openstack/Q7": {
    what: "projects and domains that don't exist, and a project of another domain",
    async tell(bench, id) {
      await bench.up(acme, web);
      const unknown = "0".repeat(32);
      await bench.refused([acme, web, quota({ "volume.gigabytes": 7 }, { project: unknown })], {
        rule: id,
        property: "project",
        tells: unknown,
      });
      await bench.refused(
        [
          acme,
          web,
          domain("beta"),
          quota({ "volume.gigabytes": 7 }, { account: bench.id("acme"), project: bench.id("acme") }),
        ],
        { rule: id, property: "project" },
      );
    },
  },
  "openstack/Q8": {
    what: "requests for more: one that the limits cover, one that they don't, one that is rejected, and no such request",
    async tell(bench, id) {
      await bench.up(...whole({ "compute.cores": 7 }));
      const ask = await bench.customerOf("web");
      await ask("medium", ["ch-1"]);
      const refreshed = () => bench.engine.refresh();
      expect((await refreshed()).failures).toEqual([]);
      const [request] = bench.state("quota")["pendingRequests"] as { id: string; size: string }[];
      expect(request).toMatchObject({ size: "medium" });
      await bench.refused(whole({ "compute.cores": 7 }, { rejectRequests: [{ id: "nobody's" }] }), {
        rule: id,
        property: "rejectRequests",
        tells: "nobody's",
      });
      await bench.up(...whole({ "compute.cores": 7 }, { rejectRequests: [{ id: request!.id }] }));
      await refreshed();
      expect(bench.state("quota")["pendingRequests"]).toBeUndefined();
    },
  },
  "openstack/Q9": {
    what: "a quota profile by its id, and a size of Adjutant's by its name",
    async tell(bench, id) {
      await bench.up(acme, web);
      await bench.refused([acme, web, quota(undefined, { profile: "mediun" })], {
        rule: id,
        property: "profile",
        tells: "medium",
      });
      await bench.up(acme, web, quota(undefined, { profile: "medium" }));
      expect(await limitsOf(bench, "compute")).toMatchObject({ cores: 100 });
    },
  },
  "openstack/Q10": {
    what: "limits that nobody declares stay, and reset gives the defaults back",
    async tell(bench) {
      await bench.up(...whole({ "compute.cores": 7 }));
      const path = `/os-quota-sets/${bench.id("web")}`;
      await bench.portal.service("compute", "ch-1", "PUT", path, { quota_set: { instances: 3 } });
      await bench.up(...whole({ "compute.cores": 8, "volume.gigabytes": 70 }, { onDelete: "reset" }));
      expect(await limitsOf(bench, "compute")).toMatchObject({ cores: 8, instances: 3 });
      await bench.up(acme, web);
      expect(await limitsOf(bench, "compute")).toMatchObject({ cores: 20, instances: 10 });
      const second = whole({ "compute.cores": 9 }, { region: "ch-2" });
      await bench.up(...second);
      await bench.up(acme, web);
      expect(await limitsOf(bench, "compute", "ch-2")).toMatchObject({ cores: 9 });
    },
  },
} satisfies RuleTests<Own, OpenstackBench>;
