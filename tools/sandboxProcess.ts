import { spawn } from "node:child_process";
import * as path from "node:path";
import * as readline from "node:readline";

/** What `reseller sandbox` prints when it is ready. */
export interface SandboxReady {
  readonly baseUrl: string;
  readonly csp: { readonly endpoint: string; readonly token: string };
  readonly scaleway: {
    readonly endpoint: string;
    readonly rootEndpoint?: string;
    readonly organizationId: string;
    readonly accessKey: string;
    readonly secretKey: string;
  };
  readonly gridscale: {
    readonly endpoint: string;
    readonly partnerId: string;
    readonly userUuid: string;
    readonly token: string;
  };
  readonly openstack: {
    readonly endpoint: string;
    readonly username: string;
    readonly password: string;
    readonly userDomainName: string;
    readonly projectName: string;
    readonly projectDomainName: string;
    readonly regionName: string;
  };
}

export interface SandboxProcess {
  readonly ready: SandboxReady;
  stop(): Promise<void>;
}

export interface SandboxProcessOptions {
  readonly dataDir?: string;
  readonly latencyMilliseconds?: number;
  /** Serves Scaleway's APIs on a port of their own, too. */
  readonly scalewayRoot?: boolean;
}

/** Starts the sandbox as a process of its own, as a user would, and waits until it says that it is ready. */
export async function startSandboxProcess(options: SandboxProcessOptions = {}): Promise<SandboxProcess> {
  const flags = [
    ...["--port", "0"],
    ...(options.dataDir === undefined ? [] : ["--data", options.dataDir]),
    ...(options.latencyMilliseconds === undefined ? [] : ["--latency", String(options.latencyMilliseconds)]),
    ...(options.scalewayRoot === true ? ["--scaleway-port", "0"] : []),
  ];
  const main = path.resolve(__dirname, "..", "cli", "main.js");
  const child = spawn(process.execPath, [main, "sandbox", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const firstLine = new Promise<string>((resolve) =>
    readline.createInterface({ input: child.stdout }).once("line", resolve),
  );
  const line = await Promise.race([
    firstLine,
    exited.then((code) => {
      throw new Error(`the sandbox ended with code ${code} before it was ready`);
    }),
  ]);
  return {
    ready: JSON.parse(line) as SandboxReady,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
