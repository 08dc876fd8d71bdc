import type { OperationName } from "../../../../provider/portals/openstack/contract";
import type { Talk } from "./talk";

const NOBODY = "ffffffffffffffffffffffffffffffff";
const VERSION = { "OpenStack-API-Version": "compute 2.57" };

export interface Customer {
  readonly project: string;
  readonly roles: Readonly<Record<string, string>>;
}

/** What the services let projects have. */
export async function quotas(talk: Talk, { project, roles }: Customer): Promise<void> {
  const { manager = "", member = "" } = roles;
  const domain = (await talk.ask("admin", "getProject", { params: { projectId: project } }))["project"] as {
    domain_id: string;
  };
  for (const [name, roleId] of [
    ["pia", manager],
    ["moe", member],
  ] as const) {
    const password = "a-long-password-1";
    const id = await talk.make("admin", "createUser", "user", name, {
      body: { user: { name, domain_id: domain.domain_id, password } },
    });
    await talk.ask("admin", "grantOnProject", { params: { projectId: project, actors: "users", actorId: id, roleId } });
    await talk.ask("admin", "grantOnDomain", {
      params: { domainId: domain.domain_id, actors: "users", actorId: id, roleId },
    });
    await talk.signIn(name, { id, password }, { project: { id: project } });
    await talk.signIn(`${name} on domain`, { id, password }, { domain: { id: domain.domain_id } });
  }
  // Each is a server of its own.
  await Promise.all([computeQuotas(talk, project), volumeQuotas(talk, project), networkQuotas(talk, project)]);
  await holdings(talk, project);
}

async function computeQuotas(talk: Talk, projectId: string): Promise<void> {
  const read = ["getComputeQuota", "getComputeQuotaDefaults", "getComputeQuotaUse"] as const;
  const asked = { params: { projectId }, headers: VERSION };
  for (const operation of read) await talk.ask("admin", operation, asked);
  await talk.ask("admin", "getComputeQuota", { params: { projectId } });
  await talk.ask("admin", "getComputeQuotaClass", { params: { quotaClass: "default" }, headers: VERSION });
  for (const operation of read) await talk.ask("admin", operation, { ...asked, params: { projectId: NOBODY } });
  const set = (quota_set: object, id = projectId) =>
    talk.ask("admin", "updateComputeQuota", { params: { projectId: id }, headers: VERSION, body: { quota_set } });
  await set({ cores: 32 });
  await set({ ram: -1, instances: 0 });
  await set({ nothing: 3 });
  await set({ cores: -2 });
  await set({ cores: 0x7f_ff_ff_ff });
  await set({ cores: 0x7f_ff_ff_ff + 1 });
  await set({});
  await set({ cores: 1 }, NOBODY);
  await talk.ask("admin", "getComputeQuota", asked);
  await everybody(talk, ["getComputeQuota"], asked);
  await everybody(talk, ["updateComputeQuota"], { ...asked, body: { quota_set: { cores: 33 } } });
  await everybody(talk, ["deleteComputeQuota"], asked);
  await talk.ask("admin", "deleteComputeQuota", asked);
  await talk.ask("admin", "deleteComputeQuota", asked);
  await talk.ask("admin", "deleteComputeQuota", { ...asked, params: { projectId: NOBODY } });
  await talk.ask("admin", "getComputeQuota", asked);
}

async function volumeQuotas(talk: Talk, projectId: string): Promise<void> {
  const params = { projectId };
  const use = { usage: "true" };
  await talk.ask("admin", "getVolumeQuota", { params, query: use });
  await talk.ask("admin", "getVolumeQuotaDefaults", { params });
  await talk.ask("admin", "getVolumeQuotaClass", { params: { quotaClass: "default" } });
  await talk.ask("admin", "getVolumeQuota", { params: { projectId: NOBODY }, query: use });
  const set = (quota_set: object, id = projectId) =>
    talk.ask("admin", "updateVolumeQuota", { params: { projectId: id }, body: { quota_set } });
  await set({ gigabytes: 2000 });
  await set({ volumes: -1, snapshots: 0 });
  await set({ nothing: 3 });
  await set({ volumes: -2 });
  await set({ volumes: 0x7f_ff_ff_ff });
  await set({ volumes: 0x7f_ff_ff_ff + 1 });
  await set({});
  await talk.ask("admin", "getVolumeQuota", { params, query: use });
  await everybody(talk, ["getVolumeQuota"], { params, query: use });
  await everybody(talk, ["updateVolumeQuota"], { params, body: { quota_set: { volumes: 7 } } });
  await everybody(talk, ["deleteVolumeQuota"], { params });
  await talk.ask("admin", "deleteVolumeQuota", { params });
  await talk.ask("admin", "deleteVolumeQuota", { params });
  await talk.ask("admin", "getVolumeQuota", { params, query: use });
}

async function networkQuotas(talk: Talk, projectId: string): Promise<void> {
  const params = { projectId };
  const read = ["getNetworkQuota", "getNetworkQuotaDefaults", "getNetworkQuotaUse"] as const;
  await talk.ask("admin", "listNetworkQuotas");
  for (const operation of read) await talk.ask("admin", operation, { params });
  await talk.ask("admin", "getNetworkQuota", { params: { projectId: NOBODY } });
  const set = (quota: object, id = projectId) =>
    talk.ask("admin", "updateNetworkQuota", { params: { projectId: id }, body: { quota } });
  await set({ network: 3 });
  await set({ router: -1, port: 0 });
  await set({ nothing: 3 });
  await set({ network: -2 });
  await set({ network: 0x7f_ff_ff_ff });
  await set({ network: 0x7f_ff_ff_ff + 1 });
  await set({});
  await talk.ask("admin", "getNetworkQuota", { params });
  await talk.ask("admin", "listNetworkQuotas");
  await everybody(talk, ["getNetworkQuota"], { params });
  await everybody(talk, ["updateNetworkQuota"], { params, body: { quota: { network: 4 } } });
  await everybody(talk, ["deleteNetworkQuota", "listNetworkQuotas"], { params });
  await talk.ask("admin", "deleteNetworkQuota", { params });
  await talk.ask("admin", "deleteNetworkQuota", { params });
  await talk.ask("admin", "listNetworkQuotas");
}

async function holdings(talk: Talk, project: string): Promise<void> {
  const asked = { query: { all_tenants: "1", project_id: project } };
  await everybody(talk, ["listServers"], { ...asked, headers: VERSION });
  await everybody(talk, ["listVolumes", "listSnapshots"], asked);
  const query = { project_id: project };
  await everybody(talk, ["listNetworks", "listRouters", "listFloatingIps", "listPorts"], { query });
}

async function everybody(talk: Talk, operations: readonly OperationName[], asked: object): Promise<void> {
  const people = ["admin", "system admin", "pia", "moe", "pia on domain"];
  for (const operation of operations)
    for (const who of people) {
      // The administrator's own writes are asked apart.
      if (who === "admin" && !operation.startsWith("get") && !operation.startsWith("list")) continue;
      await talk.ask(who, operation, asked);
    }
}
