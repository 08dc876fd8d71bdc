import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import type { Endpoints } from "./apiProcess";
import type { Configuration } from "./configuration";
import { ADMIN_PASSWORD, beginIdentity, prepareIdentity, REGIONS } from "./identity";
import { ensurePackages, type Surroundings } from "./packages";

export interface CloudOptions {
  /** Changes of Keystone's configuration, such as `{ DEFAULT: { max_db_limit: 10 } }`. */
  readonly identity?: Configuration;
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
  /** The processes, by what stands for them in the catalogue. */
  readonly pids: Readonly<Record<string, number>>;
  /** Gives all databases the content that they had at the start. Earlier tokens stay valid. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the servers and waits until they answer. What they need is installed and prepared first, where it isn't in the cache. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const surroundings = surroundingsOf(options);
  const environment = await ensurePackages("identity", surroundings);
  const prepared = await prepareIdentity(environment, surroundings);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "reseller-openstack-"));
  const removeFolder = () => fs.rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  const identity = await beginIdentity(environment, prepared, {
    folder: path.join(folder, "identity"),
    env: surroundings.env,
    changes: options.identity ?? {},
  });
  const endpoints: Endpoints = Object.fromEntries(REGIONS.map((region) => [`identity.${region}`, identity.address]));
  await identity.serve(endpoints);
  const authUrl = `${identity.address}/v3`;
  return {
    authUrl,
    regions: REGIONS,
    env: administrator(authUrl),
    pids: { identity: identity.pid },
    restore: () => identity.restore(),
    close: async () => {
      await identity.close();
      process.off("exit", removeFolder);
      removeFolder();
    },
  };
}

export function surroundingsOf({ env, log }: Pick<CloudOptions, "env" | "log">): Surroundings {
  return { env: env ?? process.env, log: log ?? ((line) => void process.stderr.write(`  ${line}\n`)) };
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
