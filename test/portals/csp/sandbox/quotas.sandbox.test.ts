import * as fc from "fast-check";
import { QUOTA_NUMBERS, type QuotaNumber } from "../../../../provider/portals/csp/contract";
import { type Json, limits, TestPortal } from "../../../sandbox/portalClient";
import { runs } from "../../../support/runs";

describe("quotas", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  const setPool = (region: string, numbers: object) => portal.control("PUT", `/csp/pool/${region}`, numbers);
  const use = (projectId: string, region: string, numbers: object) =>
    portal.control("PUT", `/csp/projects/${projectId}/usage/${region}`, numbers);
  const clientQuota = (clientId: string, numbers: object, region = "ch-1") =>
    portal.call("setClientQuota", { parameters: { clientId, region }, body: { limits: numbers }, ifMatch: "*" });
  const projectQuota = (parameters: { clientId: string; projectId: string }, numbers: object, region = "ch-1") =>
    portal.call("setProjectQuota", {
      parameters: { ...parameters, region },
      body: { limits: numbers },
      ifMatch: "*",
    });
  const newProject = async (clientId: string, name: string, input: object = {}) => {
    const { resource } = await portal.done("createProject", { parameters: { clientId }, body: { name, ...input } });
    portal.pass();
    return { clientId, projectId: resource.id as string };
  };
  const refusal = (code: string, resource: string, limit: number, requested: number, region = "ch-1") => ({
    status: 409,
    body: { code, resource, region, limit, requested },
  });

  describe("csp/Q4: clients share the reseller's pool", () => {
    it("as the provider sets it, all ten numbers, for each region", async () => {
      const pool = limits(7, { vcpus: 3 });
      expect((await setPool("ch-2", pool)).body).toEqual(pool);
      const read = async (region: string) =>
        (await portal.done("getResellerQuota", { query: { region } })).limits as Json;
      expect(await read("ch-2")).toEqual(pool);
      expect((await read("ch-1")).vcpus).toBe(500_000);
      const { networks: _networks, ...nine } = limits(7);
      const { status, body } = await setPool("ch-2", { ...nine, vcpus: -1 });
      expect(status).toBe(400);
      expect(body.error).toMatch(/vcpus.*networks/);
      expect((await setPool("mars", limits(7))).status).toBe(404);
    });

    it.each(QUOTA_NUMBERS)(
      "%s: up to the last one, and in one region whatever is taken in the other",
      async (resource) => {
        const [first, second] = [await portal.newClient("First AG"), await portal.newClient("Second AG")];
        for (const region of ["ch-1", "ch-2"]) await setPool(region, limits(10));
        expect((await clientQuota(first, limits(0, { [resource]: 6 }))).status).toBe(200);
        expect(await clientQuota(second, limits(0, { [resource]: 5 }))).toMatchObject(
          refusal("quota_exceeded", resource, 4, 5),
        );
        expect((await clientQuota(second, limits(0, { [resource]: 4 }))).status).toBe(200);
        expect((await clientQuota(second, limits(0, { [resource]: 10 }), "ch-2")).status).toBe(200);
        expect((await clientQuota(first, limits(0, { [resource]: 5 }))).status).toBe(200);
        expect((await clientQuota(second, limits(0, { [resource]: 5 }))).status).toBe(200);
      },
    );

    it("a pool that was made too small gives nothing more, and takes back what is given back", async () => {
      const clientId = await portal.newClient("Muster AG");
      await clientQuota(clientId, limits(8));
      await setPool("ch-1", limits(5));
      expect(await clientQuota(clientId, limits(8, { routers: 9 }))).toMatchObject(
        refusal("quota_exceeded", "routers", 8, 9),
      );
      expect((await clientQuota(clientId, limits(7))).status).toBe(200);
      expect(await clientQuota(clientId, limits(8))).toMatchObject(refusal("quota_exceeded", "projects", 7, 8));
    });

    it("never gives more than there is, whatever is asked in whatever order", async () => {
      const clients = [await portal.newClient("A AG"), await portal.newClient("B AG"), await portal.newClient("C AG")];
      await setPool("ch-1", limits(10));
      const step = fc.record({
        client: fc.constantFrom(...clients),
        resource: fc.constantFrom<QuotaNumber>("vcpus", "ramGb"),
        number: fc.integer({ min: 0, max: 12 }),
      });
      const held = new Map(clients.map((client) => [client, limits(0)]));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
          for (const { client, resource, number } of steps) {
            const wanted = { ...held.get(client), [resource]: number };
            const others = clients.filter((other) => other !== client);
            const taken = others.reduce((sum, other) => sum + (held.get(other)?.[resource] ?? 0), 0);
            const { status } = await clientQuota(client, wanted);
            expect(status).toBe(taken + number <= 10 ? 200 : 409);
            if (status === 200) held.set(client, wanted);
          }
          const { assigned } = await portal.done("getResellerQuota", { query: { region: "ch-1" } });
          const sum = (name: string) => [...held.values()].reduce((all, numbers) => all + (numbers[name] ?? 0), 0);
          expect([assigned.vcpus, assigned.ramGb]).toEqual([sum("vcpus"), sum("ramGb")]);
        }),
        { numRuns: runs(15) },
      );
    });
  });

  it("csp/Q4: projects share their client's quota, up to the last one, for each region", async () => {
    const first = await portal.newProject("Muster AG");
    const second = await newProject(first.clientId, "shop");
    expect((await projectQuota(first, limits(6))).status).toBe(200);
    expect(await projectQuota(second, limits(4, { floatingIps: 5 }))).toMatchObject(
      refusal("quota_exceeded", "floatingIps", 4, 5),
    );
    expect(await projectQuota(second, limits(0, { volumes: 1 }), "ch-2")).toMatchObject(
      refusal("quota_exceeded", "volumes", 0, 1, "ch-2"),
    );
    expect((await projectQuota(second, limits(4))).status).toBe(200);
    expect(
      await portal.done("getClientQuota", { parameters: { clientId: first.clientId, region: "ch-1" } }),
    ).toMatchObject({ assigned: limits(10, { projects: 2 }) });
  });

  it("csp/Q5: a project's quota goes down to what it uses in that region, and no further", async () => {
    const project = await portal.newProject("Muster AG");
    await projectQuota(project, limits(9));
    await use(project.projectId, "ch-1", { ramGb: 4 });
    await use(project.projectId, "ch-2", { ramGb: 8 });
    expect(await projectQuota(project, limits(9, { ramGb: 3 }))).toMatchObject(refusal("below_usage", "ramGb", 4, 3));
    expect((await projectQuota(project, limits(9, { ramGb: 4 }))).status).toBe(200);
    expect(await portal.done("getProjectQuota", { parameters: { ...project, region: "ch-1" } })).toMatchObject({
      limits: limits(9, { ramGb: 4 }),
      used: limits(0, { ramGb: 4 }),
    });
  });

  it("csp/Q6: as many projects as the client's quota says, and one more when it is raised", async () => {
    const { clientId } = await portal.newProject("Muster AG");
    await portal.setQuota(clientId, "ch-1", limits(10, { projects: 1 }));
    const attempt = () => portal.call("createProject", { parameters: { clientId }, body: { name: "shop" } });
    expect(await attempt()).toMatchObject(refusal("quota_exceeded", "projects", 1, 2));
    await portal.setQuota(clientId, "ch-1", limits(10, { projects: 2 }));
    await portal.setQuota(clientId, "ch-1", limits(10, { projects: 1 }));
    await portal.setQuota(clientId, "ch-2", limits(0, { projects: 2 }));
    expect((await attempt()).status).toBe(202);
    portal.pass();
    expect(await portal.call("createProject", { parameters: { clientId }, body: { name: "third" } })).toMatchObject(
      refusal("quota_exceeded", "projects", 2, 3, "ch-2"),
    );
    await portal.setQuota(clientId, "ch-1", limits(10, { projects: 3 }));
    expect(await clientQuota(clientId, limits(10, { projects: 1 }))).toMatchObject(
      refusal("below_usage", "projects", 2, 1),
    );
  });

  it.each([
    ["a negative number", { vcpus: -1 }],
    ["a fraction", { vcpus: 1.5 }],
    ["a text", { vcpus: "1" }],
    ["nothing", { vcpus: null }],
    ["no number at all", { vcpus: undefined }],
  ])("csp/Q11: %s is no quota, of a client, a project or a request", async (_what, wrong) => {
    const project = await portal.newProject("Muster AG");
    for (const answer of [
      await clientQuota(project.clientId, { ...limits(10), ...wrong }),
      await projectQuota(project, { ...limits(0), ...wrong }),
    ])
      expect(answer).toMatchObject({ status: 422, body: { code: "validation", errors: [{ field: "limits.vcpus" }] } });
    const { vcpus: requested } = wrong;
    const body = { region: "ch-1", items: [{ resource: "vcpus", requested }] };
    expect(await portal.refused("createQuotaRequest", { parameters: project, body })).toMatchObject({
      status: 422,
      errors: [{ field: "items.0.requested" }],
    });
  });

  it("remembers the profile whose numbers were used, until it is told otherwise", async () => {
    const project = await portal.newProject("Muster AG");
    const other = await portal.newClient("Other AG");
    const { id: profileId } = await portal.done("createClientQuotaProfile", {
      parameters: project,
      body: { name: "Small", ...limits(1) },
    });
    const { id: foreign } = await portal.done("createClientQuotaProfile", {
      parameters: { clientId: other },
      body: { name: "Small", ...limits(1) },
    });
    for (const name of ["setClientQuota", "setProjectQuota"] as const) {
      const parameters = { ...project, region: "ch-1" };
      const numbers = limits(name === "setClientQuota" ? 10 : 1);
      const set = (body: object) => portal.call(name, { parameters, body: { limits: numbers, ...body }, ifMatch: "*" });
      expect((await set({ profileId })).body).toMatchObject({ profileId });
      expect((await set({})).body).toMatchObject({ profileId, limits: numbers });
      for (const wrong of [foreign, "profile-of-nobody"])
        expect(await set({ profileId: wrong })).toMatchObject({
          status: 422,
          body: { errors: [{ field: "profileId" }] },
        });
      expect((await set({ profileId: null })).body).toMatchObject({ profileId: null });
    }
    const made = await newProject(project.clientId, "shop", { quotaProfileId: profileId });
    expect(await portal.done("getProjectQuota", { parameters: { ...made, region: "ch-2" } })).toMatchObject({
      profileId,
    });
  });

  it("are listed for all projects one may see, as each is read by itself", async () => {
    const [first, second] = [await portal.newProject("First AG"), await portal.newProject("Second AG")];
    await projectQuota(first, limits(2));
    await use(first.projectId, "ch-1", { vcpus: 1 });
    const list = async (query: Record<string, string>, token?: string) =>
      (await portal.done("listProjectQuotas", { query, token })).items as Json[];
    const places = (items: Json[]) => items.map(({ projectId, region }: Json) => [projectId, region]);
    const all = await list({});
    expect(places(all)).toEqual(
      [first, second].flatMap(({ projectId }) => [
        [projectId, "ch-1"],
        [projectId, "ch-2"],
      ]),
    );
    for (const item of all) expect(await portal.done("getProjectQuota", { parameters: { ...item } })).toEqual(item);
    expect(places(await list({ "filter[clientId]": second.clientId, "filter[region]": "ch-2" }))).toEqual([
      [second.projectId, "ch-2"],
    ]);
    expect(places(await list({ "filter[projectId]": first.projectId, "filter[region]": "ch-1" }))).toEqual([
      [first.projectId, "ch-1"],
    ]);
    const { user } = await portal.newClientUser(second.clientId, "anna", "User-Adm");
    const token = await portal.tokenOf(user.id);
    expect(places(await list({}, token))).toEqual([
      [second.projectId, "ch-1"],
      [second.projectId, "ch-2"],
    ]);
    expect(await list({ "filter[clientId]": first.clientId }, token)).toEqual([]);
    await portal.done("deleteProject", { parameters: second, ifMatch: "*" });
    portal.pass();
    expect(await list({ "filter[clientId]": second.clientId })).toEqual([]);
  });

  describe("csp/Q9: requests for more", () => {
    const ask = async (clientId: string, requested: number) =>
      (
        await portal.done("createQuotaRequest", {
          parameters: { clientId },
          body: { region: "ch-1", items: [{ resource: "vcpus", requested }] },
        })
      ).id as string;

    it("are decided once", async () => {
      const clientId = await portal.newClient("Muster AG");
      for (const first of ["approveQuotaRequest", "rejectQuotaRequest"] as const)
        for (const then of ["approveQuotaRequest", "rejectQuotaRequest"] as const) {
          const requestId = await ask(clientId, 1);
          await portal.done(first, { parameters: { requestId } });
          expect(await portal.refused(then, { parameters: { requestId } })).toMatchObject({
            status: 409,
            code: "not_pending",
          });
        }
    });

    it("can't overdraw the pool: they stay pending, and nothing is raised", async () => {
      const [clientId, other] = [await portal.newClient("Muster AG"), await portal.newClient("Other AG")];
      await setPool("ch-1", limits(10));
      await portal.setQuota(other, "ch-1", limits(4));
      const parameters = { requestId: await ask(clientId, 7) };
      expect(await portal.call("approveQuotaRequest", { parameters })).toMatchObject(
        refusal("quota_exceeded", "vcpus", 6, 7),
      );
      const quota = () => portal.done("getClientQuota", { parameters: { clientId, region: "ch-1" } });
      expect((await quota()).limits).toEqual(limits(0));
      expect((await portal.done("listQuotaRequests", { query: { status: "pending" } })).items).toHaveLength(1);
      await portal.setQuota(other, "ch-1", limits(3));
      await portal.done("approveQuotaRequest", { parameters });
      expect((await quota()).limits).toEqual(limits(0, { vcpus: 7 }));
    });

    it("raise the client's quota in that region, and no project's", async () => {
      const project = await portal.newProject("Muster AG");
      await projectQuota(project, limits(10));
      await portal.done("approveQuotaRequest", { parameters: { requestId: await ask(project.clientId, 25) } });
      const { items } = await portal.done("listQuotas", { query: { "filter[clientId]": project.clientId } });
      expect(items.map((item: Json) => item.limits)).toEqual([limits(10, { vcpus: 25 }), limits(0)]);
      expect(await portal.done("getProjectQuota", { parameters: { ...project, region: "ch-1" } })).toMatchObject({
        limits: limits(10),
      });
    });
  });
});
