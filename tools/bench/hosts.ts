/**
 * The two hosts side by side: the example realm in all phases by the dynamic provider and by the plugin; an import by ids alone; and what a
 * plugin process takes.
 */
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import type * as grpcTypes from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, ProviderHandshakeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { apart } from "../../provider/model";
import { kindOfType, nameIn, pluginType } from "../../engine/names";
import { isSigned } from "../../engine/values";
import type { Engine } from "../engine";
import { type SandboxProcess, startSandboxProcess } from "../sandboxProcess";
import { callsTo, forgetCalls } from "./calls";
import type { CallFigures, Phase } from "./figures";
import {
  EXAMPLE,
  type Measured,
  PLUGIN,
  PLUGINS,
  pulumi,
  type PulumiFolder,
  STACK,
  stackFile,
  stateBytes,
} from "./pulumiRun";

const ROOT = path.resolve(__dirname, "..", "..", "..");
const PROJECT = "ewcs-reseller";
const HOSTS = ["dynamic", "plugin"] as const;
type Host = (typeof HOSTS)[number];
const STARTS = 5;

export interface HostRow extends Measured, CallFigures {
  readonly host: Host;
  readonly size: number;
  readonly phase: Phase | "import" | "preview after import";
  /** After the first up. */
  readonly stateBytes?: number;
}

export interface ProcessCost {
  /** Until the port is printed, and until it is configured: the median of some starts. */
  readonly readySeconds: number;
  readonly configuredSeconds: number;
  /** When it has been configured and does nothing. Only Linux tells. */
  readonly idleBytes: number | undefined;
}

export interface HostCosts {
  readonly rows: readonly HostRow[];
  readonly process: ProcessCost;
}

export async function measureHosts(
  engine: Engine,
  sizes: readonly number[],
  parallel: string,
  latencyMilliseconds: number,
): Promise<HostCosts> {
  const rows: HostRow[] = [];
  for (const size of sizes)
    for (const host of HOSTS) {
      const sandbox = await startSandboxProcess({ latencyMilliseconds });
      const workspace = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-bench-"));
      try {
        rows.push(...(await new HostRun(engine, sandbox, workspace, host, size, parallel).measure()));
      } finally {
        await sandbox.stop();
        await rm(workspace, { recursive: true, force: true });
      }
    }
  return { rows, process: await measureProcess() };
}

/** One host, from the first `up` to the end of the realm. */
class HostRun {
  private readonly rows: HostRow[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly sandbox: SandboxProcess,
    private readonly workspace: string,
    private readonly host: Host,
    private readonly size: number,
    private readonly parallel: string,
  ) {}

  async measure(): Promise<HostRow[]> {
    const program = path.join(this.workspace, "program");
    await cp(EXAMPLE, program, { recursive: true });
    const folder = await this.project(program, "state");
    const run = ["--yes", "--skip-preview"];
    await this.phase(folder, "up", ["up", ...run], async () => ({ stateBytes: await stateBytes(folder) }));
    await this.phase(folder, "second up", ["up", ...run]);
    await this.phase(folder, "refresh", ["refresh", ...run]);
    if (this.host === "plugin") await this.imported(folder);
    await this.phase(folder, "destroy", ["destroy", ...run]);
    return this.rows;
  }

  /** The same objects in another stack, by their ids alone; and a preview of a program that declares what was imported. */
  private async imported(from: PulumiFolder): Promise<void> {
    const program = path.join(this.workspace, "imported");
    await mkdir(program);
    await writeFile(
      path.join(program, "package.json"),
      JSON.stringify({ name: PROJECT, private: true, main: "index.js" }),
    );
    const folder = await this.project(program, "imported-state");
    const objects = await stored(from);
    const resources = objects.map(({ kind, name, id }) => ({ type: pluginType(kind), name, id, version: VERSION }));
    await writeFile(path.join(program, "import.json"), JSON.stringify({ resources }));
    const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
    await this.phase(folder, "import", ["import", "--file", path.join(program, "import.json"), ...flags]);
    const declared = (await stored(folder)).map(({ kind, name, inputs }) => ({ kind, name, inputs }));
    await writeFile(path.join(program, "realm.json"), JSON.stringify(declared));
    await writeFile(
      path.join(program, "index.js"),
      'const reseller = require("pulumi-reseller");\nfor (const { kind, name, inputs } of require("./realm.json")) new reseller[kind](name, inputs, { protect: false });\n',
    );
    await this.phase(folder, "preview after import", ["preview", "--expect-no-changes"]);
  }

  private async phase(
    folder: PulumiFolder,
    phase: HostRow["phase"],
    args: readonly string[],
    more: () => Promise<Partial<HostRow>> = async () => ({}),
  ): Promise<void> {
    const { host, size } = this;
    await forgetCalls(this.sandbox);
    process.stderr.write(`hosts, ${host}, ${size} objects: ${phase} … `);
    const measured = await pulumi(folder, [...args, "--stack", STACK, "--parallel", this.parallel]);
    process.stderr.write(`${measured.seconds.toFixed(1)} s\n`);
    this.rows.push({ host, size, phase, ...measured, ...(await callsTo(this.sandbox, "csp")), ...(await more()) });
  }

  private async project(program: string, state: string): Promise<PulumiFolder> {
    const { csp } = this.sandbox.ready;
    const settings = {
      [`${PROJECT}:size`]: this.size,
      [`${PROJECT}:protect`]: false,
      "reseller:host": this.host,
      "reseller:portal": "csp",
      "reseller:endpoint": csp.endpoint,
    };
    await writeFile(
      path.join(program, "Pulumi.yaml"),
      JSON.stringify({ name: PROJECT, runtime: "nodejs", plugins: PLUGINS, config: {} }),
    );
    await symlink(path.join(ROOT, "node_modules"), path.join(program, "node_modules"));
    const workspace = await mkdtemp(path.join(this.workspace, `${state}-`));
    const { binary, env } = this.engine;
    const environment = { ...env, PULUMI_CONFIG_PASSPHRASE: "bench", RESELLER_TOKEN: csp.token };
    const folder = { program, workspace, project: PROJECT, binary, environment };
    await pulumi(folder, ["stack", "init", STACK]);
    // JSON is YAML, too.
    const own = JSON.parse(JSON.stringify({ config: settings })) as object;
    const file = path.join(program, `Pulumi.${STACK}.yaml`);
    const salt = await readFile(file, "utf8");
    await writeFile(file, `${salt.trimEnd()}\nconfig: ${JSON.stringify((own as { config: object }).config)}\n`);
    return folder;
  }
}

interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** What a state has of ours; secrets are left out. */
async function stored(folder: PulumiFolder) {
  const { checkpoint } = JSON.parse(await readFile(stackFile(folder), "utf8")) as {
    checkpoint: { latest: { resources: StoredResource[] } };
  };
  return checkpoint.latest.resources.flatMap(({ urn, type, id, inputs = {} }) => {
    const kind = kindOfType(type);
    if (kind === undefined || id === undefined) return [];
    const plain = Object.entries(apart(inputs).declared).filter(([, value]) => !isSigned(value));
    return [{ kind, name: nameIn(urn), id, inputs: Object.fromEntries(plain) }];
  });
}
const { version: VERSION } = require("pulumi-reseller/package.json") as { readonly version: string };

const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = sdk("@grpc/grpc-js") as typeof grpcTypes;
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb") as {
  readonly Struct: { fromJavaScript(value: object): never };
};

async function measureProcess(): Promise<ProcessCost> {
  const starts: ProcessCost[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(await startOfPlugin());
  const median = (value: (start: ProcessCost) => number | undefined) =>
    starts
      .flatMap((start) => value(start) ?? [])
      .sort((one, other) => one - other)
      .at(Math.floor(STARTS / 2));
  return {
    readySeconds: median(({ readySeconds }) => readySeconds)!,
    configuredSeconds: median(({ configuredSeconds }) => configuredSeconds)!,
    idleBytes: median(({ idleBytes }) => idleBytes),
  };
}

/** As the engine does it, up to where the first resource would be asked about. */
async function startOfPlugin(): Promise<ProcessCost> {
  const started = process.hrtime.bigint();
  const since = () => Number(process.hrtime.bigint() - started) / 1e9;
  const child = spawn(path.join(PLUGIN, "pulumi-resource-reseller"), [], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const lines = readline.createInterface({ input: child.stdout });
    const port = await new Promise<string>((resolve) => lines.once("line", resolve));
    const readySeconds = since();
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const configure = new ConfigureRequest();
    configure.setArgs(
      Struct.fromJavaScript({
        portal: "csp",
        endpoint: "https://portal.example.com/api/v1",
        token: "a-token-of-nobody",
      }),
    );
    await answered((done) => client.handshake(new ProviderHandshakeRequest(), done));
    await answered((done) => client.configure(configure, done));
    const configuredSeconds = since();
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
    client.close();
    return {
      readySeconds,
      configuredSeconds,
      idleBytes: kilobytes === undefined ? undefined : Number(kilobytes) * 1024,
    };
  } finally {
    child.kill();
  }
}

function answered(ask: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => ask((error) => (error === null ? resolve() : reject(error))));
}

/** Times as ratios of the two hosts in one run, with calls and bytes beside them. */
export function printHostCosts({ rows, process: cost }: HostCosts): void {
  console.log("\nThe plugin beside the dynamic provider: the same program, one after the other");
  const ofPlugin = rows.filter(({ host }) => host === "plugin");
  console.table(
    ofPlugin.map((row) => {
      const other = rows.find(
        ({ host, size, phase }) => host === "dynamic" && size === row.size && phase === row.phase,
      );
      return {
        objects: row.size,
        phase: row.phase,
        "plugin s": round(row.seconds, 1),
        "dynamic s": other === undefined ? "" : round(other.seconds, 1),
        "plugin ÷ dynamic": other === undefined ? "" : round(row.seconds / other.seconds, 2),
        "state KB": row.stateBytes === undefined ? "" : Math.round(row.stateBytes / 1024),
        "state ÷ dynamic":
          row.stateBytes === undefined || other?.stateBytes === undefined
            ? ""
            : round(row.stateBytes / other.stateBytes, 2),
        calls: row.totalCalls,
        writes: sum(row, (method) => method !== "GET"),
        "most GETs of a route": Math.max(
          0,
          ...Object.entries(row.calls).flatMap(([route, count]) => (route.startsWith("GET ") ? [count] : [])),
        ),
        "peak MB": row.providerPeakBytes === undefined ? "" : Math.round(row.providerPeakBytes / 1048576),
      };
    }),
  );
  const memory = cost.idleBytes === undefined ? "" : `, ${Math.round(cost.idleBytes / 1e6)} MB of memory`;
  console.log(
    `A plugin process: port after ${round(cost.readySeconds, 2)} s, configured after ${round(cost.configuredSeconds, 2)} s${memory}`,
  );
}

function sum({ calls }: CallFigures, isMeant: (method: string) => boolean): number {
  return Object.entries(calls)
    .filter(([route]) => isMeant(route.split(" ")[0]!))
    .reduce((total, [, count]) => total + count, 0);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
