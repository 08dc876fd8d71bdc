/** Backends of Pulumi, each started for one measurement: a folder, an S3-compatible store, PostgreSQL. */
import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import * as path from "node:path";
import axios from "axios";

export const BACKENDS = ["folder", "s3", "postgres"] as const;
export type BackendName = (typeof BACKENDS)[number];

export interface Backend {
  /** For the engine: where the backend is, and what it signs in with. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";
const BUCKET = "states";
/** Debian has no link to these on the PATH. */
const POSTGRESQL_FOLDER = "/usr/lib/postgresql";
const POSTGRESQL_USER = "postgres";
const STARTS_WITHIN_MILLISECONDS = 60_000;
const BETWEEN_TRIES_MILLISECONDS = 200;

/** @param folder an empty folder for what the backend keeps */
export function startBackend(name: BackendName, folder: string): Promise<Backend> {
  if (name === "s3") return startS3();
  if (name === "postgres") return startPostgres(folder);
  return Promise.resolve({ environment: { PULUMI_BACKEND_URL: `file://${folder}` }, stop: async () => undefined });
}

/** moto keeps everything in memory. @throws where it isn't installed */
async function startS3(): Promise<Backend> {
  const port = await freePort();
  const server = process.env["BENCH_MOTO"] ?? "moto_server";
  const child = await started(server, ["-H", HOST, "-p", String(port)], {}, `pip install "moto[server]"`);
  await whenReady("moto_server", () => axios.put(`http://${HOST}:${port}/${BUCKET}`));
  const query = `endpoint=${HOST}:${port}&disableSSL=true&s3ForcePathStyle=true`;
  const keys = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench", AWS_REGION: "us-east-1" };
  return {
    environment: { PULUMI_BACKEND_URL: `s3://${BUCKET}?${query}`, ...keys },
    stop: () => ended(child),
  };
}

/** @throws where PostgreSQL isn't installed */
async function startPostgres(folder: string): Promise<Backend> {
  const [port, binaries] = [await freePort(), postgresBinaries()];
  const [place, data] = [path.join(folder, "postgres"), path.join(folder, "postgres", "data")];
  mkdirSync(place);
  const user = userOfPostgres();
  if (user.uid !== undefined) chownSync(place, user.uid, user.gid!);
  const options = { ...user, cwd: place, stdio: "ignore" as const };
  execFileSync(path.join(binaries, "initdb"), ["-D", data, "-A", "trust", "-U", POSTGRESQL_USER, "--no-sync"], options);
  const settings = ["-c", `listen_addresses=${HOST}`, "-p", String(port)];
  const child = await started(path.join(binaries, "postgres"), ["-D", data, "-k", place, ...settings], options, "");
  await whenReady("postgres", async () =>
    execFileSync(path.join(binaries, "pg_isready"), ["-h", HOST, "-p", String(port)]),
  );
  return {
    environment: { PULUMI_BACKEND_URL: `postgres://${POSTGRESQL_USER}@${HOST}:${port}/postgres?sslmode=disable` },
    stop: () => ended(child),
  };
}

function postgresBinaries(): string {
  const versions = existsSync(POSTGRESQL_FOLDER) ? readdirSync(POSTGRESQL_FOLDER).sort() : [];
  const folders = [...versions.map((version) => path.join(POSTGRESQL_FOLDER, version, "bin")).reverse()];
  const found = [...folders, ...(process.env["PATH"] ?? "").split(path.delimiter)].find((folder) =>
    existsSync(path.join(folder, "initdb")),
  );
  if (found === undefined) throw new Error("PostgreSQL isn't installed: on Debian, apt-get install postgresql");
  return found;
}

/** PostgreSQL refuses to run as root. */
function userOfPostgres(): Pick<SpawnOptions, "uid" | "gid"> {
  if (process.getuid?.() !== 0) return {};
  const of = (flag: string) => Number(execFileSync("id", [flag, POSTGRESQL_USER], { encoding: "utf8" }));
  return { uid: of("-u"), gid: of("-g") };
}

function started(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  installation: string,
): Promise<ChildProcess> {
  const child = spawn(program, args, { ...options, stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(child));
    child.once("error", (error) => reject(new Error(`${program} can't be run (${error.message}). ${installation}`)));
  });
}

async function whenReady(name: string, ask: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + STARTS_WITHIN_MILLISECONDS;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(`${name} doesn't answer: ${(error as Error).message}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MILLISECONDS));
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  // PostgreSQL closes its connections at once.
  child.kill("SIGINT");
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
