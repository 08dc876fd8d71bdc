import type { Task } from "./order";

export type TaskResult =
  | { readonly is: "done" | "failed" }
  /** What it needs failed, or was skipped itself. */
  | { readonly is: "skipped"; readonly because: readonly string[] }
  /** Only deletions were left, and a stack that refers to what they delete failed. */
  | { readonly is: "held"; readonly because: readonly string[] }
  /** The fleet was stopped before. */
  | { readonly is: "stopped" };

export interface Schedule {
  readonly parallel: number;
  /** Runs a task; never rejects. `keep`: stacks that still refer to what it would delete, so that nothing may be deleted. */
  run(task: Task, keep: readonly string[]): Promise<"done" | "failed">;
  /** No more tasks are started. */
  isStopped(): boolean;
  /** A task is over, or won't run. */
  ended?(task: Task, result: TaskResult): void;
}

/** Runs tasks, each behind those that it needs, so many at once. What fails stops only what needs it. */
export async function runTasks(tasks: readonly Task[], schedule: Schedule): Promise<Map<string, TaskResult>> {
  const results = new Map<string, TaskResult>();
  const waiting = new Map(tasks.map((task) => [task.id, task]));
  const running = new Map<string, Promise<void>>();
  const end = (task: Task, result: TaskResult) => {
    results.set(task.id, result);
    schedule.ended?.(task, result);
  };
  const start = (task: Task, keep: readonly string[]) => {
    waiting.delete(task.id);
    const over = schedule.run(task, keep).then((is) => {
      running.delete(task.id);
      end(task, { is });
    });
    running.set(task.id, over);
  };
  while (!schedule.isStopped() || running.size > 0) {
    const ready = schedule.isStopped() ? [] : readyTasks(waiting, results);
    const before = results.size;
    for (const task of ready) {
      const fate = fateOf(task, results);
      if ("is" in fate) {
        waiting.delete(task.id);
        end(task, fate);
      } else if (running.size < schedule.parallel && !schedule.isStopped()) start(task, fate.keep);
    }
    // What is skipped may be all that others waited for.
    if (results.size > before) continue;
    if (running.size > 0) await Promise.race(running.values());
    else if (ready.length === 0) break;
  }
  for (const task of waiting.values()) end(task, { is: "stopped" });
  return results;
}

/** Those whose needs are over, the ones that most others wait for first. */
function readyTasks(waiting: ReadonlyMap<string, Task>, results: ReadonlyMap<string, TaskResult>): Task[] {
  const awaited = new Map<string, number>();
  for (const { before } of waiting.values())
    for (const { task } of before) awaited.set(task, (awaited.get(task) ?? 0) + 1);
  return [...waiting.values()]
    .filter(({ before }) => before.every(({ task }) => results.has(task)))
    .sort((one, other) => (awaited.get(other.id) ?? 0) - (awaited.get(one.id) ?? 0));
}

function fateOf(task: Task, results: ReadonlyMap<string, TaskResult>): TaskResult | { readonly keep: string[] } {
  const failed = task.before.filter((before) => results.get(before.task)?.is !== "done");
  const needed = failed.filter(({ because }) => because !== "going").map((before) => before.task);
  if (needed.length > 0) return { is: "skipped", because: needed };
  const keep = failed.map((before) => before.task);
  return keep.length > 0 && task.pass === "last" ? { is: "held", because: keep } : { keep };
}
