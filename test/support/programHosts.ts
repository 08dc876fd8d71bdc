import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** Processes that wait for the next program of this test file, and all that there are. */
const idle: ChildProcess[] = [];
const all: ChildProcess[] = [];

interface Answer {
  readonly port?: number;
  readonly error?: string;
  readonly hasFailed?: boolean;
}

/**
 * Runs the engine with the address of a process that runs the program of a folder, and a folder by which it finds the provider: see
 * `programHost.js` and `providerHost.js`.
 */
export async function withProgramHost<Result>(
  folder: string,
  environment: NodeJS.ProcessEnv,
  work: (address: string, provider: string) => Promise<Result>,
): Promise<Result> {
  const host = idle.pop() ?? begin();
  const provider = mkdtempSync(path.join(tmpdir(), "reseller-provider-"));
  try {
    const { port, error } = await asked(host, { folder, environment, provider });
    if (port === undefined) throw new Error(`the program can't be run: ${error}`);
    return await work(`127.0.0.1:${port}`, provider);
  } finally {
    rmSync(provider, { recursive: true });
    const { hasFailed } = await asked(host, { end: true });
    // What a program that failed has left behind is nobody else's.
    if (hasFailed === true) host.kill();
    else idle.push(host);
  }
}

/** After the last test of a file. */
export function endProgramHosts(): void {
  for (const host of all.splice(0)) host.kill();
  idle.splice(0);
}

function begin(): ChildProcess {
  const host = fork(path.join(__dirname, "programHost.js"), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  all.push(host);
  return host;
}

async function asked(host: ChildProcess, message: object): Promise<Answer> {
  host.send(message);
  const [answer] = (await once(host, "message")) as [Answer];
  return answer;
}
