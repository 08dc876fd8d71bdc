import { type Json, limits, TestPortal } from "../../../sandbox/portalClient";

describe("quota requests of a client's user", () => {
  let portal: TestPortal;
  let clientId: string;
  let userId: string;
  let token: string;
  beforeEach(async () => {
    portal = await TestPortal.start();
    clientId = await portal.newClient("Muster AG");
    await portal.setQuota(clientId, "ch-1", limits(5));
    userId = (await portal.newClientUser(clientId, "anna", "User-Adm")).user.id as string;
    token = await portal.tokenOf(userId);
  });
  afterEach(() => portal.close());

  const ITEMS = [
    { resource: "vcpus", requested: 8 },
    { resource: "ramGb", requested: 32 },
  ];
  const ask = (body: object = {}, by: string | undefined = token) =>
    portal.call("createQuotaRequest", {
      parameters: { clientId },
      body: { region: "ch-1", items: ITEMS, comment: "for the new shop", ...body },
      token: by,
    });
  const pending = async () =>
    (await portal.done("listQuotaRequests", { query: { status: "pending" } })).items as Json[];

  it("reach the reseller as pending, with what there is now and who asks", async () => {
    const request = (await ask()).body;
    expect(request).toMatchObject({
      clientId,
      region: "ch-1",
      status: "pending",
      comment: "for the new shop",
      requestedBy: userId,
      decidedBy: null,
      decidedAt: null,
      decisionComment: null,
      items: [
        { resource: "vcpus", current: 5, requested: 8 },
        { resource: "ramGb", current: 5, requested: 32 },
      ],
    });
    expect(await pending()).toEqual([request]);
  });

  it("need the permission, the own client, a known region, and each number once", async () => {
    const { user } = await portal.newClientUser(clientId, "berta", "User");
    expect(await ask({}, await portal.tokenOf(user.id as string))).toMatchObject({
      status: 403,
      body: { code: "permission_missing", requiredPermission: "request_quota" },
    });
    const other = await portal.newClient("Other AG");
    const { user: foreign } = await portal.newClientUser(other, "otto", "User-Adm");
    expect((await ask({}, await portal.tokenOf(foreign.id as string))).status).toBe(404);
    const wrong: readonly (readonly [object, string])[] = [
      [{ region: "mars" }, "region"],
      [{ items: [] }, "items"],
      [{ items: [{ resource: "beds", requested: 1 }] }, "items.0.resource"],
      [{ items: [ITEMS[0], ITEMS[1], { resource: "vcpus", requested: 9 }] }, "items.2.resource"],
    ];
    for (const [body, field] of wrong)
      expect(await ask(body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    expect(await pending()).toEqual([]);
  });

  it("are decided on the reseller level only", async () => {
    const requestId = (await ask()).body.id as string;
    const tooLow = { status: 403, body: { code: "level_too_low" } };
    for (const name of ["approveQuotaRequest", "rejectQuotaRequest"] as const)
      expect(await portal.call(name, { parameters: { requestId }, token })).toMatchObject(tooLow);
    expect(await portal.call("listQuotaRequests", { token })).toMatchObject(tooLow);
    expect(await pending()).toHaveLength(1);
  });

  it("are rejected with a comment that the client can read, and leave the quota as it was", async () => {
    const requestId = (await ask()).body.id as string;
    portal.pass();
    const { userId: decidedBy } = await portal.done("getMe");
    const rejected = await portal.done("rejectQuotaRequest", {
      parameters: { requestId },
      body: { comment: "not this year" },
    });
    expect(rejected).toMatchObject({
      status: "rejected",
      decidedBy,
      decidedAt: "2030-01-07T10:00:02.000Z",
      comment: "for the new shop",
      decisionComment: "not this year",
    });
    const { items } = await portal.done("listClientQuotaRequests", { parameters: { clientId }, token });
    expect(items).toEqual([rejected]);
    expect(await pending()).toEqual([]);
    const quota = await portal.done("getClientQuota", { parameters: { clientId, region: "ch-1" } });
    expect(quota.limits).toEqual(limits(5));
  });

  it("are listed by status, one of three", async () => {
    const [first, second] = [(await ask()).body.id as string, (await ask()).body.id as string];
    await portal.done("approveQuotaRequest", { parameters: { requestId: first } });
    const listed = async (status: string) =>
      (await portal.done("listQuotaRequests", { query: { status } })).items.map(
        ({ id }: Json) => id as string,
      ) as string[];
    expect([await listed("approved"), await listed("pending"), await listed("rejected")]).toEqual([
      [first],
      [second],
      [],
    ]);
    expect(await portal.refused("listQuotaRequests", { query: { status: "open" } })).toMatchObject({
      status: 400,
      code: "malformed",
    });
  });
});
