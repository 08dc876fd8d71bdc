import { z } from "zod";
import { defineKind } from "./kind";
import { flag, freeText, nameOf, objectOf, referenceTo, wordSet } from "./schemas";
import { isList, isRecord } from "./shapes";

/** Entries are sorted by their text, so members always have the same order. */
function normalRoles(entry: unknown): unknown {
  if (!isRecord(entry)) return entry;
  const { user, profile, roles, ...others } = entry;
  return {
    ...(user === undefined ? {} : { user }),
    ...(profile === undefined ? {} : { profile }),
    roles: isList(roles) && roles.every((role) => typeof role === "string") ? [...new Set(roles)].sort() : roles,
    ...others,
  };
}

const roles = wordSet("role names, such as member")
  .min(1, { error: "must name at least one role; remove the whole entry for nobody" })
  .describe("The roles on the project, such as member.");

const user = referenceTo("User", "the user").describe("The person: the resource, or its id.");

const profile = referenceTo("Profile", "the group").describe(
  "The group, whose members have the roles: the Profile, or the group's id or name.",
);

/** Each user, and each group, stands in one entry. */
function once(
  entries: readonly { readonly user?: string | undefined; readonly profile?: string | undefined }[],
  context: z.RefinementCtx,
): void {
  for (const member of ["user", "profile"] as const) {
    const names = entries.flatMap((entry) => entry[member] ?? []);
    const what = member === "user" ? "user" : "group";
    for (const twice of new Set(names.filter((name, index) => names.indexOf(name) !== index)))
      context.addIssue(`names the ${what} ${twice} twice: declare all roles of a ${what} in one entry`);
  }
}

/** People with their roles on a project. */
export const rolesOfUsers = z
  .array(objectOf('must be an object such as { user: anna, roles: ["member"] }', { user, roles }), {
    error: "must be a list of users with their roles",
  })
  .superRefine(once);

/** People and groups with their roles on a project. */
export const rolesOfUsersAndGroups = z
  .array(
    objectOf(
      'must be an object such as { user: anna, roles: ["member"] }, or { profile: operators, roles: ["member"] }',
      {
        user: user.optional(),
        profile: profile.optional(),
        roles,
      },
    ).refine((entry) => (entry.user === undefined) !== (entry.profile === undefined), {
      error: "must have either user or profile",
    }),
    { error: "must be a list of users or profiles with their roles" },
  )
  .superRefine(once);

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
    parent: {
      schema: referenceTo("Project", "the project that this one is in")
        .optional()
        .describe("The project of the same account that this one is in. Default: none."),
      immutable: "refuse",
      reference: "Project",
    },
    tags: {
      schema: wordSet("tags").optional().describe("Tags of the project."),
      set: true,
      emptyIsAbsent: true,
      whenRemoved: "clear",
      cosmetic: true,
    },
    locked: {
      schema: flag("Whether the project is locked: nobody has access to it. Not managed if not set."),
    },
    quotaProfile: {
      schema: referenceTo("QuotaProfile", "the quota profile that the project starts with")
        .optional()
        .describe("The quota profile that the project starts with. Used only when the project is created."),
      immutable: "refuse",
      reference: "QuotaProfile",
    },
    roles: {
      schema: rolesOfUsersAndGroups
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
      orders: true,
    },
  },
  outputs: {
    effectiveRoles: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe(
        "OpenStack: by role in `roles`, the roles that people get by it: itself and those that it implies, at the last change or refresh.",
      ),
    subservice: z
      .string()
      .optional()
      .describe("Id of the sub-service that bills the project. The portal creates it the following night."),
  },
  naturalKey: ["account", "name"],
});
