import { readFile, stat } from "node:fs/promises";
import * as path from "node:path";
import { type ProcessFigures, watchProcesses } from "./processes";
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

export const STACK = "bench";
const ROOT = path.resolve(__dirname, "..", "..", "..");
/** Folder of the native plugin. */
export const PLUGIN = path.join(ROOT, "plugin");
/** What Pulumi.yaml has for programs that use it. */
export const PLUGINS = { providers: [{ name: "reseller", path: PLUGIN }] };
/** Folder of the program of the Cloud Service Portal's realms. */
export const EXAMPLE = path.join(ROOT, "examples", "ewcs-reseller");

export interface Measured extends ProcessFigures {
  readonly seconds: number;
}

/** Runs one pulumi command to its end. @throws with the command's output where it fails. */
export async function pulumi(folder: PulumiFolder, args: readonly string[]): Promise<Measured> {
  const processes = watchProcesses();
  try {
    const surroundings = {
      cwd: folder.program,
      env: { ...folder.environment, PULUMI_BACKEND_URL: `file://${folder.workspace}` },
    };
    const flags = ["--non-interactive", "--color", "never"];
    const seconds = await timedRun(folder.binary, [...args, ...flags], surroundings, processes.of);
    return { seconds, ...processes.figures() };
  } finally {
    processes.stop();
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
