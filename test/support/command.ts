import { type ChildProcess, execFile, fork } from "node:child_process";
import * as path from "node:path";

const COMMAND = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");
const LONGEST_OUTPUT = 64 * 1024 * 1024;

export interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly complained: string;
}

interface Surroundings {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** In place of the environment of this process. */
  readonly wholeEnv?: NodeJS.ProcessEnv;
  /** What stands on standard input. */
  readonly input?: string;
}

/** Runs the `reseller` command as a person does, in a process that has run others before: see `commandHost.js`. */
export function reseller(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const host = idle.pop() ?? startHost();
    const text = { stdout: "", stderr: "" };
    const printed = (chunk: string) => (text.stdout += chunk);
    const complained = (chunk: string) => (text.stderr += chunk);
    host.stdout?.on("data", printed);
    host.stderr?.on("data", complained);
    const closed = (code: number | null) => {
      hosts.delete(host);
      resolve({ code: code ?? -1, printed: text.stdout, complained: text.stderr });
    };
    host.once("close", closed).once("message", (answer) => {
      host.off("close", closed);
      host.stdout?.off("data", printed);
      host.stderr?.off("data", complained);
      idle.push(host);
      resolve(answer as Ended);
    });
    const { cwd = process.cwd(), input = "" } = surroundings;
    host.send({ args, environment: environmentOf(surroundings), folder: cwd, input });
  });
}

/** The same in a process of its own. */
export function resellerInOwnProcess(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: surroundings.cwd, env: environmentOf(surroundings), maxBuffer: LONGEST_OUTPUT };
    const child = execFile(process.execPath, [COMMAND, ...args], options, (_error, printed, complained) =>
      resolve({ code: child.exitCode ?? -1, printed, complained }),
    );
    child.stdin?.end(surroundings.input);
  });
}

/** What is undefined is not there. */
function environmentOf({ env, wholeEnv = { ...process.env, ...env } }: Surroundings): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(wholeEnv).filter(([, value]) => value !== undefined));
}

const hosts = new Set<ChildProcess>();
const idle: ChildProcess[] = [];

function startHost(): ChildProcess {
  const host = fork(path.join(__dirname, "commandHost.js"), [COMMAND], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  for (const stream of [host.stdout, host.stderr]) stream?.setEncoding("utf8");
  hosts.add(host);
  return host;
}

/** After the last test of a file. */
export function endCommandHosts(): void {
  for (const host of hosts) {
    host.kill("SIGKILL");
    // Nobody waits for it to be gone.
    if (host.connected) host.disconnect();
    host.unref();
    for (const stream of [host.stdout, host.stderr]) stream?.destroy();
  }
  hosts.clear();
}
