import { operations } from "../../../../provider/portals/csp/contract";
import { limits, TestPortal } from "../../../sandbox/portalClient";

/** Each test walks through one sort of object; the client it calls with holds every answer against the contract. */
describe("every operation of the contract is served in the contract's shape", () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start();
  });
  afterAll(() => portal.close());

  it("the caller and what the portal offers", async () => {
    const me = await portal.done("getMe");
    expect(me).toMatchObject({ level: "reseller", clientId: null, username: "realm-operator" });
    expect((await portal.done("listRegions")).items.map(({ id }: { id: string }) => id)).toEqual(["ch-1", "ch-2"]);
    expect((await portal.done("listRoles")).items.map(({ name }: { name: string }) => name)).toContain("member");
    const catalogue = (await portal.done("listPermissions", { query: { limit: "200" } })).items;
    const keys = catalogue.map(({ key }: { key: string }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(me.permissions).toEqual(keys);
  });

  it("clients", async () => {
    const created = await portal.call("createClient", {
      body: { name: "Muster AG", state: "trial", uprovideAccountId: "UP-12000", iconUrl: null },
    });
    const clientId = created.body.resource.id as string;
    expect((await portal.done("listClients")).items).toHaveLength(1);
    const client = await portal.done("getClient", { parameters: { clientId } });
    expect(client).toMatchObject({
      name: "Muster AG",
      description: null,
      primaryColor: "#003366",
      secondaryColor: "#6699CC",
      iconUrl: null,
    });
    await portal.done("updateClient", {
      parameters: { clientId },
      body: { description: "A customer" },
      ifMatch: client.etag,
    });
    portal.pass();
    expect(await portal.done("getClient", { parameters: { clientId } })).toMatchObject({ description: "A customer" });
    const ticket = await portal.done("requestDecommission", {
      parameters: { clientId },
      body: { kind: "trial", projects: [{ id: "project-1", name: "web" }], reason: "the trial has ended" },
    });
    expect(ticket.ticketText).toMatch(/Muster AG[^]*project-1[^]*web/);
  });

  it("services", async () => {
    const clientId = await portal.newClient("Services AG");
    await portal.activate(clientId);
    const { items } = await portal.done("listClientServices", { parameters: { clientId } });
    expect(items.map(({ key, status }: { key: string; status: string }) => [key, status])).toContainEqual([
      "openstack",
      "active",
    ]);
    const active = await portal.done("listServices", {
      query: { "filter[status]": "active", "filter[clientId]": clientId },
    });
    expect(active.items).toEqual([items[0]]);
  });

  it("users on both levels, with their passwords", async () => {
    const clientId = await portal.newClient("Users AG");
    const { user, initialPassword } = await portal.newClientUser(clientId, "anna");
    expect(initialPassword).toMatch(/^\w{20}$/);
    const parameters = { clientId, userId: user.id as string };
    expect(await portal.done("getClientUser", { parameters })).toEqual(user);
    const changed = await portal.done("updateClientUser", {
      parameters,
      body: { email: "a@customer.example" },
      ifMatch: user.etag,
    });
    expect(changed).toMatchObject({ email: "a@customer.example", emailVerified: false });
    const { newPassword } = await portal.done("resetClientUserPassword", { parameters });
    expect(newPassword).not.toBe(initialPassword);
    expect((await portal.done("listClientUsers", { parameters: { clientId } })).items).toEqual([changed]);

    const created = await portal.done("createUser", { body: await portal.userInput("berta", "Client-Adm") });
    const userId = created.user.id as string;
    expect(created.user.clientId).toBeNull();
    expect(await portal.done("getUser", { parameters: { userId } })).toEqual(created.user);
    expect((await portal.done("listUsers")).items.map(({ username }: { username: string }) => username)).toEqual([
      "realm-operator",
      "anna",
      "berta",
    ]);
    await portal.done("updateUser", { parameters: { userId }, body: { description: "On leave" }, ifMatch: "*" });
    expect((await portal.done("resetUserPassword", { parameters: { userId } })).newPassword).toBeDefined();
    await portal.done("deleteUser", { parameters: { userId }, ifMatch: "*" });
    await portal.done("deleteClientUser", { parameters, ifMatch: "*" });
    expect((await portal.call("getClientUser", { parameters })).status).toBe(404);
  });

  it("permissions beside the profile", async () => {
    const clientId = await portal.newClient("Grants AG");
    const { user } = await portal.newClientUser(clientId, "anna");
    const parameters = { clientId, userId: user.id as string };
    const before = await portal.call("getUserPermissions", { parameters });
    expect(before.body).toEqual({ permissions: [] });
    await portal.done("setUserPermissions", {
      parameters,
      body: { permissions: ["show_usage"] },
      ifMatch: before.headers.get("etag") ?? "",
    });
    expect(await portal.done("getUserPermissions", { parameters })).toEqual({ permissions: ["show_usage"] });
    expect((await portal.done("getMe", { token: await portal.tokenOf(user.id) })).permissions).toContain("show_usage");
  });

  it("permissions and conditional access of the reseller's own users", async () => {
    const { user } = await portal.done("createUser", { body: await portal.userInput("carla", "Client-Adm") });
    const parameters = { userId: user.id as string };
    const read = await portal.call("getResellerUserPermissions", { parameters });
    expect(read.body).toEqual({ permissions: [] });
    await portal.done("setResellerUserPermissions", {
      parameters,
      body: { permissions: ["show_usage"] },
      ifMatch: read.headers.get("etag") ?? "",
    });
    expect(await portal.done("getResellerUserPermissions", { parameters })).toEqual({ permissions: ["show_usage"] });

    const rule = await portal.done("createResellerUserAccessRule", {
      parameters,
      body: { type: "source_ip", cidr: "203.0.113.0/24" },
    });
    const inRule = { ...parameters, ruleId: rule.id as string };
    const changed = await portal.done("updateResellerUserAccessRule", {
      parameters: inRule,
      body: { cidr: "203.0.113.7" },
      ifMatch: rule.etag,
    });
    const ofCarla = { query: { "filter[userId]": parameters.userId } };
    expect((await portal.done("listAllAccessRules", ofCarla)).items).toEqual([changed]);
    await portal.done("deleteResellerUserAccessRule", { parameters: inRule, ifMatch: changed.etag });
    expect((await portal.done("listAllAccessRules", ofCarla)).items).toEqual([]);
  });

  it("conditional access", async () => {
    const clientId = await portal.newClient("Access AG");
    const { user } = await portal.newClientUser(clientId, "anna");
    const parameters = { clientId, userId: user.id as string };
    const rule = await portal.done("createAccessRule", {
      parameters,
      body: { type: "access_times", days: ["mon"], from: "08:00", to: "18:00" },
    });
    const ruleId = rule.id as string;
    const changed = await portal.done("updateAccessRule", {
      parameters: { ...parameters, ruleId },
      body: { to: "17:00" },
      ifMatch: rule.etag,
    });
    const ofAnna = { query: { "filter[userId]": parameters.userId } };
    expect((await portal.done("listAllAccessRules", ofAnna)).items).toEqual([changed]);
    await portal.done("deleteAccessRule", { parameters: { ...parameters, ruleId }, ifMatch: changed.etag });
    expect((await portal.done("listAllAccessRules", ofAnna)).items).toEqual([]);
  });

  it("permission profiles", async () => {
    const clientId = await portal.newClient("Profiles AG");
    const own = await portal.newProfile("Storage", "client", ["show_s3_panel"]);
    expect(own).toMatchObject({ origin: "reseller", visibleTo: "all_clients", userCount: 0, deletable: true });
    const ofClient = await portal.done("createClientProfile", {
      parameters: { clientId },
      body: { name: "Helpdesk", level: "client", permissions: ["show_users", "reset_password"] },
    });
    expect(ofClient).toMatchObject({ origin: "client", visibleTo: "one_client", clientId });
    expect((await portal.done("listProfiles")).items).toHaveLength(5);
    const parameters = { profileId: own.id as string };
    expect(await portal.done("getProfile", { parameters })).toEqual(own);
    const changed = await portal.done("updateProfile", {
      parameters,
      body: { permissions: ["manage_buckets"] },
      ifMatch: own.etag,
    });
    expect(changed).toMatchObject({ permissions: ["manage_buckets"], level: "client" });
    await portal.done("deleteProfile", { parameters, ifMatch: changed.etag });
  });

  it("quota profiles", async () => {
    const clientId = await portal.newClient("Quota profiles AG");
    const global = await portal.done("createQuotaProfile", {
      body: { name: "Small", inheritable: true, ...limits(1) },
    });
    expect(global).toMatchObject({ scope: "reseller", inherited: false, default: false });
    const ofClient = await portal.done("createClientQuotaProfile", {
      parameters: { clientId },
      body: { name: "Own", ...limits(2) },
    });
    expect(ofClient).toMatchObject({ scope: "client", clientId });
    expect((await portal.done("listQuotaProfiles")).items).toHaveLength(3);
    const parameters = { quotaProfileId: global.id as string };
    expect(await portal.done("getQuotaProfile", { parameters })).toEqual(global);
    const changed = await portal.done("updateQuotaProfile", { parameters, body: { vcpus: 8 }, ifMatch: global.etag });
    expect(changed).toMatchObject({ vcpus: 8, instances: 1 });
    await portal.done("deleteQuotaProfile", { parameters, ifMatch: changed.etag });
  });

  it("projects, their quotas, roles and sub-services", async () => {
    const { clientId, projectId } = await portal.newProject("Projects AG");
    const parameters = { clientId, projectId };
    const project = await portal.done("getProject", { parameters });
    expect(project).toMatchObject({ status: "active", subserviceId: null, quotaProfileId: null });
    expect((await portal.done("listProjects")).items).toEqual([project]);
    expect((await portal.done("listClientProjects", { parameters: { clientId } })).items).toEqual([project]);
    await portal.done("updateProject", { parameters, body: { name: "shop" }, ifMatch: project.etag });

    const quota = await portal.done("getProjectQuota", { parameters: { ...parameters, region: "ch-1" } });
    expect(quota).toMatchObject({ projectId, limits: limits(0) });
    const body = { limits: limits(4, { projects: 0 }) };
    await portal.done("setProjectQuota", { parameters: { ...parameters, region: "ch-1" }, body, ifMatch: quota.etag });
    const ofProject = { query: { "filter[projectId]": projectId } };
    expect((await portal.done("listProjectQuotas", ofProject)).items).toMatchObject([
      { projectId, region: "ch-1", limits: body.limits },
      { projectId, region: "ch-2", limits: limits(0) },
    ]);

    const { user } = await portal.newClientUser(clientId, "anna");
    const member = { ...parameters, userId: user.id as string };
    await portal.done("setProjectRoles", { parameters: member, body: { roles: ["member"] } });
    expect((await portal.done("listProjectRoles", ofProject)).items).toEqual([]);
    portal.pass();
    expect((await portal.done("listProjectRoles", ofProject)).items).toMatchObject([
      { projectId, userId: user.id, roles: ["member"] },
    ]);
    await portal.done("deleteProjectRoles", { parameters: member });

    await portal.control("POST", "/csp/nightly-batch");
    expect((await portal.done("listSubservices", { parameters: { clientId } })).items).toMatchObject([
      { projectId, projectName: "shop" },
    ]);
    await portal.done("deleteProject", { parameters, ifMatch: "*" });
    portal.pass();
    expect((await portal.done("listProjects")).items).toEqual([]);
  });

  it("quotas and requests for more", async () => {
    const clientId = await portal.newClient("Quota AG");
    const parameters = { clientId, region: "ch-1" };
    expect(await portal.done("getClientQuota", { parameters })).toMatchObject({ limits: limits(0), used: limits(0) });
    await portal.setQuota(clientId, "ch-1", limits(5));
    expect((await portal.done("listQuotas", { query: { "filter[clientId]": clientId } })).items).toMatchObject([
      { region: "ch-1", limits: limits(5) },
      { region: "ch-2", limits: limits(0) },
    ]);
    const pool = await portal.done("getResellerQuota", { query: { region: "ch-1" } });
    expect(pool.assigned.vcpus).toBeGreaterThanOrEqual(5);

    const ask = (requested: number) =>
      portal.done("createQuotaRequest", {
        parameters: { clientId },
        body: { region: "ch-1", items: [{ resource: "vcpus", requested }] },
      });
    const request = await ask(8);
    expect(request.items).toEqual([{ resource: "vcpus", current: 5, requested: 8 }]);
    expect((await portal.done("listQuotaRequests", { query: { status: "pending" } })).items).toEqual([request]);
    await portal.done("approveQuotaRequest", { parameters: { requestId: request.id } });
    const other = await ask(9);
    await portal.done("rejectQuotaRequest", {
      parameters: { requestId: other.id },
      body: { comment: "not this year" },
    });
    const { items } = await portal.done("listClientQuotaRequests", { parameters: { clientId } });
    expect(items.map(({ status }: { status: string }) => status)).toEqual(["approved", "rejected"]);
    expect((await portal.done("getClientQuota", { parameters })).limits).toEqual(limits(5, { vcpus: 8 }));
  });

  it("operations, one and several", async () => {
    const ids = (await portal.done("listOperations")).items.slice(0, 2).map(({ id }: { id: string }) => id);
    const { items } = await portal.done("listOperations", { query: { "filter[id]": ids.join(",") } });
    expect(items.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(await portal.done("getOperation", { parameters: { operationId: ids[0] } })).toEqual(items[0]);
  });

  it("and none is left out, but for the one that is the provider's", () => {
    const missing = Object.keys(operations).filter((name) => !portal.served.has(name));
    expect(missing).toEqual(["deleteClient"]);
  });
});
