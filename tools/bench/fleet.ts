/**
 * A fleet on the engine: a realm of the Cloud Service Portal with a stack for each account, in all phases, and the change of one user; the same
 * realm in a single stack, with the engine's checkpoints. What a single stack takes for more objects than it was measured with is extrapolated:
 * its checkpoints grow with the square of the number.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Engine } from "../engine";
import { type SandboxProcess, startSandboxProcess } from "../sandboxProcess";
import { type Backend, type BackendName, startBackend } from "./backends";
import { callsTo, forgetCalls } from "./calls";
import { accountFile, OBJECTS_OF_ACCOUNT, writeFleetRealm } from "./fleetRealm";
import { timedRun } from "./timedRun";

const ROOT = path.resolve(__dirname, "..", "..", "..");
const COMMAND = path.join(ROOT, "dist", "cli", "main.js");
const PROGRAMS = {
  fleet:
    'const realm = new (require("pulumi-reseller").Realm)("realm", { fleet: "fleet.yaml" });\nexports.references = realm.references;\n',
  "one stack": 'new (require("pulumi-reseller").Realm)("realm", { files: "realm" });\n',
};
type Division = keyof typeof PROGRAMS;
const ONE_STACK = "all";

/** In the order of a run. */
export const FLEET_PHASES = [
  "up",
  "second up",
  "refresh",
  "preview of one change",
  "preview of one stack",
  "review",
] as const;
type FleetPhase = (typeof FLEET_PHASES)[number];

export interface FleetRow {
  readonly division: Division;
  readonly backend: BackendName;
  readonly objects: number;
  readonly stacks: number;
  readonly phase: FleetPhase;
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
}

export interface FleetMeasurement {
  /** Numbers of objects of the fleets. */
  readonly sizes: readonly number[];
  /** Those of the single stacks. */
  readonly oneStackSizes: readonly number[];
  readonly backends: readonly BackendName[];
  /** Those that are measured. An up is always run, and a review needs the previews. */
  readonly phases: readonly FleetPhase[];
  readonly latencyMilliseconds: number;
}

export async function measureFleet(
  engine: Engine,
  { sizes, oneStackSizes, backends, phases, latencyMilliseconds }: FleetMeasurement,
): Promise<FleetRow[]> {
  const rows: FleetRow[] = [];
  const runs = backends.flatMap((backend) => [
    ...sizes.map((size) => ({ backend, division: "fleet", size }) as const),
    ...oneStackSizes.map((size) => ({ backend, division: "one stack", size }) as const),
  ]);
  for (const { backend: name, division, size } of runs) {
    const accounts = Math.max(1, Math.round(size / OBJECTS_OF_ACCOUNT));
    const sandbox = await startSandboxProcess({ latencyMilliseconds });
    const folder = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-fleet-"));
    try {
      // A user of its own has to reach what PostgreSQL keeps.
      await chmod(folder, 0o755);
      await mkdir(path.join(folder, "state"));
      const backend = await startBackend(name, path.join(folder, "state"));
      try {
        const run = new DividedRun(engine, sandbox, backend, folder, division, accounts, phases);
        rows.push(...(await run.measure()).map((row) => ({ backend: name, ...row })));
      } finally {
        await backend.stop();
      }
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

type PhaseRow = Omit<FleetRow, "backend">;

class DividedRun {
  private readonly rows: PhaseRow[] = [];
  private readonly environment: Readonly<Record<string, string | undefined>>;

  constructor(
    private readonly engine: Engine,
    private readonly sandbox: SandboxProcess,
    backend: Backend,
    private readonly folder: string,
    private readonly division: Division,
    private readonly accounts: number,
    private readonly phases: readonly FleetPhase[],
  ) {
    this.environment = {
      ...engine.env,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      ...backend.environment,
      PATH: `${path.dirname(engine.binary)}${path.delimiter}${process.env["PATH"] ?? ""}`,
      RESELLER_TOKEN: sandbox.ready.csp.token,
    };
  }

  async measure(): Promise<PhaseRow[]> {
    this.write();
    if (this.division === "fleet") await this.fleet();
    else await this.oneStack();
    return this.rows;
  }

  private async fleet(): Promise<void> {
    await this.phase("up", this.reseller("up", "--yes"));
    await this.phase("second up", this.reseller("up", "--yes"));
    await this.phase("refresh", this.reseller("refresh", "--yes"));
    this.commit();
    const file = accountFile(this.folder, 0);
    writeFileSync(file, readFileSync(file, "utf8").replace("firstName: First", "firstName: Changed"));
    await this.phase("preview of one change", this.reseller("preview", "--since", "HEAD"));
    const preview = ["preview", "--json", "--show-sames", "--stack", "customer-0"];
    await this.phase("preview of one stack", { program: this.engine.binary, args: preview });
    await this.phase(
      "review",
      this.reseller("review", "--plans", ".reseller/fleet/plans", "--since", "HEAD"),
      [0, 10, 11, 20],
    );
  }

  private async oneStack(): Promise<void> {
    const { binary } = this.engine;
    const stack = ["--stack", ONE_STACK, "--non-interactive"];
    await timedRun(binary, ["stack", "init", ONE_STACK, "--non-interactive"], this.surroundings());
    const run = ["--yes", "--skip-preview", ...stack];
    for (const phase of ["up", "second up"] as const)
      await this.phase(phase, { program: binary, args: ["up", ...run] });
    await this.phase("refresh", { program: binary, args: ["refresh", ...run] });
  }

  private reseller(...args: readonly string[]) {
    return { program: process.execPath, args: [COMMAND, "fleet", ...args] };
  }

  private async phase(
    phase: FleetPhase,
    { program, args }: { readonly program: string; readonly args: readonly string[] },
    fine: readonly number[] = [0],
  ): Promise<void> {
    if (phase !== "up" && !this.phases.includes(phase)) return;
    await forgetCalls(this.sandbox);
    process.stderr.write(`${this.division}, ${this.accounts} accounts: ${phase} … `);
    const seconds = await timedRun(program, args, this.surroundings(), undefined, fine);
    const { calls } = await callsTo(this.sandbox, "csp");
    process.stderr.write(`${seconds.toFixed(1)} s\n`);
    const count = (isMeant: (route: string) => boolean) =>
      Object.entries(calls).reduce((sum, [route, number]) => sum + (isMeant(route) ? number : 0), 0);
    this.rows.push({
      ...{ division: this.division, phase, seconds },
      objects: this.accounts * OBJECTS_OF_ACCOUNT,
      stacks: this.division === "fleet" ? this.accounts + 1 : 1,
      reads: count((route) => route.startsWith("GET ")),
      writes: count((route) => !route.startsWith("GET ")),
    });
  }

  private surroundings() {
    return { cwd: this.folder, env: this.environment };
  }

  private write(): void {
    const name = "fleet-bench";
    const { endpoint } = this.sandbox.ready.csp;
    const config = { "reseller:portal": { value: "csp" }, "reseller:endpoint": { value: endpoint } };
    const project = { name, runtime: "nodejs", stackConfigDir: "stacks", config };
    const files = {
      "Pulumi.yaml": JSON.stringify(project),
      "package.json": JSON.stringify({ name, private: true, main: "index.js" }),
      "index.js": PROGRAMS[this.division],
      ".gitignore": "node_modules\nstate\n.reseller\n",
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(this.folder, file), text);
    mkdirSync(path.join(this.folder, "stacks"));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(this.folder, "node_modules"));
    writeFleetRealm(this.folder, this.accounts);
  }

  private commit(): void {
    const who = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
    for (const args of [
      ["init", "-q"],
      ["add", "-A"],
      [...who, "commit", "-q", "-m", "realm"],
    ])
      if (spawnSync("git", args, { cwd: this.folder }).status !== 0) throw new Error(`git ${args[0]} failed`);
  }
}

export function printFleet(rows: readonly FleetRow[]): void {
  console.log("\nA fleet with a stack for each account, and one stack, with the engine's checkpoints");
  const smallest = (row: FleetRow) =>
    rows.find(
      ({ division, phase, backend }) => division === row.division && phase === row.phase && backend === row.backend,
    )!;
  console.table(
    rows.map((row) => ({
      backend: row.backend,
      division: row.division,
      objects: row.objects,
      stacks: row.stacks,
      phase: row.phase,
      seconds: row.seconds.toFixed(1),
      "÷ smallest": (row.seconds / smallest(row).seconds).toFixed(2),
      ...(rows.some(({ backend }) => backend !== row.backend) ? { "÷ folder": overFolder(rows, row) } : {}),
      "÷ one stack": overOneStack(rows, row),
      reads: row.reads,
      writes: row.writes,
    })),
  );
}

/** A fleet's time over that of one stack with as many objects, which is extrapolated where it was measured with fewer. */
function overOneStack(rows: readonly FleetRow[], row: FleetRow): string {
  const others = rows.filter(
    ({ division, phase, backend }) => division === "one stack" && phase === row.phase && backend === row.backend,
  );
  const largest = others.at(-1);
  if (row.division !== "fleet" || largest === undefined) return "";
  const same = others.find(({ objects }) => objects === row.objects);
  if (same !== undefined) return (row.seconds / same.seconds).toFixed(2);
  const extrapolated = largest.seconds * (row.objects / largest.objects) ** 2;
  return `${(row.seconds / extrapolated).toFixed(2)} (extrapolated)`;
}

function overFolder(rows: readonly FleetRow[], row: FleetRow): string {
  const same = rows.find(
    ({ backend, division, objects, phase }) =>
      backend === "folder" && division === row.division && objects === row.objects && phase === row.phase,
  );
  return same === undefined ? "" : (row.seconds / same.seconds).toFixed(2);
}
