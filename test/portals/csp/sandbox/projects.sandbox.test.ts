import { type Json, limits, TestPortal } from "../../../sandbox/portalClient";

describe("projects", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  /** A client with OpenStack that may have projects. */
  async function newClient(name: string): Promise<string> {
    const clientId = await portal.newClient(name);
    await portal.activate(clientId);
    await portal.setQuota(clientId, "ch-1", limits(10));
    return clientId;
  }

  /** A token of a user of the client, with these permissions and no others. */
  async function tokenWith(clientId: string, username: string, permissions: readonly string[]): Promise<string> {
    const { id: profileId } = await portal.newProfile(`Profile of ${username}`, "client", permissions);
    const body = await portal.userInput(username, "User", { profileId });
    const { user } = await portal.done("createClientUser", { parameters: { clientId }, body });
    return portal.tokenOf(user.id as string);
  }

  it("csp/O1: need OpenStack to be active in that client, whoever asks", async () => {
    const [without, other] = [await portal.newClient("Muster AG"), await newClient("Other AG")];
    await portal.setQuota(without, "ch-1", limits(10));
    const { user } = await portal.newClientUser(without, "anna", "User-Adm");
    const token = await portal.tokenOf(user.id as string);
    const attempt = (clientId: string, by?: string) =>
      portal.call("createProject", { parameters: { clientId }, body: { name: "web" }, token: by });
    for (const by of [undefined, token])
      expect(await attempt(without, by)).toMatchObject({ status: 409, body: { code: "dependency_missing" } });
    expect((await attempt(other, token)).status).toBe(404);
    await portal.done("activateService", { parameters: { clientId: without, serviceKey: "openstack" } });
    expect((await attempt(without, token)).body).toMatchObject({ code: "dependency_missing" });
    portal.pass();
    expect((await attempt(without, token)).status).toBe(202);
  });

  it("csp/O2: for object storage need an Admin", async () => {
    const clientId = await newClient("Muster AG");
    const { items } = await portal.done("listQuotaProfiles", { query: { "filter[name]": "object-storage" } });
    const plain = await tokenWith(clientId, "anna", ["create_project", "show_projects"]);
    const admin = await tokenWith(clientId, "berta", ["create_project", "manage_project_users"]);
    const make = (name: string, token: string | undefined, input: object) =>
      portal.call("createProject", { parameters: { clientId }, body: { name, ...input }, token });
    const s3 = { quotaProfileId: items[0].id as string };
    expect(await make("storage", plain, s3)).toMatchObject({ status: 403, body: { code: "level_too_low" } });
    expect((await make("web", plain, {})).status).toBe(202);
    expect((await make("storage", admin, s3)).status).toBe(202);
    expect((await make("storage 2", undefined, s3)).status).toBe(202);
    await portal.control("PUT", "/csp/tokens/reseller", { permissions: ["create_project"] });
    expect((await make("storage 3", undefined, s3)).status).toBe(202);
  });

  describe("csp/O5: what is not empty is not deleted", () => {
    it("and everything that is left is named, in both regions", async () => {
      const parameters = await portal.newProject("Muster AG");
      const use = (region: string, numbers: object) =>
        portal.control("PUT", `/csp/projects/${parameters.projectId}/usage/${region}`, numbers);
      await use("ch-1", { volumes: 2, instances: 1 });
      await use("ch-2", { floatingIps: 3 });
      const problem = await portal.refused("deleteProject", { parameters, ifMatch: "*" });
      expect(problem).toMatchObject({ status: 409, code: "not_empty" });
      expect(problem.resources).toEqual([
        { region: "ch-1", resource: "instances", used: 1 },
        { region: "ch-1", resource: "volumes", used: 2 },
        { region: "ch-2", resource: "floatingIps", used: 3 },
      ]);
      expect(problem.detail).toMatch(/1 instances in ch-1, 2 volumes in ch-1, 3 floatingIps in ch-2/);
      await use("ch-1", {});
      expect((await portal.refused("deleteProject", { parameters, ifMatch: "*" })).resources).toHaveLength(1);
      await use("ch-2", {});
      await portal.done("deleteProject", { parameters, ifMatch: "*" });
      portal.pass();
      expect((await portal.call("getProject", { parameters })).status).toBe(404);
    });
  });

  describe("roles", () => {
    const names = async () =>
      (await portal.done("listRoles")).items.map(({ name }: { name: string }) => name) as string[];
    const give = (parameters: Record<string, string>, roles: readonly unknown[], token?: string) =>
      portal.call("setProjectRoles", { parameters, body: { roles }, token });
    const rolesOf = async (userId: string): Promise<string[]> =>
      (await portal.done("listProjectRoles", { query: { "filter[userId]": userId } })).items.flatMap(
        ({ roles }: Json) => roles as string[],
      );

    it("are those of the catalogue; every other is named", async () => {
      const project = await portal.newProject("Muster AG");
      const { user } = await portal.newClientUser(project.clientId, "anna");
      const parameters = { ...project, userId: user.id as string };
      const all = await names();
      expect(all).toEqual(expect.arrayContaining(["_member_", "member", "reader", "heat_stack_owner", "creator"]));
      expect(await give(parameters, ["member", "admin", "MEMBER"])).toMatchObject({
        status: 422,
        body: { code: "validation", errors: [{ field: "roles.1" }, { field: "roles.2" }] },
      });
      portal.pass();
      expect(await rolesOf(parameters.userId)).toEqual([]);
      expect((await give(parameters, [...all, "member"])).status).toBe(202);
      portal.pass();
      expect(await rolesOf(parameters.userId)).toEqual(all);
    });

    it("come some time after they were given, and replace those before", async () => {
      const project = await portal.newProject("Muster AG");
      const { user } = await portal.newClientUser(project.clientId, "anna");
      const parameters = { ...project, userId: user.id as string };
      const roles = () => rolesOf(parameters.userId);
      await give(parameters, ["member", "reader"]);
      portal.pass();
      const { id: operationId } = (await give(parameters, ["creator"])).body;
      const status = async () => (await portal.done("getOperation", { parameters: { operationId } })).status as string;
      expect([await status(), await roles()]).toEqual(["running", ["member", "reader"]]);
      portal.pass();
      expect([await status(), await roles()]).toEqual(["succeeded", ["creator"]]);
      const listed = await portal.done("listProjectRoles", { query: { "filter[userId]": parameters.userId } });
      expect(listed.items).toEqual([{ ...parameters, roles: ["creator"] }]);
    });

    it("are given to users of the client and of the reseller, and to nobody else", async () => {
      const project = await portal.newProject("Muster AG");
      const other = await portal.newClient("Other AG");
      const userOf = async (made: Promise<Json>) => (await made).user.id as string;
      const own = await userOf(portal.newClientUser(project.clientId, "anna", "User-Adm"));
      const foreign = await userOf(portal.newClientUser(other, "otto"));
      const ofReseller = await userOf(
        portal.done("createUser", { body: await portal.userInput("berta", "Client-Adm") }),
      );
      const status = async (userId: string, token?: string) =>
        (await give({ ...project, userId }, ["member"], token)).status;
      expect(await status(own)).toBe(202);
      expect(await status(ofReseller)).toBe(202);
      expect(await status(foreign)).toBe(404);
      expect(await status("user-of-nobody")).toBe(404);
      expect(await status(ofReseller, await portal.tokenOf(own))).toBe(404);
      portal.pass();
      await portal.done("deleteClientUser", { parameters: { ...project, userId: own }, ifMatch: "*" });
      expect((await portal.done("listProjectRoles")).items.map(({ userId }: Json) => userId as string)).toEqual([
        ofReseller,
      ]);
    });
  });
});
