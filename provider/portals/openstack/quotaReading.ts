import type { z } from "zod";
import type { Unknown } from "../../model";
import type { DeclaredOf } from "../../model/declared";
import type { LimitNumbers } from "../../model/limitNumbers";
import type { ReadableCollection } from "../collection";
import type { Domain, Project, Service } from "./contract";
import { named, QUOTA_SERVICES } from "./limits";
import type { QuotaRequests } from "./quotaRequests";
import type { QuotaSets } from "./quotaSets";
import type { Quotas } from "./quotas";
import type { UnifiedLimits } from "./unifiedLimits";

type WireDomain = z.output<typeof Domain>;
type WireProject = z.output<typeof Project>;

/** What reads limits and requests, and can't change any. */
export interface QuotasReading extends Pick<Quotas, "read" | "defaults" | "sorted"> {
  readonly sets: Pick<QuotaSets, "limits" | "withUse" | "defaults">;
  readonly unified: Pick<UnifiedLimits, "registered" | "named" | "number">;
  readonly requests: Pick<QuotaRequests, "areThere" | "sizes" | "withId">;
}

/** What there is to know of the cloud about quotas, for what only reads it. */
export interface QuotaReading {
  readonly domains: ReadableCollection<WireDomain>;
  readonly projects: ReadableCollection<WireProject>;
  readonly quotas: QuotasReading;
  /** The connection's own region, where it has one. */
  readonly region: string | undefined;
  /** Regions of the catalogue. */
  regions(): Promise<readonly string[]>;
  /** Whether the catalogue has a service in a region. */
  offers(service: Service, region: string): Promise<boolean>;
}

/** The region of a quota: the declared one, that of the connection, or the only one that there is. */
export async function regionOf(
  cloud: QuotaReading,
  declared: DeclaredOf<"Quota">["region"],
): Promise<string | Unknown | undefined> {
  if (declared !== undefined) return declared;
  if (cloud.region !== undefined) return cloud.region;
  const [only, ...others] = await cloud.regions();
  return others.length === 0 ? only : undefined;
}

/** The numbers of a size of Adjutant's that is named as a quota profile: those that the services of the region know. */
export async function profileSize(
  cloud: QuotaReading,
  { profile, region: declared }: Pick<DeclaredOf<"Quota">, "profile" | "region">,
): Promise<LimitNumbers | undefined> {
  const size = typeof profile === "string" ? (await cloud.quotas.requests.sizes())[profile] : undefined;
  const region = await regionOf(cloud, declared);
  if (size === undefined || typeof region !== "string") return size;
  const known: Record<string, number> = {};
  for (const service of QUOTA_SERVICES) {
    if (!(await cloud.offers(service, region))) continue;
    const names = named(service, await cloud.quotas.sets.defaults(service, region));
    Object.assign(known, Object.fromEntries(Object.entries(size).filter(([name]) => name in names)));
  }
  return known;
}
