import type { z } from "zod";
import type { Freshness } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { keyOf } from "../../model/words";
import { Collection } from "../collection";
import { askedOnce } from "../once";
import type { Answer, BodyOf, CallArguments } from "../wire";
import { type ContractOperation, type Limit, operations, type RegisteredLimit } from "./contract";
import { partsOf } from "./limits";

type WireRegisteredLimit = z.output<typeof RegisteredLimit>;
type WireLimit = z.output<typeof Limit>;

/** Whose limits they are: a project's, or those of a whole domain. */
export type LimitOwner = { readonly project: string } | { readonly domain: string };

/** A limit that the cloud keeps in Keystone, for all regions or one. */
export interface KeptLimit {
  readonly name: string;
  readonly registered: WireRegisteredLimit;
}

/** Calls of Keystone. */
export interface IdentityCalls {
  call<Operation extends ContractOperation>(
    operation: Operation,
    ...call: CallArguments<Operation>
  ): Promise<Answer<BodyOf<Operation>>>;
  list<Operation extends ContractOperation & { readonly list: string; readonly response: z.ZodType }>(
    operation: Operation,
  ): Promise<z.output<Operation["response"]>[]>;
}

/** Limits that services ask Keystone for. A cloud that doesn't use them has none registered. */
export class UnifiedLimits {
  private readonly limits: Collection<WireLimit>;

  constructor(private readonly identity: IdentityCalls) {
    this.limits = new Collection({
      idOf: ({ id }) => id,
      keyOf: limitKey,
      list: () => this.identity.list(operations.listLimits),
    });
  }

  /** All that are registered, by the names that declarations have for them. */
  readonly registered = askedOnce(async (): Promise<KeptLimit[]> => {
    const registered = await this.identity.list(operations.listRegisteredLimits).catch(orNone);
    if (registered.length === 0) return [];
    const services = await this.identity.list(operations.listServices);
    const types = new Map(services.map(({ id, type }) => [id, type]));
    return registered.map((limit) => ({
      name: `${types.get(limit.service_id) ?? limit.service_id}.${limit.resource_name}`,
      registered: limit,
    }));
  });

  /** The registered limit of this name in a region, or else the one for all regions. */
  async named(name: string, region: string | undefined): Promise<KeptLimit | undefined> {
    const all = (await this.registered()).filter((limit) => limit.name === name);
    const ofRegion = all.find(({ registered }) => registered.region_id === (region ?? null));
    return ofRegion ?? all.find(({ registered }) => registered.region_id === null);
  }

  async ofService(service: string): Promise<KeptLimit[]> {
    return (await this.registered()).filter(({ name }) => partsOf(name).service === service);
  }

  /** The number that an owner has; undefined where nobody has set one, so that the registered one counts. */
  async number({ registered }: KeptLimit, owner: LimitOwner): Promise<number | undefined> {
    return (await this.limits.withKey(ownKey(registered, owner)))?.resource_limit;
  }

  /** All that somebody has set. */
  async all(freshness: Freshness = "known"): Promise<WireLimit[]> {
    if ((await this.registered()).length === 0) return [];
    if (freshness === "fresh") await this.limits.load("fresh");
    return this.limits.all();
  }

  async set(kept: KeptLimit, owner: LimitOwner, number: number): Promise<void> {
    const { registered } = kept;
    const there = await this.limits.withKey(ownKey(registered, owner));
    // Keystone ignores a change to 0: such a limit is made anew.
    if (there !== undefined && number === 0) await this.reset(kept, owner);
    else if (there !== undefined) {
      const call = { params: { limitId: there.id }, body: { limit: { resource_limit: number } } };
      this.limits.put((await this.identity.call(operations.updateLimit, call)).body.limit);
      return;
    }
    const limit = {
      service_id: registered.service_id,
      region_id: registered.region_id,
      resource_name: registered.resource_name,
      resource_limit: number,
      ...("project" in owner ? { project_id: owner.project } : { domain_id: owner.domain }),
    };
    await this.identity.call(operations.createLimits, { body: { limits: [limit] } });
    await this.limits.load("fresh");
  }

  /** From then on the registered number counts. */
  async reset({ registered }: KeptLimit, owner: LimitOwner): Promise<void> {
    const there = await this.limits.withKey(ownKey(registered, owner));
    if (there === undefined) return;
    await this.identity.call(operations.deleteLimit, { params: { limitId: there.id } });
    this.limits.drop(there.id);
  }
}

/** Who may not see what is registered manages none of it. */
function orNone(error: unknown): never[] {
  if (error instanceof PortalRefusal && error.reason === "not-allowed") return [];
  throw error;
}

function limitKey(limit: WireLimit): string {
  return keyOf(limit.service_id, limit.region_id, limit.resource_name, limit.project_id, limit.domain_id);
}

function ownKey(
  { service_id: service, region_id: region, resource_name: name }: WireRegisteredLimit,
  owner: LimitOwner,
) {
  return "project" in owner
    ? keyOf(service, region, name, owner.project, null)
    : keyOf(service, region, name, null, owner.domain);
}
