import { z } from "zod";
import type { PortalFacts } from "../../model/portal";
import { decommissionReason, permissionsOrTemplate, rolesWithinTheAccount } from "./checks";
import { kindsHere, lacksFields } from "./kinds";
import { cspRules } from "./rules";
import { N1 } from "./rules/spelling";

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
  documented: {
    title: "the Cloud Service Portal",
    sources:
      "A source with § is a chapter of the reseller manual; the others are pages of the portal's help. _Derived_ stands where no source says it in so many words.",
  },
  rules: cspRules,
  checks: { Account: decommissionReason, Profile: permissionsOrTemplate },
  programChecks: [rolesWithinTheAccount],
  alike: N1,
};
