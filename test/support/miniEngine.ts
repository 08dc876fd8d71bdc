import { AsyncLocalStorage } from "node:async_hooks";
import { isDeepStrictEqual } from "node:util";
import { type KindName, UNKNOWN } from "../../provider/model";
import { type Lifecycle, PartialFailure, type State } from "../../provider/lifecycle";
import type { Difference } from "../../provider/model/diff";
import { failed, type Finding, type Moment, said } from "./finding";

/** Stands in the inputs of a resource for the id of another one of the same program. */
export class Reference {
  constructor(readonly label: string) {}
}

export interface ProgramResource {
  readonly kind: KindName;
  /** Unique in the program. */
  readonly label: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Labels of resources that must be there first, beyond those that the inputs refer to. */
  readonly dependsOn?: readonly string[];
}

export interface StoredResource {
  readonly kind: KindName;
  readonly label: string;
  readonly id: string;
  readonly inputs: State;
  readonly state: State;
  readonly dependencies: readonly string[];
  /** The object exists, but a step failed: the next run updates it even where nothing has changed. */
  readonly unfinished?: boolean;
}

export type Operation = "create" | "update" | "replace" | "delete";

/** What a run needs of the lifecycle, or of a host that serves it. */
export interface RunLifecycle extends Pick<Lifecycle, "check" | "create" | "read" | "update" | "delete" | "close"> {
  diff(kind: KindName, id: string, state: State, inputs: State): Promise<Difference>;
}

export interface Outcome {
  /** What was, or would be, done: "create anna". Sorted. */
  readonly steps: readonly string[];
  /** "anna: email is missing". */
  readonly failures: readonly string[];
}

export interface Drift {
  /** Labels whose inputs differ from what was applied. Sorted. */
  readonly changed: readonly string[];
  readonly gone: readonly string[];
  readonly failures: readonly string[];
}

/**
 * What the Pulumi engine does with a program, in memory and without a host: it asks about one resource at a time, carries out the steps
 * of resources that don't wait for each other side by side, and deletes last. Every operation opens a lifecycle of its own, as every
 * run of a host does.
 */
export class MiniEngine {
  private readonly stored = new Map<string, StoredResource>();
  /** Objects whose replacement exists already, and which are still to be deleted. */
  private readonly condemned: StoredResource[] = [];
  private notes: Notes;

  /**
   * @param open Opens a lifecycle, which tells `hear` what it says.
   * @param note Takes whatever a run finds.
   */
  constructor(
    private readonly open: (hear: (message: string) => void) => RunLifecycle,
    private readonly note: (finding: Finding) => void = () => undefined,
  ) {
    this.notes = new Notes(note);
  }

  /** What the last run found, and said. */
  get findings(): readonly Finding[] {
    return this.notes.findings;
  }

  /** The state, by label. */
  get resources(): ReadonlyMap<string, StoredResource> {
    return this.stored;
  }

  /** What `up` would do, with the ids of everything that is yet to be made unknown. */
  preview(program: readonly ProgramResource[]): Promise<Outcome> {
    return this.during((lifecycle) =>
      new Run(lifecycle, this.notes, new Map(this.stored), [...this.condemned], program, false).all(),
    );
  }

  /** @param isKilled whether the run ends before its first delete, as one that was killed. */
  up(program: readonly ProgramResource[], { isKilled = false } = {}): Promise<Outcome> {
    return this.during((lifecycle) => {
      const run = new Run(lifecycle, this.notes, this.stored, this.condemned, program, true);
      return isKilled ? run.allButDeletes() : run.all();
    });
  }

  destroy(): Promise<Outcome> {
    return this.up([]);
  }

  refresh(): Promise<Drift> {
    return this.during(async (lifecycle) => {
      const changed: string[] = [];
      const gone: string[] = [];
      const failures: string[] = [];
      await Promise.all(
        [...this.stored.values()].map(async (resource) => {
          try {
            const reading = await this.notes.during(resource, "step", () =>
              lifecycle.read(resource.kind, resource.id, resource.state),
            );
            if (reading === undefined) {
              gone.push(resource.label);
              this.stored.delete(resource.label);
              return;
            }
            if (!isDeepStrictEqual(reading.inputs, inputsIn(resource))) changed.push(resource.label);
            this.stored.set(resource.label, { ...resource, inputs: reading.inputs, state: reading.state });
          } catch (error) {
            failures.push(this.notes.failed(resource.label, "step", error));
          }
        }),
      );
      return { changed: changed.sort(), gone: gone.sort(), failures: failures.sort() };
    });
  }

  private async during<Result>(work: (lifecycle: RunLifecycle) => Promise<Result>): Promise<Result> {
    this.notes = new Notes(this.note);
    const { notes } = this;
    const lifecycle = this.open((message) => notes.hear(message));
    try {
      return await work(lifecycle);
    } finally {
      lifecycle.close();
    }
  }
}

interface Subject {
  readonly kind: KindName;
  readonly label: string;
}

/**
 * What is being done, wherever something is said on the way. One for all runs: Node carries every such storage along with every promise, for
 * as long as the process lives.
 */
const present = new AsyncLocalStorage<Subject & { readonly moment: Moment }>();

/** What one run found, and said, of which resource. */
class Notes {
  readonly findings: Finding[] = [];
  constructor(private readonly note: (finding: Finding) => void) {}

  during<Result>({ kind, label }: Subject, moment: Moment, work: () => Promise<Result>): Promise<Result> {
    return present.run({ kind, label, moment }, work);
  }

  hear(message: string): void {
    const subject = present.getStore();
    if (subject !== undefined) this.add(said(subject.label, subject.kind, subject.moment, message));
  }

  refused(label: string, failure: { readonly property: string; readonly reason: string }): string {
    this.add(failed(label, "check", failure));
    return `${label}: ${failure.property} ${failure.reason}`;
  }

  failed(label: string, moment: Moment, error: unknown): string {
    this.add(failed(label, moment, { property: "", reason: messageOf(error) }));
    return `${label}: ${messageOf(error)}`;
  }

  private add(finding: Finding): void {
    this.findings.push(finding);
    this.note(finding);
  }
}

/** The inputs as they were last applied. The engine doesn't call a provider for another spelling of the same, and only notes it. */
function inputsIn({ inputs, state }: StoredResource): State {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name in inputs));
}

interface Planned {
  readonly operation: Operation | "same";
  readonly inputs: State;
  readonly deleteBeforeReplace: boolean;
}

/** One pass over a program. */
class Run {
  private readonly steps: string[] = [];
  private readonly failures: string[] = [];
  private readonly ids = new Map<string, string | typeof UNKNOWN>();
  private readonly started = new Map<string, Promise<boolean>>();
  private readonly program: ReadonlyMap<string, ProgramResource>;
  private questions: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly lifecycle: RunLifecycle,
    private readonly notes: Notes,
    private readonly stored: Map<string, StoredResource>,
    private readonly condemned: StoredResource[],
    declared: readonly ProgramResource[],
    private readonly apply: boolean,
  ) {
    this.program = new Map(declared.map((resource) => [resource.label, resource]));
    if (this.program.size < declared.length) throw new Error("two resources of the program have the same label");
    requireNoCircles(this.program);
  }

  async all(): Promise<Outcome> {
    await this.allButDeletes();
    if (this.failures.length === 0) await this.deleteLeftovers();
    return { steps: this.steps.sort(), failures: this.failures.sort() };
  }

  async allButDeletes(): Promise<Outcome> {
    await Promise.all([...this.program.values()].map((resource) => this.carriedOut(resource)));
    return { steps: this.steps.sort(), failures: this.failures.sort() };
  }

  /** Whether the resource is as declared; false where it, or something that it needs, failed. */
  private carriedOut(resource: ProgramResource): Promise<boolean> {
    const running = this.started.get(resource.label);
    if (running !== undefined) return running;
    const work = this.carryOut(resource);
    this.started.set(resource.label, work);
    return work;
  }

  private async carryOut(resource: ProgramResource): Promise<boolean> {
    const needed = dependenciesOf(resource).map((label) => this.carriedOut(this.program.get(label)!));
    if ((await Promise.all(needed)).includes(false)) return false;
    let moment: Moment = "check";
    try {
      const planned = await this.oneAtATime(() => this.plan(resource));
      if (planned === undefined) return false;
      if (planned.operation !== "same") this.steps.push(`${planned.operation} ${resource.label}`);
      moment = "step";
      if (this.apply) await this.notes.during(resource, "step", () => this.execute(resource, planned));
      else this.foresee(resource, planned);
      return true;
    } catch (error) {
      this.failures.push(this.notes.failed(resource.label, moment, error));
      return false;
    }
  }

  private oneAtATime<Result>(ask: () => Promise<Result>): Promise<Result> {
    const answer = this.questions.then(ask);
    this.questions = answer.catch(() => undefined);
    return answer;
  }

  private async plan(resource: ProgramResource): Promise<Planned | undefined> {
    const { kind, label } = resource;
    const old = this.stored.get(label);
    const declared = resolved(resource.inputs, this.ids) as State;
    const { inputs, failures } = await this.notes.during(resource, "check", () =>
      this.lifecycle.check(kind, old?.inputs, declared),
    );
    if (failures.length > 0) {
      this.failures.push(...failures.map((failure) => this.notes.refused(label, failure)));
      return undefined;
    }
    if (old === undefined) return { operation: "create", inputs, deleteBeforeReplace: false };
    const { changes, replaces, deleteBeforeReplace } = await this.lifecycle.diff(kind, old.id, old.state, inputs);
    if (replaces.length > 0) return { operation: "replace", inputs, deleteBeforeReplace };
    return { operation: changes || old.unfinished === true ? "update" : "same", inputs, deleteBeforeReplace };
  }

  private foresee({ label }: ProgramResource, { operation }: Planned): void {
    const isNew = operation === "create" || operation === "replace";
    this.ids.set(label, isNew ? UNKNOWN : this.stored.get(label)!.id);
  }

  private async execute(resource: ProgramResource, { operation, inputs, deleteBeforeReplace }: Planned): Promise<void> {
    const old = this.stored.get(resource.label);
    if (operation === "replace" && old !== undefined) {
      // No kind has dependents that would have to be replaced together with an object that is deleted first.
      if (deleteBeforeReplace) await this.lifecycle.delete(old.kind, old.id, old.state);
      if (deleteBeforeReplace) this.stored.delete(old.label);
      await this.create(resource, inputs);
      if (!deleteBeforeReplace) this.condemned.push(old);
    } else if (operation === "create") {
      await this.create(resource, inputs);
    } else if (old !== undefined) {
      if (operation === "update") await this.update(resource, old, inputs);
      else this.keep(resource, { id: old.id, inputs, state: old.state });
      this.ids.set(resource.label, old.id);
    }
  }

  private async create(resource: ProgramResource, inputs: State): Promise<void> {
    try {
      const { id, state } = await this.lifecycle.create(resource.kind, inputs);
      this.keep(resource, { id, inputs, state });
      this.ids.set(resource.label, id);
    } catch (error) {
      if (error instanceof PartialFailure)
        this.keep(resource, { id: error.id, inputs, state: error.state, unfinished: true });
      throw error;
    }
  }

  private async update(resource: ProgramResource, old: StoredResource, inputs: State): Promise<void> {
    try {
      const state = await this.lifecycle.update(resource.kind, old.id, old.state, inputs);
      this.keep(resource, { id: old.id, inputs, state });
    } catch (error) {
      if (error instanceof PartialFailure)
        this.keep(resource, { id: old.id, inputs, state: error.state, unfinished: true });
      throw error;
    }
  }

  private keep(resource: ProgramResource, made: Pick<StoredResource, "id" | "inputs" | "state" | "unfinished">): void {
    const { kind, label } = resource;
    this.stored.set(label, { kind, label, dependencies: dependenciesOf(resource), ...made });
  }

  /** What is no longer declared, and what has been replaced: each after everything that depends on it. */
  private async deleteLeftovers(): Promise<void> {
    const removed = [...this.stored.values()].filter(({ label }) => !this.program.has(label));
    this.steps.push(...removed.map(({ label }) => `delete ${label}`));
    if (!this.apply) return;
    let waiting = [...this.condemned, ...removed];
    while (waiting.length > 0 && this.failures.length === 0) {
      const free = waiting.filter(
        ({ label }) => !waiting.some((other) => other.label !== label && other.dependencies.includes(label)),
      );
      await Promise.all(free.map((resource) => this.delete(resource)));
      waiting = waiting.filter((resource) => !free.includes(resource));
    }
  }

  private async delete(resource: StoredResource): Promise<void> {
    try {
      await this.notes.during(resource, "step", () =>
        this.lifecycle.delete(resource.kind, resource.id, resource.state),
      );
    } catch (error) {
      this.failures.push(this.notes.failed(resource.label, "step", error));
      return;
    }
    const place = this.condemned.indexOf(resource);
    if (place >= 0) this.condemned.splice(place, 1);
    else this.stored.delete(resource.label);
  }
}

function referencesIn(value: unknown): string[] {
  if (value instanceof Reference) return [value.label];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(referencesIn);
  return [];
}

function dependenciesOf({ inputs, dependsOn = [] }: ProgramResource): string[] {
  return [...new Set([...referencesIn(inputs), ...dependsOn])].sort();
}

function resolved(value: unknown, ids: ReadonlyMap<string, string | typeof UNKNOWN>): unknown {
  if (value instanceof Reference) return ids.get(value.label);
  if (Array.isArray(value)) return value.map((entry) => resolved(entry, ids));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolved(entry, ids)]));
  return value;
}

function requireNoCircles(program: ReadonlyMap<string, ProgramResource>): void {
  const done = new Set<string>();
  const visit = (label: string, path: readonly string[]): void => {
    if (path.includes(label)) throw new Error(`the program goes in a circle: ${[...path, label].join(" → ")}`);
    if (done.has(label)) return;
    const resource = program.get(label);
    if (resource === undefined) throw new Error(`${path.join(" → ")} refers to ${label}, which is not declared`);
    for (const needed of dependenciesOf(resource)) visit(needed, [...path, label]);
    done.add(label);
  };
  for (const label of program.keys()) visit(label, []);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
