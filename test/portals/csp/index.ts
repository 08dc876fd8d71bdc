import type { PortalFixture } from "../fixture";
import type * as Ground from "./ground";
import type * as Identities from "./identities";
import type * as Model from "./model";
import type * as Names from "./names";
import type * as Plans from "./plans";
import { programs } from "./programs";
import type * as Promises from "./promises";
import { settings } from "./settings";
import { sound } from "./sound";
import type * as States from "./states";

/** The Cloud Service Portal. */
export const fixture: PortalFixture = {
  name: "csp",
  settings,
  secretSettings: ["token"],
  settingsOfNobody: { token: "csp_token" },
  sound,
  besideSound: { QuotaProfile: ["account"] },
  profileNamed: (name) => ({ name, level: "client", permissions: ["show_usage"] }),
  command: {
    ready: (baseUrl) => ({
      endpoint: `${baseUrl}/csp/api/v1`,
      token: expect.any(String) as unknown,
      readOnlyToken: expect.any(String) as unknown,
    }),
    request: ({ RESELLER_ENDPOINT, RESELLER_TOKEN }) =>
      new Request(`${RESELLER_ENDPOINT}/me`, { headers: { authorization: `Bearer ${RESELLER_TOKEN}` } }),
  },
  programs,
  states: () => (require("./states") as typeof States).states,
  promises: () => (require("./promises") as typeof Promises).cspRealm(),
  model: () => (require("./model") as typeof Model).cspModel,
  ground: () => (require("./ground") as typeof Ground).csp,
  identities: () => (require("./identities") as typeof Identities).identities,
  names: () => (require("./names") as typeof Names).names,
  plans: () => (require("./plans") as typeof Plans).plans,
};
