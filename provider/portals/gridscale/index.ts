import { z } from "zod";
import { definePortal } from "../../model/definePortal";
import { derivedContractSettings } from "../derivedSettings";
import { gridscaleAccess } from "./access";
import { fields, insteadOf } from "./fields";
import { gridscaleRules } from "./rules";
import { N1 } from "./rules/spelling";
import { startingRealm } from "./startingRealm";

/** gridscale Partner, whole. Its contract is derived and unverified. */
export const gridscale = definePortal({
  name: "gridscale",
  title: "gridscale Partner (derived contract, unverified)",
  settings: [
    {
      name: "userUuid",
      credential: false,
      environment: ["GRIDSCALE_UUID"],
      // Portals write UUIDs in small letters, people in both (RFC 9562).
      schema: z.guid().toLowerCase(),
      hint:
        "the UUID of the API key's user, shown next to the key in the Partner Panel. Set it with: pulumi config set reseller:userUuid … " +
        "(or GRIDSCALE_UUID)",
    },
    {
      name: "token",
      credential: true,
      environment: ["GRIDSCALE_TOKEN"],
      schema: z
        .string()
        .min(1)
        .regex(/^[\x21-\x7e]+$/),
      hint:
        "an API key, created in the Partner Panel under API Keys by a user with the role Admin; a project's token is not sufficient. Set it with: " +
        "pulumi config set --secret reseller:token … (or GRIDSCALE_TOKEN)",
    },
    ...derivedContractSettings,
    {
      name: "requestsPerMinute",
      credential: false,
      optional: true,
      environment: [],
      schema: z.string().regex(/^[1-9]\d{0,5}$/),
      hint: "a whole number from 1 to 999999: maximum requests per minute. Default 200; the vendor allows 210",
    },
  ],
  endpoint: {
    usual: "https://api.gridscale.io",
    environment: ["GRIDSCALE_URL"],
    problems: (endpoint) => (endpoint.endsWith("/") ? ["must not end with a slash; remove it"] : []),
  },
  fields,
  insteadOf,
  startingRealm,
  documented: {
    title: "gridscale Partner",
    sources:
      "The contract is derived and unverified. Sources are pages of the vendor's documentation of gridscale Partner, and of its public API if stated. Rules of _this project_ guard against undocumented behaviour.",
  },
  rules: gridscaleRules,
  alike: N1,
  access: gridscaleAccess,
  folder: __dirname,
});
