import { compositeKey } from "../../../store/collection";
import { type AnyCall, callerOf, type Handlers } from "../call";
import { fault, neutronError, type OpenStackProblem } from "../problem";
import type { QuotaService } from "../records";

type Amounts = Readonly<Record<string, number>>;
type QuotaCall = AnyCall & { readonly parameters: { readonly projectId: string } };

/** What a new cloud allows each project. */
const DEFAULTS: Readonly<Record<QuotaService, Amounts>> = {
  compute: {
    cores: 20,
    instances: 10,
    key_pairs: 100,
    metadata_items: 128,
    ram: 51_200,
    server_group_members: 10,
    server_groups: 10,
  },
  volume: {
    volumes: 10,
    per_volume_gigabytes: -1,
    snapshots: 10,
    gigabytes: 1000,
    backups: 10,
    backup_gigabytes: 1000,
    groups: 10,
    volumes___DEFAULT__: -1,
    gigabytes___DEFAULT__: -1,
    snapshots___DEFAULT__: -1,
  },
  network: {
    network: 100,
    subnet: 100,
    subnetpool: -1,
    port: 500,
    router: 10,
    floatingip: 50,
    rbac_policy: 10,
    security_group: 10,
    security_group_rule: 100,
  },
};

/** What Nova shows beside, to whoever asks for no later version of its API. */
const OLD_COMPUTE = {
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  security_group_rules: -1,
  security_groups: -1,
};

const FORCING: ReadonlySet<string> = new Set(["force", "skip_validation", "force_update", "check_limit"]);

export const quotaHandlers = {
  getComputeQuota(call) {
    readable(call, "compute");
    requireProject(call);
    return { quota_set: { id: call.parameters.projectId, ...limitsOf(call, "compute") } };
  },
  getComputeQuotaDefaults(call) {
    readable(call, "compute");
    requireProject(call);
    return { quota_set: { id: call.parameters.projectId, ...defaultsOf(call, "compute") } };
  },
  getComputeQuotaUse(call) {
    readable(call, "compute");
    requireProject(call);
    return { quota_set: { id: call.parameters.projectId, ...usesOf(call, "compute", "in_use") } };
  },
  updateComputeQuota(call) {
    writable(call, "compute");
    requireProject(call);
    return { quota_set: written(call, "compute", call.body.quota_set) };
  },
  deleteComputeQuota(call) {
    writable(call, "compute");
    requireProject(call);
    reset(call, "compute");
  },
  getComputeQuotaClass: (call) => ({
    quota_class_set: { id: call.parameters.quotaClass, ...defaultsOf(call, "compute") },
  }),

  getVolumeQuota(call) {
    readable(call, "volume");
    const id = call.parameters.projectId;
    const shown =
      call.query.get("usage")?.toLowerCase() === "true" ? usesOf(call, "volume", "in_use") : limitsOf(call, "volume");
    return { quota_set: { id, ...shown } };
  },
  getVolumeQuotaDefaults(call) {
    readable(call, "volume");
    return { quota_set: { id: call.parameters.projectId, ...DEFAULTS.volume } };
  },
  updateVolumeQuota(call) {
    writable(call, "volume");
    return { quota_set: written(call, "volume", call.body.quota_set) };
  },
  deleteVolumeQuota(call) {
    writable(call, "volume");
    reset(call, "volume");
  },
  getVolumeQuotaClass: (call) => ({ quota_class_set: { id: call.parameters.quotaClass, ...DEFAULTS.volume } }),

  listNetworkQuotas(call) {
    writable(call, "network");
    const { region } = call;
    const own = [...call.realm.quotas.values()].filter(
      (quota) => quota.service === "network" && quota.region === region,
    );
    return own.map(({ sequence, projectId, limits }) => ({
      sequence,
      fields: { ...DEFAULTS.network, ...limits, project_id: projectId, tenant_id: projectId },
    }));
  },
  getNetworkQuota(call) {
    readable(call, "network");
    return { quota: limitsOf(call, "network") };
  },
  getNetworkQuotaDefaults(call) {
    readable(call, "network");
    return { quota: DEFAULTS.network };
  },
  getNetworkQuotaUse(call) {
    readable(call, "network");
    return { quota: usesOf(call, "network", "used") };
  },
  updateNetworkQuota(call) {
    writable(call, "network");
    return { quota: written(call, "network", call.body.quota) };
  },
  deleteNetworkQuota(call) {
    writable(call, "network");
    reset(call, "network");
  },
} satisfies Partial<Handlers>;

/** Sets what is named, and answers all. */
export function setQuota(
  call: AnyCall,
  service: QuotaService,
  region: string,
  projectId: string,
  limits: Amounts,
): void {
  const { quotas } = call.realm;
  const id = compositeKey(service, region, projectId);
  quotas.put({ id, service, region, projectId, limits: { ...quotas.get(id)?.limits, ...limits } });
}

export function limitsIn(call: AnyCall, service: QuotaService, region: string, projectId: string): Amounts {
  return { ...defaultsOf(call, service), ...call.realm.quotas.get(compositeKey(service, region, projectId))?.limits };
}

function limitsOf(call: QuotaCall, service: QuotaService): Amounts {
  return limitsIn(call, service, call.region, call.parameters.projectId);
}

function defaultsOf({ microversion }: AnyCall, service: QuotaService): Amounts {
  return service === "compute" && microversion === undefined
    ? { ...DEFAULTS.compute, ...OLD_COMPUTE }
    : DEFAULTS[service];
}

function usesOf(call: QuotaCall, service: QuotaService, word: "in_use" | "used"): Record<string, object> {
  const uses = takenOf(call);
  return Object.fromEntries(
    Object.entries(limitsOf(call, service)).map(([name, limit]) => [
      name,
      { limit, [word]: uses[name] ?? 0, reserved: 0 },
    ]),
  );
}

/** What a project takes of each quota in the region. */
function takenOf(call: QuotaCall): Record<string, number> {
  const { region } = call;
  const taken: Record<string, number> = {};
  for (const holding of call.realm.holdings.find("project", call.parameters.projectId))
    if (holding.region === region)
      for (const [name, amount] of Object.entries(holding.takes)) taken[name] = (taken[name] ?? 0) + amount;
  return taken;
}

function written(call: QuotaCall, service: QuotaService, body: Readonly<Record<string, number | boolean>>): Amounts {
  const isForced = body["force"] === true || body["skip_validation"] === true;
  const limits = Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      FORCING.has(name) || typeof value === "boolean" ? [] : [[name, value]],
    ),
  );
  const unknown = Object.keys(limits).filter((name) => !(name in DEFAULTS[service]));
  if (unknown.length > 0) throw unknownKeys(service, unknown, body);
  const taken = takenOf(call);
  for (const [name, limit] of Object.entries(limits))
    if (service !== "network" && !isForced && limit >= 0 && limit < (taken[name] ?? 0))
      throw belowUse(service, name, limit, taken[name] ?? 0);
  setQuota(call, service, call.region, call.parameters.projectId, limits);
  return limitsOf(call, service);
}

function reset({ realm, region, parameters }: QuotaCall, service: QuotaService): void {
  realm.quotas.remove(compositeKey(service, region, parameters.projectId));
}

function unknownKeys(service: QuotaService, names: readonly string[], body: object): OpenStackProblem {
  if (service === "volume") return fault(400, `Bad key(s) in quota set: ${names.join(", ")}`);
  if (service === "network")
    return neutronError(400, "HTTPBadRequest", `Unrecognized attribute(s) '${names.join(", ")}'`);
  return fault(
    400,
    `Invalid input for field/attribute quota_set. Value: ${JSON.stringify(body)}. Additional properties are not allowed ('${names[0]}' was unexpected)`,
  );
}

function belowUse(service: QuotaService, name: string, limit: number, taken: number): OpenStackProblem {
  if (service === "volume")
    return fault(
      400,
      `Quota limit change failed. Resource quota for '${name}' is below current usage. Current usage is ${taken} and requested limit is ${limit}.`,
    );
  return fault(
    400,
    `Quota limit ${limit} for ${name} must be greater than or equal to already used and reserved ${taken}.`,
  );
}

/** A project reads its own; an administrator on a project all. */
function readable(call: QuotaCall, service: QuotaService): void {
  const { projectId, roles, isAdmin } = callerOf(call);
  const isOwn = projectId === call.parameters.projectId && roles.has("reader");
  if (projectId === undefined || !(isAdmin || isOwn)) throw denied(service, "show");
}

function writable(call: AnyCall, service: QuotaService): void {
  const { projectId, isAdmin } = callerOf(call);
  if (projectId === undefined || !isAdmin) throw denied(service, "update");
}

function denied(service: QuotaService, action: string): OpenStackProblem {
  if (service === "network")
    return neutronError(403, "PolicyNotAuthorized", `(rule:${action}_quota) is disallowed by policy`);
  const rule = service === "compute" ? `os_compute_api:os-quota-sets:${action}` : `volume_extension:quotas:${action}`;
  return fault(403, `Policy doesn't allow ${rule} to be performed.`);
}

/** Nova asks Keystone whether a project is there. @throws {OpenStackProblem} 400 */
function requireProject({ realm, parameters }: QuotaCall): void {
  const { projectId } = parameters;
  if (realm.projects.get(projectId) === undefined) throw fault(400, `Project ID ${projectId} is not a valid project.`);
}
