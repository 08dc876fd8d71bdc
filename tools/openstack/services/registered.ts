/** What the other services have in Keystone: an entry in the catalogue for each region, and a user with the role `admin`. */

/** Each with its type in the catalogue, and what follows the address of its process there. */
export const registered = {
  nova: { type: "compute", path: "/v2.1" },
  cinder: { type: "block-storage", path: "/v3" },
  neutron: { type: "network", path: "" },
  adjutant: { type: "registration", path: "/v1" },
};

export const SERVICE_PROJECT = "service";

/** The catalogue gets names in place of addresses, such as `http://compute.ch-1.test/v2.1`: ports are known when the services start. */
export async function registerServices(url: string, adminPassword: string, regions: readonly string[]): Promise<void> {
  const { post, put, first } = await signedIn(url, adminPassword);
  const admin = await first("roles?name=admin", "roles");
  const { id: project } = await post("projects", "project", { name: SERVICE_PROJECT, domain_id: "default" });
  for (const [name, { type, path }] of Object.entries(registered)) {
    const { id: user } = await post("users", "user", { name, domain_id: "default", password: adminPassword });
    await put(`projects/${project}/users/${user}/roles/${admin}`);
    const { id: service } = await post("services", "service", { name, type });
    for (const region of regions)
      for (const kind of ["public", "internal"]) {
        const endpoint = { service_id: service, region_id: region, interface: kind };
        await post("endpoints", "endpoint", { ...endpoint, url: `http://${type}.${region}.test${path}` });
      }
  }
}

async function signedIn(url: string, password: string) {
  const user = { name: "admin", domain: { id: "default" }, password };
  const scope = { project: { name: "admin", domain: { id: "default" } } };
  const auth = { identity: { methods: ["password"], password: { user } }, scope };
  const answer = await sent(`${url}/auth/tokens`, "POST", {}, { auth });
  const token = answer.headers.get("x-subject-token")!;
  const send = (method: string, path: string, body?: unknown) =>
    sent(`${url}/${path}`, method, { "X-Auth-Token": token }, body);
  return {
    put: (path: string) => send("PUT", path),
    first: async (path: string, list: string) => {
      const found = (await (await send("GET", path)).json()) as Record<string, { id: string }[]>;
      return found[list]![0]!.id;
    },
    post: async (path: string, member: string, value: unknown) => {
      const made = (await (await send("POST", path, { [member]: value })).json()) as Record<string, { id: string }>;
      return made[member]!;
    },
  };
}

async function sent(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url, { method, headers: { "Content-Type": "application/json", ...headers }, ...text });
  if (!answer.ok) throw new Error(`${method} ${url}: HTTP ${answer.status}: ${await answer.text()}`);
  return answer;
}
