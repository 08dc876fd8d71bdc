import { z } from "zod";
import { definePortal } from "../../model/definePortal";
import { derivedContractSettings } from "../derivedSettings";
import { cspAccess } from "./access";
import { decommissionReason, permissionsOrTemplate, rolesWithinTheAccount } from "./checks";
import { fields } from "./fields";
import { cspRules } from "./rules";
import { PROJECT_SERVICE } from "./rules/projects";
import { SERVICE_NEEDS } from "./rules/services";
import { N1 } from "./rules/spelling";
import { startingRealm } from "./startingRealm";

/** The Cloud Service Portal, whole. */
export const csp = definePortal({
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
        "an API token of a user with reseller permissions, created in the portal's user menu; no spaces. " +
        "Set it with: pulumi config set --secret reseller:token … (or the environment variable RESELLER_TOKEN)",
    },
    ...derivedContractSettings,
  ],
  fields,
  startingRealm,
  documented: {
    title: "the Cloud Service Portal",
    sources:
      "A source with § is a chapter of the reseller manual. Other sources are pages of the portal's help. _Derived_: not stated literally in a source.",
  },
  rules: cspRules,
  checks: { Account: decommissionReason, Profile: permissionsOrTemplate },
  programChecks: [rolesWithinTheAccount],
  foundByName: ["Profile"],
  alike: N1,
  ordering: { services: SERVICE_NEEDS, projects: PROJECT_SERVICE },
  access: cspAccess,
  folder: __dirname,
});
