/**
 * `npm run bench`: what a realm costs, as ratios in one run. Ways side by side on the same engine: ours; the floor (the same program with a
 * provider that does nothing, no portal, and without what this package does for the speed of programs); and the naive way (closures). Four scenarios: a realm of the Cloud Service Portal, one of a
 * Scaleway partner, IAM groups with a policy each, beside which Terraform is measured where the environment names it, and a realm of
 * gridscale Partner. The sandbox answers with 20 ms latency. Where a portal limits requests, times are measured without the limit; with
 * `--rate-limit`, one more run has it on, and counts what was refused. Beside them: the plugin beside the dynamic provider (`hosts`), and what
 * the review of a plan and an import cost, a fleet without an engine (`fleet-model`), and a fleet beside one stack
 * (`fleet`).
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import axios from "axios";
import { Command } from "commander";
import { ensureEngine, type Engine } from "../engine";
import { type SandboxProcess, startSandboxProcess } from "../sandboxProcess";
import { BACKENDS } from "./backends";
import { FLEET_PHASES, type FleetRow, measureFleet, printFleet } from "./fleet";
import { measureFleetModel, printFleetModel } from "./fleetModel";
import { measureFleetReview, printFleetReview } from "./fleetReview";
import { measureHosts, printHostCosts } from "./hosts";
import { measureImport, printImportCosts } from "./importedRealm";
import { EXAMPLE, meanOverhead, PLUGINS, pulumi, type PulumiFolder, STACK, stateBytes } from "./pulumiRun";
import { callsTo, forgetCalls } from "./calls";
import type { Phase, Row, Run, Scenario, Way } from "./figures";
import { measurePage, printPageCost } from "./reviewPage";
import { measureReview, printReviewTable } from "./reviewedPlans";
import { printTables } from "./tables";
import { measureTerraform, type Terraform, terraformHere } from "./terraform";

const LATENCY_MILLISECONDS = 20;

const PHASES: readonly { readonly phase: Phase; readonly args: readonly string[] }[] = [
  { phase: "up", args: ["up", "--yes", "--skip-preview"] },
  { phase: "second up", args: ["up", "--yes", "--skip-preview"] },
  { phase: "refresh", args: ["refresh", "--yes", "--skip-preview"] },
  { phase: "destroy", args: ["destroy", "--yes", "--skip-preview"] },
];

/** The ways that a scenario is measured in: nobody has written the naive one for Scaleway. */
const WAYS: Readonly<Record<Scenario, readonly Way[]>> = {
  csp: ["ours", "floor", "naive"],
  scaleway: ["ours", "floor"],
  groups: ["ours", "plugin", "floor", "start", "terraform"],
  gridscale: ["ours", "floor", "naive"],
};

/** Resources of the plans whose review is measured. */
const REVIEWED_RESOURCES = [1000, 10_000];
const IMPORTED_USERS = 10_000;

/** More than anything here sends: no request waits. */
const NO_PACE = "999999";

interface Options {
  readonly json?: string;
  readonly sizes: string;
  readonly oneStackSizes: string;
  readonly backends: string;
  readonly phases: string;
  readonly ways: string;
  readonly scenarios: string;
  readonly checkpoints: string;
  readonly parallel: string;
  readonly rateLimit?: true;
}

function givenOptions(): Options {
  return new Command()
    .option("--json <file>", "write all figures to this file as JSON, too")
    .option("--sizes <list>", "numbers of objects, separated by commas", "100,1000")
    .option(
      "--scenarios <list>",
      "what is measured: csp, scaleway, groups, gridscale, hosts, review, import, fleet-model, fleet-review, fleet",
      "csp,scaleway,groups,gridscale,hosts,review,import,fleet-model,fleet-review,fleet",
    )
    .option("--one-stack-sizes <list>", "fleet: numbers of objects that are measured in one stack, too", "1000")
    .option(
      "--backends <list>",
      `fleet: Pulumi's backends: ${BACKENDS.join(", ")}; s3 needs moto_server (BENCH_MOTO, or on the PATH), postgres Debian's postgresql`,
      "folder",
    )
    .option("--phases <list>", "fleet: what is measured of a run", FLEET_PHASES.join(","))
    .option(
      "--ways <list>",
      "which ways to measure: ours, plugin, floor, start, naive, terraform",
      "ours,plugin,floor,start,naive,terraform",
    )
    .option("--parallel <number>", "the engine's own --parallel, the same for every way", "32")
    .option("--checkpoints <list>", "with the engine's checkpoints (on), without (off), or both", "on,off")
    .option(
      "--rate-limit",
      "gridscale: one more run at the portal's own pace, which takes minutes, and counts what is refused",
    )
    .parse()
    .opts<Options>();
}

async function main(): Promise<void> {
  const options = givenOptions();
  const engine = await ensureEngine();
  const terraform = await terraformHere();
  const rows: Row[] = [];
  const scenarios = options.scenarios.split(",");
  const reviews = scenarios.includes("review") ? REVIEWED_RESOURCES.map(measureReview) : [];
  const page = scenarios.includes("review") ? await measurePage() : undefined;
  const imports = scenarios.includes("import") ? await measureImport(IMPORTED_USERS) : [];
  const fleetModel = scenarios.includes("fleet-model") ? measureFleetModel() : [];
  const fleetReviews = scenarios.includes("fleet-review") ? measureFleetReview() : [];
  const sizes = options.sizes.split(",").map(Number);
  const hosts = scenarios.includes("hosts")
    ? await measureHosts(engine, sizes, options.parallel, LATENCY_MILLISECONDS)
    : undefined;
  const fleet: FleetRow[] = scenarios.includes("fleet")
    ? await measureFleet(engine, {
        sizes,
        oneStackSizes: options.oneStackSizes.split(",").map(Number),
        backends: BACKENDS.filter((name) => options.backends.split(",").includes(name)),
        phases: FLEET_PHASES.filter((phase) => options.phases.split(",").includes(phase)),
        latencyMilliseconds: LATENCY_MILLISECONDS,
      })
    : [];
  for (const scenario of scenarios.filter((name): name is Scenario => Object.hasOwn(WAYS, name)))
    for (const size of sizes) rows.push(...(await measureAll(engine, terraform, scenario, size, options)));
  if (rows.length > 0) printTables(rows);
  if (reviews.length > 0) printReviewTable(reviews);
  if (page !== undefined) printPageCost(page);
  if (imports.length > 0) printImportCosts(imports);
  if (hosts !== undefined) printHostCosts(hosts);
  if (fleetModel.length > 0) printFleetModel(fleetModel);
  if (fleetReviews.length > 0) printFleetReview(fleetReviews);
  if (fleet.length > 0) printFleet(fleet);
  if (terraform === undefined && rows.some(({ scenario }) => scenario === "groups"))
    console.log(
      "\nTerraform was not measured: set BENCH_TERRAFORM to its binary, and BENCH_TERRAFORM_PROVIDER to a folder with its Scaleway provider",
    );
  if (options.json !== undefined) {
    const figures = { engine: engine.version, node: process.version, latencyMilliseconds: LATENCY_MILLISECONDS };
    await writeFile(
      options.json,
      `${JSON.stringify({ ...figures, parallel: Number(options.parallel), rows, reviews, page, imports, hosts, fleetModel, fleetReviews, fleet }, null, 2)}\n`,
    );
  }
}

async function measureAll(
  engine: Engine,
  terraform: Terraform | undefined,
  scenario: Scenario,
  size: number,
  options: Options,
): Promise<Row[]> {
  const rows: Row[] = [];
  const ways = WAYS[scenario].filter((way) => options.ways.split(",").includes(way));
  for (const checkpoints of options.checkpoints.split(",").map((word) => word === "on"))
    for (const way of ways.filter((candidate) => candidate !== "terraform"))
      rows.push(...(await measure(engine, { scenario, way, size, checkpoints }, options.parallel)));
  if (scenario === "gridscale" && options.rateLimit === true)
    rows.push(...(await measure(engine, { scenario, way: "paced", size, checkpoints: false }, options.parallel)));
  if (ways.includes("terraform") && terraform !== undefined)
    rows.push(
      ...(await measureOther(terraform, { scenario, way: "terraform", size, checkpoints: false }, options.parallel)),
    );
  return rows;
}

/** Terraform writes its state at most now and then: it has one line, which stands beside ours without checkpoints. */
async function measureOther(terraform: Terraform, run: Run, parallel: string): Promise<Row[]> {
  const sandbox = await startSandboxProcess({ latencyMilliseconds: LATENCY_MILLISECONDS, scalewayRoot: true });
  const rows: Row[] = [];
  try {
    await raiseQuotas(sandbox);
    await measureTerraform(
      terraform,
      sandbox.ready,
      run.size,
      parallel,
      async (phase, seconds) => {
        process.stderr.write(`${seconds.toFixed(1)} s\n`);
        const calls = await callsTo(sandbox, portalOf(run));
        rows.push({ ...run, phase, seconds, processorSeconds: {}, providerPeakBytes: undefined, ...calls });
      },
      async (phase) => {
        await forgetCalls(sandbox);
        process.stderr.write(`${run.scenario}, terraform, ${run.size} objects: ${phase} … `);
      },
    );
    return rows;
  } finally {
    await sandbox.stop();
  }
}

/** More than any size that is measured: an Organization begins with room for fifty. */
async function raiseQuotas({ ready }: SandboxProcess): Promise<void> {
  const { organizationId } = ready.scaleway;
  await axios.put(`${ready.baseUrl}/_sandbox/scaleway/organizations/${organizationId}/quotas`, {
    iam_users: 100_000,
    iam_groups: 100_000,
    iam_policies: 100_000,
  });
}

async function measure(engine: Engine, run: Run, parallel: string): Promise<Row[]> {
  const { scenario, way, size, checkpoints } = run;
  const workspace = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-bench-"));
  const sandbox = await startSandboxProcess({ latencyMilliseconds: LATENCY_MILLISECONDS });
  try {
    if (portalOf(run) === "scaleway") await raiseQuotas(sandbox);
    if (way === "paced")
      await axios.put(`${sandbox.ready.baseUrl}/_sandbox/gridscale/settings`, { rateLimitEnforced: true });
    const folder = await prepare(engine, run, workspace, sandbox);
    const settings = path.join(workspace, "settings.yaml");
    await pulumi(folder, ["stack", "init", STACK]);
    const rows: Row[] = [];
    for (const { phase, args } of PHASES) {
      await forgetCalls(sandbox);
      process.stderr.write(
        `${scenario}, ${way}, ${size} objects, checkpoints ${checkpoints ? "on" : "off"}: ${phase} … `,
      );
      const flags = ["--parallel", parallel, "--stack", STACK, "--config-file", settings];
      const measured = await pulumi(folder, [...args, ...flags]);
      const refused = way === "paced" ? { refused: await refusedBy(sandbox) } : {};
      process.stderr.write(
        `${measured.seconds.toFixed(1)} s${refused.refused === undefined ? "" : `, ${refused.refused} refused`}\n`,
      );
      rows.push({
        ...run,
        phase,
        ...measured,
        ...(await callsTo(sandbox, portalOf(run))),
        ...refused,
        ...(phase === "up" ? await stateFigures(folder) : {}),
      });
    }
    return rows;
  } finally {
    await sandbox.stop();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function prepare(engine: Engine, run: Run, workspace: string, sandbox: SandboxProcess): Promise<PulumiFolder> {
  const environment: Record<string, string> = {
    ...engine.env,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    RESELLER_TOKEN: sandbox.ready.csp.token,
    SCW_SECRET_KEY: sandbox.ready.scaleway.secretKey,
    SCW_ACCESS_KEY: sandbox.ready.scaleway.accessKey,
    GRIDSCALE_UUID: sandbox.ready.gridscale.userUuid,
    GRIDSCALE_TOKEN: sandbox.ready.gridscale.token,
    ...(run.checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
    ...(run.way === "floor" ? { NODE_OPTIONS: `--require ${path.join(__dirname, "floorPreload.js")}` } : {}),
  };
  const { project, program, settings } = await projectFor(run, workspace, sandbox);
  // JSON is YAML, too.
  await writeFile(path.join(workspace, "settings.yaml"), JSON.stringify({ config: settings }));
  return { program, workspace, project, binary: engine.binary, environment };
}

/** The program of a way, and its settings. */
async function projectFor(
  run: Run,
  workspace: string,
  { ready }: SandboxProcess,
): Promise<Pick<PulumiFolder, "project" | "program"> & { readonly settings: Readonly<Record<string, unknown>> }> {
  const { scenario, way, size } = run;
  const compiled = async (project: string, file: string, settings: Readonly<Record<string, unknown>>) => ({
    project,
    program: await compiledProgram(workspace, project, file),
    settings: { [`${project}:size`]: size, ...settings },
  });
  if (way === "start") return compiled("start", "emptyProgram.js", {});
  if (portalOf(run) === "scaleway")
    return compiled("scaleway", "scalewayProgram.js", {
      "scaleway:what": scenario === "groups" ? "groups" : "realm",
      "reseller:host": way === "plugin" ? "plugin" : "dynamic",
      "reseller:portal": "scaleway",
      "reseller:endpoint": ready.scaleway.endpoint,
      "reseller:organizationId": ready.scaleway.organizationId,
    });
  if (scenario === "gridscale")
    return way === "naive"
      ? compiled("naive", "gridscaleNaiveProgram.js", { "naive:endpoint": ready.gridscale.endpoint })
      : compiled("gridscale", "gridscaleProgram.js", {
          "reseller:portal": "gridscale",
          "reseller:endpoint": ready.gridscale.endpoint,
          ...(way === "paced" ? {} : { "reseller:requestsPerMinute": NO_PACE }),
        });
  if (way === "naive")
    return compiled("naive", "naiveProgram.js", { "naive:endpoint": ready.csp.endpoint, ...(await naiveRealm(ready)) });
  return {
    project: "ewcs-reseller",
    program: EXAMPLE,
    settings: {
      "ewcs-reseller:size": size,
      "ewcs-reseller:protect": false,
      "reseller:portal": "csp",
      "reseller:endpoint": ready.csp.endpoint,
    },
  };
}

/** The portal that a scenario is about, by the sandbox's name of it. */
function portalOf({ scenario }: Run): "csp" | "scaleway" | "gridscale" {
  return scenario === "groups" ? "scaleway" : scenario;
}

/** A project whose program is one of those that are compiled beside this. */
async function compiledProgram(workspace: string, name: string, file: string): Promise<string> {
  const folder = path.join(workspace, name);
  await mkdir(folder);
  const main = path.relative(folder, path.join(__dirname, file));
  await writeFile(
    path.join(folder, "Pulumi.yaml"),
    JSON.stringify({ name, runtime: "nodejs", main, plugins: PLUGINS }),
  );
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ name, private: true }));
  return folder;
}

/** The naive program makes users only: the client and the profile that they need are there before. */
async function naiveRealm(ready: SandboxProcess["ready"]): Promise<Record<string, string>> {
  const { endpoint, token } = ready.csp;
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

/** How many requests the rate limit has refused since it was last asked. */
async function refusedBy({ ready }: SandboxProcess): Promise<number> {
  const { data } = await axios.delete<{ refused: number }>(`${ready.baseUrl}/_sandbox/gridscale/refused`);
  return data.refused;
}

async function stateFigures(folder: PulumiFolder): Promise<Partial<Row>> {
  const type = (kind: string) => `pulumi-nodejs:dynamic/reseller:${kind}`;
  return {
    stateBytes: await stateBytes(folder),
    userOverheadBytes: await meanOverhead(folder, type("User")),
    accountOverheadBytes: await meanOverhead(folder, type("Account")),
    activationOverheadBytes: await meanOverhead(folder, type("ServiceActivation")),
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
