import type { LimitNumbers } from "../../model/limitNumbers";
import type { Freshness } from "../../model/portal";
import { isQuotaService, named, ofService, partsOf, QUOTA_SERVICES, type QuotaService } from "./limits";
import { QuotaRequests } from "./quotaRequests";
import { QuotaSets, type RegionalCalls, type ServiceQuota } from "./quotaSets";
import type { QuotaPlace } from "./resources/quotaPlace";
import { type IdentityCalls, type KeptLimit, type LimitOwner, UnifiedLimits } from "./unifiedLimits";

/** Where the names of some limits lead: to Keystone, or to the services of a region. */
interface Sorted {
  readonly kept: readonly (KeptLimit & { readonly number: number })[];
  readonly ofServices: readonly (readonly [service: QuotaService, limits: LimitNumbers])[];
}

/** All limits of projects and domains, whoever keeps them, under the names that declarations have for them. */
export class Quotas {
  readonly sets: QuotaSets;
  readonly unified: UnifiedLimits;
  readonly requests: QuotaRequests;

  /** @param registration the region whose catalogue has Adjutant; undefined where none has */
  constructor(
    private readonly calls: IdentityCalls & RegionalCalls,
    registration: () => Promise<string | undefined>,
  ) {
    this.sets = new QuotaSets(calls);
    this.unified = new UnifiedLimits(calls);
    this.requests = new QuotaRequests(calls, registration);
  }

  /** What there is of the named limits; names that nobody knows, and services that aren't in the region, are left out. */
  async read(place: QuotaPlace, names: LimitNumbers, freshness: Freshness): Promise<ServiceQuota> {
    const { kept, ofServices } = await this.sorted(place, names);
    if (freshness === "fresh" && kept.length > 0) await this.unified.all("fresh");
    const limits: Record<string, number> = {};
    const used: Record<string, number> = {};
    for (const limit of kept) limits[limit.name] = await this.numberOf(limit, place);
    if ("project" in place)
      for (const [service, wanted] of ofServices) {
        const quota = await this.sets.limits(service, place, freshness);
        Object.assign(limits, named(service, among(wanted, quota.limits)));
        // The list of all networks' quotas has no numbers of what is used.
        if (service !== "network") Object.assign(used, named(service, among(wanted, quota.used)));
      }
    return { limits, used };
  }

  /** Numbers that count where nobody has set others. */
  async defaults(place: QuotaPlace, names: LimitNumbers): Promise<LimitNumbers> {
    const { kept, ofServices } = await this.sorted(place, names);
    const numbers: Record<string, number> = {};
    for (const { name, registered } of kept) numbers[name] = registered.default_limit;
    for (const [service, wanted] of ofServices)
      Object.assign(numbers, named(service, among(wanted, await this.sets.defaults(service, place.region ?? ""))));
    return numbers;
  }

  /** Sets those limits that have other numbers by now. */
  async set(place: QuotaPlace, limits: LimitNumbers): Promise<void> {
    const { kept, ofServices } = await this.sorted(place, limits);
    for (const limit of kept)
      if ((await this.numberOf(limit, place)) !== limit.number)
        await this.unified.set(limit, ownerOf(place), limit.number);
    if (!("project" in place)) return;
    for (const [service, wanted] of ofServices) {
      const now = (await this.sets.withUse(service, place, "fresh")).limits;
      const changes = Object.entries(wanted).filter(([name, number]) => now[name] !== number);
      if (changes.length > 0) await this.sets.set(service, place, Object.fromEntries(changes));
    }
  }

  /** Gives back the defaults: of these limits where Keystone keeps them, and of all limits of the services that keep the others. */
  async reset(place: QuotaPlace, names: LimitNumbers): Promise<void> {
    const { kept, ofServices } = await this.sorted(place, names);
    for (const limit of kept) await this.unified.reset(limit, ownerOf(place));
    if ("project" in place) for (const [service] of ofServices) await this.sets.reset(service, place);
  }

  /** Which limits Keystone keeps, and which the services. */
  async sorted(place: QuotaPlace, limits: LimitNumbers): Promise<Sorted> {
    const kept: (KeptLimit & { readonly number: number })[] = [];
    const others: Record<string, number> = {};
    for (const [name, number] of Object.entries(limits)) {
      const limit = await this.unified.named(name, place.region);
      if (limit !== undefined) kept.push({ ...limit, number });
      else if (isQuotaService(partsOf(name).service)) others[name] = number;
    }
    const ofServices: [QuotaService, LimitNumbers][] = [];
    for (const service of QUOTA_SERVICES) {
      const numbers = ofService(service, others);
      if (Object.keys(numbers).length > 0 && (await this.calls.offers(service, place.region ?? "")))
        ofServices.push([service, numbers]);
    }
    return { kept, ofServices };
  }

  private async numberOf(limit: KeptLimit, place: QuotaPlace): Promise<number> {
    return (await this.unified.number(limit, ownerOf(place))) ?? limit.registered.default_limit;
  }
}

function ownerOf(place: QuotaPlace): LimitOwner {
  return "project" in place ? { project: place.project } : { domain: place.domain };
}

/** Of some numbers, those whose names are wanted. */
function among(wanted: LimitNumbers, numbers: LimitNumbers): LimitNumbers {
  return Object.fromEntries(Object.keys(wanted).flatMap((name) => (name in numbers ? [[name, numbers[name]!]] : [])));
}
