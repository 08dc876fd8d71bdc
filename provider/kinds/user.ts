import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { email, freeText, nameOf, referenceTo, wordSet } from "./schemas";

/** A person who can log in: to one account, or to the realm where `account` is left out. */
export const user = defineKind({
  name: "User",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the person belongs to")
        .optional()
        .describe("The account that the person belongs to; left out for a user of the reseller itself."),
      immutable: "replace",
      reference: "Account",
    },
    username: { schema: nameOf("the login name, unique within the account"), immutable: "replace" },
    email: { schema: email.describe("E-mail address.") },
    firstName: { schema: nameOf("the first name") },
    lastName: { schema: nameOf("the last name") },
    description: { schema: freeText("a comment on the person").optional(), whenRemoved: "clear" },
    profiles: {
      schema: wordSet("profiles (the resource, its id, or a standard profile's name)")
        .min(1, { error: "must name at least one profile: a user without one can't do anything" })
        .describe(
          "The permission profiles that the person has: resources, ids, or names of standard profiles. At least one.",
        ),
      set: true,
      reference: "Profile",
    },
  },
  outputs: {
    initialPassword: z
      .string()
      .optional()
      .describe(
        "The password the portal showed when the user was made. Absent where it was lost or the user existed before.",
      ),
  },
  secretOutputs: ["initialPassword"],
  naturalKey: ["account", "username"],
});

export type UserInputs = InputsOf<typeof user>;
export type UserOutputs = OutputsOf<typeof user>;
