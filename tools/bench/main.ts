/**
 * `npm run bench`: what a realm costs, as ratios in one run. Three ways side by side on the same engine:
 * ours; the floor (the same program with a provider that does nothing, and no portal); and the naive way (closures).
 * The sandbox answers with 20 ms latency.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import axios from "axios";
import { Command } from "commander";
import { ensureEngine, type Engine } from "../engine";
import { type SandboxProcess, startSandboxProcess } from "../sandboxProcess";
import { type Measured, meanOverhead, pulumi, type PulumiFolder, STACK, stateBytes } from "./pulumiRun";
import type { Phase, Row, Way } from "./figures";
import { printTables } from "./tables";

const LATENCY_MILLISECONDS = 20;
const EXAMPLE = path.resolve(__dirname, "..", "..", "..", "examples", "ewcs-reseller");

const PHASES: readonly { readonly phase: Phase; readonly args: readonly string[] }[] = [
  { phase: "up", args: ["up", "--yes", "--skip-preview"] },
  { phase: "second up", args: ["up", "--yes", "--skip-preview"] },
  { phase: "refresh", args: ["refresh", "--yes", "--skip-preview"] },
  { phase: "destroy", args: ["destroy", "--yes", "--skip-preview"] },
];

async function main(): Promise<void> {
  const command = new Command()
    .option("--json <file>", "write all figures to this file as JSON, too")
    .option("--sizes <list>", "numbers of objects, separated by commas", "100,1000")
    .option("--ways <list>", "which ways to measure: ours, floor, naive", "ours,floor,naive")
    .option("--parallel <number>", "the engine's own --parallel, the same for every way", "32")
    .option("--checkpoints <list>", "with the engine's checkpoints (on), without (off), or both", "on,off")
    .parse();
  const options = command.opts<{ json?: string; sizes: string; ways: string; checkpoints: string; parallel: string }>();
  const engine = await ensureEngine();
  const rows: Row[] = [];
  for (const size of options.sizes.split(",").map(Number)) {
    for (const checkpoints of options.checkpoints.split(",").map((word) => word === "on")) {
      for (const way of options.ways.split(",") as Way[]) {
        rows.push(...(await measure(engine, way, size, checkpoints, options.parallel)));
      }
    }
  }
  printTables(rows);
  if (options.json !== undefined) {
    await writeFile(
      options.json,
      `${JSON.stringify({ engine: engine.version, node: process.version, latencyMilliseconds: LATENCY_MILLISECONDS, parallel: Number(options.parallel), rows }, null, 2)}\n`,
    );
  }
}

async function measure(engine: Engine, way: Way, size: number, checkpoints: boolean, parallel: string): Promise<Row[]> {
  const workspace = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-bench-"));
  const sandbox = await startSandboxProcess({ latencyMilliseconds: LATENCY_MILLISECONDS });
  try {
    const folder = await prepare(engine, way, size, checkpoints, workspace, sandbox);
    const settings = path.join(workspace, "settings.yaml");
    await pulumi(folder, ["stack", "init", STACK]);
    const rows: Row[] = [];
    for (const { phase, args } of PHASES) {
      await axios.delete(`${sandbox.ready.baseUrl}/_sandbox/calls`);
      process.stderr.write(`${way}, ${size} objects, checkpoints ${checkpoints ? "on" : "off"}: ${phase} … `);
      const measured: Measured = await pulumi(folder, [
        ...args,
        "--parallel",
        parallel,
        "--stack",
        STACK,
        "--config-file",
        settings,
      ]);
      process.stderr.write(`${measured.seconds.toFixed(1)} s\n`);
      rows.push({
        way,
        size,
        checkpoints,
        phase,
        ...measured,
        ...(await callsOf(sandbox)),
        ...(phase === "up" ? await stateFigures(folder) : {}),
      });
    }
    return rows;
  } finally {
    await sandbox.stop();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function prepare(
  engine: Engine,
  way: Way,
  size: number,
  checkpoints: boolean,
  workspace: string,
  sandbox: SandboxProcess,
): Promise<PulumiFolder> {
  const environment: Record<string, string> = {
    ...engine.env,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    RESELLER_TOKEN: sandbox.ready.csp.token,
    ...(checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
    ...(way === "floor" ? { NODE_OPTIONS: `--require ${path.join(__dirname, "floorPreload.js")}` } : {}),
  };
  const project = way === "naive" ? "naive" : "ewcs-reseller";
  const program = way === "naive" ? await naiveProgram(workspace) : EXAMPLE;
  const settings =
    way === "naive"
      ? { "naive:size": size, "naive:endpoint": sandbox.ready.csp.endpoint, ...(await naiveRealm(sandbox)) }
      : {
          "ewcs-reseller:size": size,
          "ewcs-reseller:protect": false,
          "reseller:portal": "csp",
          "reseller:endpoint": sandbox.ready.csp.endpoint,
        };
  // JSON is YAML, too.
  await writeFile(path.join(workspace, "settings.yaml"), JSON.stringify({ config: settings }));
  return { program, workspace, project, binary: engine.binary, environment };
}

async function naiveProgram(workspace: string): Promise<string> {
  const folder = path.join(workspace, "naive");
  await mkdir(folder);
  await writeFile(
    path.join(folder, "Pulumi.yaml"),
    JSON.stringify({
      name: "naive",
      runtime: "nodejs",
      main: path.relative(folder, path.join(__dirname, "naiveProgram.js")),
    }),
  );
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "naive", private: true }));
  return folder;
}

/** The naive program makes users only: the client and the profile that they need are there before. */
async function naiveRealm(sandbox: SandboxProcess): Promise<Record<string, string>> {
  const { endpoint, token } = sandbox.ready.csp;
  const portal = axios.create({ baseURL: endpoint, headers: { Authorization: `Bearer ${token}` } });
  const client = await portal.post<{ id: string; resource: { id: string } }>("/clients", {
    name: "Naive",
    state: "production",
    uprovideAccountId: "UP-10001",
  });
  for (let status = "pending"; status !== "succeeded";) {
    status = (await portal.get<{ status: string }>(`/operations/${client.data.id}`)).data.status;
  }
  const profiles = await portal.get<{ items: { id: string; name: string }[] }>("/profiles", {
    params: { "filter[name]": "User" },
  });
  return {
    "naive:client": client.data.resource.id,
    "naive:profile": profiles.data.items.find((profile) => profile.name === "User")!.id,
  };
}

async function callsOf(sandbox: SandboxProcess): Promise<{ calls: Record<string, number>; totalCalls: number }> {
  const { data } = await axios.get<{ total: number; routes: Record<string, Record<string, number>> }>(
    `${sandbox.ready.baseUrl}/_sandbox/calls`,
  );
  return { calls: data.routes["csp"] ?? {}, totalCalls: data.total };
}

async function stateFigures(folder: PulumiFolder): Promise<Partial<Row>> {
  const type = (kind: string) => `pulumi-nodejs:dynamic/reseller:${kind}`;
  return {
    stateBytes: await stateBytes(folder),
    userOverheadBytes: await meanOverhead(folder, type("User")),
    activationOverheadBytes: await meanOverhead(folder, type("ServiceActivation")),
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
