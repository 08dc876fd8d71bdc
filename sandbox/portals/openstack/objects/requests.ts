import type { Row } from "../../call";
import { type AnyCall, callerOf, type Handlers, timeText } from "../call";
import type { Caller } from "../caller";
import { errors, fieldErrors } from "../problem";
import { limitsIn, setQuota } from "../quotas";
import { newId } from "../realm";
import type { Requester, TaskRecord } from "../records";
import { REGIONS } from "../seed";
import { isSize, offeredFor, QUOTA_SERVICES, SIZE_ORDER, SIZES, sizeOf, smallerThan } from "../sizes";

const STATUS = { waiting: "Awaiting Approval", completed: "Completed", cancelled: "Cancelled" } as const;
/** Roles by which people ask for quotas. */
const ASKING = ["project_admin", "admin", "project_mod"] as const;

export const requestHandlers = {
  listTasks(call): Row[] {
    requireOneOf(call, ["admin"]);
    const tasks = [...call.realm.tasks.values()].sort((one, other) => other.sequence - one.sequence);
    return tasks.map((task) => ({ sequence: task.sequence, fields: taskFields(task) }));
  },

  getTask(call) {
    const task = taskOf(call);
    requireShown(call, task);
    return taskFields(task);
  },

  approveTask(call) {
    requireOneOf(call, ["admin"]);
    carryOut(call, waitingTaskOf(call), requesterOf(call));
    return { notes: ["Task completed successfully."] };
  },

  cancelTask(call) {
    requireShown(call, taskOf(call));
    call.realm.tasks.replace({ ...waitingTaskOf(call), state: "cancelled" });
    return { notes: ["Task cancelled successfully."] };
  },

  getOwnQuotas(call) {
    const projectId = projectOf(call);
    const regions = call.query.get("regions")?.split(",") ?? REGIONS;
    return {
      regions: regions.map((region) => regionFields(call, region, projectId)),
      quota_sizes: SIZES,
      quota_size_order: SIZE_ORDER,
      active_quota_tasks: [...call.realm.tasks.find("project", projectId)]
        .filter(({ state }) => state !== "cancelled")
        .map(({ id, size, regions: of, requester, createdAt, state }) => ({
          id,
          regions: of,
          size,
          request_user: requester.username,
          task_created: timeText(createdAt),
          valid: true,
          status: STATUS[state],
        })),
    };
  },

  requestQuota(call) {
    const projectId = projectOf(call);
    const { realm, now, body } = call;
    const { size, regions = [...REGIONS] } = body;
    if (!isSize(size)) throw fieldErrors({ size: [`Quota size: ${size} is not valid`] });
    const note = `Task cancelled because was an old duplicate. - (${timeText(now)})`;
    for (const task of realm.tasks.find("project", projectId))
      if (task.state === "waiting") realm.tasks.replace({ ...task, state: "cancelled", notes: [note] });
    const draft = { projectId, size, regions, requester: requesterOf(call), createdAt: now };
    const undecided = { state: "waiting", notes: [], approvedAt: null, approver: null } as const;
    const task = realm.tasks.insert({ id: newId(), ...draft, ...undecided });
    // Nobody is asked for less than there is.
    if (regions.every((region) => smallerThan(sizeOf(realm, region, projectId)).includes(size))) {
      const approved = `Action allow auto approval. Auto approving. - (${timeText(now)})`;
      carryOut(call, { ...task, notes: [approved] }, null);
    }
    return { notes: ["task created"] };
  },
} satisfies Partial<Handlers>;

function carryOut({ realm, now }: AnyCall, task: TaskRecord, approver: Requester | null): void {
  for (const region of task.regions)
    for (const [name, limits] of Object.entries(isSize(task.size) ? SIZES[task.size] : {}))
      setQuota(realm, QUOTA_SERVICES[name as keyof typeof QUOTA_SERVICES], region, task.projectId, limits);
  realm.tasks.replace({ ...task, state: "completed", approvedAt: now, approver });
}

function requireOneOf(call: AnyCall, roles: readonly string[]): Caller {
  const caller = callerOf(call);
  if (roles.some((role) => caller.roles.has(role))) return caller;
  throw errors(403, `Must have one of the following roles: [${roles.map((role) => `'${role}'`).join(", ")}]`);
}

/** A project may see and cancel its own tasks. @throws {OpenStackProblem} 403 */
function requireShown(call: AnyCall, { projectId }: TaskRecord): void {
  if (callerOf(call).projectId !== projectId) requireOneOf(call, ["admin"]);
}

function projectOf(call: AnyCall): string {
  return requireOneOf(call, ASKING).projectId ?? "";
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

/** What Adjutant notes down of whoever asks. */
function requesterOf(call: AnyCall): Requester {
  const { user, projectId = "", roles } = callerOf(call);
  const project = call.realm.projects.get(projectId);
  return {
    authenticated: "Confirmed",
    project_domain_id: project?.domainId ?? null,
    project_id: projectId,
    project_name: project?.name ?? null,
    roles: [...roles],
    user_domain_id: user.domainId,
    user_id: user.id,
    username: user.name,
  };
}

function taskFields(task: TaskRecord): Readonly<Record<string, unknown>> {
  const { id, requester, projectId, size, regions, state, createdAt, approvedAt, approver, notes } = task;
  const time = approvedAt === null ? null : timeText(approvedAt);
  const data = { project_id: projectId, size, regions };
  return {
    uuid: id,
    keystone_user: requester,
    approved_by: approver ?? (state === "completed" ? "system" : {}),
    project_id: projectId,
    task_type: "update_quota",
    actions: [{ action_name: "UpdateProjectQuotasAction", data, valid: true }],
    action_notes: {},
    task_notes: notes,
    created_on: timeText(createdAt),
    approved_on: time,
    completed_on: time,
    approved: state === "completed",
    completed: state === "completed",
    cancelled: state === "cancelled",
  };
}

function regionFields({ realm }: AnyCall, region: string, projectId: string): Readonly<Record<string, unknown>> {
  const { compute, volume, network } = {
    compute: limitsIn(realm, "compute", region, projectId),
    volume: limitsIn(realm, "volume", region, projectId),
    network: limitsIn(realm, "network", region, projectId),
  };
  const size = sizeOf(realm, region, projectId);
  return {
    region,
    current_quota: { nova: { id: projectId, ...compute }, cinder: { id: projectId, ...volume }, neutron: network },
    current_quota_size: size ?? "custom",
    quota_change_options: offeredFor(size),
  };
}
