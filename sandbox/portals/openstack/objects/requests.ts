import { randomUUID } from "node:crypto";
import type { Row } from "../../call";
import { type AnyCall, callerOf, type Handlers, timeText } from "../call";
import { errors } from "../problem";
import type { QuotaService, TaskRecord } from "../records";
import { REGIONS } from "../seed";
import { limitsIn, setQuota } from "./quotas";

/** How Adjutant calls the services, and what each size gives. */
const SERVICES = { nova: "compute", cinder: "volume", neutron: "network" } as const satisfies Record<
  string,
  QuotaService
>;
const SIZE_ORDER = ["small", "medium", "large"] as const;
const SIZES: Readonly<
  Record<(typeof SIZE_ORDER)[number], Readonly<Record<keyof typeof SERVICES, Readonly<Record<string, number>>>>>
> = {
  small: sizeOf(
    { instances: 10, cores: 20, ram: 65_536 },
    { gigabytes: 5000, snapshots: 50, volumes: 20 },
    { floatingip: 10, network: 3, port: 50, router: 3, security_group: 20, security_group_rule: 100, subnet: 3 },
  ),
  medium: sizeOf(
    { instances: 100, cores: 200, ram: 655_360 },
    { gigabytes: 10_000, snapshots: 300, volumes: 100 },
    { floatingip: 25, network: 5, port: 250, router: 5, security_group: 50, security_group_rule: 400, subnet: 5 },
  ),
  large: sizeOf(
    { instances: 200, cores: 400, ram: 1_310_720 },
    { gigabytes: 50_000, snapshots: 600, volumes: 200 },
    { floatingip: 50, network: 10, port: 500, router: 10, security_group: 100, security_group_rule: 800, subnet: 10 },
  ),
};

function sizeOf(nova: Record<string, number>, cinder: Record<string, number>, neutron: Record<string, number>) {
  return { nova, cinder, neutron };
}

export const requestHandlers = {
  listTasks(call): Row[] {
    requireAdmin(call);
    const tasks = [...call.realm.tasks.values()].sort((one, other) => other.sequence - one.sequence);
    return tasks.map((task) => ({ sequence: task.sequence, fields: taskFields(call, task) }));
  },

  getTask(call) {
    requireAdmin(call);
    return taskFields(call, taskOf(call));
  },

  approveTask(call) {
    requireAdmin(call);
    const task = waitingTaskOf(call);
    const { realm, now } = call;
    for (const region of task.regions)
      for (const [name, limits] of Object.entries(SIZES[task.size as keyof typeof SIZES]))
        setQuota(call, SERVICES[name as keyof typeof SERVICES], region, task.projectId, limits);
    realm.tasks.replace({ ...task, state: "completed", approvedAt: now, approvedBy: callerOf(call).user.id });
    return { notes: ["Task completed successfully."] };
  },

  cancelTask(call) {
    requireAdmin(call);
    const task = waitingTaskOf(call);
    call.realm.tasks.replace({ ...task, state: "cancelled" });
    return { notes: ["Task cancelled successfully."] };
  },

  getOwnQuotas(call) {
    const projectId = requireProject(call);
    const regions = call.query.get("regions")?.split(",") ?? [...REGIONS];
    return {
      regions: regions.map((region) => regionFields(call, region, projectId)),
      quota_sizes: SIZES,
      quota_size_order: SIZE_ORDER,
      active_quota_tasks: [...call.realm.tasks.find("project", projectId)]
        .filter(({ state }) => state === "waiting")
        .map(({ id, size, regions: of, createdAt }) => ({
          id,
          regions: of,
          size,
          request_user: callerOf(call).user.name,
          task_created: timeText(createdAt),
          valid: true,
          status: "Awaiting Approval",
        })),
    };
  },

  requestQuota(call) {
    const projectId = requireProject(call);
    const { size, regions = [...REGIONS] } = call.body;
    if (!(size in SIZES)) throw errors(400, `Quota size '${size}' does not exist.`);
    const { realm, now } = call;
    for (const task of realm.tasks.find("project", projectId))
      if (task.state === "waiting") realm.tasks.replace({ ...task, state: "cancelled" });
    realm.tasks.insert({
      id: randomUUID().replaceAll("-", ""),
      userId: callerOf(call).user.id,
      projectId,
      size,
      regions,
      state: "waiting",
      createdAt: now,
      approvedAt: null,
      approvedBy: null,
    });
    return { notes: ["task created"] };
  },
} satisfies Partial<Handlers>;

function requireAdmin(call: AnyCall): void {
  if (!callerOf(call).isAdmin) throw errors(403, "Must have one of the following roles: ['admin']");
}

/** Requests are made by whoever is `project_admin` or `project_mod` of a project. */
function requireProject(call: AnyCall): string {
  const { projectId, roles } = callerOf(call);
  if (projectId === undefined || !["project_admin", "project_mod"].some((role) => roles.has(role)))
    throw errors(403, "Must have one of the following roles: ['project_mod', 'project_admin']");
  return projectId;
}

function taskOf({ realm, parameters: { taskId = "" } }: AnyCall): TaskRecord {
  const task = realm.tasks.get(taskId);
  if (task === undefined) throw errors(404, "No task with this id.");
  return task;
}

function waitingTaskOf(call: AnyCall): TaskRecord {
  const task = taskOf(call);
  if (task.state === "completed") throw errors(400, "This task has already been completed.");
  if (task.state === "cancelled") throw errors(400, "This task has been cancelled.");
  return task;
}

function taskFields({ realm }: AnyCall, task: TaskRecord): Readonly<Record<string, unknown>> {
  const { id, userId, projectId, size, regions, state, createdAt, approvedAt, approvedBy } = task;
  const time = approvedAt === null ? null : timeText(approvedAt);
  return {
    uuid: id,
    keystone_user: {
      user_id: userId,
      username: realm.users.get(userId)?.name,
      project_id: projectId,
      project_name: realm.projects.get(projectId)?.name,
    },
    approved_by: approvedBy === null ? {} : { user_id: approvedBy },
    project_id: projectId,
    task_type: "update_quota",
    actions: [
      {
        action_name: "UpdateProjectQuotasAction",
        data: { project_id: projectId, size, regions },
        valid: true,
      },
    ],
    action_notes: {},
    created_on: timeText(createdAt),
    approved_on: time,
    completed_on: time,
    approved: state === "completed",
    completed: state === "completed",
    cancelled: state === "cancelled",
  };
}

function regionFields(call: AnyCall, region: string, projectId: string): Readonly<Record<string, unknown>> {
  const current = Object.fromEntries(
    Object.entries(SERVICES).map(([name, service]) => [name, limitsIn(call, service, region, projectId)]),
  );
  const isSize = (size: (typeof SIZE_ORDER)[number]) =>
    Object.entries(SIZES[size]).every(([name, limits]) =>
      Object.entries(limits).every(([key, limit]) => current[name]?.[key] === limit),
    );
  const size = SIZE_ORDER.find(isSize);
  return {
    region,
    current_quota: current,
    current_quota_size: size ?? "custom",
    quota_change_options: SIZE_ORDER.filter((other) => other !== size),
    current_usage: {},
  };
}
