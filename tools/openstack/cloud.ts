import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import type { ApiProcess } from "./apiProcess";
import type { Configuration } from "./configuration";
import { type Environment, ensurePackages, type PackageSet, type Surroundings } from "./packages";
import { beginCopy, type Prepared, prepareService, type ServiceName, SERVICES } from "./prepared";
import { ADMIN_PASSWORD, REGIONS } from "./services/keystone";
import type { Service } from "./services/service";

export interface CloudOptions {
  /** Keystone is always one of them. The others are in the catalogue only where they are named here. */
  readonly services?: readonly ServiceName[];
  /** Where the services run, each with processes and databases of its own: `ch-1` by default. Keystone has both regions, always. */
  readonly regions?: readonly string[];
  /** The addresses that the catalogue shows, where clients reach a service by way of something else: by the name of its process. */
  readonly shownAs?: (name: string, address: string) => string;
  /** Changes of configurations, such as `{ identity: { DEFAULT: { max_db_limit: 10 } } }`. */
  readonly changes?: Partial<Record<ServiceName, Configuration>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Takes each line of progress; by default they go to stderr. */
  readonly log?: (line: string) => void;
}

/** Real servers of OpenStack on this machine, with databases of their own. */
export interface Cloud {
  /** Keystone's address, with `/v3`. */
  readonly authUrl: string;
  readonly regions: readonly string[];
  /** The administrator's settings, as the tools of OpenStack read them from the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The address of each process, such as `compute.ch-1`, as it is in the catalogue. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly pids: Readonly<Record<string, number>>;
  /** Gives all databases the content that they had at the start. Tokens of the administrator stay valid. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  readonly process: ApiProcess;
  readonly prepared: Prepared;
  readonly folder: string;
  /** In the catalogue. */
  readonly names: readonly string[];
}

/** Starts the servers and waits until they answer. What they need is installed and prepared first, where it isn't in the cache. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const surroundings = surroundingsOf(options);
  const prepared = await prepareCloud(options.services ?? [], surroundings);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "reseller-openstack-"));
  const removeFolder = () => fs.rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  const begun = placesOf(prepared, options.regions ?? REGIONS.slice(0, 1)).map(async ({ one, names }) => {
    const own = path.join(folder, names[0]!);
    return { process: await beginCopy(one, own, surroundings.env), prepared: one, folder: own, names };
  });
  const all: Running[] = await Promise.all(begun);
  const close = async () => {
    await Promise.all(all.map(({ process: api }) => api.close()));
    process.off("exit", removeFolder);
    removeFolder();
  };
  try {
    return { ...(await serving(all, options)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Installs and prepares what the servers need, each where it isn't in the cache. */
export async function prepareCloud(
  services: readonly ServiceName[],
  surroundings: Surroundings,
): Promise<readonly Prepared[]> {
  const all = [...new Set<ServiceName>(["identity", ...services])];
  const environments = new Map<PackageSet, Environment>();
  for (const set of new Set(all.map((name) => SERVICES[name].packages)))
    environments.set(set, await ensurePackages(set, surroundings));
  const prepared: Prepared[] = [];
  for (const name of all)
    prepared.push(await prepareService(name, environments.get(SERVICES[name].packages)!, surroundings));
  return prepared;
}

export function surroundingsOf({ env, log }: Pick<CloudOptions, "env" | "log">): Surroundings {
  return { env: env ?? process.env, log: log ?? ((line) => void process.stderr.write(`  ${line}\n`)) };
}

/** Which processes there are: one Keystone for all regions, one Adjutant in the first, and the others once a region. */
function placesOf(prepared: readonly Prepared[], regions: readonly string[]) {
  return prepared.flatMap((one) => {
    const { type }: Service = one.service;
    if (one.name === "identity") return [{ one, names: REGIONS.map((region) => `${type}.${region}`) }];
    const own = one.name === "registration" ? regions.slice(0, 1) : regions;
    return own.map((region) => ({ one, names: [`${type}.${region}`] }));
  });
}

async function serving(all: readonly Running[], { changes, shownAs }: CloudOptions): Promise<Omit<Cloud, "close">> {
  const endpoints = Object.fromEntries(
    all.flatMap(({ process: api, names }) => names.map((name) => [name, api.address] as const)),
  );
  const catalogue = Object.fromEntries(
    Object.entries(endpoints).map(([name, address]) => [name, shownAs?.(name, address) ?? address]),
  );
  const authUrl = `${all[0]!.process.address}/v3`;
  const identity = { url: authUrl, password: ADMIN_PASSWORD };
  await Promise.all(
    all.map(async ({ process: api, prepared: { name, service, environment }, folder }) => {
      service.configure({ folder, environment, identity, changes: changes?.[name] });
      await api.serve(catalogue);
    }),
  );
  return {
    authUrl,
    endpoints,
    regions: REGIONS,
    env: administrator(authUrl),
    pids: Object.fromEntries(all.map(({ process: api, names }) => [names[0]!, api.pid])),
    restore: async () => void (await Promise.all(all.map(({ process: api }) => api.restore()))),
  };
}

function administrator(authUrl: string): Record<string, string> {
  return {
    OS_AUTH_URL: authUrl,
    OS_USERNAME: "admin",
    OS_PASSWORD: ADMIN_PASSWORD,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_NAME: "admin",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_REGION_NAME: REGIONS[0]!,
    OS_IDENTITY_API_VERSION: "3",
  };
}
