import { spawn } from "node:child_process";
import type { Environment } from "../provider/model/portal";
import { endsWithThis } from "./endings";

export interface EngineAnswer {
  /** null: it ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface EngineOptions {
  readonly cwd?: string;
  readonly environment: Environment;
}

/** There is no engine on the PATH, or it can't be started. */
export class NoEngine extends Error {
  constructor(override readonly cause: NodeJS.ErrnoException) {
    super(
      cause.code === "ENOENT"
        ? "pulumi is not on the PATH: install the engine (https://www.pulumi.com/docs/install/)"
        : `pulumi can't be run: ${cause.message}`,
    );
  }
}

/**
 * Runs the Pulumi engine; what it printed is kept and never shown as it is.
 *
 * @throws NoEngine
 */
export function runPulumi(args: readonly string[], { cwd, environment }: EngineOptions): Promise<EngineAnswer> {
  const child = spawn("pulumi", args, {
    cwd,
    env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    // In a group of its own: Ctrl-C reaches it once, by us, since a second one makes it give up at once.
    detached: process.platform !== "win32",
    // On Windows the engine may be a batch file.
    shell: process.platform === "win32",
  });
  endsWithThis(child);
  const printed: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new NoEngine(error)));
    child.on("close", (code) =>
      resolve({
        code,
        stdout: Buffer.concat(printed).toString("utf8"),
        stderr: Buffer.concat(complaints).toString("utf8"),
      }),
    );
  });
}
