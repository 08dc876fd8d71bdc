import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { nameOf, referenceTo } from "./schemas";

/** One service, switched on for one account. Where an activation can't be taken back, deleting the resource leaves the service on. */
export const serviceActivation = defineKind({
  name: "ServiceActivation",
  purpose: "One service, switched on for one account.",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the service is for"),
      immutable: "replace",
      reference: "Account",
    },
    service: { schema: nameOf("the key of the service, such as openstack"), immutable: "replace" },
    after: {
      schema: referenceTo("ServiceActivation", "the activation that this one needs")
        .optional()
        .describe("The activation that must come first. Found by itself where the same program declares it."),
      reference: "ServiceActivation",
      local: true,
      cosmetic: true,
    },
    onDelete: {
      schema: z
        .enum(["retain", "refuse"], { error: "must be retain or refuse" })
        .optional()
        .describe(
          "What happens when the resource is deleted, since the service stays active either way: `retain` (default) says so and goes on, `refuse` is an error.",
        ),
      local: true,
    },
  },
  naturalKey: ["account", "service"],
});

export type ServiceActivationInputs = InputsOf<typeof serviceActivation>;
export type ServiceActivationOutputs = OutputsOf<typeof serviceActivation>;
