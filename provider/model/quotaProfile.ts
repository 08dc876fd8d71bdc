import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { limits, nameOf, referenceTo } from "./schemas";

/** A named set of limits to choose from. Changing it changes no quota that was set from it. */
export const quotaProfile = defineKind({
  name: "QuotaProfile",
  purpose:
    "A named set of limits that quotas and projects are made from. Changing it changes no quota that was set from it.",
  fields: {
    name: { schema: nameOf("the quota profile's name, unique in its scope") },
    account: {
      schema: referenceTo("Account", "the account that alone may use the profile")
        .optional()
        .describe("The account that alone may use the profile; left out for a global one."),
      immutable: "replace",
      reference: "Account",
    },
    inheritable: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe("Global profiles only: clients see and may use the profile, and can't edit it. Default false."),
    },
    default: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe("The profile that is chosen where none is named; at most one in each scope. Default false."),
    },
    limits: { schema: limits.describe("The limits by name; which names there are depends on the portal.") },
  },
  naturalKey: ["account", "name"],
});

export type QuotaProfileInputs = InputsOf<typeof quotaProfile>;
export type QuotaProfileOutputs = OutputsOf<typeof quotaProfile>;
