import { type Json, TestPortal } from "../../../sandbox/portalClient";

describe("decommissioning", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  const request = (clientId: string, body: object) => ({
    parameters: { clientId },
    body: { kind: "trial", projects: [], ...body },
  });
  const fieldsOf = (problem: Json): string[] => problem.errors.map(({ field }: { field: string }) => field) as string[];

  /** A client that had a project long enough for a sub-service, and has nothing any more. */
  async function emptied(name: string, input: object = {}): Promise<{ clientId: string; projectId: string }> {
    const parameters = await portal.newProject(name, input);
    await portal.control("POST", "/csp/nightly-batch");
    await portal.done("deleteProject", { parameters, ifMatch: "*" });
    portal.pass();
    return parameters;
  }

  it("csp/U6, csp/O5: is refused while users or projects exist, and names them all", async () => {
    const { clientId, projectId } = await portal.newProject("Muster AG");
    const { user } = await portal.newClientUser(clientId, "anna");
    const problem = await portal.refused("requestDecommission", request(clientId, {}));
    expect(problem).toMatchObject({ status: 409, code: "not_empty" });
    expect(problem.left).toEqual([
      { type: "user", id: user.id, name: "anna" },
      { type: "project", id: projectId, name: "web" },
    ]);
    expect(problem.detail).toMatch(/anna.*web/);
    await portal.done("deleteClientUser", { parameters: { clientId, userId: user.id }, ifMatch: "*" });
    expect((await portal.refused("requestDecommission", request(clientId, {}))).left).toHaveLength(1);
    await portal.done("deleteProject", { parameters: { clientId, projectId }, ifMatch: "*" });
    portal.pass();
    await portal.done("requestDecommission", request(clientId, {}));
  });

  it.each([
    ["trial", "production"],
    ["demo", "production"],
    ["production", "trial"],
    ["managed", "trial"],
  ])("a %s client is not decommissioned as %s", async (state, kind) => {
    const clientId = await portal.newClient("Muster AG", { state });
    const problem = await portal.refused("requestDecommission", request(clientId, { kind, reason: "cancelled" }));
    expect([problem.code, fieldsOf(problem)]).toEqual(["validation", ["kind"]]);
    const other = kind === "trial" ? "production" : "trial";
    await portal.done("requestDecommission", request(clientId, { kind: other, reason: "cancelled" }));
  });

  it("of a client that was charged needs a reason", async () => {
    const clientId = await portal.newClient("Muster AG", { state: "production" });
    for (const reason of [undefined, " "])
      expect(
        fieldsOf(await portal.refused("requestDecommission", request(clientId, { kind: "production", reason }))),
      ).toEqual(["reason"]);
    const reason = "cancelled by phone, called back";
    const ticket = await portal.done("requestDecommission", request(clientId, { kind: "production", reason }));
    expect(ticket.ticketText).toContain(reason);
  });

  it("csp/O6: the ticket names the client, and each sub-service by the id and the name of its project", async () => {
    const { clientId, projectId } = await emptied("Muster AG");
    const attempt = async (projects: object[]) =>
      fieldsOf(await portal.refused("requestDecommission", request(clientId, { projects })));
    expect(await attempt([])).toEqual(["projects"]);
    expect(await attempt([{ id: "project-of-nobody", name: "web" }])).toEqual(["projects"]);
    expect(await attempt([{ id: projectId, name: "shop" }])).toEqual(["projects.0.name"]);
    expect(await attempt([{ id: projectId }])).toEqual(["projects.0.name"]);
    const { ticketText } = await portal.done(
      "requestDecommission",
      request(clientId, { projects: [{ id: projectId, name: "web" }] }),
    );
    for (const named of ["Muster AG", projectId, "web"]) expect(ticketText).toContain(named);
  });

  it("says when it was asked for, and answers a repeat with the same ticket", async () => {
    const clientId = await portal.newClient("Muster AG");
    const read = () => portal.done("getClient", { parameters: { clientId } });
    const before = await read();
    expect(before.decommissionRequestedAt).toBeNull();
    const first = await portal.done("requestDecommission", request(clientId, { reason: "the trial has ended" }));
    const asked = await read();
    expect(asked.decommissionRequestedAt).toBe("2030-01-07T10:00:01.000Z");
    expect(asked.etag).not.toBe(before.etag);
    portal.pass();
    expect(await portal.done("requestDecommission", request(clientId, { reason: "again" }))).toEqual(first);
    expect(await read()).toEqual(asked);
  });

  it("a repeat is a new ticket where the old one would not say all", async () => {
    const clientId = await portal.newClient("Muster AG");
    const first = await portal.done("requestDecommission", request(clientId, {}));
    await portal.done("updateClient", { parameters: { clientId }, body: { state: "production" }, ifMatch: "*" });
    portal.pass();
    const body = { kind: "production", reason: "cancelled" };
    const second = await portal.done("requestDecommission", request(clientId, body));
    expect(second).not.toEqual(first);
    expect(await portal.done("requestDecommission", request(clientId, body))).toEqual(second);
  });

  it("is not asked for where the provider has done it without a request", async () => {
    const clientId = await portal.newClient("Muster AG");
    await portal.control("PUT", `/csp/clients/${clientId}/state`, { state: "disabled" });
    expect(await portal.refused("requestDecommission", request(clientId, {}))).toMatchObject({
      status: 409,
      code: "invalid_transition",
    });
  });
});
