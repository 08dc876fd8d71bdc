import { type Json, TestPortal } from "../../../sandbox/portalClient";

/** Who may give what to whom, and what a person can do to itself. */
describe("people at the portal", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  const names = (items: Json[]) => items.map(({ name }: { name: string }) => name);

  describe("permission sets are profiles", () => {
    it("that must exist and be visible to the user's client, and make nobody a reseller (csp/U1, csp/U2)", async () => {
      const [clientId, other] = [await portal.newClient("Muster AG"), await portal.newClient("Other AG")];
      const foreign = await portal.done("createClientProfile", {
        parameters: { clientId: other },
        body: { name: "Helpdesk", level: "client", permissions: [] },
      });
      const desk = await portal.newProfile("Desk", "reseller", ["show_clients"]);
      const body = await portal.userInput("anna", "User", { permissionSets: ["nowhere", foreign.id, desk.id] });
      const refused = await portal.refused("createClientUser", { parameters: { clientId }, body });
      expect(refused.errors.map(({ field, code }: Json) => [field, code])).toEqual([
        ["permissionSets.0", "not_found"],
        ["permissionSets.1", "not_found"],
        ["permissionSets.2", "profile_has_clients_permission"],
      ]);
    });

    it("that count as used, can't be deleted then, and give their permissions (csp/P7)", async () => {
      const clientId = await portal.newClient("Muster AG");
      const usage = await portal.newProfile("Usage", "client", ["show_usage"]);
      const body = await portal.userInput("anna", "User", { permissionSets: [usage.id] });
      const { user } = await portal.done("createClientUser", { parameters: { clientId }, body });
      expect((await portal.profileNamed("Usage")).userCount).toBe(1);
      const parameters = { profileId: usage.id as string };
      expect((await portal.refused("deleteProfile", { parameters, ifMatch: "*" })).code).toBe("in_use");
      expect((await portal.done("getMe", { token: await portal.tokenOf(user.id) })).permissions).toContain(
        "show_usage",
      );
    });
  });

  it("nobody passes on a permission that they don't hold, by a profile either (csp/P9)", async () => {
    const clientId = await portal.newClient("Muster AG");
    await portal.control("PUT", "/csp/tokens/reseller", {
      permissions: ["show_profiles", "create_user", "edit_user", "show_users", "show_s3_panel", "manage_buckets"],
    });
    const refused = await portal.refused("createClientUser", {
      parameters: { clientId },
      body: await portal.userInput("anna"),
    });
    expect([refused.status, refused.code, refused.requiredPermission]).toEqual([
      403,
      "permission_missing",
      "manage_objects",
    ]);
    await portal.control("PUT", "/csp/tokens/reseller", {});
    const { user } = await portal.newClientUser(clientId, "anna");
    await portal.control("PUT", "/csp/tokens/reseller", { permissions: ["edit_user", "show_users"] });
    const parameters = { clientId, userId: user.id as string };
    // What the user has already may stay.
    await portal.done("updateClientUser", {
      parameters,
      body: { profileId: user.profileId, lastName: "B" },
      ifMatch: "*",
    });
  });

  describe("conditional access never shuts out who changes it (csp/A1)", () => {
    it("by an address, a time, a patch, or by taking away the rule that lets it in", async () => {
      const { userId } = await portal.done("getMe");
      const parameters = { userId: userId as string };
      const rule = (body: object) => portal.call("createResellerUserAccessRule", { parameters, body });
      expect((await rule({ type: "source_ip", cidr: "203.0.113.0/24" })).body.code).toBe("would_lock_out");
      // The clock stands on a Monday, 11:00 in Zurich.
      const night = { type: "access_times", days: ["mon"], from: "20:00", to: "22:00" };
      expect((await rule(night)).body.code).toBe("would_lock_out");
      const own = (await rule({ type: "source_ip", cidr: "127.0.0.0/8" })).body;
      expect((await rule({ type: "source_ip", cidr: "203.0.113.0/24" })).status).toBe(201);
      const inOwn = { parameters: { ...parameters, ruleId: own.id as string }, ifMatch: "*" };
      for (const request of [
        portal.refused("updateResellerUserAccessRule", { ...inOwn, body: { cidr: "198.51.100.1" } }),
        portal.refused("updateResellerUserAccessRule", { ...inOwn, body: { enabled: false } }),
        portal.refused("deleteResellerUserAccessRule", inOwn),
      ])
        expect((await request).code).toBe("would_lock_out");
      expect((await portal.done("listAllAccessRules")).items).toHaveLength(2);
    });

    it("nor does anybody delete the user that they are", async () => {
      const { userId } = await portal.done("getMe");
      expect((await portal.refused("deleteUser", { parameters: { userId }, ifMatch: "*" })).code).toBe(
        "would_lock_out",
      );
    });
  });

  it("a client's people keep somebody who administers them; the reseller may take that away (csp/U5)", async () => {
    const clientId = await portal.newClient("Muster AG");
    const anna = (await portal.newClientUser(clientId, "anna", "User-Adm")).user;
    const berta = (await portal.newClientUser(clientId, "berta", "User-Adm")).user;
    await portal.newClientUser(clientId, "carla");
    const token = await portal.tokenOf(berta.id);
    const plain = (await portal.profileNamed("User")).id;
    const of = (user: Json) => ({ parameters: { clientId, userId: user.id as string }, ifMatch: "*", token });
    await portal.done("deleteClientUser", of(anna));
    expect((await portal.refused("updateClientUser", { ...of(berta), body: { profileId: plain } })).code).toBe(
      "last_administrator",
    );
    await portal.done("updateClientUser", { ...of(berta), token: undefined, body: { profileId: plain } });
  });

  it("nor is the last one who administers a client demoted by a change of the profile (csp/U5)", async () => {
    const clientId = await portal.newClient("Muster AG");
    const { permissions } = await portal.profileNamed("User-Adm");
    const own = await portal.done("createClientProfile", {
      parameters: { clientId },
      body: { name: "Own admin", level: "client", permissions },
    });
    const body = { ...(await portal.userInput("anna")), profileId: own.id as string };
    const { user } = await portal.done("createClientUser", { parameters: { clientId }, body });
    const token = await portal.tokenOf(user.id);
    const demotion = {
      parameters: { profileId: own.id as string },
      body: { permissions: permissions.filter((key: string) => key !== "create_user") },
      ifMatch: "*",
    };
    await portal.newClientUser(clientId, "carla");
    expect((await portal.refused("updateProfile", { ...demotion, token })).code).toBe("last_administrator");
    expect((await portal.profileNamed("Own admin")).permissions).toEqual(permissions);
    await portal.newClientUser(clientId, "berta", "User-Adm");
    await portal.done("updateProfile", { ...demotion, token });
  });

  it("a user who is gone has no password to reset, and a replay never shows one again", async () => {
    const clientId = await portal.newClient("Muster AG");
    const { user } = await portal.newClientUser(clientId, "anna");
    const parameters = { clientId, userId: user.id as string };
    const first = await portal.done("resetClientUserPassword", { parameters, idempotencyKey: "key-1" });
    const again = await portal.done("resetClientUserPassword", { parameters, idempotencyKey: "key-1" });
    expect([typeof first.newPassword, again]).toEqual(["string", { secretReturned: false }]);
    await portal.done("deleteClientUser", { parameters, ifMatch: "*" });
    expect((await portal.call("resetClientUserPassword", { parameters })).status).toBe(404);
  });

  it("see the entries of the menu that they have a right for and whose service is active", async () => {
    const clientId = await portal.newClient("Muster AG");
    const { user } = await portal.newClientUser(clientId, "anna", "User");
    const view = async () => (await portal.control("GET", `/csp/users/${user.id}/view`)).body;
    expect((await view()).panels).toEqual([]);
    await portal.activate(clientId, "openstack");
    await portal.activate(clientId, "s3");
    expect(await view()).toEqual({
      panels: ["S3 object storage"],
      permissions: ["manage_buckets", "manage_objects", "show_s3_panel"],
      profiles: ["User", "User-Adm"],
    });
    await portal.newProfile("For all", "client", []);
    await portal.newProfile("For us", "reseller", ["show_clients"]);
    expect((await view()).profiles).toEqual(["For all", "User", "User-Adm"]);
    const all = names((await portal.done("listProfiles")).items);
    expect(all).toContain("For us");
  });
});
