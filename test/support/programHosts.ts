import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { constants, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import * as path from "node:path";
import { createInterface } from "node:readline";

/** A process that runs programs: see `programHost.js`. */
interface Host {
  readonly process: ChildProcess;
  /** Where its programs find Pulumi's package. */
  readonly packages: string;
}

/** A run of the engine whose program and provider a host runs. */
interface Run {
  /** The engine's process. */
  readonly pid: number;
  readonly host: Host;
  /** How the engine finds the provider: see `providerHost.js`. */
  readonly provider: string;
}

interface Answer {
  readonly port?: number;
  readonly error?: string;
  readonly isSpent?: boolean;
}

/**
 * The processes that run the programs of all test files of a run. The script that starts the engine (`engineRun.ts`) asks for one by a line
 * in the pipe `requests`, its process id, and reads the address of the program's host and the folder of the provider from the pipe of that
 * name; `ID.environment` has the environment of the run. A run of the engine is over when the process has ended.
 */
export class ProgramHosts {
  private readonly requests: Socket;
  private readonly all = new Set<Host>();
  private idle: Host[] = [];
  private runs: Run[] = [];

  constructor(private readonly folder: string) {
    mkdirSync(folder);
    const pipe = path.join(folder, "requests");
    execFileSync("mkfifo", [pipe]);
    this.requests = new Socket({ fd: openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK), writable: false });
    createInterface({ input: this.requests }).on("line", (pid) => void this.answer(Number(pid)));
  }

  end(): void {
    this.requests.destroy();
    for (const { process: child } of this.all) child.kill();
  }

  /** Where there is no host, the answer is an empty line, and the engine makes its own processes. */
  private async answer(pid: number): Promise<void> {
    const answers = path.join(this.folder, String(pid));
    const line = await this.begin(pid, `${answers}.environment`).catch((error: Error) => {
      process.stderr.write(`a program is run in a process of its own: ${error.message}\n`);
      return "";
    });
    // Not waited for: whoever asked may be gone.
    void writeFile(answers, `${line}\n`).catch(() => undefined);
  }

  private async begin(pid: number, file: string): Promise<string> {
    await this.endRuns();
    const environment = environmentIn(readFileSync(file, "utf8"));
    const packages = createRequire(path.join(environment["PWD"] ?? "", "index.js")).resolve("@pulumi/pulumi");
    const host = this.hostFor(packages);
    const provider = mkdtempSync(path.join(this.folder, "provider-"));
    const { port, error } = await asked(host, { environment, provider });
    if (port === undefined) throw new Error(error);
    this.runs.push({ pid, host, provider });
    return `127.0.0.1:${port} ${provider}`;
  }

  private async endRuns(): Promise<void> {
    const ended = this.runs.filter(({ pid }) => !isAlive(pid));
    this.runs = this.runs.filter((run) => !ended.includes(run));
    await Promise.all(ended.map((run) => this.endRun(run)));
  }

  private async endRun({ host, provider }: Run): Promise<void> {
    rmSync(provider, { recursive: true });
    if (host.process.exitCode !== null || host.process.signalCode !== null) return;
    const { isSpent } = await asked(host, { end: true });
    // What a program that failed has left behind is nobody else's.
    if (isSpent === true) this.stop(host);
    else this.idle.push(host);
  }

  private hostFor(packages: string): Host {
    const gone = this.idle.filter((host) => !existsSync(host.packages));
    for (const host of gone) this.stop(host);
    const found = this.idle.find((host) => host.packages === packages);
    this.idle = this.idle.filter((host) => host !== found && !gone.includes(host));
    return found ?? this.start(packages);
  }

  private stop(host: Host): void {
    this.all.delete(host);
    host.process.kill();
  }

  private start(packages: string): Host {
    const child = fork(path.join(__dirname, "programHost.js"), [packages], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const host = { process: child, packages };
    this.all.add(host);
    return host;
  }
}

async function asked({ process: child }: Host, message: object): Promise<Answer> {
  child.send(message);
  const [answer] = (await once(child, "message")) as [Answer];
  return answer;
}

/** As `env -0` prints it. */
function environmentIn(text: string): Record<string, string> {
  const entries = text.split("\0").filter((entry) => entry.includes("="));
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
