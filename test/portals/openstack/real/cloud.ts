import type { Cloud } from "../../../../tools/openstack";
import { allServers } from "./allServers";

interface Token {
  readonly text: string;
  readonly project: string;
  readonly catalogue: Readonly<Record<string, readonly string[]>>;
}

async function signIn({ authUrl, env }: Cloud): Promise<Token> {
  const user = { name: env["OS_USERNAME"], password: env["OS_PASSWORD"], domain: { id: "default" } };
  const scope = { project: { name: env["OS_PROJECT_NAME"], domain: { id: "default" } } };
  const auth = { identity: { methods: ["password"], password: { user } }, scope };
  const answer = await fetch(`${authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ auth }),
  });
  expect(answer.status).toBe(201);
  const { token } = (await answer.json()) as {
    token: { project: { id: string }; catalog: { type: string; endpoints: { region: string; url: string }[] }[] };
  };
  const entries = token.catalog.map(({ type, endpoints }) => [
    type,
    [...new Set(endpoints.map(({ region, url }) => `${region} ${url}`))].sort(),
  ]);
  return {
    text: answer.headers.get("x-subject-token") ?? "",
    project: token.project.id,
    catalogue: Object.fromEntries(entries) as Token["catalogue"],
  };
}

describe("real servers of OpenStack", () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await allServers();
  });

  it("the catalogue has what runs, and nothing else", async () => {
    const { "identity.ch-1": identity, "compute.ch-1": compute, "block-storage.ch-1": volume } = cloud.endpoints;
    const { "network.ch-1": network, "registration.ch-1": registration } = cloud.endpoints;
    expect((await signIn(cloud)).catalogue).toEqual({
      identity: [`ch-1 ${identity}/v3`, `ch-2 ${identity}/v3`],
      compute: [`ch-1 ${compute}/v2.1`],
      "block-storage": [`ch-1 ${volume}/v3`],
      network: [`ch-1 ${network}`],
      registration: [`ch-1 ${registration}/v1`],
    });
  });

  it("each service answers, and has its first content after it was restored", async () => {
    const { text, project } = await signIn(cloud);
    const tried = async (method: string, service: string, path: string, body?: object) => {
      const answer = await fetch(`${cloud.endpoints[`${service}.ch-1`]}${path}`, {
        method,
        headers: { "X-Auth-Token": text, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const views = async () => [
      (await tried("GET", "identity", "/v3/domains")).body["domains"],
      (await tried("GET", "compute", `/v2.1/os-quota-sets/${project}`)).body["quota_set"],
      (await tried("GET", "block-storage", `/v3/${project}/volumes`)).body["volumes"],
      (await tried("GET", "network", "/v2.0/networks")).body["networks"],
      (await tried("GET", "registration", "/v1/tasks")).body["tasks"],
    ];
    const first = await views();
    const changes = [
      await tried("POST", "identity", "/v3/domains", { domain: { name: "acme" } }),
      await tried("PUT", "compute", `/v2.1/os-quota-sets/${project}`, { quota_set: { cores: 7 } }),
      await tried("POST", "block-storage", `/v3/${project}/volumes`, { volume: { size: 1 } }),
      await tried("POST", "network", "/v2.0/networks", { network: { name: "one" } }),
      await tried("POST", "registration", "/v1/openstack/quotas", { size: "medium", regions: ["ch-1"] }),
    ];
    expect(changes.map(({ status }) => status)).toEqual([201, 200, 202, 201, 202]);
    const second = await views();
    for (const [index, view] of second.entries()) expect(view).not.toEqual(first[index]);
    await cloud.restore();
    expect(await views()).toEqual(first);
  });
});
