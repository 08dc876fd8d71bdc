/** What `reseller import` of a large realm takes: calls, time and memory. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import axios, { type AxiosInstance } from "axios";
import pLimit from "p-limit";
import { startSandboxProcess } from "../sandboxProcess";

const MAIN = path.resolve(__dirname, "..", "..", "cli", "main.js");
const PRELOAD = path.join(__dirname, "peakPreload.js");
const ACCOUNTS = 100;
const AT_ONCE = 16;
/** uProvide accounts that the sandbox has begin with this one. */
const FIRST_UPROVIDE = 10_001;

export interface ImportCost {
  readonly users: number;
  readonly format: string;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly bytes: number;
  /** Calls to the portal, by method and route. */
  readonly calls: Readonly<Record<string, number>>;
  readonly totalCalls: number;
}

/** Of a realm of the Cloud Service Portal with a hundred customers. */
export async function measureImport(users: number): Promise<ImportCost[]> {
  const sandbox = await startSandboxProcess();
  const folder = await mkdtemp(path.join(tmpdir(), "reseller-import-"));
  try {
    const { baseUrl, csp } = sandbox.ready;
    await fill(axios.create({ baseURL: csp.endpoint, headers: { Authorization: `Bearer ${csp.token}` } }), users);
    const costs: ImportCost[] = [];
    for (const format of ["yaml", "typescript"]) {
      await axios.delete(`${baseUrl}/_sandbox/calls`);
      const out = path.join(folder, format);
      const peakFile = path.join(folder, `${format}.peak`);
      const environment = {
        ...process.env,
        RESELLER_PORTAL: "csp",
        RESELLER_ENDPOINT: csp.endpoint,
        RESELLER_TOKEN: csp.token,
        BENCH_PEAK_FILE: peakFile,
      };
      const started = process.hrtime.bigint();
      await run(
        ["--require", PRELOAD, MAIN, "import", "--split", "--format", format, "--out", out],
        folder,
        environment,
      );
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const { data } = await axios.get<{ total: number; routes: Record<string, Record<string, number>> }>(
        `${baseUrl}/_sandbox/calls`,
      );
      costs.push({
        ...{ users, format, seconds, bytes: await bytesIn(out) },
        peakBytes: Number(await readFile(peakFile, "utf8")),
        calls: data.routes["csp"] ?? {},
        totalCalls: data.total,
      });
    }
    return costs;
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

export function printImportCosts(costs: readonly ImportCost[]): void {
  console.log("\nImport of a realm with 100 customers:");
  for (const { users, format, seconds, peakBytes, bytes, totalCalls } of costs)
    console.log(
      `  ${users} users as ${format}: ${totalCalls} calls, ${seconds.toFixed(1)} s, at most ${Math.round(peakBytes / 1e6)} MB of memory, ${(bytes / 1e6).toFixed(1)} MB of files`,
    );
}

async function fill(portal: AxiosInstance, users: number): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
  const accounts = await Promise.all(
    numbers(ACCOUNTS).map((number) =>
      limit(async () => {
        const { data } = await portal.post<{ resource: { id: string } }>("/clients", {
          name: `Customer ${number}`,
          state: "production",
          uprovideAccountId: `UP-${FIRST_UPROVIDE + number}`,
        });
        return data.resource.id;
      }),
    ),
  );
  const { data: profiles } = await portal.get<{ items: { id: string; name: string }[] }>("/profiles");
  const profileId = profiles.items.find(({ name }) => name === "User")!.id;
  await Promise.all(
    numbers(users).map((number) =>
      limit(() =>
        portal.post(`/clients/${accounts[number % ACCOUNTS]}/users`, {
          username: `user.${number}`,
          email: `user.${number}@example.com`,
          firstName: "User",
          lastName: `Number ${number}`,
          profileId,
        }),
      ),
    ),
  );
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`reseller import ended with code ${code}`)),
    );
  });
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map((name) => stat(path.join(folder, name))));
  return sizes.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0);
}

if (require.main === module)
  measureImport(Number(process.argv[2] ?? 10_000)).then(printImportCosts, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
