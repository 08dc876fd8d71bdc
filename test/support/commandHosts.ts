import { type ChildProcess, fork } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { text } from "node:stream/consumers";

/** The `reseller` command of this checkout. */
export const COMMAND = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");

export interface CommandRun {
  readonly args: readonly string[];
  /** All of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What stands on standard input. */
  readonly input: string;
}

export interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly complained: string;
}

/** The processes that run `reseller` commands for all test files of a run: see `commandHost.js`. Asked over HTTP. */
export class CommandHosts {
  private readonly all = new Set<ChildProcess>();
  private readonly idle: ChildProcess[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void text(request)
        .then((body) => this.run(JSON.parse(body) as CommandRun))
        .then((ended) => response.end(JSON.stringify(ended)));
    });
    // A command may take as long as its test.
    this.server.requestTimeout = 0;
  }

  /** @returns where to ask */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  end(): void {
    this.server.close();
    this.server.closeAllConnections();
    for (const host of this.all) host.kill("SIGKILL");
  }

  private run(run: CommandRun): Promise<Ended> {
    return new Promise((resolve) => {
      const host = this.idle.pop() ?? this.startHost();
      const written = { printed: "", complained: "" };
      const printed = (chunk: string) => (written.printed += chunk);
      const complained = (chunk: string) => (written.complained += chunk);
      host.stdout?.on("data", printed);
      host.stderr?.on("data", complained);
      const closed = (code: number | null) => {
        this.all.delete(host);
        resolve({ code: code ?? -1, ...written });
      };
      host.once("close", closed).once("message", (answer) => {
        host.off("close", closed);
        host.stdout?.off("data", printed);
        host.stderr?.off("data", complained);
        this.idle.push(host);
        resolve(answer as Ended);
      });
      host.send(run);
    });
  }

  private startHost(): ChildProcess {
    const host = fork(path.join(__dirname, "commandHost.js"), [COMMAND], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
    for (const stream of [host.stdout, host.stderr]) stream?.setEncoding("utf8");
    this.all.add(host);
    return host;
  }
}
