import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { makeCached } from "../engine/cache";
import { withLock } from "../engine/lock";
import { whileTelling } from "../engine/progress";
import { type ApiProcess, beginApi } from "./apiProcess";
import { type Configuration, writeConfiguration } from "./configuration";
import { digestOf, type Environment, openstackFolder, sources, succeeded, type Surroundings } from "./packages";
import { registerServices } from "./registeredServices";

export const ADMIN_PASSWORD = "openstack-admin";
export const REGIONS = ["ch-1", "ch-2"];

const DATABASE = "keystone.db";
const KEYS = "keys";
/** Written last. */
const COMPLETE = "complete";

/** Relative paths: a process runs in the folder of its databases. */
const CONFIGURATION: Configuration = {
  DEFAULT: { max_db_limit: 1000 },
  database: { connection: `sqlite:///${DATABASE}` },
  fernet_tokens: { key_repository: KEYS },
  // Without a repository of its own, keys are written to a folder of the system.
  fernet_receipts: { key_repository: KEYS },
  credential: { key_repository: KEYS },
  identity: { password_hash_rounds: 4 },
  cache: { enabled: true, backend: "dogpile.cache.memory" },
  api: { response_validation: "ignore" },
};

/** Keystone as it is prepared: its tables, an administrator, the regions, and what the catalogue says of the other services. */
export async function prepareIdentity(environment: Environment, { env, log }: Surroundings): Promise<string> {
  const scripts = ["identity", "registeredServices", "python/serve"].map(scriptText);
  const folder = path.join(openstackFolder(env), `prepared-identity-${digestOf(environment.digest, ...scripts)}`);
  const waiting = (holder: number) => log(`waiting for process ${holder}, which prepares Keystone`);
  const make = (work: string) =>
    whileTelling("database of Keystone", "a quarter of a minute", log, () => prepare(work, environment, env));
  return (
    readPrepared(folder) ??
    withLock(`${folder}.lock`, waiting, async () => readPrepared(folder) ?? makeCached(folder, readPrepared, make))
  );
}

/** Keystone in a folder of its own, with a copy of what was prepared. */
export async function beginIdentity(
  environment: Environment,
  prepared: string,
  { folder, env, changes = {} }: { folder: string; env: NodeJS.ProcessEnv; changes?: Configuration },
): Promise<ApiProcess> {
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(prepared, DATABASE), path.join(folder, DATABASE));
  fs.cpSync(path.join(prepared, KEYS), path.join(folder, KEYS), { recursive: true });
  writeConfiguration(path.join(folder, "keystone.conf"), CONFIGURATION, changes);
  return beginApi("identity", { python: environment.python, folder, env: keystoneEnvironment(env, folder) });
}

async function prepare(folder: string, environment: Environment, env: NodeJS.ProcessEnv): Promise<void> {
  makeKeys(path.join(folder, KEYS));
  writeConfiguration(path.join(folder, "keystone.conf"), CONFIGURATION);
  const manage = (...args: string[]) => {
    const start = "import sys; from keystone.cmd.manage import main; sys.argv[0] = 'keystone-manage'; main()";
    const all = ["-W", "ignore", "-c", start, "--config-dir", folder, ...args];
    return succeeded(environment.python, all, keystoneEnvironment(env, folder), folder);
  };
  await manage("db_sync");
  for (const region of REGIONS) {
    const urls = ["public", "internal"].flatMap((kind) => [
      `--bootstrap-${kind}-url`,
      `http://identity.${region}.test/v3`,
    ]);
    await manage("bootstrap", "--bootstrap-password", ADMIN_PASSWORD, "--bootstrap-region-id", region, ...urls);
  }
  const server = await beginApi("identity", {
    python: environment.python,
    folder,
    env: keystoneEnvironment(env, folder),
  });
  await server.serve();
  await registerServices(`${server.address}/v3`, ADMIN_PASSWORD, REGIONS);
  await server.close();
  fs.writeFileSync(path.join(folder, COMPLETE), "");
}

/** As `keystone-manage fernet_setup` makes them, which asks for a user and a group of the system. */
function makeKeys(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ["0", "1"]) {
    const key = crypto.randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
    fs.writeFileSync(path.join(folder, name), key, { mode: 0o600 });
  }
}

function readPrepared(folder: string): string | undefined {
  return fs.existsSync(path.join(folder, COMPLETE)) ? folder : undefined;
}

function keystoneEnvironment(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return { ...env, OS_KEYSTONE_CONFIG_DIR: folder };
}

function scriptText(name: string): string {
  const file = path.join(sources, name.startsWith("python/") ? `${name}.py` : `${name}.ts`);
  return fs.readFileSync(file, "utf8");
}
