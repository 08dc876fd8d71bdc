import fs from "node:fs";
import path from "node:path";

import { makeCached } from "../engine/cache";
import { withLock } from "../engine/lock";
import { whileTelling } from "../engine/progress";
import { type ApiProcess, beginApi } from "./apiProcess";
import { digestOf, type Environment, openstackFolder, sources, succeeded, type Surroundings } from "./packages";
import { adjutant } from "./services/adjutant";
import { cinder } from "./services/cinder";
import { keystone } from "./services/keystone";
import { neutron } from "./services/neutron";
import { nova } from "./services/nova";
import type { Service } from "./services/service";

export const SERVICES = { identity: keystone, compute: nova, volume: cinder, network: neutron, registration: adjutant };

export type ServiceName = keyof typeof SERVICES;

/** A service that has been prepared: its packages, and a folder with its databases to copy. */
export interface Prepared {
  readonly name: ServiceName;
  readonly service: Service;
  readonly environment: Environment;
  readonly folder: string;
}

/** Written last. */
const COMPLETE = "complete";

/** Prepares a service once, and keeps the result in the cache folder. */
export async function prepareService(
  name: ServiceName,
  environment: Environment,
  { env, log }: Surroundings,
): Promise<Prepared> {
  const service: Service = SERVICES[name];
  const digest = digestOf(environment.digest, ...definitionsOf(name));
  const folder = path.join(openstackFolder(env), `prepared-${name}-${digest}`);
  const waiting = (holder: number) => log(`waiting for process ${holder}, which prepares ${service.title}`);
  const make = (work: string) =>
    whileTelling(`database of ${service.title}`, "a quarter of a minute", log, () =>
      prepare({ name, service, environment, folder: work }, env),
    );
  if (readPrepared(folder) === undefined)
    await withLock(`${folder}.lock`, waiting, async () => {
      return readPrepared(folder) ?? makeCached(folder, readPrepared, make);
    });
  return { name, service, environment, folder };
}

/** Begins a process of the service in a new folder, with a copy of what was prepared. It has no configuration yet. */
export function beginCopy(
  { name, service, environment, folder: prepared }: Prepared,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<ApiProcess> {
  fs.mkdirSync(folder, { recursive: true });
  for (const file of service.files) fs.cpSync(path.join(prepared, file), path.join(folder, file), { recursive: true });
  return beginApi(name, { python: environment.python, folder, env: { ...env, ...service.environment(folder) } });
}

async function prepare({ name, service, environment, folder }: Prepared, env: NodeJS.ProcessEnv): Promise<void> {
  const { python } = environment;
  const all = { ...env, ...service.environment(folder) };
  service.configure({ folder, environment });
  await service.prepare({
    folder,
    manage: (entry, ...args) => {
      const [file, start] = entry.split(":");
      const code = `import sys; from ${file} import ${start}; sys.argv[0] = "manage"; sys.exit(${start}())`;
      return succeeded(python, ["-W", "ignore", "-c", code, ...args], all, folder);
    },
    script: (script, ...args) =>
      succeeded(python, ["-W", "ignore", path.join(sources, "python", `${script}.py`), ...args], all, folder),
    begin: () => beginApi(name, { python, folder, env: all }),
  });
  fs.writeFileSync(path.join(folder, COMPLETE), "");
}

function readPrepared(folder: string): string | undefined {
  return fs.existsSync(path.join(folder, COMPLETE)) ? folder : undefined;
}

/** What decides how a database is prepared: the definition of the service, and for Keystone what it knows of the others. */
function definitionsOf(name: ServiceName): string[] {
  const own = `${SERVICES[name].title.toLowerCase()}.ts`;
  const files = name === "identity" ? [own, "registered.ts"] : [own];
  return files.map((file) => fs.readFileSync(path.join(sources, "services", file), "utf8"));
}
