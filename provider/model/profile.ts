import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { defineKind } from "./kind";
import { freeText, nameOf, objectOf, referenceTo, wordSet } from "./schemas";
import { isList, isRecord } from "./shapes";

/** What a profile's permission sets are for: the Organization's own features, or some projects. */
export interface PolicyRule {
  readonly permissionSets: readonly string[];
  readonly scope: "organization" | { readonly projects: readonly string[] };
  /** A CEL expression; left out: no condition. */
  readonly condition?: string;
}

function words(value: unknown): unknown[] {
  return isList(value) ? [...new Set(value)].sort() : [];
}

/** One spelling for what a rule means: sets and projects in order, no empty condition. */
export function normalPolicyRule<Rule extends PolicyRule>(rule: Rule): Rule;
export function normalPolicyRule(entry: unknown): unknown;
export function normalPolicyRule(entry: unknown): unknown {
  return isRecord(entry) ? normalRule(entry) : entry;
}

function normalRule({ permissionSets, scope, condition }: Readonly<Record<PropertyKey, unknown>>) {
  const projects = isRecord(scope) ? scope["projects"] : undefined;
  return {
    permissionSets: words(permissionSets),
    scope: projects === undefined ? scope : { projects: words(projects) },
    ...(condition === undefined || condition === "" ? {} : { condition }),
  };
}

/** Permission sets only allow: rules with the same scope and condition mean what one rule with all their sets means. */
function samePolicyRules(one: unknown, other: unknown): boolean {
  const [left, right] = [meaning(one), meaning(other)];
  return left !== undefined && isDeepStrictEqual(left, right);
}

/** Undefined where it doesn't have the form of rules: this is asked of values that nobody has checked, too. */
function meaning(rules: unknown): unknown {
  if (!isList(rules)) return undefined;
  const sets = new Map<string, unknown[]>();
  for (const rule of rules) {
    if (!isRecord(rule) || !isList(rule["permissionSets"])) return undefined;
    const { permissionSets, scope, condition } = normalRule(rule);
    const where = JSON.stringify([scope, condition ?? null]);
    sets.set(where, [...(sets.get(where) ?? []), ...permissionSets]);
  }
  return [...sets].map(([where, names]) => [where, words(names)]).sort();
}

const policyRule = objectOf(
  'must be an object such as { permissionSets: ["BillingReadOnly"], scope: "organization" }',
  {
    permissionSets: wordSet("permission sets")
      .min(1, {
        error: "must name at least one permission set; remove the whole rule for none",
      })
      .describe("Names of permission sets."),
    scope: z
      .union(
        [
          z.literal("organization"),
          z.strictObject({
            projects: z
              .array(referenceTo("Project"))
              .min(1, { error: "must name at least one project" })
              .describe("The projects, by resource or id."),
          }),
        ],
        {
          error: (issue) =>
            issue.input === undefined
              ? 'is missing: set "organization", or { projects: [...] } with at least one project'
              : 'must be "organization", or { projects: [...] } with at least one project',
        },
      )
      .describe("Scope of the permission sets: the Organization's features, or some projects."),
    condition: freeText("a condition", 2048)
      .optional()
      .describe("A CEL expression. The rule applies only if it is true. Default: always."),
  },
);

/** Whose users a profile is for. */
export const PROFILE_LEVELS = ["reseller", "client"] as const;

/** At least one rule. */
export const policyRules = z
  .array(policyRule, { error: "must be a list of rules" })
  .min(1, { error: "must have at least one rule" });

/** A named set of permissions that users are given. */
export const profile = defineKind({
  name: "Profile",
  purpose: "A named set of permissions. A change applies to everybody who has the profile.",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the profile belongs to")
        .optional()
        .describe(
          "The account that the profile belongs to, on portals where profiles belong to accounts. Default: the reseller's own.",
        ),
      immutable: "replace",
      reference: "Account",
    },
    name: { schema: nameOf("the profile's name, unique in its scope"), immutable: "replace" },
    description: { schema: freeText("a description of the profile").optional(), whenRemoved: "clear", cosmetic: true },
    group: {
      schema: referenceTo("Profile", "the group that gets the permissions")
        .optional()
        .describe(
          "An existing group that gets the permissions: its name, its id, or the Profile that created it. The group itself is not changed. Default: the profile creates its own group.",
        ),
      reference: "Profile",
    },
    rules: {
      schema: policyRules
        .optional()
        .describe("The permissions of the profile, with their scopes. The order is not significant."),
      set: true,
      normal: normalPolicyRule,
      equal: samePolicyRules,
    },
    tags: {
      schema: wordSet("tags").optional().describe("Tags of the profile."),
      set: true,
      emptyIsAbsent: true,
      whenRemoved: "clear",
      cosmetic: true,
    },
    level: {
      schema: z
        .enum(PROFILE_LEVELS, { error: "must be reseller or client" })
        .optional()
        .describe(
          "`reseller`: for the reseller's own staff; has at least one Clients permission. `client`: for customers' users; has no Clients permission and is visible to all customers.",
        ),
      immutable: "refuse",
    },
    permissions: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("Permission keys from the portal's catalogue. Set either this or `basedOn`."),
      set: true,
    },
    basedOn: {
      schema: referenceTo("Profile", "the profile to start from")
        .optional()
        .describe(
          "The base profile (resource, id, or name of a standard profile) whose permissions this profile starts with. The base profile is not changed.",
        ),
      reference: "Profile",
      local: true,
      shown: true,
      yields: "permissions",
    },
    add: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("With `basedOn`: additional permission keys."),
      set: true,
      emptyIsAbsent: true,
      local: true,
      shown: true,
    },
    remove: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("With `basedOn`: permission keys to exclude."),
      set: true,
      emptyIsAbsent: true,
      local: true,
      shown: true,
    },
  },
  outputs: {
    policyId: z.string().optional().describe("Scaleway: id of the policy, if the profile has its own group."),
    rulesAsOf: z.string().optional().describe("Scaleway: time of the last change of the policy at the portal."),
    effectivePermissions: z.array(z.string()).optional().describe("With `basedOn`: the resulting permission keys."),
    origin: z.string().optional().describe("The level that created the profile: provider, reseller or client."),
    visibleTo: z.string().optional().describe("Who can assign it to users: reseller_only, all_clients or one_client."),
    userCount: z.number().optional().describe("Number of users who have it, at the last change or refresh."),
    users: z
      .array(z.string())
      .optional()
      .describe("The first hundred users who have it, such as `Acme AG/anna`, at the last change or refresh."),
  },
  naturalKey: ["account", "name"],
});
