import path from "node:path";

import { writeConfiguration } from "../configuration";
import { registered } from "./registered";
import { commonSections, type Service } from "./service";

const DATABASE = "sqlite:///neutron.db";

export const neutron: Service = {
  packages: "services",
  title: "Neutron",
  ...registered.neutron,
  files: ["neutron.db"],
  environment: () => ({}),
  configure: ({ folder, environment, identity, changes }) => {
    const { DEFAULT, ...checks } = commonSections("neutron", identity);
    const paste = path.join(environment.folder, "etc", "neutron", "api-paste.ini");
    const sections = {
      DEFAULT: {
        ...DEFAULT,
        auth_strategy: "keystone",
        api_paste_config: paste,
        core_plugin: "ml2",
        service_plugins: "router",
        state_path: folder,
      },
      // Networks that need no agent.
      ml2: { type_drivers: "local,vlan", tenant_network_types: "local", mechanism_drivers: "" },
      database: { connection: DATABASE },
      oslo_concurrency: { lock_path: folder },
      ...checks,
    };
    writeConfiguration(path.join(folder, "neutron.conf"), sections, changes);
  },
  // Its migrations don't run on SQLite.
  prepare: ({ script }) => script("neutronTables", "neutron.conf", DATABASE),
};
