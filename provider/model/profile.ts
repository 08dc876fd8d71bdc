import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { defineKind } from "./kind";
import { flag, freeText, nameOf, objectOf, referenceTo, wordSet } from "./schemas";
import { isList, isRecord } from "./shapes";

/** What a profile's permission sets are for: the Organization's own features, or some projects. */
export interface PolicyRule {
  readonly permissionSets: readonly string[];
  readonly scope: "organization" | { readonly projects: readonly string[] };
  /** A CEL expression; left out: no condition. */
  readonly condition?: string;
}

/** Roles of a group, and where it has them. */
export interface RoleRule {
  readonly roles: readonly string[];
  readonly scope: RoleScope;
}

/**
 * `domain`: the account itself. `projects`: all projects of the account, now and later. `system`: the whole cloud. With `inherited`, all
 * projects below, now and later, in place of the accounts or projects themselves.
 */
export type RoleScope =
  | "domain"
  | "projects"
  | "system"
  | { readonly projects: readonly string[]; readonly inherited?: boolean }
  | { readonly accounts: readonly string[]; readonly inherited?: boolean };

function words(value: unknown): unknown[] {
  return isList(value) ? [...new Set(value)].sort() : [];
}

/** What a rule allows: all of it. */
const NAMES_IN_RULES = ["permissionSets", "roles"];

/** One spelling for what a rule means: names and projects in order, no empty condition. */
export function normalPolicyRule<Rule extends PolicyRule | RoleRule>(rule: Rule): Rule;
export function normalPolicyRule(entry: unknown): unknown;
export function normalPolicyRule(entry: unknown): unknown {
  return isRecord(entry) ? normalRule(entry) : entry;
}

function normalRule(rule: Readonly<Record<PropertyKey, unknown>>): Record<string, unknown> {
  const { scope, condition } = rule;
  return {
    ...Object.fromEntries(NAMES_IN_RULES.flatMap((names) => (names in rule ? [[names, words(rule[names])]] : []))),
    scope: isRecord(scope) ? normalScope(scope) : scope,
    ...(condition === undefined || condition === "" ? {} : { condition }),
  };
}

function normalScope({ projects, accounts, inherited }: Readonly<Record<PropertyKey, unknown>>) {
  return {
    ...(projects === undefined ? {} : { projects: words(projects) }),
    ...(accounts === undefined ? {} : { accounts: words(accounts) }),
    ...(inherited === undefined || inherited === false ? {} : { inherited }),
  };
}

/** Rules only allow: those with the same scope and condition mean what one rule with all their names means. */
function samePolicyRules(one: unknown, other: unknown): boolean {
  const [left, right] = [meaning(one), meaning(other)];
  return left !== undefined && isDeepStrictEqual(left, right);
}

/** Undefined where it doesn't have the form of rules: this is asked of values that nobody has checked, too. */
function meaning(rules: unknown): unknown {
  if (!isList(rules)) return undefined;
  const allowed = new Map<string, unknown[]>();
  for (const rule of rules) {
    if (!isRecord(rule)) return undefined;
    const { permissionSets, roles, scope, condition } = normalRule(rule);
    const names = permissionSets ?? roles;
    if (!isList(names)) return undefined;
    for (const place of roles === undefined ? [scope] : placesIn(scope)) {
      const where = JSON.stringify([place, condition ?? null]);
      allowed.set(where, [...(allowed.get(where) ?? []), ...names]);
    }
  }
  return [...allowed].map(([where, names]) => [where, words(names)]).sort();
}

/** A role on several projects is one on each. */
function placesIn(scope: unknown): unknown[] {
  if (!isRecord(scope)) return [scope];
  const { projects, accounts, ...rest } = scope;
  return [
    ...words(projects).map((project) => ({ project, ...rest })),
    ...words(accounts).map((account) => ({ account, ...rest })),
  ];
}

const projects = z
  .array(referenceTo("Project"))
  .min(1, { error: "must name at least one project" })
  .describe("The projects, by resource or id.");

const accounts = z
  .array(referenceTo("Account"))
  .min(1, { error: "must name at least one account" })
  .describe("The accounts, by resource or id.");

const inherited = flag("Whether it is for all projects below, now and later, in place of those named themselves.");

const permissionSets = wordSet("permission sets")
  .min(1, { error: "must name at least one permission set; remove the whole rule for none" })
  .describe("Names of permission sets.");

const roles = wordSet("role names, such as member")
  .min(1, { error: "must name at least one role; remove the whole rule for none" })
  .describe("Names of roles.");

const condition = freeText("a condition", 2048)
  .optional()
  .describe("A CEL expression. The rule applies only if it is true. Default: always.");

/** What a rule is for. @param forms as messages list them */
function scopeOf<const Forms extends readonly [z.ZodType, ...z.ZodType[]]>(schemas: Forms, forms: string) {
  return z.union(schemas, {
    error: (issue) => (issue.input === undefined ? `is missing: set ${forms}` : `must be ${forms}`),
  });
}

const ofPermissionSets = [z.literal("organization"), z.strictObject({ projects })] as const;

const ofRoles = [
  z.enum(["domain", "projects", "system"]),
  z.strictObject({ projects, inherited }),
  z.strictObject({ accounts, inherited }),
] as const;

const policyRule = objectOf(
  'must be an object such as { permissionSets: ["BillingReadOnly"], scope: "organization" }',
  {
    permissionSets,
    scope: scopeOf(ofPermissionSets, '"organization", or { projects: [...] } with at least one project').describe(
      "Scope of the permission sets: the Organization's features, or some projects.",
    ),
    condition,
  },
);

const roleRule = objectOf('must be an object such as { roles: ["manager"], scope: "domain" }', {
  roles,
  scope: scopeOf(
    ofRoles,
    '"domain" (the account itself), "projects" (all its projects, now and later), "system", { projects: [...] } or { accounts: [...] }',
  ).describe(
    "Where the roles are: the account itself (`domain`), all its projects, now and later (`projects`), some projects or accounts, or the whole cloud (`system`).",
  ),
});

/** A rule of any portal. */
const anyRule = objectOf('must be an object such as { roles: ["manager"], scope: "domain" }', {
  permissionSets: permissionSets.optional(),
  roles: roles.optional(),
  scope: scopeOf(
    [z.enum(["organization", "domain", "projects", "system"]), ofRoles[1], ofRoles[2]],
    "a scope of the portal",
  ).describe("Where the rule applies."),
  condition,
});

/** Whose users a profile is for. */
export const PROFILE_LEVELS = ["reseller", "client"] as const;

/** At least one rule. */
function rulesOf<Rule extends z.ZodType>(rule: Rule) {
  return z.array(rule, { error: "must be a list of rules" }).min(1, { error: "must have at least one rule" });
}

/** Permission sets with their scopes. */
export const policyRules = rulesOf(policyRule);

/** Roles with their scopes. */
export const roleRules = rulesOf(roleRule);

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
      schema: rulesOf(anyRule)
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
    effectiveRoles: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe(
        "OpenStack: by role in `rules`, the roles that people get by it: itself and those that it implies, at the last change or refresh.",
      ),
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
