import type { Command } from "commander";
import type { FleetStack } from "../../fleet";
import { EngineDriver } from "./automation";
import type { YesFlag } from "./confirm";
import { type FleetFlags, withFleetOptions } from "./options";
import type { Task } from "./order";
import { reportFleet } from "./report";
import { runFleet, type RunOptions } from "./run";
import { type RunCommand, RunRecord, type StackRun } from "./runState";
import { boardFor, type FleetSession, type Ground } from "./session";

/** What commands that write are told. */
export interface RunFlags extends FleetFlags, YesFlag {
  readonly resume?: boolean;
}

export function withRunOptions(command: Command): Command {
  return withFleetOptions(command)
    .option("-y, --yes", "don't ask; needed where there is no terminal")
    .option("--resume", "run only the stacks that the last run didn't finish");
}

interface Resumed {
  readonly record: RunRecord;
  readonly stacks: readonly FleetStack[];
  /** What was known of them when that run ended. */
  readonly before: ReadonlyMap<string, StackRun>;
}

/**
 * The last run, where it is to be resumed.
 *
 * @throws WrongUse where there is none, or where what it has finished is declared otherwise now
 */
export function resumedRun(
  { folder, stacks }: FleetSession,
  command: RunCommand,
  { resume = false }: RunFlags,
): Resumed | undefined {
  if (!resume) return undefined;
  const record = RunRecord.last(folder, command);
  const remaining = record.remaining(stacks);
  const before = new Map(remaining.map(({ name }) => [name, record.of(name)!]));
  for (const stack of remaining) record.waitAgain(stack);
  return { record, stacks: remaining, before };
}

interface Asked extends Pick<RunOptions, "command" | "plans" | "secretsProvider" | "excludeProtected"> {
  readonly resumed: Resumed | undefined;
  readonly flags: RunFlags;
}

/** Runs the engine on the stacks, and says how the command ends. */
export async function runCommand(
  session: FleetSession,
  ground: Ground,
  tasks: readonly Task[],
  { resumed, flags, ...asked }: Asked,
): Promise<number> {
  const driver = await EngineDriver.load(session.fleet.folder);
  const record = resumed?.record ?? RunRecord.begin(session.folder, asked.command, session.stacks, asked);
  const board = boardFor(session, flags);
  board.start();
  const options = { ...asked, driver, record, before: resumed?.before ?? new Map() };
  const outcomes = await runFleet(session, ground, tasks, board, options).finally(() => board.end());
  return reportFleet(asked.command, session, { outcomes, former: ground.former }, flags);
}
