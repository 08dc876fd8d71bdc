import axios from "axios";
import { ACME, ANNA, LIMITS, WHOLE_REALM } from "../support/programs";
import { type Scenario, withScenario } from "../support/scenario";
import { changed, expectSuccess } from "../support/stack";

/** What the Cloud Service Portal's manual describes, on the real engine. */
describe("a reseller's day at the Cloud Service Portal", () => {
  it("shows what each person sees in the menu, already in the first up", () =>
    withScenario(async ({ realm, portal }) => {
      const up = await realm.program(WHOLE_REALM).up();
      expectSuccess(up);
      const panels = up.outputs["panels"]?.value as Record<string, string[]>;
      expect(panels["eva"]).toEqual(["Clients", "Users"]);
      expect(panels["anna"]).toEqual(
        expect.arrayContaining(["OpenStack", "Quota overview", "S3 object storage", "Users"]),
      );
      expect(panels["anna"]).not.toContain("Clients");
      expect(panels["bob"]).toContain("Usage");
      for (const { id, username } of await portal.list("/users")) {
        if (panels[String(username)] === undefined) continue;
        const view = await control(portal, "GET", `/csp/users/${id}/view`);
        expect([username, panels[String(username)]]).toEqual([username, view["panels"]]);
      }
    }));

  it("resets a password when its trigger has a new word, once, and never shows it", () =>
    withScenario(async ({ realm, portal }) => {
      const program = (word: string) =>
        `${ACME}${ANNA.replace("account: acme", `account: acme, resetPassword: "${word}"`)} exports.first = anna.initialPassword; exports.second = anna.newPassword;`;
      const first = await realm.program(program("one")).up();
      expectSuccess(first);
      const anna = await portal.one("/users", "username", "anna");
      const signIn = (password: unknown) =>
        control(portal, "POST", "/csp/sign-ins", { userId: anna.id, password }).then(
          () => true,
          () => false,
        );
      expect(await signIn(first.outputs["first"]?.value)).toBe(true);

      const preview = await realm.program(program("two")).preview();
      expect(preview.output).toContain("makes a new password");
      expect(await signIn(first.outputs["first"]?.value)).toBe(true);
      const second = await realm.up();
      expectSuccess(second);
      const { first: initial, second: reset } = second.outputs;
      expect([initial?.value, reset?.secret, await signIn(reset?.value)]).toEqual([undefined, true, true]);
      expect(await signIn(first.outputs["first"]?.value)).toBe(false);
      for (const text of [preview.output, second.output, realm.stateText()])
        expect(text).not.toContain(String(reset?.value));

      await portal.resetCalls();
      await realm.refresh();
      expect(changed(await realm.up())).toEqual({});
      expect(await portal.writes()).toEqual({});
      expect(await signIn((await realm.up()).outputs["second"]?.value)).toBe(true);
    }));

  it("a reset for a user who is gone says so, and the next run goes on from what is there", () =>
    withScenario(async ({ realm, portal }) => {
      const program = (word: string) =>
        `${ACME}${ANNA.replace("account: acme", `account: acme, resetPassword: "${word}"`)}`;
      expectSuccess(await realm.program(program("one")).up());
      const anna = await portal.one("/users", "username", "anna");
      await portal.delete(`/clients/${String(anna["clientId"])}/users/${anna.id}`, anna);
      const gone = await realm.program(program("two")).up();
      expect([gone.failed, gone.output.includes("can't be seen at the portal. Run pulumi refresh first")]).toEqual([
        true,
        true,
      ]);
      expectSuccess(await realm.refresh());
      expectSuccess(await realm.up());
      expect(await portal.one("/users", "username", "anna")).toBeDefined();
    }));

  it("binds people to hours and addresses, sees what was changed by hand, and opens access only with consent", () =>
    withScenario(async ({ realm, portal }) => {
      const program = (fields: string) => `${ACME}${ANNA.replace("account: acme", `account: acme, ${fields}`)}`;
      const bound = `sourceAddresses: ["203.0.113.0/24"], permissions: ["show_backup"]`;
      expectSuccess(await realm.program(program(bound)).up());
      const [rule] = await portal.list("/access-rules");
      const anna = await portal.one("/users", "username", "anna");
      expect([rule?.["cidr"], anna["permissions"]]).toEqual(["203.0.113.0/24", ["show_backup"]]);

      const path = `/clients/${String(anna["clientId"])}/users/${anna.id}/access-rules`;
      await portal.delete(`${path}/${rule!.id}`, rule!);
      expect(changed(await realm.refresh())).toEqual({ update: 1 });
      expectSuccess(await realm.up());
      expect((await portal.list("/access-rules")).map(({ cidr }) => cidr)).toEqual(["203.0.113.0/24"]);

      const opened = await realm.program(program(`permissions: ["show_backup"]`)).preview();
      expect([opened.failed, opened.output.includes('confirm: ["csp/A2"]')]).toEqual([true, true]);
      expectSuccess(await realm.program(program(`confirm: ["csp/A2"]`)).up());
      expect(await portal.list("/access-rules")).toEqual([]);
      expect((await portal.one("/users", "username", "anna"))["permissions"]).toEqual([]);
      expect(changed(await realm.refresh())).toEqual({});
    }));

  it("a user whose access rules could not be written keeps id and password, and one that is gone by then is made anew", () =>
    withScenario(async ({ realm, portal }) => {
      const bound = `${ACME}${ANNA.replace("account: acme", 'account: acme, sourceAddresses: ["203.0.113.7"]')} exports.password = anna.initialPassword;`;
      const rules = "/clients/{clientId}/users/{userId}/access-rules";
      await portal.setFaults([{ match: { method: "POST", route: rules }, effect: { status: 422 } }]);
      const half = await realm.program(bound).up();
      expect([half.failed, half.output.includes("exists, but is not finished")]).toEqual([true, true]);
      expect(realm.resources().get("anna")?.outputs?.["initialPassword"]).toBeDefined();

      await portal.setFaults([]);
      expectSuccess(await realm.refresh());
      const whole = await realm.up();
      expectSuccess(whole);
      expect(whole.outputs["password"]?.value).toMatch(/^\w{20}$/);
      expect(realm.stateText()).not.toContain(String(whole.outputs["password"]?.value));
      expect((await portal.list("/access-rules")).map(({ cidr }) => cidr)).toEqual(["203.0.113.7"]);
      expect(changed(await realm.up())).toEqual({});

      await portal.setFaults([{ match: { method: "POST", route: rules }, effect: { status: 422 } }]);
      const two = bound.replace('"203.0.113.7"', '"203.0.113.7", "203.0.113.8"');
      expect((await realm.program(two).up()).failed).toBe(true);
      await portal.setFaults([]);
      const anna = await portal.one("/users", "username", "anna");
      await portal.delete(`/clients/${String(anna["clientId"])}/users/${anna.id}`, anna);
      expectSuccess(await realm.refresh());
      expectSuccess(await realm.up());
      expect((await portal.one("/users", "username", "anna")).id).not.toBe(anna.id);
    }));

  it("names everybody whom a change of a profile reaches, at preview", () =>
    withScenario(async ({ realm, portal }) => {
      expectSuccess(await realm.program(WHOLE_REALM).up());
      await portal.resetCalls();
      const preview = await realm
        .program(WHOLE_REALM.replace('["show_s3_panel", "manage_buckets"]', '["show_s3_panel", "manage_objects"]'))
        .preview();
      expect(preview.failed).toBe(false);
      expect(preview.output).toContain(
        "changes what 1 user (Acme AG/bob) may do: they gain manage_objects, and lose manage_buckets (rule csp/P6)",
      );
      expect(await portal.writes()).toEqual({});
    }));

  it("rolls a quota profile out only where a quota follows it, in the same up, and the plan shows the numbers", () =>
    withScenario(async ({ realm, portal }) => {
      const program = (vcpus: number) => `${ACME}
        const starter = new reseller.QuotaProfile("starter", { name: "Starter", limits: { ...${LIMITS}, vcpus: ${vcpus} } });
        const kept = new reseller.Quota("kept", { account: acme, region: "ch-1", profile: starter });
        new reseller.Quota("follows", { account: acme, region: "ch-2", profile: starter, followProfile: true });
        exports.difference = kept.difference;`;
      expectSuccess(await realm.program(program(10)).up());
      const preview = await realm.program(program(12)).preview();
      expect(changed(preview)).toEqual({ update: 2 });
      expect(preview.output).toContain("(rule csp/Q7)");
      expectSuccess(await realm.up());
      const vcpus = (await portal.list("/quotas")).map(({ region, limits }) => [
        region,
        (limits as typeof LIMITS & { vcpus: number }).vcpus,
      ]);
      expect(vcpus).toEqual([
        ["ch-1", 10],
        ["ch-2", 12],
      ]);
      await realm.refresh();
      expect((await realm.up()).outputs["difference"]?.value).toEqual({ vcpus: -2 });
    }));

  it("approves a request that the declared quota covers, shows one that it doesn't, and rejects one by its id", () =>
    withScenario(async ({ realm, portal }) => {
      const program = (fields: string) => `${ACME}
        new reseller.Quota("quota", { account: acme, region: "ch-1", ${fields} });
        exports.asked = acme.pendingQuotaRequests;`;
      const limits = (vcpus: number) => `limits: { ...${LIMITS}, vcpus: ${vcpus} }`;
      expectSuccess(await realm.program(program(limits(10))).up());
      const client = await portal.one("/clients", "name", "Acme AG");
      const ask = async (resource: string, requested: number) =>
        String(
          (
            await portal.post(`/clients/${client.id}/quota-requests`, {
              region: "ch-1",
              items: [{ resource, requested }],
            })
          )["id"],
        );
      const [more, toomuch] = [await ask("vcpus", 14), await ask("volumes", 500)];
      await realm.refresh();
      const pending = (await realm.up()).outputs["asked"]?.value as { id: string; requested: object }[];
      expect(pending.map(({ id, requested }) => [id, requested])).toEqual([
        [more, { vcpus: 14 }],
        [toomuch, { volumes: 500 }],
      ]);
      expectSuccess(
        await realm
          .program(program(`${limits(14)}, rejectRequests: [{ id: "${toomuch}", comment: "not this year" }]`))
          .up(),
      );
      const decided = await portal.list(`/clients/${client.id}/quota-requests`);
      expect(decided.map(({ status, decisionComment }) => [status, decisionComment])).toEqual([
        ["approved", null],
        ["rejected", "not this year"],
      ]);
      // One that came in since, and is covered: a refresh sees it, and the next up approves it.
      const late = await ask("vcpus", 12).catch(() => undefined);
      expect(late).toBeDefined();
      expect(changed(await realm.refresh())).toEqual({ update: 1 });
      expectSuccess(await realm.up());
      expect((await portal.list(`/clients/${client.id}/quota-requests`)).map(({ status }) => status)).toEqual([
        "approved",
        "rejected",
        "approved",
      ]);
      await realm.refresh();
      expect(changed(await realm.up())).toEqual({});
    }));

  it("an approval that the pool can't hold fails at the change, with nothing changed", () =>
    withScenario(async ({ realm, portal }) => {
      const quota = (vcpus: number) => `${ACME}
        new reseller.Quota("quota", { account: acme, region: "ch-1", limits: { ...${LIMITS}, vcpus: ${vcpus} } });`;
      expectSuccess(await realm.program(quota(10)).up());
      const client = await portal.one("/clients", "name", "Acme AG");
      await portal.post(`/clients/${client.id}/quota-requests`, {
        region: "ch-1",
        items: [{ resource: "vcpus", requested: 20 }],
      });
      const pool = {
        projects: 20,
        instances: 50,
        vcpus: 15,
        ramGb: 200,
        volumes: 100,
        volumeStorageGb: 2000,
        volumeSnapshots: 50,
        routers: 10,
        networks: 20,
        floatingIps: 20,
      };
      await control(portal, "PUT", "/csp/pool/ch-1", pool);
      const up = await realm.program(quota(20)).up();
      expect([up.failed, up.output.includes("vcpus 20 of 15")]).toEqual([true, true]);
      expect((await portal.list(`/clients/${client.id}/quota-requests`)).map(({ status }) => status)).toEqual([
        "pending",
      ]);
    }));

  it("decommissions a customer who is taken out: people and projects go, the request is filed, the ticket is printed", () =>
    withScenario(async ({ realm, portal }) => {
      const leaving = WHOLE_REALM.replace(
        'state: "production"',
        'state: "production", onDelete: "decommission", decommissionReason: "cancelled"',
      );
      expectSuccess(await realm.program(leaving).up());
      const project = await portal.one("/projects", "name", "main");
      await control(portal, "POST", "/csp/nightly-batch");
      const down = await realm.program("").up();
      expectSuccess(down);
      for (const text of ["Acme AG", project.id, "main", "cancelled"]) expect(down.output).toContain(text);
      const client = await portal.one("/clients", "name", "Acme AG");
      expect([client["state"], typeof client["decommissionRequestedAt"]]).toEqual(["production", "string"]);
      expect(await portal.list("/projects")).toEqual([]);
      expect((await portal.list("/users")).filter(({ clientId }) => clientId !== null)).toEqual([]);
    }));

  it("doesn't ask for a decommissioning while anything is left that the program didn't declare, and lists it", () =>
    withScenario(async ({ realm, portal }) => {
      expectSuccess(
        await realm.program(ACME.replace('state: "production"', 'state: "trial", onDelete: "decommission"')).up(),
      );
      const client = await portal.one("/clients", "name", "Acme AG");
      const { id: profileId } = await portal.one("/profiles", "name", "User");
      await portal.post(`/clients/${client.id}/users`, {
        username: "forgotten",
        email: "f@example.com",
        firstName: "F",
        lastName: "G",
        profileId,
      });
      const down = await realm.program("").up();
      expect([down.failed, down.output.includes("users forgotten (rule csp/U6)")]).toEqual([true, true]);
      expect((await portal.one("/clients", "name", "Acme AG"))["decommissionRequestedAt"]).toBeNull();
      expect(realm.resources().size).toBe(1);
    }));

  it("waits for the portal's nightly window to end, and says so", () =>
    withScenario(async ({ realm, portal }) => {
      expectSuccess(await realm.program(ACME).up());
      // As it answers in its window, for three calls.
      const closed = { status: 503, headers: { "Retry-After": "3" }, when: "before" };
      await portal.setFaults([{ match: {}, times: 3, effect: closed }]);
      const up = await realm.program(`${ACME}${ANNA}`).up();
      expectSuccess(up);
      expect(up.output).toMatch(/the portal is not available for the moment \(503.*waiting \d+ s, then going on/);
      expect(changed(up)).toEqual({ create: 1 });
    }));
});

async function control(
  portal: Scenario["portal"],
  method: string,
  path: string,
  data?: object,
): Promise<Record<string, unknown>> {
  return (await axios.request<Record<string, unknown>>({ method, url: `${portal.controlUrl}${path}`, data })).data;
}
