import * as http from "node:http";
import { operations, type ContractOperation } from "../../../../provider/portals/csp/contract";
import { limits, type OperationName, TestPortal } from "../../../sandbox/portalClient";

describe("requests", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  describe("ETags", () => {
    it("change with every visible change, and with nothing else", async () => {
      const clientId = await portal.newClient("Muster AG");
      const read = () => portal.done("getClient", { parameters: { clientId } });
      const before = await read();
      expect((await portal.done("listClients")).items[0].etag).toBe(before.etag);
      await portal.newClientUser(clientId, "anna");
      await portal.done("updateClient", {
        parameters: { clientId },
        body: { name: "Muster AG" },
        ifMatch: before.etag,
      });
      portal.pass();
      expect(await read()).toEqual(before);
      await portal.done("updateClient", { parameters: { clientId }, body: { description: "x" }, ifMatch: before.etag });
      expect(await read()).toEqual(before);
      portal.pass();
      expect((await read()).etag).not.toBe(before.etag);
    });

    it("of a profile change when somebody is given it", async () => {
      const clientId = await portal.newClient("Muster AG");
      const before = await portal.profileNamed("User");
      await portal.newClientUser(clientId, "anna");
      expect(await portal.profileNamed("User")).toMatchObject({ userCount: 1 });
      expect((await portal.profileNamed("User")).etag).not.toBe(before.etag);
    });

    it("of a service change when its activation comes to an end, without a request", async () => {
      const clientId = await portal.newClient("Muster AG");
      await portal.done("activateService", { parameters: { clientId, serviceKey: "openstack" } });
      const read = async () => (await portal.done("listClientServices", { parameters: { clientId } })).items[0];
      const activating = await read();
      portal.pass();
      expect([activating.status, (await read()).status]).toEqual(["activating", "active"]);
      expect((await read()).etag).not.toBe(activating.etag);
    });

    it("guard every operation that wants If-Match: 428 without, 412 with another one", async () => {
      const { clientId, projectId } = await portal.newProject("Muster AG");
      const { user } = await portal.newClientUser(clientId, "anna");
      const parameters: Record<string, string> = { clientId, projectId, userId: user.id, region: "ch-1" };
      const rule = await portal.done("createAccessRule", {
        parameters,
        body: { type: "source_ip", cidr: "127.0.0.1" },
      });
      parameters["ruleId"] = rule.id;
      parameters["profileId"] = (await portal.newProfile("P", "client", [])).id;
      parameters["quotaProfileId"] = (
        await portal.done("createQuotaProfile", { body: { name: "Q", ...limits(1) } })
      ).id;
      const resellerUser = (await portal.done("createUser", { body: await portal.userInput("berta") })).user
        .id as string;
      const rulesOfReseller = await portal.done("createResellerUserAccessRule", {
        parameters: { userId: resellerUser },
        body: { type: "source_ip", cidr: "127.0.0.1" },
      });
      const ofReseller = { ...parameters, userId: resellerUser, ruleId: rulesOfReseller.id as string };
      const bodies: Partial<Record<OperationName, object>> = {
        setUserPermissions: { permissions: [] },
        setResellerUserPermissions: { permissions: [] },
        setClientQuota: { limits: limits(1) },
        setProjectQuota: { limits: limits(0) },
      };
      const guarded = Object.values(operations).filter(
        (operation: ContractOperation) => operation.ifMatch && operation.id !== "deleteClient",
      );
      expect(guarded.length).toBeGreaterThan(10);
      for (const { id, path, method } of guarded) {
        const own = path.startsWith("/users/{userId}") ? ofReseller : parameters;
        const body = method === "DELETE" ? undefined : (bodies[id] ?? {});
        const without = await portal.refused(id, { parameters: own, body });
        const other = await portal.refused(id, { parameters: own, body, ifMatch: '"another"' });
        expect([id, without.code, other.code]).toEqual([id, "precondition_required", "etag_mismatch"]);
      }
      const before = await portal.done("getClientUser", { parameters });
      await portal.done("updateClientUser", {
        parameters,
        body: { lastName: "B" },
        ifMatch: `"another", ${before.etag}`,
      });
    });
  });

  describe("Idempotency-Key", () => {
    it("does the work once, and gives the same answer again without the secret", async () => {
      const clientId = await portal.newClient("Muster AG");
      const request = { parameters: { clientId }, body: await portal.userInput("anna"), idempotencyKey: "key-1" };
      const first = await portal.call("createClientUser", request);
      const second = await portal.call("createClientUser", request);
      expect(first.body).toMatchObject({ initialPassword: expect.any(String), secretReturned: true });
      expect(second.body).toEqual({ user: first.body.user, secretReturned: false });
      expect(second.status).toBe(first.status);
      expect((await portal.done("listClientUsers", { parameters: { clientId } })).items).toHaveLength(1);
    });

    it("gives the same operation again", async () => {
      const request = {
        body: { name: "Muster AG", state: "demo", uprovideAccountId: "UP-10001" },
        idempotencyKey: "key-1",
      };
      const [first, second] = [await portal.call("createClient", request), await portal.call("createClient", request)];
      expect(second.body).toEqual(first.body);
      expect(second.headers.get("location")).toBe(first.headers.get("location"));
    });

    it("is refused for another request, and free again after 24 hours", async () => {
      const [body, other] = [await portal.userInput("anna"), await portal.userInput("berta")];
      await portal.done("createUser", { body, idempotencyKey: "key-1" });
      expect(await portal.refused("createUser", { body: other, idempotencyKey: "key-1" })).toMatchObject({
        status: 409,
        code: "idempotency_key_reused",
      });
      portal.pass(24 * 60 * 60 * 1000 - 1);
      expect((await portal.done("createUser", { body, idempotencyKey: "key-1" })).secretReturned).toBe(false);
      portal.pass(1);
      expect((await portal.done("createUser", { body: other, idempotencyKey: "key-1" })).secretReturned).toBe(true);
    });

    it("of a refused request may be used again when the cause is mended", async () => {
      const body = { name: "Muster AG", state: "demo", uprovideAccountId: "UP-1" };
      await portal.control("DELETE", "/csp/uprovide-accounts/UP-1");
      await portal.refused("createClient", { body, idempotencyKey: "key-1" });
      await portal.done("createClient", { body: { ...body, uprovideAccountId: "UP-10001" }, idempotencyKey: "key-1" });
    });
  });

  describe("asynchronous operations", () => {
    it("name the object at once and succeed when their time has come", async () => {
      const {
        id: operationId,
        status,
        resource,
      } = await portal.done("createClient", {
        body: { name: "Muster AG", state: "demo", uprovideAccountId: "UP-10001", availableServices: ["openstack"] },
      });
      expect(status).toBe("running");
      expect((await portal.done("listClients")).items).toMatchObject([{ id: resource.id, name: "Muster AG" }]);
      const isAvailable = async () =>
        (await portal.done("listClientServices", { parameters: { clientId: resource.id } })).items[0]
          .available as boolean;
      expect(await isAvailable()).toBe(false);
      portal.pass(149);
      expect((await portal.done("getOperation", { parameters: { operationId } })).status).toBe("running");
      portal.pass(1);
      expect(await portal.done("getOperation", { parameters: { operationId } })).toMatchObject({
        status: "succeeded",
        finishedAt: expect.any(String),
      });
      expect(await isAvailable()).toBe(true);
    });

    it("show edits of a client when they are pushed, each at its time", async () => {
      const clientId = await portal.newClient("Muster AG");
      const names = async () =>
        (await portal.done("getClient", { parameters: { clientId } })) as { name: string; description: string | null };
      await portal.done("updateClient", { parameters: { clientId }, body: { name: "New AG" }, ifMatch: "*" });
      portal.pass(100);
      await portal.done("updateClient", { parameters: { clientId }, body: { description: "later" }, ifMatch: "*" });
      expect(await names()).toMatchObject({ name: "Muster AG", description: null });
      portal.pass(50);
      expect(await names()).toMatchObject({ name: "New AG", description: null });
      portal.pass(100);
      expect(await names()).toMatchObject({ name: "New AG", description: "later" });
    });

    it("take a project through creating, active, deleting and gone", async () => {
      const clientId = await portal.newClient("Muster AG");
      await portal.activate(clientId);
      await portal.setQuota(clientId, "ch-2", limits(1));
      const { resource } = await portal.done("createProject", { parameters: { clientId }, body: { name: "web" } });
      const parameters = { clientId, projectId: resource.id as string };
      const status = async () => (await portal.call("getProject", { parameters })).body.status as unknown;
      expect(await status()).toBe("creating");
      portal.pass();
      expect(await status()).toBe("active");
      await portal.done("deleteProject", { parameters, ifMatch: "*" });
      expect(await status()).toBe("deleting");
      portal.pass();
      expect(await status()).toBe(404);
    });
  });

  describe("who may", () => {
    it("nobody without a token, or with one that is wrong", async () => {
      expect((await fetch(`${portal.sandbox.csp.endpoint}/me`)).status).toBe(401);
      expect(await portal.refused("listClients", { token: "wrong" })).toMatchObject({
        status: 401,
        code: "unauthenticated",
      });
    });

    it("the read-only token reads everything and writes nothing", async () => {
      const token = portal.sandbox.csp.readOnlyToken;
      for (const name of [
        "listClients",
        "listUsers",
        "listProfiles",
        "listQuotas",
        "listServices",
        "listProjects",
      ] as const)
        await portal.done(name, { token });
      const body = { name: "Muster AG", state: "demo", uprovideAccountId: "UP-10001" };
      expect(await portal.refused("createClient", { body, token })).toMatchObject({
        status: 403,
        code: "permission_missing",
        requiredPermission: "manage_clients",
      });
    });

    it("a client's user: its own client only, and nothing of the reseller's level", async () => {
      const [own, other] = [await portal.newClient("Own AG"), await portal.newClient("Other AG")];
      const { user } = await portal.newClientUser(own, "anna", "User-Adm");
      await portal.newClientUser(other, "otto");
      const token = await portal.tokenOf(user.id);
      expect(await portal.done("getMe", { token })).toMatchObject({ level: "client", clientId: own });
      expect(await portal.refused("listClients", { token })).toMatchObject({ status: 403, code: "level_too_low" });
      expect((await portal.call("getClient", { parameters: { clientId: own }, token })).status).toBe(200);
      expect(await portal.refused("getClient", { parameters: { clientId: other }, token })).toMatchObject({
        status: 404,
        code: "not_found",
      });
      expect(
        (await portal.done("listUsers", { token })).items.map(({ username }: { username: string }) => username),
      ).toEqual(["anna"]);
      const keys = (await portal.done("listPermissions", { token, query: { limit: "200" } })).items.map(
        ({ key }: { key: string }) => key,
      );
      expect(keys).not.toContain("show_clients");
    });

    it("csp/P9: nobody grants what they do not hold", async () => {
      const clientId = await portal.newClient("Muster AG");
      const maker = await portal.newProfile("Maker", "client", ["create_profile", "show_users"]);
      const { user } = await portal.done("createClientUser", {
        parameters: { clientId },
        body: await portal.userInput("anna", "User", { profileId: maker.id }),
      });
      const token = await portal.tokenOf(user.id);
      const create = (permissions: string[]) =>
        portal.call("createClientProfile", {
          parameters: { clientId },
          body: { name: "Mine", level: "client", permissions },
          token,
        });
      expect((await create(["show_users", "show_usage"])).body).toMatchObject({
        code: "permission_missing",
        requiredPermission: "show_usage",
      });
      expect((await create(["show_users"])).status).toBe(201);
    });

    it("csp/A1: conditional access decides on address and time of the week", async () => {
      const clientId = await portal.newClient("Muster AG");
      const { user } = await portal.newClientUser(clientId, "anna");
      const [parameters, token] = [{ clientId, userId: user.id as string }, await portal.tokenOf(user.id)];
      const { id: ruleId } = await portal.done("createAccessRule", {
        parameters,
        body: { type: "source_ip", cidr: "203.0.113.0/24" },
      });
      expect(await portal.refused("getMe", { token })).toMatchObject({ status: 403, code: "access_rule_denied" });
      await portal.done("updateAccessRule", {
        parameters: { ...parameters, ruleId },
        body: { cidr: "127.0.0.0/8" },
        ifMatch: "*",
      });
      await portal.done("getMe", { token });
      // The test's clock says Monday, 11:00 in Zurich.
      await portal.done("createAccessRule", {
        parameters,
        body: { type: "access_times", days: ["mon"], from: "11:00", to: "11:30" },
      });
      await portal.done("getMe", { token });
      portal.pass(30 * 60 * 1000);
      expect(await portal.refused("getMe", { token })).toMatchObject({ code: "access_rule_denied" });
    });

    it("a token that loses rights: permissions, sight, or everything", async () => {
      const clientId = await portal.newClient("Muster AG");
      const restrict = (rights: object) => portal.control("PUT", "/csp/tokens/reseller", rights);
      await restrict({ permissions: ["show_users"] });
      expect((await portal.done("getMe")).permissions).toEqual(["show_users"]);
      expect(await portal.refused("listClients")).toMatchObject({
        code: "permission_missing",
        requiredPermission: "show_clients",
      });
      await restrict({ visible: "nothing" });
      expect((await portal.done("listClients")).items).toEqual([]);
      expect(await portal.refused("getClient", { parameters: { clientId } })).toMatchObject({ status: 404 });
      expect((await portal.done("listRegions")).items).toHaveLength(2);
      await restrict({ revoked: true });
      expect(await portal.refused("getMe")).toMatchObject({ status: 401 });
      await restrict({});
      expect((await portal.done("listClients")).items).toHaveLength(1);
    });
  });

  describe("malformed", () => {
    it.each([
      ["a body that is no JSON", "createClient", { body: "{" }],
      ["a page of nothing", "listClients", { query: { limit: "0" } }],
      ["a page of too many", "listClients", { query: { limit: "201" } }],
      ["a cursor that nobody gave out", "listClients", { query: { cursor: "bm90aGluZw" } }],
      ["an unknown filter", "listClients", { query: { "filter[colour]": "red" } }],
      ["an unknown order", "listClients", { query: { sort: "shoesize" } }],
      ["an unknown parameter", "listClients", { query: { pageSize: "5" } }],
      ["51 operations at once", "listOperations", { query: { "filter[id]": Array(51).fill("x").join(",") } }],
    ] as const)("%s", async (_what, name, request) => {
      expect(await portal.refused(name, request)).toMatchObject({ status: 400, code: "malformed" });
    });

    it("validation names every member that is wrong, missing or unknown", async () => {
      const problem = await portal.refused("createClient", { body: { state: "gold", primaryColor: "blue", size: 3 } });
      const fields = problem.errors.map(({ field, code }: { field: string; code: string }) => [field, code]);
      expect(fields).toEqual(
        expect.arrayContaining([
          ["size", "unknown_field"],
          ["name", "required"],
          ["uprovideAccountId", "required"],
        ]),
      );
      expect(fields.map(([field]: [string]) => field).sort()).toEqual([
        "name",
        "primaryColor",
        "size",
        "state",
        "uprovideAccountId",
      ]);
    });

    it("a path that is not there is 404, a method that a path has not is 405", async () => {
      const headers = { authorization: `Bearer ${portal.sandbox.csp.token}` };
      const at = (path: string, method: string) => fetch(`${portal.sandbox.csp.endpoint}${path}`, { method, headers });
      expect((await at("/nothing", "GET")).status).toBe(404);
      const answer = await at("/clients/x", "PUT");
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, PATCH, DELETE"]);
    });
  });

  describe("/_sandbox", () => {
    it("counts calls by portal, method and route, and itself not", async () => {
      const clientId = await portal.newClient("Muster AG");
      await portal.control("DELETE", "/calls");
      await portal.call("getClient", { parameters: { clientId } });
      await portal.call("getClient", { parameters: { clientId: "other" } });
      await portal.call("listClients");
      await portal.control("GET", "/dump");
      expect((await portal.control("GET", "/calls")).body).toEqual({
        total: 3,
        routes: { csp: { "GET /clients": 1, "GET /clients/{clientId}": 2 } },
      });
    });

    it("dumps the whole store without one secret in it", async () => {
      const clientId = await portal.newClient("Muster AG");
      const body = await portal.userInput("anna");
      const created = await portal.done("createClientUser", {
        parameters: { clientId },
        body,
        idempotencyKey: "key-1",
      });
      const { user, initialPassword } = created as { user: { id: string }; initialPassword: string };
      const token = await portal.tokenOf(user.id);
      const dump = (await portal.control("GET", "/dump")).body;
      expect(dump.csp.users).toHaveLength(2);
      expect(dump.csp.users[1]).toMatchObject({ username: "anna", passwordHash: "********" });
      const text = JSON.stringify(dump);
      expect(text.match(/"(secret|secretHash|passwordHash)":"[^*]/g)).toBeNull();
      const { csp } = portal.sandbox;
      for (const secret of [initialPassword, token, csp.token, csp.readOnlyToken]) expect(text).not.toContain(secret);
    });

    it("signs in with the current password only", async () => {
      const clientId = await portal.newClient("Muster AG");
      const { user, initialPassword } = await portal.newClientUser(clientId, "anna");
      const signIn = (password: string) => portal.control("POST", "/csp/sign-ins", { userId: user.id, password });
      expect((await signIn(initialPassword)).status).toBe(201);
      const { newPassword } = await portal.done("resetClientUserPassword", {
        parameters: { clientId, userId: user.id },
      });
      expect((await signIn(initialPassword)).status).toBe(401);
      expect((await signIn(newPassword)).status).toBe(201);
    });

    it("lets the provider delete a client with all that belongs to it", async () => {
      const { clientId } = await portal.newProject("Muster AG");
      await portal.newClientUser(clientId, "anna");
      await portal.control("DELETE", `/csp/clients/${clientId}`);
      const dump = (await portal.control("GET", "/dump")).body.csp;
      const left = Object.entries(dump).filter(([name]) => name !== "operations" && name !== "idempotencyKeys");
      expect(JSON.stringify(left)).not.toContain(clientId);
      expect((await portal.done("getResellerQuota", { query: { region: "ch-1" } })).assigned).toEqual(limits(0));
    });

    it("is not served to a page in a browser", async () => {
      const status = (headers: Record<string, string>) =>
        new Promise<number | undefined>((resolve, reject) => {
          http
            .get(`${portal.sandbox.baseUrl}/_sandbox/dump`, { headers }, (response) =>
              resolve(response.resume().statusCode),
            )
            .on("error", reject);
        });
      expect(await status({ host: "rebound.example" })).toBe(403);
      expect(await status({ origin: "https://page.example" })).toBe(403);
      expect(await status({})).toBe(200);
    });
  });
});
