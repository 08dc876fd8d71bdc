import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import { z } from "zod";
import type { FleetStack } from "../../fleet/division";
import { WrongUse } from "../wrongUse";
import type { FleetFolder } from "./folder";

const VERSION = 1;

/** What became of a stack so far. */
const StackRun = z.object({
  is: z.enum(["waiting", "running", "done", "failed", "skipped", "held", "stopped"]),
  /** Of what the stack declared. */
  digest: z.string(),
  /** The engine's process, while it runs. */
  pid: z.number().optional(),
  /** A run of it was killed: what it was making isn't in the state. */
  wasKilled: z.boolean().optional(),
});

const RunState = z.object({
  version: z.literal(VERSION),
  command: z.enum(["up", "refresh", "destroy"]),
  host: z.string(),
  started: z.string(),
  /** Folder of saved plans that it applies. */
  plans: z.string().optional(),
  /** How the secrets of stacks that it creates are encrypted. */
  secretsProvider: z.string().optional(),
  stacks: z.record(z.string(), StackRun),
});
export type RunState = z.output<typeof RunState>;
export type StackRun = z.output<typeof StackRun>;
export type RunCommand = RunState["command"];

/** The run of a fleet as it is kept, so that another one can go on where it ended. */
export class RunRecord {
  private constructor(
    private readonly folder: FleetFolder,
    readonly state: RunState,
  ) {}

  static begin(
    folder: FleetFolder,
    command: RunCommand,
    stacks: readonly FleetStack[],
    options: Pick<RunState, "plans" | "secretsProvider">,
  ): RunRecord {
    const record = new RunRecord(folder, {
      version: VERSION,
      command,
      host: os.hostname(),
      started: new Date().toISOString(),
      ...{ plans: options.plans, secretsProvider: options.secretsProvider },
      stacks: Object.fromEntries(stacks.map((stack) => [stack.name, { is: "waiting", digest: digestOf(stack) }])),
    });
    record.write();
    return record;
  }

  /** The last run of this command. @throws WrongUse where there is none that can be gone on with */
  static last(folder: FleetFolder, command: RunCommand): RunRecord {
    const file = folder.file("run.json");
    if (!fs.existsSync(file)) throw noRun(command, "none was started in this folder");
    const state = stateIn(fs.readFileSync(file, "utf8"));
    if (state === undefined) throw noRun(command, `${folder.shown(file)} was written by another version`);
    if (state.command !== command) throw noRun(command, `the last one was reseller fleet ${state.command}`);
    return new RunRecord(folder, state);
  }

  /**
   * The stacks that are not finished, of those there are now.
   *
   * @throws WrongUse where what was finished has changed since
   */
  remaining(stacks: readonly FleetStack[]): FleetStack[] {
    const changed = stacks.filter((stack) => {
      const before = this.state.stacks[stack.name];
      return before?.is === "done" && before.digest !== digestOf(stack);
    });
    if (changed.length > 0)
      throw new WrongUse(
        `--resume: the files have changed since the run: ${changed.map(({ name }) => name).join(", ")} ` +
          `${changed.length === 1 ? "was" : "were"} finished with what they said before. ` +
          `Run reseller fleet ${this.state.command} without --resume`,
      );
    return stacks.filter(({ name }) => {
      const before = this.state.stacks[name];
      return before !== undefined && before.is !== "done";
    });
  }

  of(stack: string): StackRun | undefined {
    return this.state.stacks[stack];
  }

  /** The stack declares this now, and waits to be run again. */
  waitAgain(stack: FleetStack): void {
    const { is, wasKilled = is === "running" } = this.state.stacks[stack.name]!;
    this.set(stack.name, { is: "waiting", digest: digestOf(stack), ...(wasKilled ? { wasKilled } : {}) });
  }

  set(stack: string, run: Partial<StackRun> & Pick<StackRun, "is">): void {
    const { digest, wasKilled } = this.state.stacks[stack]!;
    const killed = wasKilled === true && run.is !== "done" ? { wasKilled } : {};
    this.state.stacks[stack] = { digest, ...killed, ...run };
    this.write();
  }

  private write(): void {
    this.folder.write(this.folder.file("run.json"), `${JSON.stringify(this.state)}\n`);
  }
}

function noRun(command: RunCommand, why: string): WrongUse {
  return new WrongUse(`--resume: there is no run of reseller fleet ${command} to resume: ${why}. Leave out --resume`);
}

/** Of what a stack declares: equal where nothing of it has changed. */
export function digestOf({ name, entries }: Pick<FleetStack, "name" | "entries">): string {
  return createHash("sha256")
    .update(JSON.stringify([name, entries]))
    .digest("hex");
}

function stateIn(text: string): RunState | undefined {
  try {
    return RunState.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
