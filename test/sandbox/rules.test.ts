import axios, { type AxiosInstance, type AxiosResponse } from "axios";
import * as fc from "fast-check";
import { type RunningSandbox, startSandbox } from "../../sandbox";

interface Problem {
  readonly code: string;
  readonly errors?: { readonly field: string }[];
  readonly requiredPermission?: string;
}

const LIMITS = {
  projects: 1,
  instances: 1,
  vcpus: 1,
  ramGb: 1,
  volumes: 1,
  volumeStorageGb: 1,
  volumeSnapshots: 1,
  routers: 1,
  networks: 1,
  floatingIps: 1,
};
const CLIENT = { name: "Acme", state: "trial", availableServices: ["openstack"], uprovideAccountId: "UP-10001" };

describe("the sandbox keeps the portal's rules", () => {
  let sandbox: RunningSandbox;
  let api: AxiosInstance;
  let clientId: string;
  let profiles: Record<string, string>;

  const client = (token: string) =>
    axios.create({
      baseURL: sandbox.csp.endpoint,
      headers: { Authorization: `Bearer ${token}` },
      validateStatus: () => true,
    });
  const user = (values: object = {}) => ({
    username: "u",
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    profileId: profiles["User"],
    ...values,
  });

  beforeEach(async () => {
    sandbox = await startSandbox({ operationDelayMs: 0 });
    api = client(sandbox.csp.token);
    clientId = ((await api.post("/clients", CLIENT)).data as { resource: { id: string } }).resource.id;
    const items = ((await api.get("/profiles")).data as { items: { id: string; name: string }[] }).items;
    profiles = Object.fromEntries(items.map(({ id, name }) => [name, id]));
  });
  afterEach(() => sandbox.close());

  function expectProblem(answer: AxiosResponse, status: number, code: string): void {
    expect([answer.status, (answer.data as Problem).code]).toEqual([status, code]);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  }

  it("C1: the uProvide account must exist", async () =>
    expectProblem(await api.post("/clients", { ...CLIENT, name: "B", uprovideAccountId: "UP-1" }), 422, "validation"));
  it("C3: a reseller can't disable a client", async () =>
    expectProblem(
      await api.patch(`/clients/${clientId}`, { state: "disabled" }, { headers: { "If-Match": "*" } }),
      422,
      "validation",
    ));
  it("C4: colours are hexadecimal", async () =>
    expectProblem(await api.post("/clients", { ...CLIENT, name: "B", primaryColor: "red" }), 422, "validation"));
  it("C7: only the provider deletes a client", async () =>
    expectProblem(await api.delete(`/clients/${clientId}`, { headers: { "If-Match": "*" } }), 403, "provider_only"));
  it("V1: S3 needs OpenStack", async () => {
    expectProblem(await api.post("/clients", { ...CLIENT, name: "B", availableServices: ["s3"] }), 422, "validation");
    await api.patch(
      `/clients/${clientId}`,
      { availableServices: ["openstack", "s3"] },
      { headers: { "If-Match": "*" } },
    );
    expectProblem(await api.post(`/clients/${clientId}/services/s3/activate`), 409, "dependency_missing");
  });
  it("V2: a service must be available", async () =>
    expectProblem(await api.post(`/clients/${clientId}/services/backup/activate`), 409, "not_available"));
  it("V3: an active service can't be made unavailable", async () => {
    await api.post(`/clients/${clientId}/services/openstack/activate`);
    expectProblem(
      await api.patch(`/clients/${clientId}`, { availableServices: [] }, { headers: { "If-Match": "*" } }),
      409,
      "invalid_transition",
    );
  });
  it("U1: a user needs a profile that exists", async () =>
    expectProblem(
      await api.post(`/clients/${clientId}/users`, user({ profileId: "prof_nowhere" })),
      422,
      "validation",
    ));
  it("U2: a client's user can't have a reseller profile", async () =>
    expectProblem(
      await api.post(`/clients/${clientId}/users`, user({ profileId: profiles["Client-Adm"] })),
      422,
      "validation",
    ));
  it("P1, P2: the level and the Clients permissions agree", async () => {
    expectProblem(
      await api.post("/profiles", { name: "A", level: "client", permissions: ["show_clients"] }),
      422,
      "client_profile_has_clients_permission",
    );
    expectProblem(
      await api.post("/profiles", { name: "A", level: "reseller", permissions: [] }),
      422,
      "reseller_profile_needs_clients_permission",
    );
  });
  it("P7: standard profiles stay, and so do those in use", async () => {
    expectProblem(
      await api.delete(`/profiles/${profiles["User"]}`, { headers: { "If-Match": "*" } }),
      403,
      "not_owner",
    );
    const { id } = (await api.post("/profiles", { name: "A", level: "client", permissions: [] })).data as {
      id: string;
    };
    await api.post(`/clients/${clientId}/users`, user({ profileId: id }));
    expectProblem(await api.delete(`/profiles/${id}`, { headers: { "If-Match": "*" } }), 409, "in_use");
  });
  it("Q1: only a global quota profile is inheritable", async () =>
    expectProblem(
      await api.post(`/clients/${clientId}/quota-profiles`, { name: "Q", inheritable: true, ...LIMITS }),
      422,
      "validation",
    ));
  it("Q3: a new default unsets the other", async () => {
    const first = (await api.post("/quota-profiles", { name: "A", default: true, ...LIMITS })).data as { id: string };
    await api.post("/quota-profiles", { name: "B", default: true, ...LIMITS });
    expect(((await api.get(`/quota-profiles/${first.id}`)).data as { default: boolean }).default).toBe(false);
  });
  it("Q4: the pool can't be overdrawn", async () =>
    expectProblem(
      await api.put(
        `/clients/${clientId}/quotas/ch-1`,
        { limits: { ...LIMITS, vcpus: 5_000_001 } },
        { headers: { "If-Match": "*" } },
      ),
      409,
      "quota_exceeded",
    ));
  it("Q6, O1: a project needs OpenStack and room", async () => {
    expectProblem(await api.post(`/clients/${clientId}/projects`, { name: "p" }), 409, "dependency_missing");
    await api.post(`/clients/${clientId}/services/openstack/activate`);
    expectProblem(await api.post(`/clients/${clientId}/projects`, { name: "p" }), 409, "quota_exceeded");
  });
  it("Q11: quota numbers are whole and not negative", async () =>
    expectProblem(await api.post("/quota-profiles", { name: "Q", ...LIMITS, vcpus: -1 }), 422, "validation"));
  it("names are taken once", async () => {
    expectProblem(await api.post("/clients", CLIENT), 409, "name_taken");
    await api.post(`/clients/${clientId}/users`, user());
    expectProblem(await api.post(`/clients/${clientId}/users`, user()), 409, "name_taken");
    expect((await api.post("/users", user())).status).toBe(201);
  });

  it("refuses unknown tokens, and what a token's permissions don't reach", async () => {
    expectProblem(await client("nobody").get("/me"), 401, "unauthenticated");
    const refused = await client(sandbox.csp.readOnlyToken).post(`/clients/${clientId}/users`, user());
    expectProblem(refused, 403, "permission_missing");
    expect((refused.data as Problem).requiredPermission).toBe("create_user");
  });

  it("wants If-Match, and refuses one that is out of date", async () => {
    const url = `/clients/${clientId}`;
    expectProblem(await api.patch(url, { description: "a" }), 428, "precondition_required");
    const etag = (await api.get(url)).headers["etag"] as string;
    expect((await api.patch(url, { description: "a" }, { headers: { "If-Match": etag } })).status).toBe(202);
    expectProblem(await api.patch(url, { description: "b" }, { headers: { "If-Match": etag } }), 412, "etag_mismatch");
    const changed = (await api.get(url)).headers["etag"] as string;
    await api.patch(url, { description: "a" }, { headers: { "If-Match": changed } });
    expect((await api.get(url)).headers["etag"]).toBe(changed);
  });

  it("carries a POST out once for each key, and keeps a one-time secret back in the replay", async () => {
    const headers = { "Idempotency-Key": "k1" };
    const first = (await api.post(`/clients/${clientId}/users`, user(), { headers })).data as {
      user: { id: string };
      initialPassword?: string;
    };
    const replay = (await api.post(`/clients/${clientId}/users`, user(), { headers })).data as typeof first & {
      secretReturned: boolean;
    };
    expect(first.initialPassword).toBeDefined();
    expect([replay.user.id, replay.initialPassword, replay.secretReturned]).toEqual([first.user.id, undefined, false]);
    expectProblem(
      await api.post(`/clients/${clientId}/users`, user({ username: "v" }), { headers }),
      409,
      "idempotency_key_reused",
    );
  });

  it("lists everything once, whatever the page size", async () => {
    for (let index = 0; index < 7; index += 1)
      await api.post(`/clients/${clientId}/users`, user({ username: `u${index}` }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (limit) => {
        const names: string[] = [];
        let cursor: string | undefined;
        do {
          const { data } = await api.get<{ items: { username: string }[]; nextCursor: string | null }>(
            `/clients/${clientId}/users`,
            { params: { limit, cursor } },
          );
          names.push(...data.items.map(({ username }) => username));
          cursor = data.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(names).toEqual(["u0", "u1", "u2", "u3", "u4", "u5", "u6"]);
      }),
      { numRuns: 9 },
    );
    expectProblem(await api.get("/users", { params: { cursor: "x" } }), 400, "malformed");
    expectProblem(await api.get("/users", { params: { limit: 201 } }), 400, "malformed");
  });

  it("shows no secret in its dump", async () => {
    const { initialPassword } = (await api.post(`/clients/${clientId}/users`, user())).data as {
      initialPassword: string;
    };
    const dump = JSON.stringify((await axios.get(`${sandbox.baseUrl}/_sandbox/dump`)).data);
    expect(dump).toContain('"username":"u"');
    expect(dump).not.toContain(initialPassword);
    expect(dump).not.toContain(sandbox.csp.token);
  });
});
