import { readdir, readFile, stat } from "node:fs/promises";
import * as path from "node:path";
import { timedRun } from "./timedRun";

export interface PulumiFolder {
  /** Folder of the program. */
  readonly program: string;
  /** Folder of the file backend and of the stack's settings. */
  readonly workspace: string;
  readonly project: string;
  readonly binary: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the processes of providers have on their command lines. */
const PROVIDERS = ["cmd/dynamic-provider", "pulumi-resource-reseller"];

export const STACK = "bench";

export interface Measured {
  readonly seconds: number;
  /** Highest resident memory of the process that runs the provider, where the operating system tells. */
  readonly providerPeakBytes: number | undefined;
}

/** Runs one pulumi command to its end. @throws with the command's output where it fails. */
export async function pulumi(folder: PulumiFolder, args: readonly string[]): Promise<Measured> {
  const memory = watchProviderMemory();
  try {
    const seconds = await timedRun(folder.binary, [...args, "--non-interactive", "--color", "never"], {
      cwd: folder.program,
      env: { ...folder.environment, PULUMI_BACKEND_URL: `file://${folder.workspace}` },
    });
    return { seconds, providerPeakBytes: memory.peak() };
  } finally {
    memory.stop();
  }
}

export function stackFile(folder: PulumiFolder): string {
  return path.join(folder.workspace, ".pulumi", "stacks", folder.project, `${STACK}.json`);
}

export async function stateBytes(folder: PulumiFolder): Promise<number> {
  return (await stat(stackFile(folder))).size;
}

interface StoredResource {
  readonly type: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/**
 * What the state stores for a resource of a type beside its own input and output values: the mean over all of them, in bytes
 * of the file as it lies on disk. The provider string counts as overhead, in both places where it stands.
 */
export async function meanOverhead(folder: PulumiFolder, type: string): Promise<number | undefined> {
  const text = await readFile(stackFile(folder), "utf8");
  const file = JSON.parse(text) as { checkpoint: { latest: { resources: StoredResource[] } } };
  const overheads = file.checkpoint.latest.resources.filter((resource) => resource.type === type).map(overheadOf);
  return overheads.length === 0
    ? undefined
    : Math.round(overheads.reduce((sum, bytes) => sum + bytes, 0) / overheads.length);
}

function overheadOf({ inputs, outputs, ...rest }: StoredResource): number {
  return JSON.stringify({
    ...rest,
    inputs: { __provider: inputs?.["__provider"] },
    outputs: { __provider: outputs?.["__provider"] },
  }).length;
}

/** Samples the memory high-water mark of every provider process. Only Linux tells; elsewhere the figure is left out. */
function watchProviderMemory(): { peak(): number | undefined; stop(): void } {
  let peak: number | undefined;
  const sample = async () => {
    try {
      for (const entry of await readdir("/proc")) {
        if (!/^\d+$/.test(entry)) continue;
        const command = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
        if (!PROVIDERS.some((name) => command.includes(name))) continue;
        const status = await readFile(`/proc/${entry}/status`, "utf8").catch(() => "");
        const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
        if (kilobytes !== undefined) peak = Math.max(peak ?? 0, Number(kilobytes) * 1024);
      }
    } catch {
      // No /proc on this system.
    }
  };
  const timer = setInterval(() => void sample(), 250);
  return { peak: () => peak, stop: () => clearInterval(timer) };
}
