import { type Finding } from "../../../model";
import { type DeclaredOf, known } from "../../../model/declared";
import { type LimitNumbers, numbersIn } from "../../../model/limitNumbers";
import { alternatives } from "../../../model/nearest";
import { PortalRefusal } from "../../../model/refusal";
import { type LiveCheck, rule } from "../../../model/rule";
import { listed } from "../../../model/words";
import { isQuotaService, named, partsOf, QUOTA_SERVICES, type QuotaService } from "../limits";
import { profileSize, type QuotaReading, regionOf } from "../quotaReading";
import type { ServiceQuota } from "../quotaSets";
import { placeOf } from "../resources/quotaPlace";

type Inputs = DeclaredOf<"Quota">;
type Check = LiveCheck<QuotaReading, Inputs>;

const QUOTA_APIS = "quota APIs of Nova, Cinder and Neutron";
const LIMITS_API = "Keystone, unified limits";
const ADJUTANT = "Adjutant, quota API";

export const Q1 = rule({
  id: "openstack/Q1",
  severity: "refuse",
  sentence:
    "A quota is of a project in a region. Without a project, it has the limits that Keystone keeps for the whole domain in `account`.",
  source: `${QUOTA_APIS}; ${LIMITS_API}`,
  fields: { Quota: ["account", "project"] },
  inputs: {
    Quota: (broken, { account, project, approveRequests, rejectRequests }) => {
      if (project !== undefined) return [];
      if (account === undefined)
        return [broken("project", "is missing: name the project, or the account for limits of a whole domain")];
      return Object.entries({ approveRequests, rejectRequests })
        .filter(([, value]) => value !== undefined)
        .map(([field]) => broken(field, "is only for quotas of projects: remove it"));
    },
  },
});

export const Q2 = rule({
  id: "openstack/Q2",
  severity: "refuse",
  sentence:
    "A limit is named by its service and the service's own name of it (`compute.cores`), and is an integer from -1 (no limit) to 2147483647.",
  source: QUOTA_APIS,
  formats: { QuotaProfile: ["limits"], Quota: ["limits"] },
});

export const Q3 = rule({
  id: "openstack/Q3",
  severity: "refuse",
  sentence: "The region, and the services whose limits are set, must be in the catalogue.",
  source: "Keystone, service catalogue",
  fields: { Quota: ["region", "limits"] },
  live: {
    Quota: async (broken, { realm, inputs }: Check) => {
      const regions = await realm.regions();
      const region = await regionOf(realm, inputs.region);
      if (region === undefined) {
        if (inputs.project === undefined) return [];
        return [
          broken(
            "region",
            `is missing: name one of ${listed(regions)}, or set reseller:regionName (or OS_REGION_NAME)`,
          ),
        ];
      }
      if (typeof region !== "string") return [];
      if (!regions.includes(region))
        return [
          broken(
            "region",
            `is ${JSON.stringify(region)}, which is not a region of the catalogue${alternatives(region, regions)}`,
          ),
        ];
      const names = await keptByServices(realm, inputs, region);
      const missing: Finding[] = [];
      for (const service of QUOTA_SERVICES) {
        const name = names.find((limit) => partsOf(limit).service === service);
        if (name === undefined || (await realm.offers(service, region))) continue;
        const there = await offered(realm, region);
        missing.push(
          broken(
            `limits.${name}`,
            `is a limit of ${service}, which the catalogue has not in ${region}; it has ${listed(there) || "no service with quotas"}`,
          ),
        );
      }
      return missing;
    },
  },
});

export const Q4 = rule({
  id: "openstack/Q4",
  severity: "refuse",
  sentence: "A limit must be one that its service has, or that is registered in Keystone; of a domain only the latter.",
  source: `${QUOTA_APIS}; ${LIMITS_API}`,
  fields: { Quota: ["limits"] },
  live: {
    Quota: async (broken, { realm, inputs }: Check) => {
      const region = await regionOf(realm, inputs.region);
      if (typeof region !== "string" && inputs.project !== undefined) return [];
      if (inputs.project === undefined && inputs.account === undefined) return [];
      const limits = numbersIn(inputs.limits);
      const registered = (await realm.quotas.unified.registered()).map(({ name }) => name);
      const findings: Finding[] = [];
      for (const name of Object.keys(limits)) {
        if ((await realm.quotas.unified.named(name, known(region))) !== undefined) continue;
        const { service } = partsOf(name);
        if (inputs.project === undefined) {
          findings.push(
            broken(`limits.${name}`, `is not a limit that is registered in Keystone${alternatives(name, registered)}`),
          );
          continue;
        }
        if (!isQuotaService(service)) {
          const known = [...QUOTA_SERVICES.map((of) => `${of}.*`), ...registered];
          findings.push(broken(`limits.${name}`, `is of no service with quotas${alternatives(name, known)}`));
          continue;
        }
        if (typeof region !== "string" || !(await realm.offers(service, region))) continue;
        const names = Object.keys(named(service, await realm.quotas.sets.defaults(service, region)));
        if (names.includes(name)) continue;
        findings.push(
          broken(`limits.${name}`, `is not a limit of ${service} in ${region}${alternatives(name, names)}`),
        );
      }
      return findings;
    },
  },
});

export const Q5 = rule({
  id: "openstack/Q5",
  severity: "refuse",
  sentence: "A limit can't be below current usage.",
  source: QUOTA_APIS,
  fields: { Quota: ["limits", "profile"] },
  live: {
    Quota: async (broken, check: Check) => {
      const limits = await wantedLimits(check);
      const findings: Finding[] = [];
      for (const { service, quota } of await readServices(check)) {
        if (quota instanceof PortalRefusal) continue;
        const used = named(service, quota.used);
        const isBelow = ([name, limit]: [string, number]) => limit >= 0 && limit < (used[name] ?? 0);
        for (const [name, limit] of Object.entries(limits).filter(isBelow))
          findings.push(
            broken(
              propertyOf(check.inputs, name),
              `is ${limit}, but ${used[name]} are in use: reduce usage first, or set at least ${used[name]}`,
            ),
          );
      }
      return findings;
    },
  },
  also: ["apply"],
  refusedAs: "QUO-03",
  foundAs: ["QUO-03"],
});

export const Q6 = rule({
  id: "openstack/Q6",
  severity: "refuse",
  sentence: "Only an administrator of the cloud sets limits. A manager of a domain can't.",
  source: "default policies of Nova, Cinder, Neutron and Keystone",
  fields: { Quota: ["limits"] },
  live: {
    Quota: async (broken, check: Check) => {
      const refused = (await readServices(check)).find(
        ({ quota }) => quota instanceof PortalRefusal && quota.reason === "not-allowed",
      );
      if (refused === undefined) return [];
      return [
        broken(
          "limits",
          `can't be set: this connection may not read the quota of ${refused.service}, which takes the role admin`,
        ),
      ];
    },
  },
  also: ["apply"],
});

export const Q7 = rule({
  id: "openstack/Q7",
  severity: "refuse",
  sentence: "A quota is of a project, or a domain, that exists: Cinder and Neutron accept any id.",
  source: QUOTA_APIS,
  fields: { Quota: ["account", "project"] },
  live: {
    Quota: async (broken, { realm, inputs, planned }: Check) => {
      const { account, project } = inputs;
      if (typeof project === "string") {
        const found = await realm.projects.withId(project);
        if (found === undefined && planned.of("Project", project) === undefined)
          return [
            broken(
              "project",
              `is ${JSON.stringify(project)}, which is not the id of a project: use the Project resource, or its id`,
            ),
          ];
        if (found === undefined || typeof account !== "string" || found.domain_id === account) return [];
        return [broken("project", `is in the domain ${found.domain_id}, and not in that of account`)];
      }
      if (typeof account !== "string" || planned.of("Account", account) !== undefined) return [];
      if ((await realm.domains.withId(account)) !== undefined) return [];
      return [
        broken(
          "account",
          `is ${JSON.stringify(account)}, which is not the id of a domain: use the Account resource, or its id`,
        ),
      ];
    },
  },
});

export const Q8 = rule({
  id: "openstack/Q8",
  severity: "refuse",
  sentence:
    "Requests for quota need Adjutant. Each is decided once. A request is approved if the limits cover all numbers of its size, and if it is for the region of the quota alone.",
  source: ADJUTANT,
  fields: { Quota: ["approveRequests", "rejectRequests"] },
  live: {
    Quota: async (broken, { realm, inputs, before }: Check) => {
      const { approveRequests, rejectRequests, project, region: declared } = inputs;
      if (approveRequests !== true && rejectRequests === undefined) return [];
      if (!(await realm.quotas.requests.areThere()))
        return Object.entries({ approveRequests, rejectRequests })
          .filter(([, value]) => value !== undefined && value !== false)
          .map(([field]) =>
            broken(field, "needs Adjutant (the service registration), which the catalogue doesn't have: remove it"),
          );
      const region = await regionOf(realm, declared);
      const old = before === undefined ? [] : rejected(before);
      const findings: Finding[] = [];
      for (const id of rejected(inputs).filter((request) => !old.includes(request))) {
        const request = await realm.quotas.requests.withId(id);
        const wrong = (reason: string) =>
          findings.push(broken("rejectRequests", `names the request ${id}, which ${reason}`));
        if (request === undefined) wrong("doesn't exist: remove it, or correct the id");
        else if (typeof project === "string" && request.project !== project)
          wrong(`is for the project ${request.project}: move it to the Quota of that project`);
        else if (typeof region === "string" && !request.regions.includes(region))
          wrong(`is for ${listed(request.regions)}: move it to a Quota of that region`);
        else if (request.state === "approved")
          wrong("was approved already, and a decision is final: remove it, and lower the limits instead");
      }
      return findings;
    },
  },
  also: ["apply"],
});

export const Q9 = rule({
  id: "openstack/Q9",
  severity: "refuse",
  sentence:
    "Quota profiles are in the state only. In place of one, a quota can name a size of Adjutant's, where the cloud has Adjutant.",
  source: ADJUTANT,
  fields: { Quota: ["profile"] },
  live: {
    Quota: async (broken, { realm, inputs: { limits, profile } }: Check) => {
      if (limits !== undefined || typeof profile !== "string") return [];
      const sizes = Object.keys(await realm.quotas.requests.sizes());
      if (sizes.includes(profile)) return [];
      const others = sizes.length === 0 ? "" : `, or name a size${alternatives(profile, sizes)}`;
      return [
        broken(
          "profile",
          `is ${JSON.stringify(profile)}: quota profiles are stored in the state only, so use the QuotaProfile resource (not its id) of the same program${others}`,
        ),
      ];
    },
  },
});

export const Q10 = rule({
  id: "openstack/Q10",
  severity: "kept",
  sentence:
    "Limits that are not declared are not changed. With `onDelete: reset`, all limits of the services that the quota names get the cloud's defaults.",
  source: QUOTA_APIS,
  also: ["always"],
});

/** Ids of the requests that are to be rejected, as far as they are known. */
function rejected({ rejectRequests }: Inputs): string[] {
  return (known(rejectRequests) ?? []).flatMap((entry) => {
    const id = known(known(entry)?.id);
    return id === undefined ? [] : [id];
  });
}

/** The numbers that the declaration of a quota stands for. */
async function wantedLimits({ realm, inputs }: Check): Promise<LimitNumbers> {
  if (inputs.limits !== undefined) return numbersIn(inputs.limits);
  return (await profileSize(realm, inputs)) ?? {};
}

/** Where a finding about a number stands. */
function propertyOf({ limits }: Inputs, name: string): string {
  return limits === undefined ? "profile" : `limits.${name}`;
}

/** Of the declared limits, the names of those that Keystone doesn't keep. */
async function keptByServices(
  { quotas }: QuotaReading,
  { project, limits }: Inputs,
  region: string,
): Promise<string[]> {
  if (project === undefined) return [];
  const names: string[] = [];
  for (const name of Object.keys(numbersIn(limits)))
    if ((await quotas.unified.named(name, region)) === undefined) names.push(name);
  return names;
}

async function offered(realm: QuotaReading, region: string): Promise<string[]> {
  const there: string[] = [];
  for (const service of QUOTA_SERVICES) if (await realm.offers(service, region)) there.push(service);
  return there;
}

/** What the services have of a project, or why they don't tell. */
async function readServices(
  check: Check,
): Promise<{ readonly service: QuotaService; readonly quota: ServiceQuota | PortalRefusal }[]> {
  const { realm, inputs } = check;
  const place = placeOf({ ...inputs, region: await regionOf(realm, inputs.region) });
  if (place === undefined || !("project" in place) || (await realm.projects.withId(place.project)) === undefined)
    return [];
  const { ofServices } = await realm.quotas.sorted(place, await wantedLimits(check));
  const readings = [];
  for (const [service] of ofServices) {
    if (!(await realm.offers(service, place.region))) continue;
    const quota = await realm.quotas.sets.withUse(service, place).catch((error: unknown) => {
      if (error instanceof PortalRefusal) return error;
      throw error;
    });
    readings.push({ service, quota });
  }
  return readings;
}
