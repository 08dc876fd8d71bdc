import type { Found, Listing } from "../../../model/portal";
import type { LimitNumbers } from "../../../model/limitNumbers";
import { listing, seenOf, together } from "../../listing";
import type { Cloud } from "../client";
import { named, QUOTA_SERVICES } from "../limits";
import { type QuotaPlace, quotaId } from "./quotaPlace";

const WITHOUT = [
  "approveRequests: only a declaration says whether requests are approved",
  "rejectRequests: only a declaration says which requests are rejected",
  "profile, followProfile: only a declaration says where limits come from",
];

/**
 * Quotas in which somebody has set other numbers than the cloud's own. Nova and Cinder have no list of them.
 *
 * @param shown the quota of a place with these limits
 */
export async function everyQuota(
  cloud: Cloud,
  shown: (place: QuotaPlace, limits: LimitNumbers) => Promise<Found>,
): Promise<Listing> {
  const listedAs = async (place: QuotaPlace): Promise<Found> => {
    const limits = await numbersBeyondDefaults(cloud, place);
    const untouched = Object.keys(limits).length === 0 ? { untouched: true } : {};
    return { ...(await shown(place, limits)), inherent: true, ...untouched };
  };
  const { items: projects, ...unseenProjects } = await seenOf(() => cloud.projects.all());
  const regions = await cloud.regions();
  const ofDomains = await seenOf(() => placesOfDomains(cloud));
  const places = [
    ...projects.flatMap(({ id: project }) => regions.map((region) => ({ project, region }))),
    ...ofDomains.items,
  ];
  const all = await Promise.all(places.map((place) => seenOf(async () => [await listedAs(place)])));
  const unseen = together(unseenProjects.unseen, ofDomains.unseen, ...all.map((place) => place.unseen));
  return listing(
    "Quota",
    all.flatMap(({ items }) => items),
    { ...unseen, without: WITHOUT },
  );
}

/** All numbers of a project that aren't the cloud's own. */
export async function numbersBeyondDefaults(cloud: Cloud, place: QuotaPlace): Promise<LimitNumbers> {
  if (!("project" in place)) return keptNumbers(cloud, place);
  const numbers: Record<string, number> = {};
  for (const service of QUOTA_SERVICES) {
    if (!(await cloud.offers(service, place.region))) continue;
    const defaults = await cloud.quotas.sets.defaults(service, place.region);
    const { limits } = await cloud.quotas.sets.limits(service, place, "known");
    const others = Object.entries(limits).filter(([name, number]) => name in defaults && defaults[name] !== number);
    Object.assign(numbers, named(service, Object.fromEntries(others)));
  }
  return { ...numbers, ...(await keptNumbers(cloud, place)) };
}

/** Limits in Keystone that somebody has set. */
async function keptNumbers(cloud: Cloud, place: QuotaPlace): Promise<LimitNumbers> {
  const set = (await cloud.quotas.unified.all()).filter((limit) =>
    "project" in place ? limit.project_id === place.project : limit.domain_id === place.domain,
  );
  const registered = await cloud.quotas.unified.registered();
  return Object.fromEntries(
    set.flatMap((limit) => {
      const kept = registered.find(
        ({ registered: of }) =>
          of.service_id === limit.service_id &&
          of.region_id === limit.region_id &&
          of.resource_name === limit.resource_name,
      );
      const isHere = limit.region_id === (place.region ?? null);
      return kept === undefined || !isHere ? [] : [[kept.name, limit.resource_limit]];
    }),
  );
}

/** The project with its domain, or the domain alone. */
export async function ownerIn(
  cloud: Cloud,
  place: QuotaPlace,
): Promise<{ readonly account: string | undefined; readonly project?: string }> {
  if (!("project" in place)) return { account: place.domain };
  const domain = (await cloud.projects.withId(place.project))?.domain_id ?? undefined;
  return { account: domain === cloud.homeId ? undefined : domain, project: place.project };
}

async function placesOfDomains(cloud: Cloud): Promise<QuotaPlace[]> {
  const places = new Map<string, QuotaPlace>();
  for (const { domain_id: domain, region_id: region } of await cloud.quotas.unified.all()) {
    const place = domain === null ? undefined : { domain, region: region ?? undefined };
    if (place !== undefined) places.set(quotaId(place), place);
  }
  return [...places.values()];
}
