import { z } from "zod";
import { defineKind } from "./kind";
import { nameOf, referenceTo } from "./schemas";

/** One service, activated for one account. If activations are permanent, deleting the resource keeps the service active. */
export const serviceActivation = defineKind({
  name: "ServiceActivation",
  purpose: "One service, activated for one account.",
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
        .describe("The activation that must exist first. Detected automatically if the same program declares it."),
      reference: "ServiceActivation",
      local: true,
      cosmetic: true,
      orders: true,
    },
    onDelete: {
      schema: z
        .enum(["retain", "refuse"], { error: "must be retain or refuse" })
        .optional()
        .describe("What happens when the resource is deleted."),
      local: true,
    },
  },
  naturalKey: ["account", "service"],
});
