import { compositeKey } from "../../../store/collection";
import { type AnyCall, callerOf, type Handlers } from "../call";
import { fault, neutronError, type OpenStackProblem } from "../problem";
import { literal } from "../python";
import { type Amounts, DEFAULTS, limitsIn, OLD_COMPUTE, resetQuota, setQuota } from "../quotas";
import type { QuotaService } from "../records";

type QuotaCall = AnyCall & { readonly parameters: { readonly projectId: string } };

/** What is written beside limits. */
const FORCING: ReadonlySet<string> = new Set(["force", "skip_validation"]);

export const quotaHandlers = {
  getComputeQuota(call) {
    requireReading(call, "compute", "show");
    requireProject(call);
    return { quota_set: { id: call.parameters.projectId, ...limitsOf(call, "compute") } };
  },
  getComputeQuotaDefaults(call) {
    requireProject(call);
    return { quota_set: { id: call.parameters.projectId, ...defaultsOf(call, "compute") } };
  },
  getComputeQuotaUse(call) {
    requireReading(call, "compute", "detail");
    requireProject(call);
    return { quota_set: { id: call.parameters.projectId, ...usesOf(call, "compute", "in_use") } };
  },
  updateComputeQuota(call) {
    requireWriting(call, "compute", "update");
    requireProject(call);
    return { quota_set: written(call, "compute", call.body.quota_set) };
  },
  deleteComputeQuota(call) {
    requireWriting(call, "compute", "delete");
    resetQuota(call.realm, "compute", call.region, call.parameters.projectId);
  },
  getComputeQuotaClass: (call) => ({
    quota_class_set: { id: call.parameters.quotaClass, ...defaultsOf(call, "compute") },
  }),

  getVolumeQuota(call) {
    requireReading(call, "volume", "show");
    const isUse = call.query.get("usage")?.toLowerCase() === "true";
    const shown = isUse ? usesOf(call, "volume", "in_use") : limitsOf(call, "volume");
    return { quota_set: { id: call.parameters.projectId, ...shown } };
  },
  getVolumeQuotaDefaults(call) {
    requireReading(call, "volume", "show");
    return { quota_set: { id: call.parameters.projectId, ...DEFAULTS.volume } };
  },
  updateVolumeQuota(call) {
    requireWriting(call, "volume", "update");
    if (Object.keys(call.body.quota_set).length === 0)
      throw fault(400, "Invalid input for field/attribute quota_set. Value: {}. {} should be non-empty");
    return { quota_set: written(call, "volume", call.body.quota_set) };
  },
  deleteVolumeQuota(call) {
    requireWriting(call, "volume", "delete");
    resetQuota(call.realm, "volume", call.region, call.parameters.projectId);
  },
  getVolumeQuotaClass: (call) => ({ quota_class_set: { id: call.parameters.quotaClass, ...DEFAULTS.volume } }),

  listNetworkQuotas(call) {
    const { region, realm } = call;
    const { isAdmin, projectId: own, roles } = requireProjectScope(call, "get_quota");
    // A manager of a project lists the project's own.
    if (!isAdmin && !roles.has("manager")) throw denied("network", "get_quota");
    const quotas = [...realm.quotas.values()].filter(
      (quota) => quota.service === "network" && quota.region === region && (isAdmin || quota.projectId === own),
    );
    return quotas.map(({ sequence, projectId, limits }) => ({
      sequence,
      fields: { ...DEFAULTS.network, ...limits, project_id: projectId, tenant_id: projectId },
    }));
  },
  getNetworkQuota(call) {
    requireReading(call, "network", "get_quota");
    return { quota: limitsOf(call, "network") };
  },
  getNetworkQuotaDefaults(call) {
    requireReading(call, "network", "get_quota");
    return { quota: DEFAULTS.network };
  },
  getNetworkQuotaUse(call) {
    requireReading(call, "network", "get_quota");
    return { quota: usesOf(call, "network", "used") };
  },
  updateNetworkQuota(call) {
    requireWriting(call, "network", "update_quota");
    return { quota: written(call, "network", call.body.quota) };
  },
  deleteNetworkQuota(call) {
    requireWriting(call, "network", "delete_quota");
    const { realm, region, parameters } = call;
    const { projectId } = parameters;
    if (realm.quotas.get(compositeKey("network", region, projectId)) === undefined)
      throw neutronError(404, "TenantQuotaNotFound", `Quota for project ${projectId} could not be found.`);
    resetQuota(realm, "network", region, projectId);
  },
} satisfies Partial<Handlers>;

function limitsOf(call: QuotaCall, service: QuotaService): Amounts {
  const all = limitsIn(call.realm, service, call.region, call.parameters.projectId);
  return Object.fromEntries(Object.keys(defaultsOf(call, service)).map((name) => [name, all[name]!]));
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
function takenOf({ realm, region, parameters }: QuotaCall): Record<string, number> {
  const taken: Record<string, number> = {};
  for (const holding of realm.holdings.find("project", parameters.projectId))
    if (holding.region === region)
      for (const [name, amount] of Object.entries(holding.takes)) taken[name] = (taken[name] ?? 0) + amount;
  return taken;
}

function written(call: QuotaCall, service: QuotaService, body: Readonly<Record<string, number | boolean>>): Amounts {
  const isForced = body["force"] === true || body["skip_validation"] === true;
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries(body))
    if (!FORCING.has(name) && typeof value === "number") limits[name] = value;
  const unknown = Object.keys(limits).filter((name) => !(name in defaultsOf(call, service)));
  if (unknown.length > 0) throw unknownKeys(service, unknown, body);
  const taken = takenOf(call);
  for (const [name, limit] of Object.entries(limits))
    if (service !== "network" && !isForced && limit >= 0 && limit < (taken[name] ?? 0))
      throw belowUse(service, name, limit, taken[name] ?? 0);
  setQuota(call.realm, service, call.region, call.parameters.projectId, limits);
  return limitsOf(call, service);
}

function unknownKeys(service: QuotaService, names: readonly string[], body: object): OpenStackProblem {
  if (service === "volume") return fault(400, `Invalid input received: Bad key(s) in quota set: ${names.join(", ")}`);
  if (service === "network")
    return neutronError(400, "HTTPBadRequest", `Unrecognized attribute(s) '${names.join(", ")}'`);
  const reason = `Additional properties are not allowed ('${names[0]}' was unexpected)`;
  return fault(400, `Invalid input for field/attribute quota_set. Value: ${literal(body)}. ${reason}`);
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

/** A project reads its own, an administrator all. */
function requireReading(call: QuotaCall, service: QuotaService, rule: string): void {
  const { projectId, roles, isAdmin } = service === "network" ? requireProjectScope(call, rule) : callerOf(call);
  const isOwn = projectId === call.parameters.projectId && roles.has("reader");
  if (!isOwn && !(isAdmin && (projectId !== undefined || service === "volume"))) throw denied(service, rule);
}

/** Cinder alone takes the tokens of an administrator for anything but a project. */
function requireWriting(call: QuotaCall, service: QuotaService, rule: string): void {
  const { projectId, isAdmin } = service === "network" ? requireProjectScope(call, rule) : callerOf(call);
  if (!isAdmin || (projectId === undefined && service !== "volume")) throw denied(service, rule);
}

/** @throws {OpenStackProblem} 403 where a token is for a domain or the system */
function requireProjectScope(call: AnyCall, rule: string) {
  const caller = callerOf(call);
  const { scope } = caller;
  if (scope !== null && scope.place !== "project")
    throw neutronError(
      403,
      "InvalidScope",
      `rule:${rule} requires a scope of ['project'], request was made with ${scope.place} scope.`,
    );
  return caller;
}

function denied(service: QuotaService, rule: string): OpenStackProblem {
  if (service === "network") return neutronError(403, "PolicyNotAuthorized", `rule:${rule} is disallowed by policy`);
  const name = service === "compute" ? `os_compute_api:os-quota-sets:${rule}` : `volume_extension:quotas:${rule}`;
  return fault(403, `Policy doesn't allow ${name} to be performed.`);
}

/** Nova asks Keystone whether a project is there. @throws {OpenStackProblem} 400 */
function requireProject({ realm, parameters }: QuotaCall): void {
  const { projectId } = parameters;
  // As for Keystone, a domain is a project, too; one that is disabled is none for Nova.
  if ((realm.projects.get(projectId) ?? realm.domains.get(projectId))?.enabled !== true)
    throw fault(400, `Project ID ${projectId} is not a valid project.`);
}
