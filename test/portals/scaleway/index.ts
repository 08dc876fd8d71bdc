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

const UUID = "11111111-1111-4111-8111-111111111111";

/** Scaleway Partner Space. */
export const fixture: PortalFixture = {
  name: "scaleway",
  settings,
  secretSettings: ["secretKey"],
  settingsOfNobody: { secretKey: UUID, organizationId: UUID },
  sound,
  profileNamed: (name) => ({ name, rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] }),
  command: {
    ready: (baseUrl) => ({
      endpoint: `${baseUrl}/scaleway`,
      organizationId: expect.any(String) as unknown,
      accessKey: expect.stringMatching(/^SCW[A-Z0-9]{17}$/) as unknown,
      secretKey: expect.any(String) as unknown,
    }),
    request: ({ RESELLER_ENDPOINT, SCW_SECRET_KEY = "" }) =>
      new Request(`${RESELLER_ENDPOINT}/iam/v1alpha1/api-keys`, { headers: { "x-auth-token": SCW_SECRET_KEY } }),
  },
  programs,
  states: () => (require("./states") as typeof States).states,
  promises: () => (require("./promises") as typeof Promises).scalewayRealm(),
  model: () => (require("./model") as typeof Model).scalewayModel,
  ground: () => (require("./ground") as typeof Ground).scaleway,
  identities: () => (require("./identities") as typeof Identities).identities,
  names: () => (require("./names") as typeof Names).names,
  plans: () => ({ scaleway: (require("./plans") as typeof Plans).scalewayPlans }),
};
