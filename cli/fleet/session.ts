import { entryId } from "../../fleet/divide";
import * as fs from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Fleet,
  type FleetStack,
  PART_VARIABLE,
  partOf,
  readFleet,
  type WholeRealmFinding,
  wholeRealmFindings,
} from "../../fleet";
import { UserError } from "../../provider/model/errors";
import { placeText } from "../../provider/model/failureText";
import { DEFAULT_CONNECTION, type Environment } from "../../provider/model/portal";
import type { EntryName } from "../../realm/entry";
import { RealmFileError } from "../../realm/problem";
import { terminalText } from "../../text/escape";
import { counted } from "../../text/words";
import { whileStopping } from "../endings";
import { writeAboveProgress } from "../liveDisplay";
import { withProgress } from "../progress";
import { projectHere } from "../stackSettings";
import { WrongUse } from "../wrongUse";
import { Board } from "./board";
import { BudgetServer } from "./budget/server";
import { allChanges, movedEntries, resourcesOf, type StackChanges, type StackState, type StackStates } from "./changes";
import { FleetFolder } from "./folder";
import { takeLock } from "./lock";
import type { FleetFlags } from "./options";
import { fleetPortals } from "./portals";
import { selectedStacks } from "./selection";
import { existingStacks, readStates } from "./states";

/** What every command that runs the stacks of a fleet works with. */
export interface FleetSession {
  readonly fleet: Fleet;
  readonly folder: FleetFolder;
  /** The stacks that it is about. */
  readonly stacks: readonly FleetStack[];
  readonly parallel: number;
  readonly environment: Environment;
  /** As `existingStacks`. */
  readonly existing: ReturnType<typeof existingStacks>;
  /** The requests to portals that all stacks share. */
  readonly budget: BudgetServer;
  /** The exit code of the signal that stopped the command; undefined while none did. */
  readonly stopped: { readonly exitCode: number | undefined };
}

/**
 * Does work with a fleet, which nobody else runs in this folder meanwhile.
 *
 * @throws WrongUse with all that is wrong in its files
 */
export async function withFleet<Result>(
  command: string,
  flags: FleetFlags,
  work: (session: FleetSession) => Promise<Result>,
): Promise<Result> {
  const { cwd = "." } = flags;
  // The engine takes its time meanwhile. What goes wrong is told to whoever needs it.
  const existing = existingStacks({ cwd, environment: process.env });
  existing.catch(() => undefined);
  const fleet = fleetIn(cwd);
  projectHere(fleet.folder);
  const stacks = selectedStacks(fleet, flags);
  const folder = new FleetFolder(fleet.folder).make();
  const lock = takeLock(folder, command);
  let budget: BudgetServer | undefined;
  try {
    budget = await BudgetServer.open();
    return await work({
      ...{ fleet, folder, stacks, existing, budget, environment: process.env },
      parallel: flags.parallel ?? fleet.file.parallel,
      stopped: whileStopping(),
    });
  } finally {
    await budget?.close();
    lock.release();
  }
}

/** @throws WrongUse with all that is wrong in its files */
export function fleetIn(folder: string): Fleet {
  try {
    return readFleet(folder);
  } catch (error) {
    throw error instanceof RealmFileError ? new WrongUse(error.message) : error;
  }
}

/** What is known of the stacks before anything runs. */
export interface Ground {
  readonly states: StackStates;
  /** Of the stacks that are chosen, and of those that they refer to. */
  readonly changes: ReadonlyMap<string, StackChanges>;
  /** Stacks with resources that the fleet no longer has: nothing runs them. */
  readonly former: readonly FormerStack[];
}

export interface FormerStack {
  readonly name: string;
  readonly resources: number;
}

/**
 * Reads the states of the stacks, of those that they refer to, and of those that the fleet no longer has.
 *
 * @throws WrongUse where a stack would create what another one has in its state
 */
export async function readGround(session: FleetSession, flags: FleetFlags): Promise<Ground> {
  const { fleet, stacks } = session;
  const own = new Set(fleet.stacks.map(({ name }) => name));
  const asked = stacks.flatMap(({ name, needs }) => [name, ...needs]);
  // The engine reads the first states while the realm is checked.
  const ending = new AbortController();
  const reading = readStatesOf(session, flags, ending.signal, (existing) => [
    ...new Set([...asked, ...existing.filter((name) => !own.has(name))]),
  ]);
  await nextTurn();
  try {
    checkWholeRealm(fleet);
  } catch (error) {
    ending.abort();
    await Promise.allSettled([reading]);
    throw error;
  }
  const states = await reading;
  refuseMoved(session, states);
  const former = [...states]
    .map(([name, state]) => ({ name, resources: own.has(name) ? 0 : resourcesOf(state).length }))
    .filter(({ resources }) => resources > 0);
  return { states, changes: allChanges(fleet, states), former };
}

/**
 * What a stack can't see by itself: the realm as a whole, by its files alone.
 *
 * @throws UserError with all errors
 */
function checkWholeRealm(fleet: Fleet): void {
  const portalOf = fleetPortals(fleet.folder, undefined);
  // Where only the stacks' own settings have it, nothing can be said before they run.
  if (portalOf(DEFAULT_CONNECTION) === undefined) return;
  const found = wholeRealmFindings(fleet, portalOf);
  const linesOf = (isAsked: (finding: WholeRealmFinding) => boolean) => {
    const lines = found.filter(isAsked).map(findingLine);
    const more = lines.length - SHOWN;
    return more > 0 ? [...lines.slice(0, SHOWN), `and ${more} more: reseller fleet list --check shows all`] : lines;
  };
  for (const line of linesOf(({ severity }) => severity !== "error"))
    writeAboveProgress(`${terminalText(`warning: ${line}`)}\n`);
  const errors = found.filter(({ severity }) => severity === "error").length;
  if (errors === 0) return;
  const shown = linesOf(({ severity }) => severity === "error").map((line) => `  ${line}`);
  throw new UserError([`the realm as a whole has ${counted(errors, "error")}; no stack was run:`, ...shown].join("\n"));
}

function findingLine({ place, entry, text, stack }: WholeRealmFinding): string {
  const where = place === undefined ? "" : `${placeText(place)}: `;
  return `${where}${entry.kind} ${entry.name}: ${text} (stack ${stack})`;
}

/** The states of the stacks themselves, for what changes no declaration. */
export async function readOwnStates(session: FleetSession, flags: FleetFlags): Promise<Ground> {
  const states = await readStatesOf(session, flags, undefined, () => session.stacks.map(({ name }) => name));
  return { states, changes: new Map(), former: [] };
}

/**
 * @param signal where it is aborted, no further state is read
 * @param namesOf which, where these exist
 */
function readStatesOf(
  { fleet, parallel, environment, existing: listed }: FleetSession,
  flags: FleetFlags,
  signal: AbortSignal | undefined,
  namesOf: (existing: readonly string[]) => readonly string[],
): Promise<StackStates> {
  return withProgress(flags, async (progress) => {
    progress.step("Reading the states of the stacks");
    const options = { cwd: fleet.folder, environment, parallel, signal, count: progress.count };
    const existing = await listed;
    const names = namesOf(existing ?? []);
    const missing = existing === undefined ? [] : names.filter((name) => !existing.includes(name));
    const there = await readStates(
      names.filter((name) => !missing.includes(name)),
      options,
    );
    return new Map([...there, ...missing.map((name): [string, StackState] => [name, { is: "missing" }])]);
  });
}

const SHOWN = 10;

/** What one stack deletes and another creates would be deleted at the portal, with all that is in it. */
function refuseMoved({ fleet, stacks }: FleetSession, states: StackStates): void {
  const moved = movedEntries({ stacks: fleet.stacks }, states).filter(({ from, to }) =>
    stacks.some(({ name }) => name === from || name === to),
  );
  if (moved.length === 0) return;
  const lines = moved.slice(0, SHOWN).map(({ entry, from, to }) => `  ${entry.kind} ${entry.name}: ${from} → ${to}`);
  const more = moved.length > SHOWN ? [`  and ${moved.length - SHOWN} more`] : [];
  throw new WrongUse(
    [
      `the division has changed: ${moved.length === 1 ? "1 resource is" : `${moved.length} resources are`} in the state of another stack than the one that declares it. ` +
        "A run would delete and create them at the portal. Move them between the states with reseller fleet move:",
      ...lines,
      ...more,
    ].join("\n"),
  );
}

/**
 * The environment of a run of a stack, with the file that has its part of the realm.
 *
 * @param isPending whether an entry of another stack doesn't exist yet
 */
export function environmentOf(
  { fleet, folder, environment, budget }: FleetSession,
  stack: string,
  isPending: (entry: EntryName, stack: string) => boolean,
): Environment {
  const file = folder.part(stack);
  folder.write(file, `${JSON.stringify(partOf(fleet, stack, isPending))}\n`);
  // Node.js from 22.1 on compiles what programs and providers load once, not once for each stack.
  const compiled = { NODE_COMPILE_CACHE: environment["NODE_COMPILE_CACHE"] ?? folder.file("compiled") };
  return { ...environment, ...compiled, ...budget.environment(stack), [PART_VARIABLE]: file };
}

/** Whether an entry waits for a run of its stack. */
export function isFresh({ changes }: Ground, entry: EntryName, stack: string): boolean {
  return changes.get(stack)?.fresh.has(entryId(entry)) === true;
}

/** Begins the log of a stack anew. */
export function beginLog({ folder }: FleetSession, stack: string): string {
  const log = folder.log(stack);
  fs.writeFileSync(log, "", { mode: 0o600 });
  return log;
}

/** What shows the stacks of a session. */
export function boardFor({ stacks, budget }: FleetSession, { quiet = false }: FleetFlags): Board {
  const calls = (stack: string) => {
    const { reads, writes } = budget.counts(stack);
    return reads + writes;
  };
  return new Board(
    stacks.map(({ name }) => name),
    { screen: process.stderr, isQuiet: quiet, calls },
  );
}
