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

/** gridscale Partner. */
export const fixture: PortalFixture = {
  name: "gridscale",
  settings,
  secretSettings: ["token"],
  settingsOfNobody: { token: "token", userUuid: "11111111-1111-4111-8111-111111111111" },
  sound,
  profileNamed: (name) => ({ name, level: "client", permissions: ["view"] }),
  command: {
    ready: (baseUrl) => ({
      endpoint: `${baseUrl}/gridscale`,
      partnerId: expect.any(String) as unknown,
      userUuid: expect.any(String) as unknown,
      token: expect.stringMatching(/^gridscale_/) as unknown,
    }),
    request: ({ RESELLER_ENDPOINT, GRIDSCALE_UUID = "", GRIDSCALE_TOKEN = "" }) =>
      new Request(`${RESELLER_ENDPOINT}/management/v2/users`, {
        headers: { "x-auth-userid": GRIDSCALE_UUID, "x-auth-token": GRIDSCALE_TOKEN },
      }),
  },
  programs,
  states: () => (require("./states") as typeof States).states,
  promises: () => (require("./promises") as typeof Promises).gridscaleRealm(),
  model: () => (require("./model") as typeof Model).gridscaleModel,
  ground: () => (require("./ground") as typeof Ground).gridscale,
  identities: () => (require("./identities") as typeof Identities).identities,
  names: () => (require("./names") as typeof Names).names,
  plans: () => ({ gridscale: (require("./plans") as typeof Plans).gridscalePlans }),
};
