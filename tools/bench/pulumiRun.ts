import { spawn } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import * as path from "node:path";

export interface PulumiFolder {
  /** Folder of the program. */
  readonly program: string;
  /** Folder of the file backend and of the stack's settings. */
  readonly workspace: string;
  readonly project: string;
  readonly binary: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const STACK = "bench";

export interface Measured {
  readonly seconds: number;
  /** Highest resident memory of the process that runs the provider, where the operating system tells. */
  readonly providerPeakBytes: number | undefined;
}

/** Runs one pulumi command to its end. @throws with the command's output where it fails. */
export async function pulumi(folder: PulumiFolder, args: readonly string[]): Promise<Measured> {
  const started = process.hrtime.bigint();
  const child = spawn(folder.binary, [...args, "--non-interactive", "--color", "never"], {
    cwd: folder.program,
    env: { ...process.env, ...folder.environment, PULUMI_BACKEND_URL: `file://${folder.workspace}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const memory = watchProviderMemory();
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const peak = memory.stop();
  if (code !== 0)
    throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${Buffer.concat(output).toString().slice(-4000)}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, providerPeakBytes: peak };
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
function watchProviderMemory(): { stop(): number | undefined } {
  let peak: number | undefined;
  const sample = async () => {
    try {
      for (const entry of await readdir("/proc")) {
        if (!/^\d+$/.test(entry)) continue;
        const command = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
        if (!command.includes("cmd/dynamic-provider")) continue;
        const status = await readFile(`/proc/${entry}/status`, "utf8").catch(() => "");
        const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
        if (kilobytes !== undefined) peak = Math.max(peak ?? 0, Number(kilobytes) * 1024);
      }
    } catch {
      // No /proc on this system.
    }
  };
  const timer = setInterval(() => void sample(), 250);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
