import type { z } from "zod";
import type { LimitNumbers } from "../../model/limitNumbers";
import { PortalRefusal } from "../../model/refusal";
import { Collection } from "../collection";
import { askedOnce } from "../once";
import { orAbsent } from "../wire";
import { operations, type Task } from "./contract";
import { allows, named, type QuotaService } from "./limits";
import type { RegionalCalls } from "./quotaSets";

/** A customer's request that a project gets another size of quota, in some regions. */
export interface QuotaRequest {
  readonly id: string;
  readonly project: string;
  readonly regions: readonly string[];
  readonly size: string;
  readonly state: "pending" | "approved" | "rejected";
  readonly requestedAt: string | undefined;
}

/** Limits by the names of sizes. */
export type Sizes = Readonly<Record<string, LimitNumbers>>;

/** How Adjutant names the services. Sizes may have numbers for others, too. */
const SERVICES: Readonly<Record<string, QuotaService>> = { nova: "compute", cinder: "volume", neutron: "network" };

/** Adjutant has tasks about other things, too. */
const PENDING = JSON.stringify({
  task_type: { exact: "update_quota" },
  completed: { exact: false },
  cancelled: { exact: false },
});

/** Adjutant's requests for quota, and the sizes that can be asked for. A cloud without Adjutant has none. */
export class QuotaRequests {
  /** By the projects that they are for. */
  readonly pending: Collection<QuotaRequest>;

  constructor(
    private readonly calls: RegionalCalls,
    /** The region whose catalogue has Adjutant; undefined where none has. */
    private readonly where: () => Promise<string | undefined>,
  ) {
    this.pending = new Collection({
      idOf: ({ id }) => id,
      keyOf: ({ id }) => id,
      groupOf: ({ project }) => project,
      list: async () => (await this.listPending()).filter(({ state }) => state === "pending"),
    });
  }

  async areThere(): Promise<boolean> {
    return (await this.where()) !== undefined;
  }

  /** The sizes; none where there is no Adjutant, or the token has no project, or no role there to see them. */
  readonly sizes = askedOnce(async (): Promise<Sizes> => {
    const region = await this.where();
    if (region === undefined) return {};
    try {
      const call = { query: { regions: region } };
      const { body } = await this.calls.callIn(region, operations.getOwnQuotas, call);
      return Object.fromEntries(Object.entries(body.quota_sizes).map(([size, numbers]) => [size, limitsIn(numbers)]));
    } catch (error) {
      if (error instanceof PortalRefusal && error.reason === "not-allowed") return {};
      throw error;
    }
  });

  /** One request, decided or not: a call of its own each time. */
  async withId(id: string): Promise<QuotaRequest | undefined> {
    const region = await this.where();
    if (region === undefined) return undefined;
    const task = await orAbsent(this.calls.callIn(region, operations.getTask, { params: { taskId: id } }));
    return task === undefined ? undefined : requestsIn(task)[0];
  }

  async approve(id: string): Promise<void> {
    const call = { params: { taskId: id }, body: { approved: true } } as const;
    await this.calls.callIn((await this.where()) ?? "", operations.approveTask, call);
    this.pending.drop(id);
  }

  async reject(id: string): Promise<void> {
    await this.calls.callIn((await this.where()) ?? "", operations.cancelTask, { params: { taskId: id } });
    this.pending.drop(id);
  }

  private async listPending(): Promise<QuotaRequest[]> {
    const region = await this.where();
    if (region === undefined) return [];
    return (await this.calls.listIn(region, operations.listTasks, { filters: PENDING })).flatMap(requestsIn);
  }
}

/** Whether limits allow all numbers of a size, which may have some that the services don't know. */
export function covers(limits: LimitNumbers, size: LimitNumbers | undefined): boolean {
  if (size === undefined) return false;
  return Object.entries(size).every(([name, number]) => {
    const limit = limits[name];
    return limit === undefined || allows(limit, number);
  });
}

function limitsIn(services: Readonly<Record<string, LimitNumbers>>): LimitNumbers {
  return Object.assign(
    {},
    ...Object.entries(services).map(([service, numbers]) => {
      const known = SERVICES[service];
      return known === undefined ? {} : named(known, numbers);
    }),
  ) as LimitNumbers;
}

function requestsIn(task: z.output<typeof Task>): QuotaRequest[] {
  const data = task.actions.map((action) => action.data).find(({ size }) => size !== undefined);
  const project = data?.project_id ?? task.project_id;
  if (data?.size === undefined || typeof project !== "string") return [];
  return [
    {
      id: task.uuid,
      project,
      regions: data.regions ?? [],
      size: data.size,
      state: task.cancelled ? "rejected" : task.completed || task.approved ? "approved" : "pending",
      requestedAt: task.created_on ?? undefined,
    },
  ];
}
