import { z } from "zod";
import type { PortalFacts } from "../../model/portal";
import { kindsHere, lacksFields } from "./kinds";
import { newAccountRules, programRules } from "./programRules";
import { broken, cspRules } from "./ruleBook";
import { rules } from "./rules";

/** The Cloud Service Portal, as far as it can be known without talking to it. */
export const cspFacts: PortalFacts = {
  name: "csp",
  title: "the Cloud Service Portal",
  settings: [
    {
      name: "token",
      credential: true,
      environment: ["RESELLER_TOKEN"],
      schema: z
        .string()
        .min(1)
        .regex(/^[\x21-\x7e]+$/),
      hint:
        "an API token of a user with reseller rights, made in the portal's user menu; letters, digits and signs without spaces. " +
        "Set it with: pulumi config set --secret reseller:token … (or the environment variable RESELLER_TOKEN)",
    },
  ],
  lacksKinds: {},
  lacksFields,
  kinds: kindsHere,
  rules,
  fieldRules: {
    Account: { primaryColor: "csp/C4", secondaryColor: "csp/C4", iconUrl: "csp/C4" },
    User: { profiles: "csp/U1", accessTimes: "csp/A3", sourceAddresses: "csp/A3" },
    QuotaProfile: { limits: "csp/Q11" },
    Quota: { limits: "csp/Q11" },
  },
  programRules,
  newAccountRules,
  confirmable: cspRules.confirmable,
  alike: (property, reason) => broken("N1", property, reason),
};
