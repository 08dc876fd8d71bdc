import { HttpConnection } from "../../../provider/transport";
import { readSettings } from "../../../provider/lifecycle";
import { PortalRefusal } from "../../../provider/portals";
import { operations } from "../../../provider/portals/scaleway/contract";
import { scalewayDialect } from "../../../provider/portals/scaleway/dialect";
import { connectionTo } from "../../../provider/portals/scaleway/session";
import { orAbsent, Wire } from "../../../provider/portals/scaleway/wire";
import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { FakeClock } from "../../transport/portalServer";

describe("speaking Scaleway's contract", () => {
  let sandbox: RunningSandbox;
  let http: HttpConnection;
  let wire: Wire;
  beforeEach(async () => {
    sandbox = await startSandbox();
    http = new HttpConnection({
      endpoint: sandbox.scaleway.endpoint,
      token: sandbox.scaleway.secretKey,
      dialect: scalewayDialect,
      rateLimit: { requests: 50, windowMs: 1000 },
      retryBudgetMs: 2_000,
    });
    wire = new Wire(http);
  });
  afterEach(async () => {
    http.close();
    await sandbox.close();
  });

  const refusalOf = async (work: Promise<unknown>): Promise<PortalRefusal> => {
    const error = await work.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    if (error instanceof PortalRefusal) return error;
    throw new Error(`not refused: ${String(error)}`);
  };
  const control = (method: string, route: string, body: unknown) =>
    fetch(`${sandbox.baseUrl}/_sandbox${route}`, { method, body: JSON.stringify(body) });
  const newUser = (username: string) =>
    wire.call(operations.createUser, { body: { member: { email: `${username}@example.com`, username } } });

  it("reads all pages of a list, with as many calls as there are pages", async () => {
    const sets = await wire.list(operations.listPermissionSets);
    expect(new Set(sets.map(({ name }) => name)).size).toBe(sets.length);
    expect(sets.length).toBeGreaterThan(100);
    const { routes } = (await (await fetch(`${sandbox.baseUrl}/_sandbox/calls`)).json()) as {
      routes: { scaleway: Record<string, number> };
    };
    expect(routes.scaleway).toEqual({ "GET /iam/v1alpha1/permission-sets": 2 });
  });

  it("sends a filter of several values under one name", async () => {
    const users = await Promise.all(["one", "two", "three"].map(newUser));
    const [one, , three] = users.map(({ body }) => body.id);
    const found = await wire.list(operations.listUsers, { query: { user_ids: [one!, three!] } });
    expect(found.map(({ username }) => username).sort()).toEqual(["one", "three"]);
  });

  it("puts every argument that is wrong on the property that it comes from, with what the portal says of it", async () => {
    const refusal = await refusalOf(
      wire.call(operations.createUser, { body: { member: { email: "nobody", username: "a+b" } } }),
    );
    expect([refusal.code, refusal.fields]).toEqual(["invalid_arguments", ["email", "username"]]);
    expect(refusal.message).toContain("username: ");
    const mixed = {
      permission_set_names: ["BillingReadOnly", "AllProductsReadOnly"],
      organization_id: sandbox.scaleway.organizationId,
    };
    const nested = await refusalOf(
      wire.call(operations.createPolicy, { body: { name: "p", no_principal: true, rules: [mixed] } }),
    );
    expect(nested.fields).toEqual(["rules[0].permissionSets"]);
  });

  it("knows a name that is taken, and an object that is not there", async () => {
    await newUser("one");
    const taken = await refusalOf(newUser("one"));
    expect([taken.reason, taken.message.includes("a user with this username exists already")]).toEqual([
      "name-taken",
      true,
    ]);
    const nowhere = { userId: "11111111-1111-4111-8111-111111111111" };
    expect(await orAbsent(wire.call(operations.getUser, { params: nowhere }))).toBeUndefined();
    const missing = await refusalOf(wire.call(operations.deleteUser, { params: nowhere }));
    expect([missing.reason, missing.message.includes("user 11111111-1111-4111-8111-111111111111")]).toEqual([
      "not-found",
      true,
    ]);
  });

  it("says what is not permitted, what is full, and how to get another key", async () => {
    const { body } = await wire.call(operations.createOrganization, {
      body: {
        partner_id: sandbox.scaleway.organizationId,
        email: "a@customer.example",
        organization_name: "Acme",
        owner_firstname: "John",
        owner_lastname: "Doe",
        customer_id: "c-1",
      },
    });
    const foreign = await refusalOf(wire.list(operations.listGroups, { query: { organization_id: body.id } }));
    expect(foreign.message).toContain("insufficient permissions: read group");
    for (let index = 0; index < 45; index += 1)
      await wire.call(operations.createGroup, { body: { name: `g${index}` } });
    const full = await refusalOf(wire.call(operations.createGroup, { body: { name: "more" } }));
    expect(full.message).toContain("quota(s) exceeded: iam_groups: 50 of 50");

    const stranger = new HttpConnection({
      endpoint: sandbox.scaleway.endpoint,
      token: "nobodys",
      dialect: scalewayDialect,
    });
    const denied = await refusalOf(new Wire(stranger).list(operations.listGroups));
    expect(denied.message).toMatch(/not_found.*create an API key in the Organization's IAM/);
    stranger.close();
  });

  it("goes on where a group is busy, where a grant is not known everywhere yet, and where a list moves while it is read", async () => {
    const busy = {
      type: "transient_state",
      message: "busy",
      resource: "group",
      resource_id: "x",
      current_state: "updating",
    };
    const notYet = { type: "permissions_denied", message: "insufficient permissions", details: [] };
    const json = { "content-type": "application/json" };
    await control("PUT", "/faults", [
      {
        match: { method: "POST", route: "/iam/v1alpha1/groups" },
        nth: 1,
        effect: { status: 409, headers: json, body: busy, when: "before" },
      },
      {
        match: { method: "GET", route: "/iam/v1alpha1/groups" },
        nth: 1,
        effect: { status: 403, headers: json, body: notYet },
      },
      {
        match: { method: "GET", route: "/iam/v1alpha1/users" },
        nth: 1,
        effect: { mutate: { pointer: "/total_count", value: 7 } },
      },
    ]);
    expect((await wire.call(operations.createGroup, { body: { name: "Night" } })).body.name).toBe("Night");
    const groups = await wire.list(operations.listGroups, { untilConsistent: [403] });
    expect(groups.map(({ name }) => name)).toContain("Night");
    expect((await wire.list(operations.listUsers)).map(({ type }) => type)).toEqual(["owner"]);
  });
});

describe("Scaleway's limit of requests", () => {
  it.each([
    [8, 0],
    [64, 0],
    [64, 45],
  ])("is met by none of 229, of %i at once, where others have just sent %i", async (maxConcurrency, others) => {
    const clock = new FakeClock();
    const sandbox = await startSandbox({ now: clock.now });
    const retries: unknown[] = [];
    try {
      const { endpoint, organizationId, secretKey } = sandbox.scaleway;
      const values: Record<string, string> = {
        portal: "scaleway",
        endpoint,
        organizationId,
        secretKey,
        maxConcurrency: String(maxConcurrency),
      };
      const settings = readSettings({ get: (name) => values[name], environment: {} }).connections.get("default")!;
      const http = new HttpConnection({
        ...connectionTo(settings),
        wait: clock.wait,
        now: clock.now,
        onRetry: (event) => void retries.push(event),
      });
      const wire = new Wire(http);
      const rules = [{ match: { portal: "scaleway" }, rateLimit: { perSecond: 50 } }];
      await fetch(`${sandbox.baseUrl}/_sandbox/faults`, { method: "PUT", body: JSON.stringify(rules) });
      for (let sent = 0; sent < others; sent += 1)
        await fetch(`${endpoint}/iam/v1alpha1/groups`, { headers: { "x-auth-token": secretKey } });
      await Promise.all(
        Array.from({ length: 229 }, (_, index) =>
          index % 3 === 0
            ? wire.list(operations.listOrganizations)
            : wire.call(operations.getOrganizationSettings, { params: { organizationId } }),
        ),
      );
      http.close();
      expect(retries).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});
