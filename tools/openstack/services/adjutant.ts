import fs from "node:fs";
import path from "node:path";

import { registered, SERVICE_PROJECT } from "./registered";
import type { Service } from "./service";

export const adjutant: Service = {
  packages: "services",
  title: "Adjutant",
  ...registered.adjutant,
  files: ["adjutant.db"],
  environment: (folder) => ({ ADJUTANT_CONFIG_FILE: path.join(folder, "adjutant.yaml") }),
  configure: ({ folder, identity }) => {
    const { url, password } = identity ?? { url: "http://identity.test/v3", password: "none" };
    const account = { username: "adjutant", password, project_name: SERVICE_PROJECT };
    const configuration = {
      django: {
        secret_key: "adjutant",
        allowed_hosts: ["*"],
        databases: { default: { ENGINE: "django.db.backends.sqlite3", NAME: "adjutant.db" } },
        log_file: "adjutant.log",
      },
      identity: {
        auth: {
          ...account,
          project_domain_id: "default",
          user_domain_id: "default",
          auth_url: url,
          interface: "public",
        },
      },
      quota: { services: { "*": ["nova", "cinder", "neutron"] } },
      api: { active_delegate_apis: ["UpdateProjectQuotas", "UserRoles", "UserList", "UserDetail", "RoleList"] },
      workflow: { horizon_url: "http://horizon.test" },
    };
    // JSON is YAML.
    fs.writeFileSync(path.join(folder, "adjutant.yaml"), JSON.stringify(configuration, null, 2));
  },
  prepare: ({ manage }) => manage("adjutant:management_command", "migrate"),
};
