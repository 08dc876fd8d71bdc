import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { freeText, nameOf, wordSet } from "./schemas";

/** Whose users a profile is for. */
export const PROFILE_LEVELS = ["reseller", "client"] as const;

/** A named set of permissions that users are given. */
export const profile = defineKind({
  name: "Profile",
  fields: {
    name: { schema: nameOf("the profile's name, unique in the realm"), immutable: "replace" },
    description: { schema: freeText("a description of the profile").optional(), whenRemoved: "clear" },
    level: {
      schema: z
        .enum(PROFILE_LEVELS, { error: "must be reseller or client" })
        .describe(
          "`reseller`: for the reseller's own people, holds at least one Clients permission (rule csp/P2). `client`: for people of customers, holds none (rule csp/P1) and is visible to all clients at once.",
        ),
      immutable: "replace",
    },
    permissions: {
      schema: wordSet("permission keys of the portal's catalogue").describe(
        "Permission keys; the portal's live catalogue says which exist.",
      ),
      set: true,
    },
  },
  naturalKey: ["name"],
});

export type ProfileInputs = InputsOf<typeof profile>;
export type ProfileOutputs = OutputsOf<typeof profile>;
