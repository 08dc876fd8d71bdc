import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { freeText, nameOf, referenceTo } from "./schemas";

/** A project (a container of cloud resources) of one account. */
export const project = defineKind({
  name: "Project",
  fields: {
    account: { schema: referenceTo("Account"), immutable: "replace", reference: "Account" },
    name: { schema: nameOf("the project's name, unique within the account") },
    description: { schema: freeText("a description of the project").optional(), whenRemoved: "clear" },
    quotaProfile: {
      schema: referenceTo("QuotaProfile", "the quota profile that the project starts with")
        .optional()
        .describe("The quota profile that the project starts with. Only read when the project is made."),
      immutable: "refuse",
      reference: "QuotaProfile",
    },
    after: {
      schema: referenceTo("ServiceActivation", "the activation of OpenStack")
        .optional()
        .describe(
          "The OpenStack activation of the account (rule csp/O1). Found by itself where the same program declares it.",
        ),
      reference: "ServiceActivation",
      local: true,
    },
  },
  outputs: { subservice: z.string().optional() },
  naturalKey: ["account", "name"],
});

export type ProjectInputs = InputsOf<typeof project>;
export type ProjectOutputs = OutputsOf<typeof project>;
