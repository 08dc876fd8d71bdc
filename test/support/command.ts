import { execFile } from "node:child_process";
import * as path from "node:path";

const COMMAND = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");

export interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly complained: string;
}

/** Runs the `reseller` command as a person does. */
export function reseller(
  args: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [COMMAND, ...args], options, (_error, printed, complained) =>
      resolve({ code: child.exitCode ?? -1, printed, complained }),
    );
    child.stdin?.end();
  });
}
