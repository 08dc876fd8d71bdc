import { type Json, limits, TestPortal } from "../../../sandbox/portalClient";

describe("quota profiles", () => {
  let portal: TestPortal;
  let clientId: string;
  let clientToken: string;
  beforeEach(async () => {
    portal = await TestPortal.start();
    clientId = await portal.newClient("Muster AG");
    clientToken = await tokenWith("anna", ["show_quota_profiles", "manage_quota_profiles"]);
  });
  afterEach(() => portal.close());

  /** A token of a user of the client, with these permissions and no others. */
  async function tokenWith(username: string, permissions: readonly string[]): Promise<string> {
    const { id: profileId } = await portal.newProfile(`Profile of ${username}`, "client", permissions);
    const body = await portal.userInput(username, "User", { profileId });
    const { user } = await portal.done("createClientUser", { parameters: { clientId }, body });
    return portal.tokenOf(user.id as string);
  }

  const create = async (name: string, others: object = {}, request: object = {}) =>
    (await portal.done("createQuotaProfile", { body: { name, ...limits(1), ...others }, ...request })).id as string;
  const createForClient = async (name: string, others: object = {}, request: object = {}) =>
    (
      await portal.done("createClientQuotaProfile", {
        parameters: { clientId },
        body: { name, ...limits(1), ...others },
        ...request,
      })
    ).id as string;
  const patch = (quotaProfileId: string, body: object, token?: string) =>
    portal.call("updateQuotaProfile", { parameters: { quotaProfileId }, body, ifMatch: "*", token });
  const remove = (quotaProfileId: string, token?: string) =>
    portal.call("deleteQuotaProfile", { parameters: { quotaProfileId }, ifMatch: "*", token });
  const namesSeenBy = async (token?: string) =>
    (await portal.done("listQuotaProfiles", { token })).items.map(({ name }: Json) => name as string) as string[];

  it("csp/Q1: only the reseller's can be made inheritable, by whoever and whenever", async () => {
    const own = await createForClient("Own");
    for (const token of [undefined, clientToken]) {
      const body = { name: "Shared", inheritable: true, ...limits(1) };
      const refusal = { status: 422, code: "validation", errors: [{ field: "inheritable" }] };
      expect(await portal.refused("createClientQuotaProfile", { parameters: { clientId }, body, token })).toMatchObject(
        refusal,
      );
      expect((await patch(own, { inheritable: true }, token)).body).toMatchObject(refusal);
    }
    expect((await patch(await create("Global"), { inheritable: true })).body).toMatchObject({ inheritable: true });
  });

  it("csp/Q2: what a client inherits it sees and uses, and can't change or delete", async () => {
    const inherited = await create("Inherited", { inheritable: true });
    expect(
      await portal.done("getQuotaProfile", { parameters: { quotaProfileId: inherited }, token: clientToken }),
    ).toMatchObject({ inherited: true, scope: "reseller" });
    const predefined = (await portal.done("listQuotaProfiles", { query: { "filter[name]": "object-storage" } }))
      .items[0].id as string;
    const readonly = { status: 403, body: { code: "inherited_readonly" } };
    for (const quotaProfileId of [inherited, predefined]) {
      expect(await patch(quotaProfileId, { vcpus: 9 }, clientToken)).toMatchObject(readonly);
      expect(await remove(quotaProfileId, clientToken)).toMatchObject(readonly);
    }
    expect(await remove(predefined)).toMatchObject(readonly);
    const own = await createForClient("Own", {}, { token: clientToken });
    expect((await patch(own, { vcpus: 9 }, clientToken)).body).toMatchObject({ vcpus: 9, inherited: false });
    expect((await remove(own, clientToken)).status).toBe(204);
    expect((await patch(inherited, { vcpus: 9 })).body).toMatchObject({ vcpus: 9, inherited: false });
  });

  it("csp/Q2: what a client doesn't inherit it doesn't see at all", async () => {
    const hidden = await create("Hidden");
    const other = await portal.newClient("Other AG");
    const foreign = (
      await portal.done("createClientQuotaProfile", {
        parameters: { clientId: other },
        body: { name: "Foreign", ...limits(1) },
      })
    ).id as string;
    expect(await namesSeenBy(clientToken)).toEqual(["object-storage"]);
    for (const id of [hidden, foreign]) {
      expect((await patch(id, { vcpus: 9 }, clientToken)).status).toBe(404);
      expect((await remove(id, clientToken)).status).toBe(404);
    }
  });

  it("csp/Q3: one default in each scope, also where an edit sets it", async () => {
    const [first, second] = [await create("First", { default: true }), await create("Second")];
    const own = await createForClient("Own", { default: true });
    const other = await portal.newClient("Other AG");
    await portal.done("createClientQuotaProfile", {
      parameters: { clientId: other },
      body: { name: "Other", default: true, ...limits(1) },
    });
    const defaults = async () =>
      (await portal.done("listQuotaProfiles")).items
        .filter((profile: Json) => profile.default as boolean)
        .map(({ name }: Json) => name as string) as string[];
    expect(await defaults()).toEqual(["First", "Own", "Other"]);
    await patch(second, { default: true });
    expect(await defaults()).toEqual(["Second", "Own", "Other"]);
    await createForClient("Newer", { default: true });
    expect(await defaults()).toEqual(["Second", "Other", "Newer"]);
    await patch(own, { default: true }, clientToken);
    expect(await defaults()).toEqual(["Second", "Own", "Other"]);
    await patch(second, { default: false });
    await patch(first, { name: "Renamed" });
    expect(await defaults()).toEqual(["Own", "Other"]);
  });

  it("csp/Q7: neither an edit nor a deletion changes a quota that was made of it", async () => {
    const profile = await create("Template", { inheritable: true, ...limits(3) });
    await portal.activate(clientId);
    const parameters = { clientId, region: "ch-1" };
    const body = { limits: limits(5), profileId: profile };
    await portal.done("setClientQuota", { parameters, body, ifMatch: "*" });
    const { resource } = await portal.done("createProject", {
      parameters,
      body: { name: "web", quotaProfileId: profile },
    });
    const read = async () => [
      await portal.done("getClientQuota", { parameters }),
      await portal.done("getProjectQuota", { parameters: { ...parameters, projectId: resource.id as string } }),
    ];
    const before = await read();
    expect(before[1]).toMatchObject({ limits: limits(3, { projects: 0 }), profileId: profile });
    await patch(profile, limits(4));
    expect(await read()).toEqual(before);
    await remove(profile);
    expect(await read()).toEqual(before);
    expect((await portal.call("setClientQuota", { parameters, body, ifMatch: "*" })).status).toBe(200);
    await portal.done("setClientQuota", { parameters, body: { ...body, profileId: null }, ifMatch: "*" });
    expect((await portal.call("setClientQuota", { parameters, body, ifMatch: "*" })).status).toBe(422);
  });

  it("csp/Q8: one that is no longer inheritable is hidden from clients, and not to be used by them", async () => {
    const profile = await create("Shared", { inheritable: true });
    await portal.activate(clientId);
    await portal.setQuota(clientId, "ch-1", limits(5));
    const make = (name: string) =>
      portal.call("createProject", { parameters: { clientId }, body: { name, quotaProfileId: profile } });
    expect(await namesSeenBy(clientToken)).toEqual(["object-storage", "Shared"]);
    const first = (await make("web")).body.resource.id as string;
    await patch(profile, { inheritable: false });
    expect(await namesSeenBy(clientToken)).toEqual(["object-storage"]);
    expect(
      (await portal.call("getQuotaProfile", { parameters: { quotaProfileId: profile }, token: clientToken })).status,
    ).toBe(404);
    expect(await make("shop")).toMatchObject({ status: 422, body: { errors: [{ field: "quotaProfileId" }] } });
    expect(await portal.done("getProject", { parameters: { clientId, projectId: first } })).toMatchObject({
      quotaProfileId: profile,
    });
    await patch(profile, { inheritable: true });
    expect((await make("shop")).status).toBe(202);
  });

  describe("csp/Q10", () => {
    it("global ones are made on the reseller level only, whatever permissions a client's user holds", async () => {
      const body = { name: "Mine", ...limits(1) };
      expect(await portal.refused("createQuotaProfile", { body, token: clientToken })).toMatchObject({
        status: 403,
        code: "level_too_low",
      });
      expect(
        await portal.refused("createQuotaProfile", { body, token: portal.sandbox.csp.readOnlyToken }),
      ).toMatchObject({ status: 403, code: "permission_missing", requiredPermission: "manage_quota_profiles" });
    });

    it("a client's own are made by its users with the permission, and by no others", async () => {
      await createForClient("Mine", {}, { token: clientToken });
      const token = await tokenWith("berta", ["show_quota_profiles"]);
      const request = { parameters: { clientId }, body: { name: "Hers", ...limits(1) }, token };
      expect(await portal.refused("createClientQuotaProfile", request)).toMatchObject({
        status: 403,
        code: "permission_missing",
        requiredPermission: "manage_quota_profiles",
      });
    });

    it("a client's quota is seen by its users with the permission, and by no others", async () => {
      const parameters = { clientId, region: "ch-1" };
      const [seeing, blind] = [
        await tokenWith("carla", ["show_client_quota"]),
        await tokenWith("doris", ["show_project_quota", "request_quota"]),
      ];
      await portal.done("getClientQuota", { parameters, token: seeing });
      expect((await portal.done("listQuotas", { token: seeing })).items).toHaveLength(2);
      for (const name of ["getClientQuota", "listQuotas", "listClientQuotaRequests"] as const)
        expect(await portal.refused(name, { parameters, token: blind })).toMatchObject({
          status: 403,
          code: "permission_missing",
          requiredPermission: "show_client_quota",
        });
      expect(await portal.refused("getResellerQuota", { query: { region: "ch-1" }, token: seeing })).toMatchObject({
        code: "level_too_low",
      });
    });
  });
});
