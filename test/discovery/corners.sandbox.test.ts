import { ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import { type LiveRealm, readLive, remarkText } from "../../discovery";
import { readSettings } from "../../provider/lifecycle";
import type { KindName } from "../../provider/model";
import { openSession } from "../../provider/portals";
import type { RealmEntry } from "../../realm/entry";
import { yamlFiles } from "../../realm/write/yaml";
import { acme, clientUser, LIMITS, openstack, ref as cspRef, resource, CspBench } from "../portals/csp/bench";
import { account, GridscaleBench, person, ref } from "../portals/gridscale/bench";
import { member, profile, ScalewayBench } from "../portals/scaleway/bench";
import type { Bench } from "../support/bench";
import { PluginConnection } from "../support/pluginLifecycle";
import { programOf } from "../support/liveProgram";
import { fixtureOf } from "../portals/list";
import type { PortalName } from "../../provider/portals/list";

async function imported(portal: PortalName, bench: Bench): Promise<LiveRealm> {
  const values: Record<string, string> = { portal, ...fixtureOf(portal).settings(bench.sandbox) };
  const settings = readSettings({ get: (name) => values[name], environment: {} });
  const session = openSession(settings.connections.get("default")!, () => undefined);
  try {
    return await readLive(session);
  } finally {
    session.close();
  }
}

/** A new stack takes it over, writes nothing, and has nothing more to do. */
async function expectTakenOver(bench: Bench, { entries }: LiveRealm): Promise<void> {
  await bench.resetCalls();
  const engine = bench.engineWith({ adopt: "true" });
  expect((await engine.up(programOf(entries))).failures).toEqual([]);
  expect(await bench.writes()).toEqual({});
  expect(await engine.preview(programOf(entries))).toEqual({ steps: [], failures: [] });
  expect(await engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
}

/** As `pulumi import` asks the plugin. */
async function expectNotImported(bench: Bench, kind: KindName, id: string, why: string): Promise<void> {
  const plugin = new PluginConnection(bench.allSettings());
  const request = new ReadRequest();
  request.setUrn(plugin.urn(kind));
  request.setId(id);
  try {
    await expect(plugin.ask("read", request)).rejects.toThrow(why);
  } finally {
    plugin.close();
  }
}

function entryOf({ entries }: LiveRealm, kind: RealmEntry["kind"], name: string): RealmEntry | undefined {
  return entries.find((entry) => entry.kind === kind && entry.name === name);
}

describe("what is hard to represent", () => {
  it("at the Cloud Service Portal: same keys, requests that wait, quotas from profiles, disabled customers", async () => {
    const bench = await CspBench.start();
    try {
      await bench.up(
        acme(),
        resource("Account", "twin", { name: "acme-ag", state: "trial", uprovideAccount: "UP-10003" }),
        resource("Account", "old", { name: "Old", state: "trial", uprovideAccount: "UP-10004" }),
        openstack,
        resource("QuotaProfile", "starter", { name: "Starter", limits: LIMITS }),
        resource("Quota", "quota", { account: cspRef("acme"), region: "ch-1", profile: cspRef("starter") }),
        clientUser("anna", { account: cspRef("acme") }),
        clientUser("olga", { account: cspRef("old") }),
      );
      await bench.control("PUT", `/csp/clients/${bench.id("old")}/state`, { state: "disabled" });
      await bench.portal.post(`/clients/${bench.id("acme")}/quota-requests`, {
        region: "ch-1",
        items: [{ resource: "vcpus", requested: LIMITS.vcpus + 1 }],
      });
      await bench.portal.post(`/clients/${bench.id("twin")}/quota-requests`, {
        region: "ch-2",
        items: [{ resource: "vcpus", requested: 1 }],
      });
      // What somebody has asked for and the quota allows by now: an up would approve it.
      const raised = await fetch(`${bench.sandbox.csp.endpoint}/clients/${bench.id("twin")}/quotas/ch-2`, {
        method: "PUT",
        headers: {
          Authorization: `Bearer ${bench.sandbox.csp.token}`,
          "Content-Type": "application/json",
          "If-Match": "*",
        },
        body: JSON.stringify({ limits: { ...LIMITS, vcpus: 1 } }),
      });
      expect(raised.status).toBe(200);
      const live = await imported("csp", bench);
      const keys = live.entries.filter(({ kind }) => kind === "Account").map(({ key }) => key);
      expect(keys.every((key) => key.startsWith("acme-ag-"))).toBe(true);
      expect(new Set(keys).size).toBe(2);
      const quotas = live.entries.filter(({ kind }) => kind === "Quota");
      expect(quotas.find(({ key }) => key === "ch-2")?.values["approveRequests"]).toBe(false);
      expect(quotas.find(({ key }) => key === "ch-1")?.values).toEqual({
        region: "ch-1",
        profile: { entry: { kind: "QuotaProfile", name: "starter" } },
      });
      expect(entryOf(live, "User", "olga")?.values["account"]).toEqual({ existing: bench.id("old") });
      expect(live.remarks.map(remarkText)).toEqual([
        expect.stringMatching(
          /^Account Old \(.*\): left out: is disabled, a state that only the portal's provider sets/,
        ),
      ]);
      await expectTakenOver(bench, live);
      // One by one, what can't be declared is an error.
      await expectNotImported(bench, "Account", bench.id("old"), "can't be imported: is disabled");
      const users = `/clients/${bench.id("acme")}/users`;
      const anna = await bench.portal.one(users, "id", bench.id("anna"));
      await bench.portal.patch(`${users}/${anna.id}`, anna, { lastName: "Frei\u202e" });
      await expectNotImported(bench, "User", anna.id, "no program can declare it as it is");
    } finally {
      await bench.close();
    }
  });

  it("at Scaleway: groups and policies that are no profiles, and two people with one address", async () => {
    const bench = await ScalewayBench.start();
    try {
      const { portal } = bench;
      await bench.up(profile("Readers"), member("eva", { profiles: [ref("Readers")] }), member("otto"));
      const rules = [{ permission_set_names: ["BillingReadOnly"], organization_id: portal.ownId }];
      const made = async (path: string, body: object) =>
        String((await portal.api("POST", `/iam/v1alpha1/${path}`, body))["id"]);
      const bare = await made("groups", { name: "Bare" });
      const other = await made("groups", { name: "Others" });
      await made("policies", { name: "For others", group_id: other, rules });
      const eva = String((await portal.user("eva"))["id"]);
      await made("policies", { name: "For eva", user_id: eva, rules });
      await made("policies", { name: "For all", group_id: (await portal.group("All Users"))["id"], rules });
      await portal.api("POST", `/iam/v1alpha1/groups/${bare}/add-member`, { user_id: eva });
      await portal.api("PATCH", `/iam/v1alpha1/users/${String((await portal.user("otto"))["id"])}`, {
        email: "eva@partner.example",
      });
      const live = await imported("scaleway", bench);
      expect(["eva", "otto"].map((name) => entryOf(live, "User", name)?.values["confirm"])).toEqual([
        ["scaleway/U7"],
        ["scaleway/U7"],
      ]);
      expect(entryOf(live, "Profile", "for-others")?.values["group"]).toEqual({ existing: other });
      expect(entryOf(live, "Profile", "for-all")?.values["group"]).toEqual({ existing: "All Users" });
      expect(entryOf(live, "User", "eva")?.values["profiles"]).toEqual(
        expect.arrayContaining([{ existing: bare }, { entry: { kind: "Profile", name: "readers" } }]),
      );
      expect(yamlFiles(live.entries, live)[0]!.text).toMatch(new RegExp(`existing: "?${bare}"? } # Bare\\n`));
      expect(live.remarks.map(remarkText)).toEqual([
        expect.stringMatching(/^Profile Bare .*a group without a policy of its own/),
        expect.stringMatching(/^Profile For eva .*a policy for the one user/),
        expect.stringMatching(/^Profile Others .*a group whose policy has another name/),
      ]);
      await expectTakenOver(bench, live);
    } finally {
      await bench.close();
    }
  });

  it("at gridscale: owners and accesses that go round in a circle", async () => {
    const bench = await GridscaleBench.start();
    try {
      await bench.up(
        person("ann"),
        person("bea"),
        account("one", { owner: ref("ann") }),
        account("two", { owner: ref("bea") }),
      );
      const [ann, bea] = [bench.id("ann"), bench.id("bea")];
      await bench.portal.call("addContractUser", { contractId: bench.id("two") }, { user_uuid: ann, level: "read" });
      await bench.portal.call("addContractUser", { contractId: bench.id("one") }, { user_uuid: bea, level: "admin" });
      const live = await imported("gridscale", bench);
      expect(entryOf(live, "Account", "one")?.values["owner"]).toEqual({ existing: ann });
      expect(entryOf(live, "User", "ann")?.values["access"]).toEqual([
        { account: { entry: { kind: "Account", name: "two" } }, profile: { existing: "read" } },
      ]);
      expect(live.remarks.map(remarkText)).toEqual([
        expect.stringMatching(/^Account one .*owner refers to User ann by its id, since both refer to each other/),
        expect.stringMatching(/^Account two .*owner refers to User bea by its id/),
      ]);
      await expectTakenOver(bench, live);
    } finally {
      await bench.close();
    }
  });
});
