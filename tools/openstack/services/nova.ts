import fs from "node:fs";
import path from "node:path";

import { type Configuration, writeConfiguration } from "../configuration";
import { registered } from "./registered";
import { commonSections, type Service, signIn } from "./service";

const MANAGE = "nova.cmd.manage:main";

export const nova: Service = {
  packages: "services",
  title: "Nova",
  ...registered.nova,
  files: ["nova.db", "nova_api.db", "nova_cell0.db"],
  environment: (folder) => ({ OS_NOVA_CONFIG_DIR: folder }),
  configure: ({ folder, environment, identity, changes }) => {
    const { DEFAULT, ...checks } = commonSections("nova", identity);
    // Nova asks Keystone whether a project exists.
    const asking: Configuration =
      identity === undefined ? {} : { keystone: { valid_interfaces: "public", ...signIn("nova", identity) } };
    const databases = {
      api_database: { connection: "sqlite:///nova_api.db" },
      database: { connection: "sqlite:///nova.db" },
    };
    const file = path.join(folder, "nova.conf");
    writeConfiguration(file, { DEFAULT: { ...DEFAULT }, ...databases, ...checks, ...asking }, changes);
    fs.copyFileSync(path.join(environment.folder, "etc", "nova", "api-paste.ini"), path.join(folder, "api-paste.ini"));
  },
  prepare: async ({ manage }) => {
    const nova = (...args: string[]) => manage(MANAGE, "--config-file", "nova.conf", ...args);
    await nova("api_db", "sync");
    await nova("cell_v2", "map_cell0", "--database_connection", "sqlite:///nova_cell0.db");
    await nova("db", "sync");
    const cell = ["--name", "cell1", "--database_connection", "sqlite:///nova.db", "--transport-url", "fake:/"];
    await nova("cell_v2", "create_cell", ...cell);
  },
};
