import { defineKind } from "./kind";
import { flag, limits, nameOf, referenceTo } from "./schemas";

/** A named set of limits to choose from. Changing it changes no quota that was set from it. */
export const quotaProfile = defineKind({
  name: "QuotaProfile",
  purpose: "A named set of limits for quotas and projects. A change doesn't affect quotas that were set from it.",
  fields: {
    name: { schema: nameOf("the quota profile's name, unique in its scope") },
    account: {
      schema: referenceTo("Account", "the only account that can use the profile")
        .optional()
        .describe("The only account that can use the profile. Not set for a global profile."),
      immutable: "replace",
      reference: "Account",
    },
    inheritable: {
      schema: flag("Global profiles only: customers can see and use the profile, but not edit it. Default: false."),
    },
    default: {
      schema: flag("Whether this is the default profile; at most one per scope. Default: false."),
    },
    limits: { schema: limits.describe("The limits by name. The names depend on the portal.") },
  },
  naturalKey: ["account", "name"],
});
