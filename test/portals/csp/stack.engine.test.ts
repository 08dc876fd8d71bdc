import axios from "axios";
import type { RunningSandbox } from "../../../sandbox";
import type { CspByHand } from "./byHand";
import { ACME, ANNA, LIMITS, WHOLE_REALM } from "../../support/programs";
import { beginScenario, endScenario, withScenario } from "../../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../../support/stack";

/** What the Cloud Service Portal's manual describes, on the real engine. */
describe("a reseller's day at the Cloud Service Portal", () => {
  it("shows what each person sees in the menu, already in the first up; names everybody whom a change of a profile reaches, at preview; and decommissions a customer who is taken out: people and projects go, the request is filed, the ticket is printed", () =>
    withScenario(async ({ realm, portal }) => {
      const leaving = WHOLE_REALM.replace(
        'state: "production"',
        'state: "production", onDelete: "decommission", decommissionReason: "cancelled"',
      );
      const up = await realm.program(leaving).up();
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

      await portal.resetCalls();
      const preview = await realm
        .program(leaving.replace('["show_s3_panel", "manage_buckets"]', '["show_s3_panel", "manage_objects"]'))
        .preview();
      expect(preview.failed).toBe(false);
      expect(preview.output).toContain(
        "changes what 1 user (Acme AG/bob) may do: they gain manage_objects, and lose manage_buckets (rule csp/P6)",
      );
      expect(await portal.writes()).toEqual({});

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

  describe("with a customer's user", () => {
    let sandbox: RunningSandbox;
    let portal: CspByHand;
    let realm: RealmStack;
    let password: unknown;

    beforeAll(async () => {
      ({ sandbox, portal, realm } = await beginScenario());
    });
    afterAll(() => endScenario({ sandbox, realm }));

    const program = (fields: string, exports = "") =>
      realm.program(`${ACME}${ANNA.replace("account: acme", `account: acme, ${fields}`)}${exports}`);
    const withPasswords = (fields: string) =>
      program(fields, " exports.first = anna.initialPassword; exports.second = anna.newPassword;");
    const bound = (...addresses: string[]) =>
      `sourceAddresses: ${JSON.stringify(addresses)}, permissions: ["show_backup"], resetPassword: "one"`;
    const rulesFail = {
      match: { method: "POST", route: "/clients/{clientId}/users/{userId}/access-rules" },
      effect: { status: 422 },
    };
    const addresses = async () => (await portal.list("/access-rules")).map(({ cidr }) => cidr);
    const deleteAnna = async () => {
      const anna = await portal.one("/users", "username", "anna");
      await portal.delete(`/clients/${String(anna["clientId"])}/users/${anna.id}`, anna);
      return anna.id;
    };
    const signIn = async (word: unknown) => {
      const { id: userId } = await portal.one("/users", "username", "anna");
      return control(portal, "POST", "/csp/sign-ins", { userId, password: word }).then(
        () => true,
        () => false,
      );
    };

    it("keeps id and password where access rules could not be written, and makes one who is gone by then anew", async () => {
      await portal.setFaults([rulesFail]);
      const half = await withPasswords(bound("203.0.113.7")).up();
      expect([half.failed, half.output.includes("exists, but is not complete")]).toEqual([true, true]);
      expect(realm.resources().get("anna")?.outputs?.["initialPassword"]).toBeDefined();

      await portal.setFaults([]);
      expectSuccess(await realm.refresh());
      const whole = await realm.up();
      expectSuccess(whole);
      expect(whole.outputs["first"]?.value).toMatch(/^\w{20}$/);
      expect(realm.stateText()).not.toContain(String(whole.outputs["first"]?.value));
      expect(await addresses()).toEqual(["203.0.113.7"]);
      expect(changed(await realm.up())).toEqual({});

      await portal.setFaults([rulesFail]);
      expect((await withPasswords(bound("203.0.113.0/24", "203.0.113.7")).up()).failed).toBe(true);
      await portal.setFaults([]);
      const id = await deleteAnna();
      expectSuccess(await realm.refresh());
      const anew = await realm.up();
      expectSuccess(anew);
      password = anew.outputs["first"]?.value;
      expect((await portal.one("/users", "username", "anna")).id).not.toBe(id);
    });

    it("binds people to hours and addresses, sees what was changed by hand, and opens access only with consent", async () => {
      const [rule] = await portal.list("/access-rules");
      const anna = await portal.one("/users", "username", "anna");
      expect([await addresses(), anna["permissions"]]).toEqual([["203.0.113.0/24", "203.0.113.7"], ["show_backup"]]);

      const path = `/clients/${String(anna["clientId"])}/users/${anna.id}/access-rules`;
      await portal.delete(`${path}/${rule!.id}`, rule!);
      expect(changed(await realm.refresh())).toEqual({ update: 1 });
      expectSuccess(await program(bound("203.0.113.0/24", "203.0.113.7")).up());
      expect((await addresses()).sort()).toEqual(["203.0.113.0/24", "203.0.113.7"]);

      const opened = await program(`permissions: ["show_backup"], resetPassword: "one"`).preview();
      expect([opened.failed, opened.output.includes('confirm: ["csp/A2"]')]).toEqual([true, true]);
      expectSuccess(await program(`confirm: ["csp/A2"], resetPassword: "one"`).up());
      expect(await addresses()).toEqual([]);
      expect((await portal.one("/users", "username", "anna"))["permissions"]).toEqual([]);
      expect(changed(await realm.refresh())).toEqual({});
    });

    it("resets a password when its trigger has a new word, once, and never shows it", async () => {
      expect(await signIn(password)).toBe(true);
      const preview = await withPasswords('resetPassword: "two"').preview();
      expect(preview.output).toContain("generates a new password");
      expect(await signIn(password)).toBe(true);
      const up = await realm.up();
      expectSuccess(up);
      const { first: initial, second: reset } = up.outputs;
      expect([initial?.value, reset?.secret, await signIn(reset?.value)]).toEqual([undefined, true, true]);
      expect(await signIn(password)).toBe(false);
      for (const text of [preview.output, up.output, realm.stateText()])
        expect(text).not.toContain(String(reset?.value));

      await portal.resetCalls();
      await realm.refresh();
      const again = await realm.up();
      expect(changed(again)).toEqual({});
      expect(await portal.writes()).toEqual({});
      expect(await signIn(again.outputs["second"]?.value)).toBe(true);
    });

    it("says so where a reset is for one who is gone", async () => {
      await deleteAnna();
      const gone = await program('resetPassword: "three"').up();
      expect([gone.failed, gone.output.includes("can't be seen at the portal. Run pulumi refresh first")]).toEqual([
        true,
        true,
      ]);
      expectSuccess(await realm.refresh());
    });

    it("goes on from what is there in the next run, which waits for the portal's nightly window to end, and says so", async () => {
      // As it answers in its window, for three calls.
      const closed = { status: 503, headers: { "Retry-After": "3" }, when: "before" };
      await portal.setFaults([{ match: {}, times: 3, effect: closed }]);
      const up = await realm.up();
      expectSuccess(up);
      expect(up.output).toMatch(/the portal is temporarily unavailable \(503.*waiting \d+ s, then retrying/);
      expect(changed(up)).toEqual({ create: 1 });
      expect(await portal.one("/users", "username", "anna")).toBeDefined();
    });
  });

  it("rolls a quota profile out only where a quota follows it, in the same up, and the plan shows the numbers; approves a request that the declared quota covers, shows one that it doesn't, and rejects one by its id; an approval that the pool can't hold fails at the change, with nothing changed; and no decommissioning is asked for while anything is left that the program didn't declare, which is listed", () =>
    withScenario(async ({ realm, portal }) => {
      const program = (vcpus: number, fields = "profile: starter") =>
        realm.program(`${ACME.replace('state: "production"', 'state: "trial", onDelete: "decommission"')}
        const starter = new reseller.QuotaProfile("starter", { name: "Starter", limits: { ...${LIMITS}, vcpus: ${vcpus} } });
        const quota = new reseller.Quota("quota", { account: acme, region: "ch-1", ${fields} });
        new reseller.Quota("follows", { account: acme, region: "ch-2", profile: starter, followProfile: true });
        exports.difference = quota.difference;
        exports.asked = acme.pendingQuotaRequests;`);
      expectSuccess(await program(10).up());
      const preview = await program(12).preview();
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

      const client = await portal.one("/clients", "name", "Acme AG");
      const requests = () => portal.list(`/clients/${client.id}/quota-requests`);
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
      const { difference, asked } = (await realm.up()).outputs;
      expect(difference?.value).toEqual({ vcpus: -2 });
      const pending = asked?.value as { id: string; requested: object }[];
      expect(pending.map(({ id, requested }) => [id, requested])).toEqual([
        [more, { vcpus: 14 }],
        [toomuch, { volumes: 500 }],
      ]);
      const limits = (vcpus: number) => `limits: { ...${LIMITS}, vcpus: ${vcpus} }`;
      expectSuccess(
        await program(12, `${limits(14)}, rejectRequests: [{ id: "${toomuch}", comment: "not this year" }]`).up(),
      );
      expect((await requests()).map(({ status, decisionComment }) => [status, decisionComment])).toEqual([
        ["approved", null],
        ["rejected", "not this year"],
      ]);
      // One that came in since, and is covered: a refresh sees it, and the next up approves it.
      const late = await ask("vcpus", 12).catch(() => undefined);
      expect(late).toBeDefined();
      expect(changed(await realm.refresh())).toEqual({ update: 1 });
      expectSuccess(await realm.up());
      expect((await requests()).map(({ status }) => status)).toEqual(["approved", "rejected", "approved"]);
      await realm.refresh();
      expect(changed(await realm.up())).toEqual({});

      await ask("vcpus", 20);
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
      const up = await program(12, limits(20)).up();
      expect([up.failed, up.output.includes("vcpus 20 of 15")]).toEqual([true, true]);
      expect((await requests()).map(({ status }) => status)).toEqual(["approved", "rejected", "approved", "pending"]);

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
      expect([...realm.resources().keys()]).toEqual(["acme"]);
    }));
});

async function control(
  portal: CspByHand,
  method: string,
  path: string,
  data?: object,
): Promise<Record<string, unknown>> {
  return (await axios.request<Record<string, unknown>>({ method, url: `${portal.controlUrl}${path}`, data })).data;
}
