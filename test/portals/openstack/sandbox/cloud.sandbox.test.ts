import { type RunningSandbox, startSandbox } from "../../../../sandbox";

type Json = Record<string, unknown>;

const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe("the sandbox's cloud", () => {
  let sandbox: RunningSandbox;
  let now: number;
  beforeEach(async () => {
    now = Date.parse("2026-09-16T15:55:20.463Z");
    sandbox = await startSandbox({ now: () => now });
  });
  afterEach(() => sandbox.close());

  const send = async (method: string, url: string, token = "", body?: unknown) => {
    const answer = await fetch(url, {
      method,
      headers: { "X-Auth-Token": token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === "" ? {} : JSON.parse(text)) as Json };
  };
  const control = (method: string, path: string, body?: unknown) =>
    send(method, `${sandbox.baseUrl}/_sandbox/openstack${path}`, "", body);
  const api = (method: string, path: string, token: string, body?: unknown) =>
    send(method, `${sandbox.baseUrl}/openstack${path}`, token, body);
  const identity = (method: string, path: string, token: string, body?: unknown) =>
    api(method, `/identity/v3${path}`, token, body);
  const signIn = async (user: object, scope?: object) => {
    const auth = { identity: { methods: ["password"], password: { user } }, scope };
    return (await identity("POST", "/auth/tokens", "", { auth })).headers.get("x-subject-token") ?? "";
  };
  const admin = () => {
    const { username: name, password, userDomainName, projectName, projectDomainName } = sandbox.openstack;
    const project = { name: projectName, domain: { name: projectDomainName } };
    return signIn({ name, password, domain: { name: userDomainName } }, { project });
  };
  const newProject = async (token: string) => {
    const { body } = await identity("POST", "/projects", token, { project: { name: "web", domain_id: "default" } });
    return (body["project"] as { id: string }).id;
  };

  it("has tokens that end after an hour, or when somebody ends them all", async () => {
    const token = await admin();
    expect((await identity("GET", "/domains", token)).status).toBe(200);
    now += HOUR;
    expect((await identity("GET", "/domains", token)).status).toBe(401);
    const another = await admin();
    await control("DELETE", "/tokens");
    expect((await identity("GET", "/domains", another)).status).toBe(401);
    await control("PUT", "/settings", { tokenSeconds: 5 });
    const short = await admin();
    now += 5 * SECOND;
    expect((await identity("GET", "/domains", short)).status).toBe(401);
  });

  it("refuses a token of the second in which its person's password was changed, and takes one of the next", async () => {
    const token = await admin();
    const user = { name: "ann", domain_id: "default", password: "first" };
    const made = (await identity("POST", "/users", token, { user })).body["user"] as { id: string };
    await identity("PATCH", `/users/${made.id}`, token, { user: { password: "second" } });
    const own = () => signIn({ id: made.id, password: "second" });
    expect((await identity("GET", "/auth/projects", await own())).status).toBe(401);
    now += SECOND;
    expect((await identity("GET", "/auth/projects", await own())).status).toBe(200);
  });

  it("cuts lists off without a word, unless a limit is sent", async () => {
    const token = await admin();
    await control("PUT", "/settings", { mostListed: 3 });
    const whole = (await identity("GET", "/users", token)).body;
    expect(whole["users"]).toHaveLength(3);
    expect(whole).not.toHaveProperty("truncated");
    const page = (await identity("GET", "/users?limit=1000", token)).body;
    expect(page).toMatchObject({ truncated: true, links: { next: expect.stringContaining("marker=") as unknown } });
  });

  it("counts what people make in a region against quotas there, and keeps it when the project goes", async () => {
    const token = await admin();
    const project = await newProject(token);
    const counts = { servers: 2, volumes: 1, networks: 3 };
    expect((await control("PUT", `/projects/${project}/holdings`, { region: "ch-2", counts })).status).toBe(200);
    const use = async (path: string) => Object.values((await api("GET", path, token)).body)[0] as Json;
    expect(await use(`/ch-2/compute/v2.1/os-quota-sets/${project}/detail`)).toMatchObject({ instances: { in_use: 2 } });
    expect(await use(`/ch-1/compute/v2.1/os-quota-sets/${project}/detail`)).toMatchObject({ instances: { in_use: 0 } });
    expect(await use(`/ch-2/volume/v3/os-quota-sets/${project}?usage=true`)).toMatchObject({ volumes: { in_use: 1 } });
    expect(await use(`/ch-2/network/v2.0/quotas/${project}/details`)).toMatchObject({ network: { used: 3 } });
    const quota = { quota_set: { instances: 1 } };
    const refused = await api("PUT", `/ch-2/compute/v2.1/os-quota-sets/${project}`, token, quota);
    expect(refused).toMatchObject({ status: 400, body: { badRequest: { code: 400 } } });
    const forced = { quota_set: { instances: 1, force: true } };
    expect((await api("PUT", `/ch-2/compute/v2.1/os-quota-sets/${project}`, token, forced)).status).toBe(200);
    await identity("DELETE", `/projects/${project}`, token);
    const left = (await api("GET", `/ch-2/compute/v2.1/servers?all_tenants=1&project_id=${project}`, token)).body;
    expect(left["servers"]).toHaveLength(2);
  });

  it("tells what a person holds, and that nobody of a disabled domain comes in", async () => {
    const token = await admin();
    const domain = (await identity("POST", "/domains", token, { domain: { name: "Acme" } })).body["domain"] as {
      id: string;
    };
    const user = { name: "ann", domain_id: domain.id };
    const { id } = (await identity("POST", "/users", token, { user })).body["user"] as { id: string };
    const roles = (await identity("GET", "/roles?name=member", token)).body["roles"] as readonly { id: string }[];
    await identity("PUT", `/domains/${domain.id}/users/${id}/roles/${roles[0]!.id}`, token);
    expect((await control("GET", `/people/${id}/access`)).body).toEqual({
      canLogIn: true,
      because: null,
      access: [{ account: domain.id, permissions: ["member", "reader"] }],
    });
    await identity("PATCH", `/domains/${domain.id}`, token, { domain: { enabled: false } });
    expect((await control("GET", `/people/${id}/access`)).body).toMatchObject({ canLogIn: false });
  });
});
