import { operations } from "../../../provider/portals/scaleway/contract";
import { Propagation } from "../../../provider/portals/scaleway/propagation";
import { member, organization, profile, READERS, ref, ScalewayBench } from "./bench";

const IAM = "/iam/v1alpha1";
const PARTNER = "/partner/v1/organizations";

describe("what Scaleway's APIs do now and then", () => {
  let bench: ScalewayBench;
  beforeEach(async () => {
    bench = await ScalewayBench.start();
  });
  afterEach(() => bench.close());

  const fault = (method: string, route: string, effect: object, more: object = {}) => ({
    match: { portal: "scaleway", method, route },
    effect,
    ...more,
  });
  const faults = (...rules: readonly object[]) => bench.control("PUT", "/faults", rules);
  const denied = {
    status: 403,
    body: { type: "permissions_denied", message: "insufficient permissions", details: [] },
  };
  const absent = (resource: string) => ({
    status: 404,
    body: { type: "not_found", message: "resource is not found", resource, resource_id: "x" },
  });

  it("a right that comes and goes after a grant is waited for", async () => {
    await bench.up(profile("first"));
    await faults(
      fault("POST", `${IAM}/groups`, denied, { every: 2 }),
      fault("POST", `${IAM}/policies`, denied, { every: 2 }),
    );
    const reseller = [{ permissionSets: ["ResellerFullAccess"], scope: "organization" }];
    await bench.up(profile("first", { rules: reseller }), profile("second"), profile("third"), profile("fourth"));
    expect((await bench.portal.all(`${IAM}/groups`, "groups")).length).toBe(9);
  });

  it("an address that somebody has whom the partner doesn't see is explained, and nothing of the change is done", async () => {
    await bench.up(organization("acme"));
    const taken = { type: "already_exists", message: "resource already exists", resource: "organization" };
    const refusal = { status: 409, body: { ...taken, resource_id: "x", help_message: "email" } };
    await faults(fault("PATCH", `${PARTNER}/{organizationId}`, refusal));
    const { failures } = await bench.engine.up([organization("acme", { name: "Acme AG", email: "b@x.example" })]);
    expect(failures).toEqual([
      expect.stringMatching(/b@x\.example belongs to another Organization already.*choose another one.*already exists/),
    ]);
    await faults();
    await bench.up(organization("acme", { name: "Acme AG" }));
    expect(bench.state("acme")).toMatchObject({ name: "Acme AG", email: "acme@customer.example" });
    await bench.up(organization("acme"), organization("beta"));
    await bench.refused([organization("acme"), organization("beta", { email: "acme@customer.example" })], {
      property: "email",
      label: "beta",
      tells: bench.id("acme"),
    });
  });

  it("what is full is an error at once, and no question of rights", async () => {
    await bench.up(profile("first"));
    await bench.control("PUT", `/scaleway/organizations/${bench.portal.ownId}/quotas`, { iam_groups: 6 });
    await bench.resetCalls();
    const { failures } = await bench.engine.up([profile("first"), profile("second")]);
    expect(failures).toEqual([expect.stringContaining("quota(s) exceeded: iam_groups: 6 of 6")]);
    expect(failures[0]).not.toContain("not allowed");
    expect(await bench.writes()).toEqual({ [`POST ${IAM}/groups`]: 1 });
  });

  it("a right that an earlier run has granted is waited for, a few tries long; one that never was is an error then", async () => {
    await faults(fault("POST", `${IAM}/groups`, denied, { times: 3 }));
    await bench.up(profile("first"));
    await faults(fault("POST", `${IAM}/groups`, denied));
    await bench.resetCalls();
    const { failures } = await bench.engine.up([profile("first"), profile("second")]);
    expect(failures.join()).toContain("insufficient permissions");
    expect((await bench.calls())[`POST ${IAM}/groups`]).toBe(5);
  });

  it("what has just been made and is not known everywhere yet is waited for", async () => {
    await faults(
      fault("POST", `${PARTNER}/{organizationId}/lock`, absent("organization"), { times: 2 }),
      fault("POST", `${IAM}/policies`, absent("group"), { times: 2 }),
      fault("POST", `${IAM}/groups/{groupId}/add-members`, absent("user"), { times: 2 }),
    );
    await bench.up(
      organization("acme", { locked: true }),
      profile("first"),
      member("anna", { profiles: [ref("first")] }),
    );
    expect(bench.state("acme")).toMatchObject({ lockedBy: "partner" });
    expect((await bench.portal.group("first"))["user_ids"]).toEqual([bench.id("anna")]);
  });

  it("people join one group in few calls, one at a time, also while it is being changed by others", async () => {
    const updating = {
      status: 409,
      body: {
        type: "transient_state",
        message: "resource is in a transient state",
        resource: "group",
        resource_id: "x",
        current_state: "updating",
      },
    };
    await faults(fault("POST", `${IAM}/groups/{groupId}/add-members`, updating, { times: 2 }));
    const people = Array.from({ length: 40 }, (_, index) => member(`p${index}`, { profiles: [ref("first")] }));
    await bench.up(profile("first"), ...people);
    expect((await bench.portal.group("first"))["user_ids"]).toHaveLength(40);
    expect((await bench.calls())[`POST ${IAM}/groups/{groupId}/add-members`]).toBeLessThanOrEqual(8);
  });

  it("people who join and leave one group in one run are never refused for each other, and nobody is lost", async () => {
    const named = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `p${from + index}`).map((name) => ({
        inside: member(name, { profiles: [ref("first")] }),
        outside: member(name),
      }));
    const [old, young] = [named(0, 12), named(12, 30)];
    await bench.up(profile("first"), ...old.map(({ inside }) => inside), ...young.map(({ outside }) => outside));
    await bench.resetCalls();
    await bench.up(profile("first"), ...old.map(({ outside }) => outside), ...young.map(({ inside }) => inside));
    const ids = young.map(({ inside }) => bench.id(inside.label)).sort();
    expect([...((await bench.portal.group("first"))["user_ids"] as string[])].sort()).toEqual(ids);
    const calls = await bench.calls();
    expect(calls[`POST ${IAM}/groups/{groupId}/remove-member`]).toBe(12);
    expect(calls[`POST ${IAM}/groups/{groupId}/add-members`]).toBeLessThanOrEqual(18);
  });

  it("two runs at once that change one group wait for each other, and lose nobody", async () => {
    await bench.up(profile("first"));
    const people = (prefix: string) =>
      Array.from({ length: 10 }, (_, index) => member(`${prefix}${index}`, { profiles: [bench.id("first")] }));
    // For as long as one call may take, and not a few tries long.
    expect(new Propagation().types(operations.addGroupMembers, "token", [])).toEqual(["transient_state"]);
    const [one, two] = [bench.engineWith({}), bench.engineWith({})];
    const outcomes = await Promise.all([one.up(people("a")), two.up(people("b"))]);
    expect(outcomes.flatMap(({ failures }) => failures)).toEqual([]);
    expect((await bench.portal.group("first"))["user_ids"]).toHaveLength(20);
    await Promise.all([one.up([]), two.up(people("b").slice(5))]);
    expect((await bench.portal.group("first"))["user_ids"]).toHaveLength(5);
  });

  it("one person who can't join doesn't keep the others out", async () => {
    const [first, second] = [member("anna", { profiles: [ref("first")] }), member("ben", { profiles: [ref("first")] })];
    const wrong = {
      status: 412,
      body: {
        type: "precondition_failed",
        message: "precondition is not respected",
        precondition: "protected_resource",
        help_message: "no",
      },
    };
    await faults(fault("POST", `${IAM}/groups/{groupId}/add-members`, wrong, { times: 2 }));
    const { failures } = await bench.engine.up([profile("first"), first, second]);
    expect(failures.join()).toMatch(/exists, but is not complete/);
    expect((await bench.portal.group("first"))["user_ids"]).toHaveLength(1);
    await faults();
    await bench.up(profile("first"), first, second);
    expect((await bench.portal.group("first"))["user_ids"]).toHaveLength(2);
  });

  it("somebody else's members of a group stay, whatever is declared", async () => {
    await bench.up(profile("first"), member("anna", { profiles: [ref("first")] }));
    await bench.portal.api("POST", `${IAM}/users`, { member: { username: "by.hand", email: "by@hand.example" } });
    const { id } = await bench.portal.user("by.hand");
    await bench.portal.api("POST", `${IAM}/groups/${bench.id("first")}/add-member`, { user_id: id });
    await bench.up(profile("first", { description: "changed" }), member("anna"));
    expect((await bench.portal.group("first"))["user_ids"]).toEqual([id]);
  });

  it.each(["groups", "policies"])(
    "labels that only one of %s has lost are taken away from the other, too",
    async (list) => {
      const labels = { description: "For readers", tags: ["team"] };
      await bench.up(profile("first", labels));
      const id = list === "groups" ? bench.id("first") : (await bench.portal.policy("first"))["id"];
      await bench.portal.api("PATCH", `${IAM}/${list}/${String(id)}`, { description: "", tags: [] });
      await bench.up(profile("first"));
      for (const one of [await bench.portal.group("first"), await bench.portal.policy("first")])
        expect(one).toMatchObject({ description: "", tags: [] });
    },
  );

  it("an answer to the making of a policy that is lost leaves one policy", async () => {
    await faults(fault("POST", `${IAM}/policies`, { cut: "headers", when: "after" }, { nth: 1 }));
    await bench.up(profile("first"));
    const policies = (await bench.portal.all(`${IAM}/policies`, "policies")).filter(({ name }) => name === "first");
    expect(policies).toHaveLength(1);
    expect(bench.state("first")).toMatchObject({ policyId: policies[0]!["id"] });
  });

  it("a group that exists while its policy could not be made is kept, and finished by the next up", async () => {
    const full = {
      status: 403,
      body: {
        type: "quotas_exceeded",
        message: "quota exceeded",
        details: [{ resource: "iam_policies", quota: 50, current: 50 }],
      },
    };
    await faults(fault("POST", `${IAM}/policies`, full));
    const { failures } = await bench.engine.up([profile("first")]);
    expect(failures.join()).toContain("iam_policies: 50 of 50");
    const { id } = await bench.portal.group("first");
    expect(bench.id("first")).toBe(id);
    await faults();
    expect((await bench.engine.up([profile("first")])).steps).toEqual(["update first"]);
    expect((await bench.portal.rules(String((await bench.portal.policy("first"))["id"]))).length).toBe(1);
  });

  it("an administrator who could not be asked for is asked for by the next up", async () => {
    await faults(
      fault("POST", `${PARTNER}/{organizationId}/request-admin-role`, { status: 503, body: {} }, { times: 20 }),
    );
    const acme = organization("acme", {
      adminAccess: { username: "adm", email: "adm@partner.example", password: "first-secret" },
    });
    expect((await bench.engine.up([acme])).failures.join()).toMatch(/acme: Account \S+ exists, but is not complete/);
    await faults();
    await bench.resetCalls();
    await bench.up(acme);
    expect(await bench.writes()).toEqual({ [`POST ${PARTNER}/{organizationId}/request-admin-role`]: 1 });
    expect((await bench.engine.up([acme])).steps).toEqual([]);
  });

  describe("in a client's Organization that is locked", () => {
    it("a 404 is not a deletion: nothing leaves the state, and the error says by whom it is locked and why", async () => {
      const beta = await bench.client("beta");
      await bench.up(member("anna", { account: beta.id }));
      await bench.portal.api("DELETE", `${IAM}/users/${bench.id("anna")}`, undefined, beta.secretKey);
      await bench.control("PUT", `/scaleway/organizations/${beta.id}/vendor-lock`, { reason: "locked_for_abuse" });
      const { gone, failures } = await bench.engine.refresh();
      expect(gone).toEqual([]);
      expect(failures.join()).toContain("locked by scaleway (locked_for_abuse)");
      await bench.control("PUT", `/scaleway/organizations/${beta.id}/vendor-lock`, { reason: null });
      expect((await bench.engine.refresh()).gone).toEqual(["anna"]);
    });

    it("a change says so, instead of that somebody isn't there", async () => {
      const beta = await bench.client("beta");
      await bench.up(member("anna", { account: beta.id }));
      await bench.control("PUT", `/scaleway/organizations/${beta.id}/vendor-lock`, {
        reason: "invoice_payment_failure",
      });
      const { failures } = await bench.engine.up([member("anna", { account: beta.id, lastName: "Keller" })]);
      expect(failures.join()).toContain("locked by scaleway (invoice_payment_failure)");
      expect(bench.id("anna")).not.toBe("");
    });
  });

  it("members of answers that are new, or have vanished, do no harm", async () => {
    await bench.up(profile("first"), organization("acme"), member("anna"));
    await faults(
      fault("GET", PARTNER, { mutate: { pointer: "/organizations/0/siren_number", value: null } }),
      fault("GET", `${IAM}/users`, { mutate: { pointer: "/users/0/srn", value: "srn://iam.scaleway.com/users/1" } }),
      fault("GET", `${IAM}/groups`, { mutate: { pointer: "/groups/0/all_users", value: false } }),
    );
    expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
  });

  it("rules are read again when the portal's policy has moved, and only then; a long list of rules is read whole", async () => {
    const many = Array.from({ length: 45 }, (_, index) => ({ ...READERS[0]!, condition: `request.port == ${index}` }));
    const program = [profile("first", { rules: many }), profile("second")];
    await bench.up(...program);
    await bench.resetCalls();
    expect((await bench.engine.refresh()).changed).toEqual([]);
    expect((await bench.calls())[`GET ${IAM}/rules`]).toBeUndefined();
    await bench.portal.setRules(String((await bench.portal.policy("first"))["id"]), ["BillingManager"]);
    await bench.resetCalls();
    expect((await bench.engine.refresh()).changed).toEqual(["first"]);
    expect((await bench.calls())[`GET ${IAM}/rules`]).toBe(1);
    await bench.up(...program);
    expect((await bench.engine.refresh()).changed).toEqual([]);
    expect((await bench.engine.refresh()).changed).toEqual([]);
    await bench.resetCalls();
    await bench.engine.refresh();
    expect((await bench.calls())[`GET ${IAM}/rules`]).toBeUndefined();
  });

  it("a portal's list that breaks off, or answers something else, concludes nothing", async () => {
    await bench.up(member("anna"));
    for (const effect of [{ truncate: true }, { html: true }, { empty: true }]) {
      await faults(fault("GET", `${IAM}/users`, effect));
      const { gone, failures } = await bench.engine.refresh();
      expect([gone, failures.length]).toEqual([[], 1]);
    }
  });
});
