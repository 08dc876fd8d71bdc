import { existsSync } from "node:fs";
import * as path from "node:path";
import { byPlace, RealmFileError } from "../realm/problem";
import { examineRealm, type RealmProblem, type RealmReading } from "../realm/read";
import { stacksOf } from "./crossings";
import { cycleProblem } from "./cycles";
import { divide, entryId, type Ground, lockFor } from "./divide";
import type { Fleet } from "./division";
import { type FileReading, FLEET_FILE, type FleetFile, readFleetFile } from "./fleetFile";
import { type Lock, LOCK_FILE, lockText, readLock } from "./lock";
import { inOrder } from "./order";
import { digestOf } from "./part";
import { documentation } from "../text/documentation";

export interface FleetReading {
  /** Undefined where `fleet.yaml` or its lock can't be understood. With problems in the realm, what is sound is there. */
  readonly fleet: Fleet | undefined;
  /** Everything that is wrong: with `fleet.yaml`, with the realm files, with the division. */
  readonly problems: readonly RealmProblem[];
}

/**
 * Reads a fleet.
 *
 * @param folder the folder of `fleet.yaml`
 * @throws RealmFileError with everything that is wrong
 */
export function readFleet(folder: string = process.cwd(), fileName: string = FLEET_FILE): Fleet {
  const { fleet, problems } = examineFleet(folder, fileName);
  if (fleet === undefined || problems.length > 0) throw new RealmFileError(problems);
  return fleet;
}

/**
 * Like `readFleet`, for whoever goes on with what is sound: problems are in what it returns.
 *
 * @param similar see `examineRealm`
 */
export function examineFleet(
  folder: string = process.cwd(),
  fileName: string = FLEET_FILE,
  similar?: RealmReading,
): FleetReading {
  const whole = path.resolve(folder);
  const { file, lock, realm, digest, problems, problemAt } = readFiles(whole, fileName, similar);
  if (file === undefined || lock === undefined || realm === undefined) return { fleet: undefined, problems };
  const ground: Ground = { realm, lock, problemAt };
  const divided = ordered(file, ground);
  const { stacks, homes } = divided;
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const isMendedBy = (group: FleetFile["division"]["groups"][number]) => {
    const groups = [...file.division.groups, group];
    return ordered({ ...file, division: { ...file.division, groups } }, ground).cycles.length < divided.cycles.length;
  };
  return {
    fleet: {
      ...{ folder: whole, fileName, digest, file, realm, stacks },
      stackOf: (entry) => byName.get(homes.stackOf.get(entryId(entry)) ?? ""),
    },
    problems: [
      ...problems,
      ...homes.problems,
      ...divided.cycles.map((cycle) => cycleProblem(cycle, { realm, file, isMendedBy })),
    ].sort(byPlace),
  };
}

export interface NewLock {
  /** Path of `fleet.lock.yaml`. */
  readonly path: string;
  readonly text: string;
  /** Accounts that the present lock doesn't have, sorted. */
  readonly added: readonly string[];
}

/**
 * The lock that has a stack for each account, for whoever writes it; undefined where the division needs none.
 *
 * @throws RealmFileError where something else is wrong than the lock
 */
export function newLock(folder: string = process.cwd(), fileName: string = FLEET_FILE): NewLock | undefined {
  const whole = path.resolve(folder);
  const { file, lock, realm, problems, problemAt } = readFiles(whole, fileName);
  if (file === undefined || lock === undefined || realm === undefined || problems.length > 0)
    throw new RealmFileError(problems);
  const complete = lockFor(file, { realm, lock, problemAt });
  if (complete === undefined) return undefined;
  const others = divide(file, { realm, lock: complete, problemAt }).problems;
  if (others.length > 0) throw new RealmFileError(others);
  const added = [...complete.keys()].filter((account) => !lock.has(account)).sort();
  return { path: path.join(whole, LOCK_FILE), text: lockText(complete), added };
}

function ordered(file: FleetFile, ground: Ground) {
  const homes = divide(file, ground);
  return { homes, ...inOrder(stacksOf(ground.realm, homes.stackOf)) };
}

interface Files {
  readonly file: FleetFile | undefined;
  readonly lock: Lock | undefined;
  readonly realm: RealmReading | undefined;
  readonly digest: string;
  readonly problems: RealmProblem[];
  readonly problemAt: FileReading<FleetFile>["problemAt"];
}

function readFiles(folder: string, fileName: string, similar?: RealmReading): Files {
  const fleetFile = readFleetFile(folder, fileName);
  const file = fleetFile.value;
  const lock = file === undefined || file.division.by === "account" ? undefined : readLock(folder);
  // Before the files are read: a part of files that change in between is refused.
  const digest = file === undefined ? "" : digestOf(folder, fileName, file.files);
  const realm = file && examineRealm(file.files, folder, similar);
  const { problemAt } = fleetFile;
  const missing: RealmProblem = {
    ...{ file: fileName, place: undefined, path: "" },
    what: `there is no such file in ${folder}; a fleet is declared in ${FLEET_FILE}: see ${documentation("fleet.md")}`,
  };
  const problems = existsSync(path.resolve(folder, fileName))
    ? [...fleetFile.problems, ...(lock?.problems ?? []), ...(realm?.problems ?? [])]
    : [missing];
  return { file, lock: lock === undefined ? new Map() : lock.value, realm, digest, problems, problemAt };
}
