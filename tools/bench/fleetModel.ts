/**
 * What a fleet costs without an engine: realm files of 10,000 and 100,000 objects, a file for each account, are read and divided, held against
 * the checks of the whole realm, and made into a matrix of jobs. Each size has a process of its own.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { githubMatrix } from "../../cli/fleet/engines/github";
import { fleetStages } from "../../cli/fleet/engines/jobs";
import { readFleet, wholeRealmFindings } from "../../fleet";
import { portalNamed } from "../../provider/portals/list";
import { writeFleetRealm } from "./fleetRealm";

const ACCOUNTS = [300, 3000];
const MEGABYTE = 1e6;
const JOBS = 256;

export interface FleetModelCost {
  readonly objects: number;
  readonly accounts: number;
  /** Seconds of processor time. */
  readonly read: number;
  readonly checks: number;
  readonly matrix: number;
  /** By the clock, of all three. */
  readonly wall: number;
  readonly peakMegabytes: number;
}

export function measureFleetModel(): FleetModelCost[] {
  return ACCOUNTS.map((accounts) => {
    const folder = mkdtempSync(path.join(tmpdir(), "fleet-model-"));
    try {
      writeFleetRealm(folder, accounts);
      return JSON.parse(execFileSync(process.execPath, [__filename, folder], { encoding: "utf8" })) as FleetModelCost;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

export function printFleetModel(costs: readonly FleetModelCost[]): void {
  console.log("\nA fleet without an engine: realm files are read and divided, checked as a whole, and made into jobs");
  const sum = ({ read, checks, matrix }: FleetModelCost) => read + checks + matrix;
  console.table(
    costs.map((cost, index) => ({
      objects: cost.objects,
      accounts: cost.accounts,
      "reading, division s": cost.read.toFixed(1),
      "checks s": cost.checks.toFixed(1),
      "matrix s": cost.matrix.toFixed(2),
      "all s": sum(cost).toFixed(1),
      "wall s": cost.wall.toFixed(1),
      "peak MB": cost.peakMegabytes,
      "time ÷ objects, relative": index === 0 ? "1" : relative(cost, costs[0]!, sum).toFixed(2),
    })),
  );
}

function relative(cost: FleetModelCost, first: FleetModelCost, sum: (cost: FleetModelCost) => number): number {
  return sum(cost) / sum(first) / (cost.objects / first.objects);
}

/** In a process of its own. */
function costOf(folder: string): FleetModelCost {
  const start = process.hrtime.bigint();
  const [fleet, read] = timed(() => readFleet(folder));
  const [findings, checks] = timed(() => wholeRealmFindings(fleet, () => portalNamed("csp")));
  if (findings.length > 0) throw new Error(findings[0]!.text);
  const limits = { jobs: JOBS, stages: Number.POSITIVE_INFINITY };
  const [, matrix] = timed(() =>
    JSON.stringify(
      githubMatrix(
        fleetStages(fleet.stacks, () => true, limits),
        fleet.file.parallel,
      ),
    ),
  );
  return {
    objects: fleet.realm.entries.length,
    accounts: fleet.realm.entries.filter(({ kind }) => kind === "Account").length,
    ...{ read, checks, matrix },
    wall: Number(process.hrtime.bigint() - start) / 1e9,
    peakMegabytes: Math.round((process.resourceUsage().maxRSS * 1024) / MEGABYTE),
  };
}

function timed<Result>(work: () => Result): [Result, seconds: number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
}

if (require.main === module) process.stdout.write(JSON.stringify(costOf(process.argv[2]!)));
