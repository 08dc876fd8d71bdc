import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { operations, type OperationName, SCOPES } from "../../../../provider/portals/gridscale/contract";
import { BEGINNING, DELETION, type Json, type Request, TestGridscale } from "./client";

describe("the stand-in for gridscale", () => {
  const portal = new TestGridscale();
  const { call, contract, control, newContract, newUser, refused, send, stored } = portal;
  const owner = () => portal.sandbox.gridscale.userUuid;
  const [fra, , zrh, ams] = ["01", "02", "03", "04"].map((end) => `5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f${end}`) as [
    string,
    string,
    string,
    string,
  ];

  const at = (contractId: string, userId = "") => ({ parameters: { contractId, userId } });
  const of = (userId: string) => ({ parameters: { userId } });
  const level = (name: string) => ({ body: { level: name } });
  const user = async (id: string): Promise<Json> => (await call("getUser", of(id))).body;
  const partnerContract = async (): Promise<string> => (await call("listContracts")).body.contracts[0].contract_uuid;
  /** Who has which level on a contract, as people's own lists of contracts tell. */
  const members = async (contractId: string): Promise<Json[]> =>
    ((await call("listUsers")).body.users as Json[]).flatMap(({ user_uuid, contracts }) =>
      (contracts as Json[])
        .filter(({ contract_uuid }) => contract_uuid === contractId)
        .map(({ level, inherited }) => ({ user_uuid, level, inherited })),
    );
  const add = (contractId: string, user_uuid: string, name: string) =>
    call("addContractUser", { ...at(contractId), body: { user_uuid, level: name } });
  const useLocations = (contractId: string, ...location_uuids: string[]) =>
    call("setLocations", { ...at(contractId), body: { location_uuids } });
  const newProject = async (contractId: string, locationUuid: string): Promise<string> =>
    (await control("POST", `/gridscale/contracts/${contractId}/projects`, { locationUuid })).project_uuid;
  const newToken = (token: object): Promise<Json> => control("POST", "/gridscale/tokens", token);
  /** A user, and a contract that it owns. */
  const owned = async (name: string): Promise<[contractId: string, userId: string]> => {
    const id = await newUser(name);
    return [await newContract(name, id), id];
  };

  afterAll(() => {
    expect([...portal.succeeded].sort()).toEqual(Object.keys(operations).sort());
  });

  describe("begins with", () => {
    it("a partner, its contract, its owner, and nothing else", async () => {
      const { body } = await call("listContracts");
      expect(body.contracts).toEqual([
        {
          contract_uuid: expect.any(String),
          name: "Partner",
          is_partner_contract: true,
          locked: false,
          deletion_state: "none",
          owner_uuids: [owner()],
          feature_keys: expect.any(Array),
          location_uuids: [fra],
          limits: expect.any(Array),
          projects: [{ project_uuid: expect.any(String), name: "default", location_uuid: fra }],
          create_time: "2026-09-16T15:55:20Z",
          change_time: "2026-09-16T15:55:20Z",
        },
      ]);
      const { users } = (await call("listUsers")).body;
      expect(users).toMatchObject([{ user_uuid: owner(), partner_level: "owner", confirmed: true, locked: false }]);
      expect(portal.sandbox.gridscale).toEqual({
        endpoint: `${portal.sandbox.baseUrl}/gridscale`,
        partnerId: expect.any(String),
        userUuid: expect.any(String),
        token: expect.any(String),
      });
    });

    it("locations, of which two have the same name", async () => {
      const { locations } = (await call("listLocations")).body;
      const all = Object.values(locations as Record<string, Json>);
      expect(all.map(({ iata }) => iata)).toEqual(["fra", "hhn", "zrh", "ams", "vie"]);
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length - 1);
      expect(Object.keys(locations)).toEqual(all.map(({ object_uuid }) => object_uuid));
    });
  });

  describe("asks who it is", () => {
    it("by both headers, which belong together", async () => {
      const { token } = portal.sandbox.gridscale;
      const wrong = [
        { userUuid: "", token },
        { userUuid: owner(), token: "" },
        { userUuid: owner(), token: "gridscale_wrong" },
        { userUuid: randomUUID(), token },
      ];
      for (const as of wrong) {
        expect(await refused("listContracts", { as })).toEqual([401, "unauthenticated", {}]);
        expect((await call("listLocations", { as })).status).toBe(401);
      }
    });

    it("and takes the scopes that the contract names, saying which is missing", async () => {
      const nobody = { contractId: randomUUID(), userId: randomUUID(), projectId: "p", requestId: "r" };
      for (const scope of SCOPES) {
        await control("PUT", "/gridscale/tokens/partner", { scopes: [scope] });
        for (const { id, scopes } of Object.values(operations)) {
          const [status, slug, data] = await refused(id, { parameters: nobody });
          if ((scopes as readonly string[]).includes(scope)) expect([id, status]).not.toEqual([id, 403]);
          else
            expect([status, slug, data]).toEqual([
              403,
              "forbidden",
              { missing_scope: scopes[0], sufficient_scopes: scopes, scopes: [scope] },
            ]);
        }
      }
      await control("PUT", "/gridscale/tokens/partner", { scopes: [] });
      expect((await refused("listLocations"))[0]).toBe(403);
    });

    it("and gives a token that writes no say over prices and people (gridscale/L12)", async () => {
      const id = await newContract("Acme");
      const as = await newToken({ scopes: ["PARTNER_READ", "PARTNER_WRITE"] });
      expect((await call("updateContract", { ...at(id), body: { name: "Beta" }, as })).status).toBe(200);
      for (const name of ["updatePrices", "addContractUser", "createUser", "deleteContract"] as const)
        expect((await refused(name, { ...at(id), body: {}, as }))[2].missing_scope).toBe("PARTNER_ADMIN");
    });

    it("and keeps a token of a single project from contracts (gridscale/L15)", async () => {
      const as = await newToken({ kind: "project", scopes: ["PARTNER_ADMIN"] });
      for (const name of ["listContracts", "listUsers", "lockUser"] as const)
        expect((await refused(name, { ...of(owner()), as })).slice(0, 2)).toEqual([403, "forbidden"]);
      expect((await call("listLocations", { as })).status).toBe(200);
    });

    it("and hides everything from a token whose sight was taken (gridscale/L20)", async () => {
      const [id, userId] = await owned("acme");
      const request = (await call("deleteContract", at(await newContract("Beta")))).headers.get("x-request-id") ?? "";
      await control("PUT", "/gridscale/tokens/partner", { sees: false });
      expect(await refused("getContract", at(id))).toEqual([404, "contract-not-found", { contract_uuid: id }]);
      expect(await refused("getUser", of(userId))).toEqual([404, "not-found", { user_uuid: userId }]);
      expect((await refused("setFeatures", { ...at(id), body: { active: [] } }))[0]).toBe(404);
      expect((await refused("getRequest", { parameters: { requestId: request } }))[0]).toBe(404);
      expect((await call("listContracts")).body.contracts).toEqual([]);
      expect((await call("listUsers")).body.users).toEqual([]);
      await control("PUT", "/gridscale/tokens/partner", { sees: true });
      expect((await call("getContract", at(id))).status).toBe(200);
    });
  });

  describe("answers", () => {
    it("all that is wrong with a body, one problem a field", async () => {
      expect(await refused("createUser", { body: { email: "no", first_name: 1, phone: "1".repeat(65) } })).toEqual([
        400,
        ...["bad-request", { field: "email" }],
        ...["bad-request", { field: "first_name" }],
        ...["bad-request", { field: "phone" }],
      ]);
      expect(await refused("createContract", { body: {} })).toEqual([400, "bad-request", { field: "name" }]);
      const { endpoint, userUuid, token } = portal.sandbox.gridscale;
      const headers = { "x-auth-userid": userUuid, "x-auth-token": token };
      const answer = await fetch(`${endpoint}/management/v2/contracts`, { method: "POST", body: "{", headers });
      expect(answer.status).toBe(400);
    });

    it("nothing to what the contract doesn't know, least of all a level in one project (gridscale/L10)", async () => {
      const [id, userId] = await owned("acme");
      const body = { user_uuid: userId, level: "read", project_uuid: "p", role: "r" };
      expect(await refused("addContractUser", { ...at(id), body })).toEqual([
        400,
        ...["bad-request", { field: "project_uuid" }],
        ...["bad-request", { field: "role" }],
      ]);
    });

    it("problems where there is no path, or not with that method", async () => {
      const unknown = await send("GET", "/management/v2/tenants");
      expect([unknown.status, unknown.body.errors[0].instance]).toEqual([404, "/management/v2/tenants"]);
      const other = await send("PUT", "/management/v2/contracts");
      expect([other.status, other.headers.get("allow")]).toEqual([405, "GET, POST"]);
      for (const { headers } of [unknown, other]) {
        expect(headers.get("content-type")).toBe("application/problem+json");
        expect(headers.get("x-request-id")).not.toBeNull();
      }
    });

    it("to everything with the id of the request and what is left of the rate limit", async () => {
      const answers = [await call("listUsers"), await call("createUser", { body: {} }), await send("GET", "/nowhere")];
      answers.push(await call("listUsers", { as: { userUuid: "", token: "" } }));
      expect(answers.map(({ headers }) => headers.get("ratelimit-remaining"))).toEqual(["209", "208", "207", "206"]);
      for (const { headers } of answers) {
        expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
        expect(headers.get("ratelimit-limit")).toBe("210");
        expect(headers.get("ratelimit-reset")).toBe(String(Date.parse("2026-09-16T15:56:00Z")));
      }
    });

    it("too many requests only where that is switched on, until the window ends", async () => {
      const spend = async () => {
        for (let sent = 0; sent < 210; sent += 1) await send("GET", "/objects/locations");
      };
      await spend();
      expect((await call("listLocations")).status).toBe(200);
      await control("PUT", "/gridscale/settings", { rateLimitEnforced: true });
      const { status, body, headers } = await send("GET", "/objects/locations");
      expect([status, body]).toEqual([429, { id: "too_many_requests", message: "API Rate limit exceeded." }]);
      expect(headers.get("ratelimit-remaining")).toBe("0");
      portal.pass(Number(headers.get("ratelimit-reset")) - BEGINNING - 1);
      expect((await send("GET", "/objects/locations")).status).toBe(429);
      portal.pass(1);
      expect((await send("GET", "/objects/locations")).headers.get("ratelimit-remaining")).toBe("209");
      expect(await control("DELETE", "/gridscale/refused")).toMatchObject({ refused: 2 });
      expect(await control("DELETE", "/gridscale/refused")).toMatchObject({ refused: 0 });
      await spend();
      await control("PUT", "/gridscale/settings", { rateLimitEnforced: false });
      expect((await send("GET", "/objects/locations")).status).toBe(200);
    });

    it("lists page by page, in the order of creation", async () => {
      for (let made = 0; made < 51; made += 1) await newContract(`contract ${made}`);
      const first = (await call("listContracts")).body;
      expect(first._meta).toEqual({ count: 50, total: 52, limit: 50, page: 1 });
      const headers = { "x-auth-userid": owner(), "x-auth-token": portal.sandbox.gridscale.token };
      const second = (await (await fetch(first._links.next.href as string, { headers })).json()) as Json;
      expect(second._meta).toEqual({ count: 2, total: 52, limit: 50, page: 2 });
      expect(second._links).toEqual({});
      expect([...first.contracts, ...second.contracts].map(({ name }: Json) => name)).toEqual([
        "Partner",
        ...Array.from({ length: 51 }, (_, number) => `contract ${number}`),
      ]);
      const small = (await call("listContracts", { query: "?page[number]=2&page[size]=3" })).body;
      expect(small.contracts.map(({ name }: Json) => name)).toEqual(["contract 2", "contract 3", "contract 4"]);
      expect((await call("listContracts", { query: "?page[number]=99" })).body.contracts).toEqual([]);
      expect(await refused("listContracts", { query: "?page[number]=0&page[size]=51" })).toEqual([
        400,
        ...["bad-request", { parameter: "page[number]", value: "0" }],
        ...["bad-request", { parameter: "page[size]", value: "51" }],
      ]);
    });

    it("what a fault says, as the JSON of this portal", async () => {
      const match = { portal: "gridscale", method: "GET", route: "/management/v2/contracts/{contractId}" };
      const effect = {
        status: 429,
        headers: { "RateLimit-Reset": "1" },
        body: { id: "too_many_requests", message: "API Rate limit exceeded." },
      };
      await control("PUT", "/faults", [{ match, times: 1, effect }]);
      const path = `/management/v2/contracts/${await partnerContract()}`;
      const { status, headers, body } = await send("GET", path);
      expect([status, body, headers.get("ratelimit-reset")]).toEqual([429, effect.body, "1"]);
      expect(headers.get("content-type")).toBe("application/json");
      expect((await send("GET", path)).status).toBe(200);
      await control("PUT", "/faults", [{ match, rateLimit: { perSecond: 1 } }]);
      await send("GET", path);
      expect((await send("GET", path)).body).toEqual(effect.body);
      await control("POST", "/clock", { maintenanceSeconds: 5 });
      expect((await send("GET", path)).body.errors[0].status).toBe(503);
    });
  });

  describe("has contracts", () => {
    it("with limits, but without locations, features and projects, unless new ones have some", async () => {
      expect(await contract(await newContract("Acme"))).toMatchObject({
        name: "Acme",
        is_partner_contract: false,
        owner_uuids: [],
        feature_keys: [],
        location_uuids: [],
        limits: [
          { key: "cores", unit: "count", value: 16, used: 0 },
          { key: "memory", unit: "GB", value: 64, used: 0 },
          { key: "storage", unit: "GB", value: 1000, used: 0 },
          { key: "ips", unit: "count", value: 10, used: 0 },
          { key: "projects", unit: "count", value: 5, used: 0 },
        ],
        projects: [],
      });
      await control("PUT", "/gridscale/settings", { newContractLocations: [zrh, fra] });
      const { location_uuids, projects } = await contract(await newContract("Beta"));
      expect(location_uuids).toEqual([zrh, fra]);
      expect(projects).toEqual([{ project_uuid: expect.any(String), name: "default", location_uuid: zrh }]);
    });

    it("whose names are unique until they are gone", async () => {
      const first = await newContract("Acme");
      const taken = [409, "contract-exists", { name: "Acme", contract_uuid: first }];
      expect(await refused("createContract", { body: { name: "Acme" } })).toEqual(taken);
      const second = await newContract("Beta");
      expect(await refused("updateContract", { ...at(second), body: { name: "Acme" } })).toEqual(taken);
      expect((await call("updateContract", { ...at(first), body: { name: "Acme" } })).status).toBe(200);
      await call("deleteContract", at(first));
      expect((await refused("createContract", { body: { name: "Acme" } }))[0]).toBe(409);
      portal.pass(DELETION);
      expect(await newContract("Acme")).not.toBe(first);
    });

    it("with owners that are there and not locked (gridscale/L7)", async () => {
      const nobody = randomUUID();
      const missing = [404, "not-found", { user_uuid: nobody }];
      expect(await refused("createContract", { body: { name: "Acme", owner_uuid: nobody } })).toEqual(missing);
      const locked = await newUser("locked");
      await call("lockUser", of(locked));
      const refusal = [424, "user-locked", { user_uuid: locked }];
      expect(await refused("createContract", { body: { name: "Acme", owner_uuid: locked } })).toEqual(refusal);
      const [id] = await owned("acme");
      expect(await refused("updateContract", { ...at(id), body: { owner_uuid: locked } })).toEqual(refusal);
      const body = { user_uuid: locked, level: "owner" };
      expect(await refused("addContractUser", { ...at(id), body })).toEqual(refusal);
      await add(id, locked, "admin");
      expect(await refused("changeContractUser", { ...at(id, locked), ...level("owner") })).toEqual(refusal);
      expect(await refused("setPartnerLevel", { ...of(locked), ...level("owner") })).toEqual(refusal);
    });

    it("that are locked and unlocked in place, while everything in them runs on (gridscale/L1, L2, L3)", async () => {
      const id = await newContract("Acme");
      await useLocations(id, fra);
      const project = await newProject(id, fra);
      await control("PUT", `/gridscale/projects/${project}/workloads`, { running: 3, platformServices: 2 });
      portal.pass(60_000);
      for (let time = 0; time < 2; time += 1) expect((await call("lockContract", at(id))).status).toBe(204);
      expect(await contract(id)).toMatchObject({ locked: true, change_time: "2026-09-16T15:56:20Z" });
      expect((await stored("projects")).at(-1)).toMatchObject({ running: 3, stopped: 0, platformServices: 2 });
      expect((await call("updateContract", { ...at(id), body: { name: "Still" } })).body.locked).toBe(true);
      for (let time = 0; time < 2; time += 1) await call("unlockContract", at(id));
      expect((await contract(id)).locked).toBe(false);
    });

    it("whose owner hands over and stays as an administrator (gridscale/L13)", async () => {
      const [id, first] = await owned("acme");
      const next = await newUser("next");
      const handOver = () => call("updateContract", { ...at(id), body: { owner_uuid: next } });
      for (let time = 0; time < 2; time += 1) expect((await handOver()).body.owner_uuids).toEqual([next]);
      expect(await members(id)).toEqual(
        expect.arrayContaining([
          { user_uuid: first, level: "admin", inherited: false },
          { user_uuid: next, level: "owner", inherited: false },
        ]),
      );
      await add(id, first, "owner");
      expect((await contract(id)).owner_uuids).toEqual([next, first]);
      const third = await newUser("third");
      expect((await call("updateContract", { ...at(id), body: { owner_uuid: third } })).body.owner_uuids).toEqual([
        third,
        first,
      ]);
    });
  });

  describe("deletes a contract", () => {
    const state = async (contractId: string): Promise<string> => (await contract(contractId)).deletion_state;
    const remove = async (contractId: string): Promise<string> =>
      (await call("deleteContract", at(contractId))).headers.get("x-request-id") ?? "";
    const request = async (id: string): Promise<Json> =>
      (await call("getRequest", { parameters: { requestId: id } })).body[id];

    it("in two steps, of which the second stops servers and deletes platform services (gridscale/L4)", async () => {
      const [id, userId] = await owned("acme");
      await useLocations(id, fra);
      const project = await newProject(id, fra);
      await control("PUT", `/gridscale/projects/${project}/workloads`, { running: 3, platformServices: 2 });
      const requested = await remove(id);
      expect(await request(requested)).toEqual({
        status: "pending",
        message: expect.any(String),
        create_time: "2026-09-16T15:55:20Z",
      });
      expect(await state(id)).toBe("requested");
      expect((await stored("projects")).at(-1)).toMatchObject({ running: 3, platformServices: 2 });
      portal.pass(DELETION / 2);
      expect(await state(id)).toBe("cleaning");
      expect((await stored("projects")).at(-1)).toMatchObject({ running: 0, stopped: 3, platformServices: 0 });
      expect((await call("listContracts")).body._meta.total).toBe(2);
      expect((await request(requested)).status).toBe("pending");
      expect((await refused("deleteUser", of(userId)))[1]).toBe("user-owns-contracts");
      portal.pass(DELETION / 2);
      expect(await refused("getContract", at(id))).toEqual([404, "contract-not-found", { contract_uuid: id }]);
      expect((await refused("deleteContract", at(id)))[0]).toBe(404);
      expect((await call("listContracts")).body._meta.total).toBe(1);
      expect((await request(requested)).status).toBe("done");
      expect((await user(userId)).contracts).toEqual([]);
      expect((await call("deleteUser", of(userId))).status).toBe(204);
    });

    it("for good: nothing changes it any more, and asking again only asks", async () => {
      const [id, userId] = await owned("acme");
      const first = await remove(id);
      const bodies: Partial<Record<OperationName, unknown>> = {
        updateContract: { name: "Other" },
        lockContract: undefined,
        unlockContract: undefined,
        updateLimits: { limits: {} },
        setFeatures: { active: [] },
        setLocations: { location_uuids: [] },
        updatePrices: { prices: [] },
        addContractUser: { user_uuid: userId, level: "read" },
        changeContractUser: { level: "read" },
        removeContractUser: undefined,
      };
      for (const [name, body] of Object.entries(bodies))
        expect(await refused(name as OperationName, { ...at(id, userId), body })).toEqual([
          409,
          "contract-being-deleted",
          { contract_uuid: id, deletion_state: "requested" },
        ]);
      for (const name of ["getLimits", "getFeatures", "getLocations", "getPrices"] as const)
        expect((await call(name, at(id))).status).toBe(200);
      const second = await remove(id);
      expect(second).not.toBe(first);
      portal.pass(DELETION);
      expect([(await request(first)).status, (await request(second)).status]).toEqual(["done", "done"]);
    });

    it("not at all where it is the partner's own", async () => {
      const id = await partnerContract();
      expect(await refused("deleteContract", at(id))).toEqual([403, "forbidden", { contract_uuid: id }]);
    });

    it("and gets stuck, or fails, where that is set, until it goes on", async () => {
      for (const [outcome, status] of [
        ["stuck", "pending"],
        ["failed", "failed"],
      ]) {
        const id = await newContract(`Acme ${outcome}`);
        await control("PUT", `/gridscale/contracts/${id}/clean-up`, { outcome });
        const requested = await remove(id);
        portal.pass(DELETION - 1);
        expect((await request(requested)).status).toBe("pending");
        portal.pass(3_600_000);
        expect([await state(id), (await request(requested)).status]).toEqual(["cleaning", status]);
        await control("PUT", `/gridscale/contracts/${id}/clean-up`, { outcome: "done" });
        expect((await request(requested)).status).toBe("done");
        expect((await refused("getContract", at(id)))[0]).toBe(404);
      }
    });

    it("with a 204 where that is set, although it goes on", async () => {
      const id = await newContract("Acme");
      await control("PUT", "/gridscale/settings", { deleteAnswers: 204 });
      const { status, headers } = await send("DELETE", `/management/v2/contracts/${id}`);
      expect(status).toBe(204);
      const requested = headers.get("x-request-id") ?? "";
      expect([(await request(requested)).status, await state(id)]).toEqual(["pending", "requested"]);
      await control("POST", "/clock", { advanceSeconds: 1 });
      expect((await stored("contracts")).at(-1)).toMatchObject({ deletion: { state: "gone" } });
      expect((await request(requested)).status).toBe("done");
    });

    it("and knows no other requests", async () => {
      const requestId = randomUUID();
      expect(await refused("getRequest", { parameters: { requestId } })).toEqual([
        404,
        "not-found",
        { request_uuid: requestId },
      ]);
    });
  });

  describe("limits a contract", () => {
    const limits = (contractId: string, values: object): Request => ({ ...at(contractId), body: { limits: values } });
    const values = ({ limits: all }: { limits: Json[] }) =>
      Object.fromEntries(all.map(({ key, value }) => [key, value]));

    it("in what is named, 0 included, and leaves the rest", async () => {
      const id = await newContract("Acme");
      const { body } = await call("updateLimits", limits(id, { cores: 0, ips: 4 }));
      expect(values(body)).toEqual({ cores: 0, memory: 64, storage: 1000, ips: 4, projects: 5 });
      expect((await call("getLimits", at(id))).body).toEqual(body);
      expect((await contract(id)).limits).toEqual(body.limits);
    });

    it("only in what there is, and in whole numbers", async () => {
      const id = await newContract("Acme");
      const known = ["cores", "memory", "storage", "ips", "projects"];
      expect(await refused("updateLimits", limits(id, { cores: 1, beds: 1, ram: 2 }))).toEqual([
        400,
        ...["limit-unknown", { key: "beds", known }],
        ...["limit-unknown", { key: "ram", known }],
      ]);
      expect((await refused("updateLimits", limits(id, { cores: 1.5, memory: -1 }))).slice(1)).toEqual([
        ...["bad-request", { field: "limits.cores" }],
        ...["bad-request", { field: "limits.memory" }],
      ]);
      expect(values((await call("getLimits", at(id))).body)["cores"]).toBe(16);
    });

    it("not below usage (gridscale/L19)", async () => {
      const id = await newContract("Acme");
      await control("PUT", `/gridscale/contracts/${id}/usage`, { cores: 8, memory: 32 });
      await useLocations(id, fra);
      await newProject(id, fra);
      expect(await refused("updateLimits", limits(id, { cores: 7, memory: 31, projects: 0, ips: 0 }))).toEqual([
        416,
        ...["limit-below-use", { key: "cores", value: 7, used: 8 }],
        ...["limit-below-use", { key: "memory", value: 31, used: 32 }],
        ...["limit-below-use", { key: "projects", value: 0, used: 1 }],
      ]);
      expect((await call("updateLimits", limits(id, { cores: 8 }))).body.limits[0]).toEqual({
        key: "cores",
        unit: "count",
        value: 8,
        used: 8,
      });
    });

    it("in its features, as a whole", async () => {
      const id = await newContract("Acme");
      const set = (...active: string[]): Request => ({ ...at(id), body: { active } });
      const { available, active } = (await call("getFeatures", at(id))).body;
      expect([available.length, active]).toEqual([6, []]);
      expect((await call("setFeatures", set("gpu", "kubernetes"))).body.active).toEqual(["kubernetes", "gpu"]);
      expect((await call("setFeatures", set("gpu"))).body.active).toEqual(["gpu"]);
      expect((await contract(id)).feature_keys).toEqual(["gpu"]);
      const known = available.map(({ key }: Json) => key);
      expect(await refused("setFeatures", set("gpu", "pool"))).toEqual([
        400,
        "feature-unknown",
        { key: "pool", known },
      ]);
    });

    it("to locations, none of which goes while a project lies there (gridscale/L14)", async () => {
      const id = await newContract("Acme");
      expect((await useLocations(id, fra, zrh)).body.location_uuids).toEqual([fra, zrh]);
      const project = await newProject(id, fra);
      const set = (...location_uuids: string[]) => refused("setLocations", { ...at(id), body: { location_uuids } });
      expect(await set(zrh)).toEqual([409, "location-in-use", { location_uuid: fra, project_uuids: [project] }]);
      expect((await set("nowhere", ams)).slice(0, 2)).toEqual([400, "location-unknown"]);
      expect((await useLocations(id, fra, ams)).status).toBe(200);
      await control("DELETE", `/gridscale/projects/${project}`);
      expect((await useLocations(id)).status).toBe(200);
      expect((await call("getLocations", at(id))).body.location_uuids).toEqual([]);
    });

    it("and has prices for it", async () => {
      const id = await newContract("Acme");
      const before = (await call("getPrices", at(id))).body.prices;
      expect(before).toHaveLength(5);
      const [first, second] = before;
      const prices = [{ product_number: second.product_number, price: 9 }];
      const after = (await call("updatePrices", { ...at(id), body: { prices } })).body.prices;
      expect(after).toEqual([first, { ...second, price: 9 }, ...before.slice(2)]);
      expect((await call("getPrices", at(await newContract("Beta")))).body.prices).toEqual(before);
      const unknown = { prices: [{ product_number: 1, price: 1 }] };
      expect((await refused("updatePrices", { ...at(id), body: unknown }))[2].known).toHaveLength(5);
    });
  });

  describe("has users", () => {
    it("that are invited, confirmed later, and found by an address in any case", async () => {
      const input = {
        email: "Ann@customer.example",
        first_name: "Ann",
        last_name: "Muster",
        phone: null,
        language: "de",
      };
      const made = (await call("createUser", { body: input })).body;
      expect(made).toEqual({
        ...input,
        user_uuid: expect.any(String),
        locked: false,
        confirmed: false,
        partner_level: null,
        contracts: [],
        create_time: "2026-09-16T15:55:20Z",
      });
      const id = made.user_uuid as string;
      await control("POST", `/gridscale/users/${id}/confirm`);
      expect((await user(id)).confirmed).toBe(true);
      const email = "ann@CUSTOMER.example";
      const taken = [409, "user-exists", { email, user_uuid: id }];
      expect(await refused("createUser", { body: { email } })).toEqual(taken);
      const other = await newUser("other");
      expect(await refused("updateUser", { ...of(other), body: { email } })).toEqual(taken);
    });

    it("that stay the same whatever changes (gridscale/L6)", async () => {
      const [id, userId] = await owned("acme");
      const body = { email: "new@customer.example", first_name: "Ann", phone: "1" };
      const changed = (await call("updateUser", { ...of(userId), body })).body;
      expect(changed).toMatchObject({ ...body, user_uuid: userId, last_name: null });
      expect((await call("updateUser", { ...of(userId), body: { phone: null } })).body).toEqual({
        ...changed,
        phone: null,
      });
      expect((await contract(id)).owner_uuids).toEqual([userId]);
      expect(await newUser("acme")).not.toBe(userId);
    });

    it("that are locked everywhere at once, and unlocked (gridscale/L7)", async () => {
      const [, userId] = await owned("acme");
      for (let time = 0; time < 2; time += 1) await call("lockUser", of(userId));
      expect(await user(userId)).toMatchObject({ locked: true, contracts: [{ level: "owner" }] });
      for (let time = 0; time < 2; time += 1) await call("unlockUser", of(userId));
      expect((await user(userId)).locked).toBe(false);
    });

    it("that lose everything with their deletion (gridscale/L8)", async () => {
      const [id] = await owned("acme");
      const userId = await newUser("ann");
      await add(id, userId, "admin");
      await call("setPartnerLevel", { ...of(userId), ...level("admin") });
      const as = await newToken({ scopes: ["PARTNER_READ"], userUuid: userId });
      expect((await call("listUsers", { as })).status).toBe(200);
      expect((await call("deleteUser", of(userId))).status).toBe(204);
      expect((await call("listUsers", { as })).status).toBe(401);
      expect((await members(id)).map(({ user_uuid }) => user_uuid)).not.toContain(userId);
      expect(await refused("getUser", of(userId))).toEqual([404, "not-found", { user_uuid: userId }]);
      expect((await refused("deleteUser", of(userId)))[0]).toBe(404);
      const again = await newUser("ann");
      expect([again === userId, (await user(again)).contracts]).toEqual([false, []]);
    });

    it("that stay while they own contracts (gridscale/L9)", async () => {
      const [first, userId] = await owned("acme");
      const second = await newContract("Beta", userId);
      expect(await refused("deleteUser", of(userId))).toEqual([
        409,
        "user-owns-contracts",
        { user_uuid: userId, contract_uuids: [first, second] },
      ]);
      const next = await newUser("next");
      for (const id of [first, second]) await call("updateContract", { ...at(id), body: { owner_uuid: next } });
      expect((await call("deleteUser", of(userId))).status).toBe(204);
    });
  });

  describe("gives levels", () => {
    it("on a contract, changes them, and takes them", async () => {
      const [id] = await owned("acme");
      const userId = await newUser("ann");
      const own = (name: string) => ({ user_uuid: userId, level: name, inherited: false });
      expect((await add(id, userId, "read")).body).toEqual(own("read"));
      expect((await add(id, userId, "read")).status).toBe(201);
      expect((await call("changeContractUser", { ...at(id, userId), ...level("write") })).body).toEqual(own("write"));
      expect(await members(id)).toContainEqual(own("write"));
      expect((await user(userId)).contracts).toEqual([{ contract_uuid: id, level: "write", inherited: false }]);
      expect((await call("removeContractUser", at(id, userId))).status).toBe(204);
      const none = [404, "not-found", { contract_uuid: id, user_uuid: userId }];
      expect(await refused("removeContractUser", at(id, userId))).toEqual(none);
      expect(await refused("changeContractUser", { ...at(id, userId), ...level("read") })).toEqual(none);
      expect((await user(userId)).contracts).toEqual([]);
      const unknown = { user_uuid: randomUUID(), level: "read" };
      expect((await refused("addContractUser", { ...at(id), body: unknown }))[1]).toBe("not-found");
      const made = { user_uuid: userId, level: "god" };
      expect((await refused("addContractUser", { ...at(id), body: made }))[0]).toBe(400);
    });

    it("on the partner, which every contract inherits (gridscale/L11)", async () => {
      const [first] = await owned("acme");
      const userId = await newUser("ann");
      expect((await call("setPartnerLevel", { ...of(userId), ...level("write") })).body.partner_level).toBe("write");
      const inherited = { level: "write", inherited: true };
      expect(await members(first)).toContainEqual({ user_uuid: userId, ...inherited });
      const own = await partnerContract();
      const second = await newContract("Beta");
      expect((await user(userId)).contracts).toEqual(
        [own, first, second].map((contract_uuid) => ({ contract_uuid, ...inherited })),
      );
      const refusal = [409, "level-inherited", { contract_uuid: first, user_uuid: userId, partner_level: "write" }];
      expect(await refused("changeContractUser", { ...at(first, userId), ...level("read") })).toEqual(refusal);
      expect(await refused("removeContractUser", at(first, userId))).toEqual(refusal);

      await add(first, userId, "read");
      expect((await members(first)).filter(({ user_uuid }) => user_uuid === userId)).toEqual([
        { user_uuid: userId, level: "read", inherited: false },
      ]);
      await call("removeContractUser", at(first, userId));
      expect(await members(first)).toContainEqual({ user_uuid: userId, ...inherited });
      expect((await call("removePartnerLevel", of(userId))).status).toBe(204);
      expect((await user(userId)).contracts).toEqual([]);
      expect((await refused("removePartnerLevel", of(userId)))[0]).toBe(404);
    });

    it("to an owner of the partner as to an administrator of its contracts", async () => {
      const [id, userId] = await owned("acme");
      expect(await members(id)).toEqual([
        { user_uuid: owner(), level: "admin", inherited: true },
        { user_uuid: userId, level: "owner", inherited: false },
      ]);
    });

    it("but never takes the last owner (gridscale/L13)", async () => {
      const [id, first] = await owned("acme");
      const refusal = [409, "owner-required", { contract_uuid: id, user_uuid: first }];
      const demote = () => refused("changeContractUser", { ...at(id, first), ...level("admin") });
      expect(await demote()).toEqual(refusal);
      expect(await refused("removeContractUser", at(id, first))).toEqual(refusal);
      const body = { user_uuid: first, level: "read" };
      expect(await refused("addContractUser", { ...at(id), body })).toEqual(refusal);
      const second = await newUser("second");
      await add(id, second, "read");
      await call("changeContractUser", { ...at(id, second), ...level("owner") });
      expect((await contract(id)).owner_uuids).toEqual([first, second]);
      expect(await demote()).toEqual([200]);
      expect((await contract(id)).owner_uuids).toEqual([second]);
    });

    it("and leaves the partner its owner", async () => {
      const id = await partnerContract();
      const ann = await newUser("ann");
      await add(id, ann, "owner");
      const refusals = [
        await refused("setPartnerLevel", { ...of(owner()), ...level("admin") }),
        await refused("removePartnerLevel", of(owner())),
        await refused("deleteUser", of(owner())),
        await refused("removeContractUser", at(id, owner())),
        await refused("changeContractUser", { ...at(id, owner()), ...level("admin") }),
        await refused("updateContract", { ...at(id), body: { owner_uuid: ann } }),
      ];
      for (const [status, slug] of refusals) expect([status, slug]).toEqual([409, "owner-required"]);
      expect((await call("setPartnerLevel", { ...of(owner()), ...level("owner") })).status).toBe(200);
    });
  });

  it("tells no secret to those who look into the sandbox", async () => {
    const { token } = await newToken({ scopes: [] });
    await call("listUsers");
    const seen = JSON.stringify([await control("GET", "/dump"), await control("GET", "/calls")]);
    expect(await stored("tokens")).toMatchObject([{ secret: "********", secretHash: "********" }, { secret: null }]);
    for (const secret of [token, portal.sandbox.gridscale.token]) expect(seen).not.toContain(secret);
  });

  it("keeps everything over a restart", async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-gridscale-"));
    await portal.start(dataDir);
    const [id, userId] = await owned("acme");
    await useLocations(id, fra);
    await newProject(id, fra);
    await call("updatePrices", { ...at(id), body: { prices: [{ product_number: 10001, price: 7 }] } });
    await call("setPartnerLevel", { ...of(userId), ...level("read") });
    const deleted = await newContract("Beta");
    const requestId = (await call("deleteContract", at(deleted))).headers.get("x-request-id") ?? "";
    await control("PUT", "/gridscale/settings", { deleteAnswers: 204 });
    const look = async () => [
      portal.sandbox.gridscale.token,
      await contract(id),
      (await call("getPrices", at(id))).body,
      (await call("listUsers")).body.users,
      await members(id),
      (await contract(deleted)).deletion_state,
      await control("PUT", "/gridscale/settings", {}),
    ];
    const before = await look();
    await portal.start(dataDir);
    expect(await look()).toEqual(before);
    portal.pass(DELETION);
    expect((await call("getRequest", { parameters: { requestId } })).body[requestId].status).toBe("done");
    await portal.start();
    fs.rmSync(dataDir, { recursive: true });
  });
});
