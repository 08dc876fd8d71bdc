import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { limits, nameOf, referenceTo } from "./schemas";

/** The limits of one account in one region. */
export const quota = defineKind({
  name: "Quota",
  fields: {
    account: { schema: referenceTo("Account"), immutable: "replace", reference: "Account" },
    region: { schema: nameOf("the id of a region"), immutable: "replace" },
    limits: { schema: limits.describe("The ten numbers; RAM and volume storage in GB (rule csp/Q11).") },
    onDelete: {
      schema: z
        .enum(["retain", "reset"], { error: "must be retain or reset" })
        .optional()
        .describe(
          "What happens when the resource is deleted: `retain` (default) leaves the limits as they are, `reset` sets all of them to 0.",
        ),
      local: true,
    },
  },
  naturalKey: ["account", "region"],
});

export type QuotaInputs = InputsOf<typeof quota>;
export type QuotaOutputs = OutputsOf<typeof quota>;
