import { z } from "zod";
import { defineKind } from "./kind";
import { freeText, nameOf, objectOf, referenceTo, wordSet } from "./schemas";
import { isRecord } from "./shapes";

function normalRoles(entry: unknown): unknown {
  const { user, roles } = isRecord(entry) ? entry : {};
  return Array.isArray(roles) && roles.every((role) => typeof role === "string")
    ? { user, roles: [...new Set(roles)].sort() }
    : entry;
}

/** A project (a container of cloud resources) of one account. */
export const project = defineKind({
  name: "Project",
  purpose: "A container of cloud resources in one account, with the roles of people in it.",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the project belongs to").optional(),
      immutable: "replace",
      reference: "Account",
    },
    name: { schema: nameOf("the project's name, unique within the account") },
    description: { schema: freeText("a description of the project").optional(), whenRemoved: "clear", cosmetic: true },
    quotaProfile: {
      schema: referenceTo("QuotaProfile", "the quota profile that the project starts with")
        .optional()
        .describe("The quota profile that the project starts with. Used only when the project is created."),
      immutable: "refuse",
      reference: "QuotaProfile",
    },
    roles: {
      schema: z
        .array(
          objectOf('must be an object such as { user: anna, roles: ["member"] }', {
            user: referenceTo("User", "the user").describe("The person: the resource, or its id."),
            roles: wordSet("role names, such as member")
              .min(1, {
                error: "must name at least one role; remove the whole entry for a user without roles",
              })
              .describe("The roles that the person has, such as member."),
          }),
          { error: "must be a list of users with their roles" },
        )
        .superRefine((entries, context) => {
          const users = entries.map(({ user }) => user);
          for (const twice of new Set(users.filter((user, index) => users.indexOf(user) !== index)))
            context.addIssue(`names the user ${twice} twice: declare all roles of a user in one entry`);
        })
        .optional()
        .describe(
          "The complete list of people and their roles on the project; all other roles are removed. Not managed if not set.",
        ),
      set: true,
      normal: normalRoles,
      reference: "User",
      whenRemoved: "clear",
    },
    after: {
      schema: referenceTo("ServiceActivation", "the activation of OpenStack")
        .optional()
        .describe("The OpenStack activation of the account. Detected automatically if the same program declares it."),
      reference: "ServiceActivation",
      local: true,
      cosmetic: true,
    },
  },
  outputs: {
    subservice: z
      .string()
      .optional()
      .describe("Id of the sub-service that bills the project. The portal creates it the following night."),
  },
  naturalKey: ["account", "name"],
});
