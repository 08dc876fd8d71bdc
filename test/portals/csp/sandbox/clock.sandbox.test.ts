import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { endOfKeeping, nightAfter } from "../../../../sandbox/portals/csp/calendar";
import { startSandbox } from "../../../../sandbox";
import { limits, TestPortal } from "../../../sandbox/portalClient";

const DAY = 24 * 60 * 60;

describe("the calendar", () => {
  it.each([
    ["2030-01-07T10:00:00Z", "2030-01-07T22:00:00Z", "in winter"],
    ["2030-07-07T10:00:00Z", "2030-07-07T21:00:00Z", "in summer"],
    ["2030-01-07T21:59:59.999Z", "2030-01-07T22:00:00Z", "just before"],
    ["2030-01-07T22:00:00Z", "2030-01-08T22:00:00Z", "at the very time"],
    ["2030-03-30T22:00:00Z", "2030-03-31T21:00:00Z", "over the change to summer"],
    ["2030-10-26T21:00:00Z", "2030-10-27T22:00:00Z", "over the change to winter"],
  ])("after %s the next night is at %s: %s", (time, night) => {
    expect(new Date(nightAfter(Date.parse(time))).toISOString()).toBe(new Date(night).toISOString());
  });

  it.each([
    ["2030-01-07T10:00:00Z", "2030-07-07T10:00:00Z"],
    ["2030-08-31T10:00:00Z", "2031-02-28T10:00:00Z"],
    ["2030-09-30T10:00:00Z", "2031-03-30T10:00:00Z"],
  ])("six months after %s is %s", (time, end) => {
    expect(new Date(endOfKeeping(Date.parse(time))).toISOString()).toBe(new Date(end).toISOString());
  });
});

describe("the sandbox's clock", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  const move = (body: object) => portal.control("POST", "/clock", body);
  const clients = async () =>
    (await portal.done("listClients")).items.map(({ name }: { name: string }) => name) as string[];
  const uses = (uprovideAccountId: string) =>
    portal.call("createClient", { body: { name: `New at ${uprovideAccountId}`, state: "trial", uprovideAccountId } });

  it("is moved by seconds or to a time, ahead only, and is the one that operations end by", async () => {
    expect((await portal.control("GET", "/clock")).body).toEqual({
      now: "2030-01-07T10:00:00.000Z",
      maintenanceUntil: null,
    });
    const { id: operationId } = await portal.done("createClient", {
      body: { name: "Muster AG", state: "demo", uprovideAccountId: "UP-10001" },
    });
    const status = async () => (await portal.done("getOperation", { parameters: { operationId } })).status as string;
    expect(await status()).toBe("running");
    expect((await move({ advanceSeconds: 90 })).body.now).toBe("2030-01-07T10:01:30.000Z");
    expect(await status()).toBe("succeeded");
    expect((await move({ to: "2030-01-08T00:00:00+01:00" })).body.now).toBe("2030-01-07T23:00:00.000Z");
    portal.pass(1000);
    expect((await portal.control("GET", "/clock")).body.now).toBe("2030-01-07T23:00:01.000Z");
    for (const wrong of [
      { to: "2030-01-07T10:00:00Z" },
      { advanceSeconds: -1 },
      { advanceSeconds: 1, to: "2030-02-01T00:00:00Z" },
      { to: "2050-01-01T00:00:00Z" },
      { to: "tomorrow" },
    ])
      expect((await move(wrong)).status).toBe(400);
  });

  it("csp/O4: passing 23:00 in Zurich gives projects their sub-services, and not before", async () => {
    const { clientId, projectId } = await portal.newProject("Muster AG");
    const parameters = { clientId, projectId };
    const subservice = async () => (await portal.done("getProject", { parameters })).subserviceId as string | null;
    await move({ to: "2030-01-07T21:59:59Z" });
    expect(await subservice()).toBeNull();
    await move({ advanceSeconds: 1 });
    const id = await subservice();
    const { items } = await portal.done("listSubservices", { parameters: { clientId } });
    expect(items).toEqual([
      { id, kind: "openstack", projectId, projectName: "web", createdAt: "2030-01-07T22:00:00.000Z" },
    ]);
    await move({ advanceSeconds: 3 * DAY });
    expect((await portal.done("listSubservices", { parameters: { clientId } })).items).toEqual(items);
  });

  it("csp/O4: a night also comes without anybody moving the clock", async () => {
    const { clientId } = await portal.newProject("Muster AG");
    portal.pass(DAY * 1000);
    expect((await portal.done("listSubservices", { parameters: { clientId } })).items).toHaveLength(1);
  });

  it("brings about what is due in its order: a project gone before the night gets no sub-service", async () => {
    const parameters = await portal.newProject("Muster AG");
    await portal.done("deleteProject", { parameters, ifMatch: "*" });
    await move({ advanceSeconds: DAY });
    expect((await portal.done("listSubservices", { parameters })).items).toEqual([]);
  });

  it.each([
    ["trial", "trial", "disabled"],
    ["demo", "trial", "disabled"],
    ["production", "production", "inactive"],
    ["managed", "production", "inactive"],
  ])(
    "a %s client asked for as %s becomes %s, keeps no sub-service, and is deleted six months later",
    async (state, kind, end) => {
      const parameters = await portal.newProject("Muster AG", { state });
      const { clientId, projectId } = parameters;
      await portal.newProfile("Of the reseller", "client", []);
      await portal.done("createClientProfile", { parameters, body: { name: "Own", level: "client", permissions: [] } });
      await portal.done("createClientQuotaProfile", { parameters, body: { name: "Own", ...limits(1) } });
      await move({ advanceSeconds: DAY });
      await portal.done("deleteProject", { parameters, ifMatch: "*" });
      portal.pass();
      const step = () => portal.control("POST", `/csp/clients/${clientId}/decommission`);
      expect((await step()).status).toBe(409);
      const projects = [{ id: projectId, name: "web" }];
      const ticket = await portal.done("requestDecommission", {
        parameters,
        body: { kind, projects, reason: "cancelled" },
      });
      expect((await portal.done("getClient", { parameters })).state).toBe(state);
      expect((await portal.done("listSubservices", { parameters })).items).toHaveLength(1);
      expect((await step()).body).toEqual({ state: end });
      expect(await portal.done("getClient", { parameters })).toMatchObject({ state: end });
      expect((await portal.done("listSubservices", { parameters })).items).toEqual([]);
      expect(
        await portal.done("requestDecommission", { parameters, body: { kind, projects, reason: "again" } }),
      ).toEqual(ticket);
      expect((await step()).status).toBe(409);

      await move({ to: "2030-07-08T10:00:00Z" });
      expect(await clients()).toEqual(["Muster AG"]);
      await move({ to: "2030-07-08T10:00:10Z" });
      expect(await clients()).toEqual([]);
      expect(JSON.stringify((await portal.control("GET", "/dump")).body.csp.quotaProfiles)).not.toContain(clientId);
      const profiles = (await portal.done("listProfiles")).items.map(({ name }: { name: string }) => name) as string[];
      expect(profiles).toContain("Of the reseller");
      expect(profiles).not.toContain("Own");
      expect((await portal.done("getResellerQuota", { query: { region: "ch-1" } })).assigned).toEqual(limits(0));
      expect((await uses("UP-10001")).body).toMatchObject({ code: "validation" });
    },
  );

  it("the provider's step waits for users and projects that have come up since the request", async () => {
    const clientId = await portal.newClient("Muster AG");
    const parameters = { clientId };
    await portal.done("requestDecommission", { parameters, body: { kind: "trial", projects: [] } });
    await portal.newClientUser(clientId, "anna");
    const { status, body } = await portal.control("POST", `/csp/clients/${clientId}/decommission`);
    expect([status, body.error]).toEqual([409, "the client still has 1 of its users and projects"]);
  });

  it("an inactive client with a new project stays, a disabled one does not", async () => {
    const decommission = async (name: string, state: string, end: string) => {
      const parameters = await portal.newProject(name, { state });
      await portal.control("PUT", `/csp/clients/${parameters.clientId}/state`, { state: end });
      return parameters;
    };
    await decommission("Trial AG", "trial", "disabled");
    const parameters = await decommission("Production AG", "production", "inactive");
    await move({ advanceSeconds: 200 * DAY });
    expect(await clients()).toEqual(["Production AG"]);
    await portal.done("deleteProject", { parameters, ifMatch: "*" });
    portal.pass();
    expect(await clients()).toEqual([]);
  });

  it("a client set living again within the six months is kept", async () => {
    const clientId = await portal.newClient("Muster AG");
    for (const state of ["disabled", "trial"]) await portal.control("PUT", `/csp/clients/${clientId}/state`, { state });
    await move({ advanceSeconds: 200 * DAY });
    expect(await portal.done("getClient", { parameters: { clientId } })).toMatchObject({
      state: "trial",
      decommissionRequestedAt: null,
    });
  });

  it("a uProvide account that another client is linked to outlives the first one", async () => {
    const first = await portal.newClient("First AG", { uprovideAccountId: "UP-10007" });
    const second = await portal.newClient("Second AG", { uprovideAccountId: "UP-10007" });
    await portal.control("PUT", `/csp/clients/${first}/state`, { state: "disabled" });
    await move({ advanceSeconds: 200 * DAY });
    expect(await clients()).toEqual(["Second AG"]);
    expect((await uses("UP-10007")).status).toBe(202);
    for (const id of [second, (await portal.done("listClients")).items[1].id])
      await portal.control("PUT", `/csp/clients/${id}/state`, { state: "disabled" });
    await move({ advanceSeconds: 200 * DAY });
    expect((await uses("UP-10007")).body).toMatchObject({
      code: "validation",
      errors: [{ field: "uprovideAccountId", code: "not_found" }],
    });
  });

  it("maintenance answers 503 with Retry-After until the clock has passed it", async () => {
    await move({ maintenanceSeconds: 120 });
    portal.pass(500);
    const closed = await portal.call("getMe");
    expect([closed.status, closed.body.code, closed.headers.get("retry-after")]).toEqual([503, "maintenance", "120"]);
    expect((await portal.control("GET", "/clock")).body.maintenanceUntil).toBe("2030-01-07T10:02:00.000Z");
    portal.pass(119_499);
    expect((await portal.call("getMe")).headers.get("retry-after")).toBe("1");
    portal.pass(1);
    await portal.done("getMe");
    await move({ maintenanceSeconds: 3600 });
    expect((await portal.call("listClients")).status).toBe(503);
    await move({ advanceSeconds: 3600 });
    await portal.done("listClients");
    await move({ advanceSeconds: 60, maintenanceSeconds: 60 });
    expect((await portal.call("getMe")).headers.get("retry-after")).toBe("60");
    await move({ maintenanceSeconds: 0 });
    await portal.done("getMe");
  });

  it("is as far ahead after a restart as it was before", async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-clock-"));
    const start = () => startSandbox({ dataDir, now: () => Date.parse("2030-01-07T10:00:00Z") });
    const nowOf = async ({ baseUrl }: { baseUrl: string }) =>
      ((await (await fetch(`${baseUrl}/_sandbox/clock`)).json()) as { now: string }).now;
    const before = await start();
    const body = JSON.stringify({ advanceSeconds: DAY });
    await fetch(`${before.baseUrl}/_sandbox/clock`, { method: "POST", body });
    await before.close();
    const after = await start();
    expect(await nowOf(after)).toBe("2030-01-08T10:00:00.000Z");
    await after.close();
    fs.rmSync(dataDir, { recursive: true });
  });
});
