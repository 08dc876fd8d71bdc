import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";

import { pythonEnvironment, sources } from "./packages";

/** Where the services are, by what stands for their addresses in the catalogue, such as `compute.ch-1`. */
export type Endpoints = Readonly<Record<string, string>>;

const LINES_OF_LOG = 15;

/** The process of one API. It has its port from the start, and is ready later: requests that come before wait. */
export interface ApiProcess {
  readonly address: string;
  readonly pid: number;
  /** Tells the process where the services of the catalogue are, and waits until it answers. Without them, the catalogue stays as it is. */
  serve(endpoints?: Endpoints): Promise<void>;
  /** Gives the databases of the service the content that they had at the start. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Begins a process in a folder with the configuration and the databases of the service. It ends with this process at the latest. */
export async function beginApi(
  service: string,
  { python, folder, env }: { python: string; folder: string; env: NodeJS.ProcessEnv },
): Promise<ApiProcess> {
  const child = spawn(python, [path.join(sources, "python", "serve.py"), service], {
    cwd: folder,
    env: pythonEnvironment(env),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const failure = ended.then((code): never => {
    throw new Error(`the API of ${service} ended with code ${code}: ${endOf(path.join(folder, `${service}.log`))}`);
  });
  // It isn't awaited all the time, and an end that was asked for is none.
  failure.catch(() => undefined);
  child.stdin.on("error", () => undefined);
  const firstLine = new Promise<string>((resolve) =>
    readline.createInterface({ input: child.stdout }).once("line", resolve),
  );
  const address = `http://127.0.0.1:${await Promise.race([firstLine, failure])}`;
  const asked = (method: string, location: string) =>
    Promise.race([fetch(`${address}${location}`, { method }), failure]);
  return {
    address,
    pid: child.pid!,
    serve: async (endpoints) => {
      child.stdin.write(`${JSON.stringify({ endpoints })}\n`);
      await asked("GET", "/");
    },
    restore: async () => {
      const { status } = await asked("POST", "/_restore");
      if (status !== 204) throw new Error(`the databases of ${service} can't be restored: HTTP ${status}`);
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function endOf(file: string): string {
  if (!fs.existsSync(file)) return "it has printed nothing";
  return fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-LINES_OF_LOG).join("\n");
}
