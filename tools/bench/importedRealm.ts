/** What `reseller import` of a large realm takes: calls, time and memory. */
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import axios, { type AxiosInstance } from "axios";
import pLimit from "p-limit";
import { startSandboxProcess } from "../sandboxProcess";
import { callsTo, forgetCalls } from "./calls";
import type { CallFigures } from "./figures";
import { timedRun } from "./timedRun";
import type { ProcessCost } from "./peakPreload";

const MAIN = path.resolve(__dirname, "..", "..", "cli", "main.js");
const PRELOAD = path.join(__dirname, "peakPreload.js");
const ACCOUNTS = 100;
const AT_ONCE = 16;
/** uProvide accounts that the sandbox has begin with this one. */
const FIRST_UPROVIDE = 10_001;

export interface ImportCost extends CallFigures {
  readonly users: number;
  readonly format: string;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly bytes: number;
}

/** Of a realm of the Cloud Service Portal with a hundred customers. */
export async function measureImport(users: number): Promise<ImportCost[]> {
  const sandbox = await startSandboxProcess();
  const folder = await mkdtemp(path.join(tmpdir(), "reseller-import-"));
  try {
    const { csp } = sandbox.ready;
    await fill(axios.create({ baseURL: csp.endpoint, headers: { Authorization: `Bearer ${csp.token}` } }), users);
    const costs: ImportCost[] = [];
    for (const format of ["yaml", "typescript"]) {
      await forgetCalls(sandbox);
      const out = path.join(folder, format);
      const peakFile = path.join(folder, `${format}.peak`);
      const env = {
        RESELLER_PORTAL: "csp",
        RESELLER_ENDPOINT: csp.endpoint,
        RESELLER_TOKEN: csp.token,
        BENCH_PEAK_FILE: peakFile,
      };
      const args = ["--require", PRELOAD, MAIN, "import", "--split", "--format", format, "--out", out];
      const seconds = await timedRun(process.execPath, args, { cwd: folder, env });
      costs.push({
        ...{ users, format, seconds, bytes: await bytesIn(out) },
        peakBytes: (JSON.parse(await readFile(peakFile, "utf8")) as ProcessCost).peakBytes,
        ...(await callsTo(sandbox, "csp")),
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
