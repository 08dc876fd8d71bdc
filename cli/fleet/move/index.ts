import * as fs from "node:fs";
import * as path from "node:path";
import type { Fleet } from "../../../fleet";
import { UserError } from "../../../provider/model/errors";
import { counted } from "../../../text/words";
import type { Progress } from "../../progress";
import type { FleetFolder } from "../folder";
import type { MoveEngine } from "./engine";
import { countOf, type MovePlan, planMove } from "./plan";
import { rewritten, without } from "./rewrite";
import type { StackExport } from "./state";

export interface MoveOptions {
  readonly fleet: Fleet;
  readonly engine: MoveEngine;
  /** A stack of any project whose resources go to those of the fleet. */
  readonly from: string | undefined;
  readonly parallel: number;
  readonly progress: Progress;
}

/** What is to be done, and the states that it was made of. */
export interface PlannedMove {
  readonly plan: MovePlan;
  readonly states: readonly StackExport[];
  /** Stacks whose state is written as their program would, without a move. */
  readonly rewrites: readonly string[];
}

/** Reads the states, and compares them with the division. Writes nothing. @throws UserError where something is in the way */
export async function plannedMove({ fleet, engine, from, parallel, progress }: MoveOptions): Promise<PlannedMove> {
  progress.step("Reading the states of the stacks");
  const listed = await engine.stacks();
  const names = [
    ...new Set([...fleet.stacks.map(({ name }) => name).filter((name) => listed.includes(name)), ...listed]),
  ];
  const all = from === undefined || names.includes(from) ? names : [...names, from];
  const read = await engine.states(all, parallel);
  if (from !== undefined && read[all.indexOf(from)] === undefined)
    throw new UserError(
      `--from ${from}: there is no such stack. Name a stack of another project as ORGANIZATION/PROJECT/STACK; with a backend of your own, ORGANIZATION is organization`,
    );
  const states = read.filter((state) => state !== undefined);
  const plan = planMove(fleet, states);
  const isDone = plan.moves.length === 0 && plan.twice.length === 0;
  const rewrites = isDone && plan.problems.length === 0 ? rewritesOf(fleet, states) : [];
  return { plan, states, rewrites: rewrites.map(({ stack }) => stack) };
}

/**
 * Moves resources between states. Nothing is sent to a portal. Where it is killed, it can be run again: it goes on from the states as they are
 * then.
 *
 * @param secretsProvider of stacks that are created
 */
export async function move(
  options: MoveOptions,
  { plan, states }: PlannedMove,
  secretsProvider: string | undefined,
): Promise<void> {
  const { fleet, engine, parallel, progress } = options;
  for (const stack of plan.missing) {
    progress.step(`Creating the stack ${stack}`);
    await engine.create(stack, secretsProvider);
  }
  for (const state of states) {
    const urns = new Set(plan.twice.filter(({ stack }) => stack === state.stack).map(({ resource }) => resource.urn));
    if (urns.size > 0) await engine.write(without(state, urns));
  }
  let done = 0;
  progress.step(`Moving ${counted(countOf(plan), "resource")}`);
  for (const { from, to, resources } of plan.moves) {
    progress.count(done, countOf(plan), `${from} → ${to}`);
    await engine.move(
      from,
      to,
      resources.map(({ urn }) => urn),
    );
    done += resources.length;
  }
  progress.step("Completing the states");
  const names = fleet.stacks.map(({ name }) => name);
  const after = (await engine.states(names, parallel)).filter((state) => state !== undefined);
  const others = states.filter(({ stack }) => !names.includes(stack));
  for (const state of rewritesOf(fleet, [...after, ...others])) await engine.write(state);
}

/** Keeps a copy of each state that changes, which `pulumi stack import` takes. Secrets in it are encrypted. @returns the folder */
export function backUp(folder: FleetFolder, { plan, states, rewrites }: PlannedMove): string {
  const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const kept = folder.file("moves", time);
  const changing = new Set([
    ...plan.moves.flatMap(({ from, to }) => [from, to]),
    ...plan.twice.map(({ stack }) => stack),
    ...rewrites,
  ]);
  fs.mkdirSync(kept, { recursive: true, mode: 0o700 });
  for (const { stack, text } of states)
    if (changing.has(stack)) folder.write(path.join(kept, `${stack.replaceAll("/", "_")}.json`), text);
  return kept;
}

function rewritesOf(fleet: Fleet, states: readonly StackExport[]): StackExport[] {
  const names = new Set(fleet.stacks.map(({ name }) => name));
  const own = states.filter(({ stack }) => names.has(stack));
  const others = states.filter(({ stack }) => !names.has(stack));
  return rewritten(fleet, own, others);
}
