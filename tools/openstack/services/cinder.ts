import path from "node:path";

import { writeConfiguration } from "../configuration";
import { registered } from "./registered";
import { commonSections, type Service } from "./service";

export const cinder: Service = {
  packages: "services",
  title: "Cinder",
  ...registered.cinder,
  files: ["cinder.db"],
  environment: () => ({}),
  configure: ({ folder, environment, identity, changes }) => {
    const { DEFAULT, ...checks } = commonSections("cinder", identity);
    const paste = path.join(environment.folder, "etc", "cinder", "api-paste.ini");
    const sections = {
      DEFAULT: { ...DEFAULT, auth_strategy: "keystone", api_paste_config: paste, state_path: folder },
      database: { connection: "sqlite:///cinder.db" },
      oslo_concurrency: { lock_path: folder },
      ...checks,
    };
    writeConfiguration(path.join(folder, "cinder.conf"), sections, changes);
  },
  prepare: ({ manage }) => manage("cinder.cmd.manage:main", "--config-file", "cinder.conf", "db", "sync"),
};
