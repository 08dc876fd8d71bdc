import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { type Configuration, writeConfiguration } from "../configuration";
import { registerServices } from "./registered";
import type { Service } from "./service";

export const ADMIN_PASSWORD = "openstack-admin";
export const REGIONS = ["ch-1", "ch-2"];

const DATABASE = "keystone.db";
const KEYS = "keys";
const MANAGE = "keystone.cmd.manage:main";

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

/** Prepared with its tables, an administrator, the regions, and what the catalogue says of the other services. */
export const keystone: Service = {
  packages: "identity",
  title: "Keystone",
  type: "identity",
  path: "/v3",
  files: [DATABASE, KEYS],
  environment: (folder) => ({ OS_KEYSTONE_CONFIG_DIR: folder }),
  configure: ({ folder, changes }) => writeConfiguration(path.join(folder, "keystone.conf"), CONFIGURATION, changes),
  prepare: async ({ folder, manage, begin }) => {
    makeKeys(path.join(folder, KEYS));
    const keystoneManage = (...args: string[]) => manage(MANAGE, "--config-dir", ".", ...args);
    await keystoneManage("db_sync");
    for (const region of REGIONS) {
      const url = `http://identity.${region}.test/v3`;
      const urls = ["public", "internal"].flatMap((kind) => [`--bootstrap-${kind}-url`, url]);
      const password = ["--bootstrap-password", ADMIN_PASSWORD];
      await keystoneManage("bootstrap", ...password, "--bootstrap-region-id", region, ...urls);
    }
    const server = await begin();
    await server.serve();
    await registerServices(`${server.address}/v3`, ADMIN_PASSWORD, REGIONS);
    await server.close();
  },
};

/** As `keystone-manage fernet_setup` makes them, which asks for a user and a group of the system. */
function makeKeys(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ["0", "1"]) {
    const key = crypto.randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
    fs.writeFileSync(path.join(folder, name), key, { mode: 0o600 });
  }
}
