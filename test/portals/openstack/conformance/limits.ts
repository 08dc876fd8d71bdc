import type { Talk } from "./talk";

const NOBODY = "ffffffffffffffffffffffffffffffff";

/** Limits that Keystone keeps. */
export async function limits(
  talk: Talk,
  { domain, project }: { readonly domain: string; readonly project: string },
): Promise<void> {
  const { services } = (await talk.ask("admin", "listServices", { query: { type: "identity" } })) as {
    services: { id: string }[];
  };
  const service_id = talk.name("keystone", services[0]!.id);
  const register = (...registered_limits: object[]) =>
    talk.ask("admin", "createRegisteredLimits", { body: { registered_limits } });
  const cores = { service_id, resource_name: "cores", default_limit: 10 };
  const { registered_limits: made } = await register(
    { ...cores, description: "Cores" },
    { ...cores, region_id: "ch-1", default_limit: -1 },
    { ...cores, region_id: "ch-1", resource_name: "ram" },
  );
  const ids = (made as { id: string }[]).map(({ id }, index) => talk.name(`registered ${index}`, id));
  await register({ ...cores });
  await register({ ...cores, service_id: NOBODY });
  await register({ ...cores, region_id: "nowhere", resource_name: "disk" });
  await register({ ...cores, default_limit: -2, resource_name: "disk" });
  await talk.walk("admin", "listRegisteredLimits");
  await talk.ask("admin", "listRegisteredLimits", { query: { service_id, region_id: "ch-1" } });
  await talk.ask("admin", "listRegisteredLimits", { query: { resource_name: "cores" } });
  const limit = (...all: object[]) => talk.ask("admin", "createLimits", { body: { limits: all } });
  const ofDomain = { service_id, resource_name: "cores", resource_limit: 20, domain_id: domain };
  const ofProject = { service_id, region_id: "ch-1", resource_name: "cores", resource_limit: 5, project_id: project };
  const { limits: both } = await limit(ofDomain, { ...ofProject, description: "Five" });
  const [first = "", second = ""] = (both as { id: string }[]).map(({ id }, index) => talk.name(`limit ${index}`, id));
  await limit({ ...ofDomain, resource_limit: 1 });
  await limit({ ...ofProject, resource_name: "ram" }, ofProject);
  await limit({ ...ofProject, resource_name: "unknown" });
  await limit({ ...ofProject, project_id: NOBODY });
  await limit({ ...ofDomain, domain_id: NOBODY });
  await limit({ ...ofProject, resource_name: "ram", resource_limit: 0x7f_ff_ff_ff + 1 });
  await talk.walk("admin", "listLimits");
  await talk.ask("admin", "listLimits", { query: { domain_id: domain } });
  await talk.ask("admin", "listLimits", { query: { project_id: project, region_id: "ch-1" } });
  const change = (limitId: string, values: object) =>
    talk.ask("admin", "updateLimit", { params: { limitId }, body: { limit: values } });
  await change(first, { resource_limit: 30 });
  await change(first, { resource_limit: 0 });
  await change(first, { resource_limit: -1, description: "none" });
  await change(second, { description: null });
  await change(NOBODY, { resource_limit: 30 });
  await talk.ask("admin", "deleteRegisteredLimit", { params: { registeredLimitId: ids[0] ?? "" } });
  for (const limitId of [first, second, second]) await talk.ask("admin", "deleteLimit", { params: { limitId } });
  for (const registeredLimitId of ids)
    await talk.ask("admin", "deleteRegisteredLimit", { params: { registeredLimitId } });
}
