import * as fs from "node:fs";
import * as os from "node:os";
import type { Environment } from "../../provider/model/portal";
import type { EntryName } from "../../realm/entry";
import { runPulumi } from "../pulumi";
import type { EngineDriver } from "./automation";
import type { Board, Phase } from "./board";
import { pendingCrossings } from "./changes";
import { EngineEvents } from "./engineEvents";
import { changesText, engineProblem, isLocked, lockHolders } from "./engineWords";
import type { Task } from "./order";
import { type StackOutcome, sumOf } from "./outcome";
import { savedPlan } from "./preview";
import { isEngine } from "./processes";
import type { RunCommand, RunRecord, StackRun } from "./runState";
import { runTasks, type TaskResult } from "./schedule";
import { beginLog, environmentOf, type FleetSession, type Ground, isFresh } from "./session";
import { makeStack } from "./states";

export interface RunOptions {
  readonly command: RunCommand;
  readonly driver: EngineDriver;
  readonly record: RunRecord;
  /** Folder of saved plans: nothing else is done than they say. */
  readonly plans?: string;
  readonly secretsProvider?: string;
  readonly excludeProtected?: boolean;
  /** What is known of stacks from the run that is resumed. */
  readonly before: ReadonlyMap<string, StackRun>;
}

const LOOK_MILLISECONDS = 500;
const PHASES: Readonly<Record<RunCommand, Phase>> = { up: "updating", refresh: "refreshing", destroy: "destroying" };

/** Runs the tasks of a fleet, and tells what became of each stack. */
export async function runFleet(
  session: FleetSession,
  ground: Ground,
  tasks: readonly Task[],
  board: Board,
  options: RunOptions,
): Promise<StackOutcome[]> {
  session.budget.phase({ writesNothing: options.command === "refresh", stacks: session.stacks.length });
  const runs = new FleetRuns(session, ground, board, options);
  const awaited = new Map(tasks.map((task) => [task.id, task.stack]));
  await runTasks(tasks, {
    parallel: session.parallel,
    isStopped: () => session.stopped.exitCode !== undefined,
    run: (task, keep) =>
      runs.run(
        task,
        keep.map((id) => awaited.get(id)!),
      ),
    ended: (task, result) => runs.ended(task, result, awaited),
  });
  return session.stacks.map(({ name }) => runs.outcomeOf(name));
}

interface Ended {
  readonly problems: readonly string[];
  /** By the engine, where it didn't end well. */
  readonly printed: string;
}

interface Outcome {
  readonly result: StackOutcome["result"];
  readonly problems: readonly string[];
}

class FleetRuns {
  private readonly changes = new Map<string, StackOutcome["changes"]>();
  private readonly outcomes = new Map<string, Outcome>();
  /** Stacks that have made what others refer to. */
  private readonly made = new Set<string>();
  private readonly begun = new Set<string>();

  constructor(
    private readonly session: FleetSession,
    private readonly ground: Ground,
    private readonly board: Board,
    private readonly options: RunOptions,
  ) {}

  outcomeOf(stack: string): StackOutcome {
    const { result, problems } = this.outcomes.get(stack) ?? { result: "stopped", problems: [] };
    const log = this.begun.has(stack) ? { log: this.session.folder.log(stack) } : {};
    return {
      stack,
      result,
      problems,
      changes: this.changes.get(stack) ?? {},
      seconds: this.board.secondsOf(stack),
      calls: this.session.budget.counts(stack),
      ...log,
    };
  }

  /** @param keep stacks that failed, and still refer to what this one would delete */
  async run(task: Task, keep: readonly string[]): Promise<"done" | "failed"> {
    const { stack } = task;
    const { session, options } = this;
    if (keep.length > 0 && options.plans !== undefined) return this.failed(stack, [stillReferred(keep)]);
    if (!this.begun.has(stack)) beginLog(session, stack);
    this.begun.add(stack);
    try {
      const problem = await this.problemBefore(stack);
      if (problem !== undefined) return this.failed(stack, [problem]);
      const isPartial = task.pass === "first" || keep.length > 0;
      const problems = await this.engine(task, isPartial);
      if (problems.length > 0) return this.failed(stack, problems);
      this.made.add(stack);
      if (keep.length > 0) {
        this.outcomes.set(stack, { result: "held", problems: [stillReferred(keep)] });
        return "failed";
      }
      return "done";
    } catch (error) {
      return this.failed(stack, [(error as Error).message]);
    }
  }

  ended({ id, stack, pass }: Task, result: TaskResult, awaited: ReadonlyMap<string, string>): void {
    const { board, options } = this;
    if (result.is === "done" && pass === "first") {
      options.record.set(stack, { is: "waiting" });
      return board.set(stack, "waiting", "for its deletions");
    }
    if (result.is === "skipped" && !result.because.some((task) => awaited.get(task) === stack)) {
      const others = result.because.map((task) => awaited.get(task)!).join(", ");
      this.outcomes.set(stack, { result: "skipped", problems: [`needs ${others}, which didn't end well`] });
    }
    if (result.is === "held") {
      const others = result.because.map((task) => awaited.get(task)!);
      this.outcomes.set(stack, { result: "held", problems: [stillReferred(others)] });
    }
    if (result.is === "done") this.outcomes.set(stack, { result: "done", problems: [] });
    if (result.is === "stopped" && !this.outcomes.has(stack))
      this.outcomes.set(stack, { result: "stopped", problems: [] });
    const { result: is, problems } = this.outcomes.get(stack) ?? {
      result: "failed" as const,
      problems: [`${id} failed`],
    };
    board.set(stack, is, problems[0] ?? changesText(this.changes.get(stack) ?? {}));
    options.record.set(stack, { is });
  }

  private failed(stack: string, problems: readonly string[]): "failed" {
    const isStopped = this.session.stopped.exitCode !== undefined;
    this.outcomes.set(stack, isStopped ? { result: "stopped", problems: [] } : { result: "failed", problems });
    return "failed";
  }

  private async problemBefore(stack: string): Promise<string | undefined> {
    const { session, ground, board, options } = this;
    const state = ground.states.get(stack);
    if (state?.is === "unreadable") return state.problem;
    if (options.command !== "up") return this.engineOfBefore(stack);
    const unmet = this.unmetNeed(stack);
    if (unmet !== undefined) return unmet;
    await this.engineOfBefore(stack);
    if (state?.is !== "missing" || this.made.has(stack)) return undefined;
    board.set(stack, "creating");
    const { environment, fleet } = session;
    return makeStack(stack, { cwd: fleet.folder, environment, secretsProvider: options.secretsProvider });
  }

  /** What it refers to is of a stack that isn't chosen, and isn't there yet. */
  private unmetNeed(name: string): string | undefined {
    const { session, ground } = this;
    const isChosen = new Set(session.stacks.map((stack) => stack.name));
    const stack = session.stacks.find((one) => one.name === name)!;
    const unmet = pendingCrossings(stack, ground.changes).find((crossing) => !isChosen.has(crossing.stack));
    if (unmet === undefined) return undefined;
    const { from, to, stack: home } = unmet;
    return (
      `${from.kind} ${from.name} refers to ${to.kind} ${to.name} of the stack ${home}, which isn't applied yet. ` +
      `Run that stack first, or with this one: --only ${home} ${name}`
    );
  }

  /** An engine outlives the fleet that started it, and ends by itself. */
  private async engineOfBefore(stack: string): Promise<undefined> {
    const { pid, is } = this.options.before.get(stack) ?? {};
    if (is !== "running" || pid === undefined) return undefined;
    this.board.set(stack, PHASES[this.options.command], `the engine of the run before (process ${pid}) is still at it`);
    while (isEngine(pid) && this.session.stopped.exitCode === undefined)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
    return undefined;
  }

  /** Why the run of the engine failed; nothing where it ended well. */
  private async engine(task: Task, isPartial: boolean): Promise<readonly string[]> {
    const { stack } = task;
    const { problems, printed } = await this.engineOnce(task, isPartial);
    if (problems.length === 0 || !isLocked(printed) || !this.isOwnLock(stack, printed)) return problems;
    fs.appendFileSync(this.session.folder.log(stack), "This lock was left by the run that was killed: pulumi cancel\n");
    await runPulumi(["cancel", "--yes", "--non-interactive", "--stack", stack], {
      cwd: this.session.fleet.folder,
      environment: this.session.environment,
    });
    return (await this.engineOnce(task, isPartial)).problems;
  }

  private async engineOnce({ stack, pass }: Task, isPartial: boolean): Promise<Ended> {
    const { session, ground, board, options } = this;
    const log = session.folder.log(stack);
    const start = fs.statSync(log).size;
    const events = new EngineEvents(session.folder.events(stack));
    fs.rmSync(events.file, { force: true });
    board.set(stack, PHASES[options.command]);
    const timer = setInterval(() => board.note(stack, howFar(events.read())), LOOK_MILLISECONDS);
    try {
      const isDone = await options.driver.run({
        command: options.command,
        stack,
        environment: this.environmentFor(stack),
        log,
        events: events.file,
        exclude: isPartial ? ground.changes.get(stack)?.going.map(({ urn }) => urn) : [],
        excludeProtected: options.excludeProtected,
        plan: options.plans && savedPlan(options.plans, stack, pass === "first" ? "first" : "whole"),
        started: (pid) => options.record.set(stack, { is: "running", pid }),
      });
      events.read();
      this.changes.set(stack, sumOf(this.changes.get(stack) ?? {}, events.changes ?? {}));
      const printed = isDone ? "" : fs.readFileSync(log, "utf8").slice(start);
      if (isDone) return { problems: [], printed };
      return { problems: events.errors.length > 0 ? events.errors : [engineProblem(stack, printed)], printed };
    } finally {
      clearInterval(timer);
      fs.rmSync(events.file, { force: true });
    }
  }

  private environmentFor(stack: string): Environment {
    const { session, ground, options, made } = this;
    const isPending = (entry: EntryName, home: string) => !made.has(home) && isFresh(ground, entry, home);
    const environment = environmentOf(session, stack, isPending);
    // What a killed run was making is at the portal, and not in the state.
    return wasKilled(options.before.get(stack)) && options.command === "up"
      ? { ...environment, RESELLER_ADOPT: "true" }
      : environment;
  }

  /** Whether every lock is that of the run before, whose process is gone. */
  private isOwnLock(stack: string, printed: string): boolean {
    const holders = lockHolders(printed);
    const { record, before } = this.options;
    if (!wasKilled(before.get(stack)) || record.state.host !== os.hostname() || holders.length === 0) return false;
    const begun = Math.floor(Date.parse(record.state.started) / 1000);
    return holders.every(
      ({ host, pid, since }) => host === os.hostname() && !isEngine(pid) && Date.parse(since) / 1000 >= begun,
    );
  }
}

function wasKilled(run: StackRun | undefined): boolean {
  return run?.is === "running" || run?.wasKilled === true;
}

function stillReferred(stacks: readonly string[]): string {
  return `nothing was deleted: ${stacks.join(", ")} still ${stacks.length === 1 ? "refers" : "refer"} to it. Run again when the cause is fixed`;
}

function howFar(events: EngineEvents): string {
  const { seen } = events;
  if (seen === undefined) return "starting the engine";
  return seen === 0 ? "loading the program" : `${seen} resources so far`;
}
