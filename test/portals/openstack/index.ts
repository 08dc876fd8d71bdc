import type { PortalFixture } from "../fixture";
import type * as Identities from "./identities";
import type * as Model from "./model";
import type * as Names from "./names";
import type * as Plans from "./plans";
import { programs } from "./programs";
import type * as Promises from "./promises";
import { settings } from "./settings";
import { sound } from "./sound";
import type * as States from "./states";

/** OpenStack. */
export const fixture: PortalFixture = {
  name: "openstack",
  settings,
  secretSettings: ["password"],
  settingsOfNobody: {
    endpoint: "http://127.0.0.1:1/v3",
    username: "nobody",
    password: "nobody's",
    userDomainName: "Default",
  },
  sound,
  besideSound: { Quota: ["account"] },
  profileNamed: (name) => ({ name, rules: [{ roles: ["reader"], scope: "domain" }] }),
  command: {
    ready: (baseUrl) => ({
      endpoint: `${baseUrl}/openstack/identity/v3`,
      username: "admin",
      password: expect.any(String) as unknown,
      userDomainName: "Default",
      projectName: "admin",
      projectDomainName: "Default",
      regionName: "ch-1",
    }),
    request: ({ OS_AUTH_URL, OS_USERNAME: name, OS_PASSWORD: password, OS_USER_DOMAIN_NAME: domain }) =>
      new Request(`${OS_AUTH_URL}/auth/tokens`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          auth: {
            identity: { methods: ["password"], password: { user: { name, password, domain: { name: domain } } } },
          },
        }),
      }),
  },
  programs,
  states: () => (require("./states") as typeof States).states,
  promises: () => (require("./promises") as typeof Promises).openstackRealm(),
  model: () => (require("./model") as typeof Model).openstackModel,
  identities: () => (require("./identities") as typeof Identities).identities,
  names: () => (require("./names") as typeof Names).names,
  plans: () => (require("./plans") as typeof Plans).plans,
};
