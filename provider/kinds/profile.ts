import { z } from "zod";
import { defineKind, type Finding, type InputsOf, type OutputsOf, type Rule } from "./kind";
import { freeText, nameOf, referenceTo, wordSet } from "./schemas";

/** Whose users a profile is for. */
export const PROFILE_LEVELS = ["reseller", "client"] as const;

const permissionsOrTemplate: Rule = {
  id: "permissions-or-template",
  check({ permissions, basedOn, add, remove }): Finding[] {
    if (permissions === undefined && basedOn === undefined)
      return [
        {
          property: "permissions",
          reason: "is missing: list the permissions, or name a profile to start from with basedOn",
        },
      ];
    if (permissions !== undefined && basedOn !== undefined)
      return [
        {
          property: "permissions",
          reason: "is given beside basedOn: either list all permissions, or start from basedOn and use add and remove",
        },
      ];
    return Object.entries({ add, remove })
      .filter(([, value]) => value !== undefined && basedOn === undefined)
      .map(([property]) => ({
        property,
        reason: `only goes with basedOn: put it into permissions, or name a profile to start from`,
      }));
  },
};

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
      immutable: "refuse",
    },
    permissions: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("Permission keys; the portal's live catalogue says which exist. Either this or `basedOn`."),
      set: true,
    },
    basedOn: {
      schema: referenceTo("Profile", "the profile to start from")
        .optional()
        .describe(
          "A profile (resource, id, or name of a standard profile) whose permissions this one starts from; it is never changed itself (rule csp/P8).",
        ),
      reference: "Profile",
      local: true,
    },
    add: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("With `basedOn`: permission keys to have beside its own."),
      set: true,
      emptyIsAbsent: true,
      local: true,
    },
    remove: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("With `basedOn`: permission keys to leave out."),
      set: true,
      emptyIsAbsent: true,
      local: true,
    },
  },
  outputs: {
    effectivePermissions: z
      .array(z.string())
      .optional()
      .describe("With `basedOn`: the permission keys that the profile has by now."),
    origin: z.string().optional().describe("The level that made the profile: provider, reseller or client."),
    visibleTo: z.string().optional().describe("Who can give it to users: reseller_only, all_clients or one_client."),
    userCount: z.number().optional().describe("How many users have it, as of the last change or refresh."),
    users: z
      .array(z.string())
      .optional()
      .describe("Who has it, as of the last change or refresh, such as `Acme AG/anna`; the first hundred."),
  },
  naturalKey: ["name"],
  rules: [permissionsOrTemplate],
});

export type ProfileInputs = InputsOf<typeof profile>;
export type ProfileOutputs = OutputsOf<typeof profile>;
