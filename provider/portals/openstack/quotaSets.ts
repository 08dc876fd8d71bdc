import type { z } from "zod";
import { type LimitNumbers, numbersIn } from "../../model/limitNumbers";
import type { Freshness } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { isRecord } from "../../model/shapes";
import { keyOf } from "../../model/words";
import { Collection } from "../collection";
import { askedOnceFor } from "../once";
import type { Answer, BodyOf, CallOf } from "../wire";
import { type ContractOperation, type NetworkQuotaRow, operations, type Service } from "./contract";
import type { QuotaService } from "./limits";

/** What a service has for a project in a region, by its own names. */
export interface ServiceQuota {
  readonly limits: LimitNumbers;
  readonly used: LimitNumbers;
}

export interface ProjectPlace {
  readonly project: string;
  readonly region: string;
}

/** Calls of the services of a region. */
export interface RegionalCalls {
  /** Whether the catalogue has a service in a region. */
  offers(service: Service, region: string): Promise<boolean>;
  callIn<Operation extends ContractOperation>(
    region: string,
    operation: Operation,
    call: CallOf<Operation>,
  ): Promise<Answer<BodyOf<Operation>>>;
  listIn<Operation extends ContractOperation & { readonly list: string; readonly response: z.ZodType }>(
    region: string,
    operation: Operation,
    query?: Readonly<Record<string, string>>,
  ): Promise<z.output<Operation["response"]>[]>;
}

type WireRow = z.output<typeof NetworkQuotaRow>;

/** Any project: Neutron answers its defaults for each. */
const ANY_PROJECT = "default";
/** The class that has the defaults of a cloud. */
const DEFAULTS = "default";

/** The quotas of projects, as Nova, Cinder and Neutron keep them. Each is asked for once in a run, and anew after a change. */
export class QuotaSets {
  private readonly read = new Map<string, Promise<ServiceQuota>>();
  private readonly defaultNumbers = new Map<string, Promise<LimitNumbers>>();
  private readonly rows = new Map<string, Collection<WireRow>>();

  constructor(private readonly calls: RegionalCalls) {}

  /** The limits of a project. Neutron lists those of all projects, without what they use. */
  async limits(service: QuotaService, place: ProjectPlace, freshness: Freshness): Promise<ServiceQuota> {
    if (service !== "network" || freshness === "fresh" || this.read.has(key(service, place)))
      return this.withUse(service, place, freshness);
    const row = await this.networkRows(place.region).withId(place.project);
    return { limits: { ...(await this.defaults(service, place.region)), ...numbersIn(row) }, used: {} };
  }

  /** The limits of a project with what it uses of them. */
  withUse(service: QuotaService, place: ProjectPlace, freshness: Freshness = "known"): Promise<ServiceQuota> {
    const name = key(service, place);
    if (freshness === "fresh") this.read.delete(name);
    return askedOnceFor(this.read, name, () => this.ask(service, place));
  }

  /** The limits of projects for which nobody has set others. */
  defaults(service: QuotaService, region: string): Promise<LimitNumbers> {
    return askedOnceFor(this.defaultNumbers, keyOf(service, region), () => this.askDefaults(service, region));
  }

  /** Sets some limits; the others stay. */
  async set(service: QuotaService, { project, region }: ProjectPlace, numbers: LimitNumbers): Promise<void> {
    this.forget(service, { project, region });
    const params = { projectId: project };
    if (service === "network")
      await this.calls.callIn(region, operations.updateNetworkQuota, { params, body: { quota: numbers } });
    else {
      const body = { quota_set: numbers };
      const operation = service === "compute" ? operations.updateComputeQuota : operations.updateVolumeQuota;
      await this.calls.callIn(region, operation, { params, body });
    }
  }

  /** Gives a project the defaults of all limits of a service. */
  async reset(service: QuotaService, { project, region }: ProjectPlace): Promise<void> {
    this.forget(service, { project, region });
    try {
      await this.calls.callIn(region, RESETS[service], { params: { projectId: project } });
    } catch (error) {
      // Neutron has no quota of a project that nobody has set.
      if (!(error instanceof PortalRefusal) || error.reason !== "not-found") throw error;
    }
  }

  private forget(service: QuotaService, place: ProjectPlace): void {
    this.read.delete(key(service, place));
    if (service === "network") this.rows.delete(place.region);
  }

  private networkRows(region: string): Collection<WireRow> {
    const known = this.rows.get(region);
    if (known !== undefined) return known;
    const made = new Collection<WireRow>({
      idOf: ({ project_id: project }) => project,
      keyOf: ({ project_id: project }) => project,
      list: () => this.calls.listIn(region, operations.listNetworkQuotas),
    });
    this.rows.set(region, made);
    return made;
  }

  private async ask(service: QuotaService, { project, region }: ProjectPlace): Promise<ServiceQuota> {
    const params = { projectId: project };
    if (service === "compute") {
      const { body } = await this.calls.callIn(region, operations.getComputeQuotaUse, { params });
      return quotaIn(body.quota_set);
    }
    if (service === "volume") {
      const query = { usage: "true" };
      const { body } = await this.calls.callIn(region, operations.getVolumeQuota, { params, query });
      return quotaIn(body.quota_set);
    }
    return quotaIn((await this.calls.callIn(region, operations.getNetworkQuotaUse, { params })).body.quota);
  }

  private async askDefaults(service: QuotaService, region: string): Promise<LimitNumbers> {
    if (service === "network") {
      const params = { projectId: ANY_PROJECT };
      return numbersIn((await this.calls.callIn(region, operations.getNetworkQuotaDefaults, { params })).body.quota);
    }
    const operation = service === "compute" ? operations.getComputeQuotaClass : operations.getVolumeQuotaClass;
    const { body } = await this.calls.callIn(region, operation, { params: { quotaClass: DEFAULTS } });
    return numbersIn(body.quota_class_set);
  }
}

const RESETS = {
  compute: operations.deleteComputeQuota,
  volume: operations.deleteVolumeQuota,
  network: operations.deleteNetworkQuota,
} as const;

function key(service: QuotaService, { project, region }: ProjectPlace): string {
  return keyOf(service, region, project);
}

/** Numbers of an answer that has each limit with what is in use of it, and what is reserved. */
function quotaIn(members: Readonly<Record<string, unknown>>): ServiceQuota {
  const limits: Record<string, number> = {};
  const used: Record<string, number> = {};
  for (const [name, member] of Object.entries(members)) {
    if (!isRecord(member)) continue;
    const { limit, in_use: inUse, used: count = inUse, reserved } = numbersIn(member);
    if (limit === undefined) continue;
    limits[name] = limit;
    used[name] = (count ?? 0) + Math.max(reserved ?? 0, 0);
  }
  return { limits, used };
}
