import { z } from "zod";
import { defineKind } from "./kind";
import {
  accessTimes,
  email,
  flag,
  freeText,
  nameOf,
  objectOf,
  referenceTo,
  sourceAddresses,
  WEEKDAYS,
  wordSet,
} from "./schemas";
import { canonicalAddress, canonicalEmail, canonicalLocale, canonicalPhone } from "./spelling";
import { isList, isRecord } from "./shapes";

/** Entries are sorted by their text, so members always have the same order. */
function normalTime(entry: unknown): unknown {
  if (!isRecord(entry) || !isList(entry["days"])) return entry;
  const { days, from, to, ...others } = entry;
  return { days: [...new Set(days)].sort((one, other) => placeOf(one) - placeOf(other)), from, to, ...others };
}

function placeOf(day: unknown): number {
  return WEEKDAYS.findIndex((weekday) => weekday === day);
}

const signInOptions = objectOf("must be an object such as { multiFactorAuthEnabled: true }", {
  multiFactorAuthEnabled: flag(
    "Whether the person signs in by one of `multiFactorAuthRules`. Default: true, if there are rules.",
  ),
  multiFactorAuthRules: z
    .array(
      z
        .array(
          z
            .string({ error: "must be the name of a method, such as totp" })
            .min(1, { error: "must not be empty: name a method, such as totp" }),
          { error: 'must be a list of methods, such as ["password", "totp"]' },
        )
        .min(1, { error: "must name at least one method" }),
      { error: 'must be a list of combinations, such as [["password", "totp"]]' },
    )
    .optional()
    .describe('Combinations of methods, one of which is needed, such as `[["password", "totp"]]`.'),
  lockPassword: flag("Whether the person can't change the password."),
  ignorePasswordExpiry: flag("Whether the password never expires."),
  ignoreChangePasswordUponFirstUse: flag("Whether the person needn't change the password at the first sign-in."),
  ignoreLockoutFailureAttempts: flag("Whether failed sign-ins never lock the person out."),
  ignoreUserInactivity: flag("Whether the person isn't disabled after a time without sign-in."),
});

/**
 * Without what means the same as nothing; the order of rules, and of methods in a rule, means nothing. Rules count unless they are turned
 * off, and turning them off means nothing where there are none.
 */
function normalOptions(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { multiFactorAuthRules: rules, multiFactorAuthEnabled: enabled, ...others } = value;
  const isOff = enabled === false && isList(rules) && rules.length > 0;
  const set = Object.entries(others).filter(([, on]) => on !== false && on !== undefined);
  const combinations = (isList(rules) ? rules : []).map((methods) =>
    isList(methods) ? [...new Set(methods)].sort() : methods,
  );
  if (set.length === 0 && combinations.length === 0) return undefined;
  const sorted = new Map(combinations.map((methods) => [JSON.stringify(methods), methods]));
  return {
    ...Object.fromEntries(set.sort(([one], [other]) => (one < other ? -1 : 1))),
    ...(isOff ? { multiFactorAuthEnabled: false } : {}),
    ...(sorted.size === 0 ? {} : { multiFactorAuthRules: [...sorted.keys()].sort().map((key) => sorted.get(key)) }),
  };
}

/** A person who can log in: to one account, or to the realm where `account` is left out. */
export const user = defineKind({
  name: "User",
  purpose: "A person who can log in: to one account, or, without `account`, to the reseller's own realm.",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the person belongs to")
        .optional()
        .describe("The account that the person belongs to. Not set for the reseller's own staff."),
      immutable: "replace",
      reference: "Account",
    },
    username: {
      schema: nameOf("the login name, unique within the account", 255).optional(),
      immutable: "replace",
    },
    email: { schema: email.optional().describe("The person's e-mail address."), normal: canonicalEmail },
    firstName: { schema: nameOf("the person's first name").optional() },
    lastName: { schema: nameOf("the person's last name").optional() },
    phone: {
      schema: nameOf("the person's phone number").optional(),
      normal: canonicalPhone,
      whenRemoved: "clear",
    },
    locale: {
      normal: canonicalLocale,
      schema: nameOf("a locale, such as en_US", 16)
        .optional()
        .describe("Language of e-mails and of the portal, such as en_US. Default: the portal's."),
      cosmetic: true,
    },
    tags: {
      schema: wordSet("tags").optional().describe("Tags of the person."),
      set: true,
      emptyIsAbsent: true,
      whenRemoved: "clear",
      cosmetic: true,
    },
    description: { schema: freeText("a comment on the person").optional(), whenRemoved: "clear", cosmetic: true },
    profiles: {
      schema: wordSet("profiles (the resource, its id, or a standard profile's name)", "Profile")
        .optional()
        .describe("The person's permission profiles: resources, ids, or names of standard profiles."),
      set: true,
      reference: "Profile",
    },
    access: {
      schema: z
        .array(
          objectOf('must be an object such as { account: acme, profile: "admin" }', {
            account: referenceTo("Account"),
            profile: referenceTo("Profile", "the role on the account"),
            project: z.undefined({ error: "access is to a whole account, not to a project" }).optional(),
          }),
          { error: "must be a list of accounts with a profile each" },
        )
        .superRefine((entries, context) => {
          const accounts = entries.map(({ account: of }) => of);
          for (const twice of new Set(accounts.filter((of, index) => accounts.indexOf(of) !== index)))
            context.addIssue(`names the account ${twice} twice: a person has one role on an account`);
        })
        .optional()
        .describe("The person's roles on accounts. Roles on undeclared accounts are not changed."),
      set: true,
      reference: "Account",
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    realmAccess: {
      schema: referenceTo("Profile", "the role in the whole realm")
        .optional()
        .describe("The person's role in the whole realm, inherited by all accounts."),
      reference: "Profile",
      whenRemoved: "clear",
    },
    locked: {
      schema: flag("Whether the person is locked. Not managed if not set, because a portal can lock people itself."),
    },
    password: {
      schema: z
        .string({ error: "must be a string" })
        .min(1, { error: "must not be empty; omit it for none" })
        .optional()
        .describe(
          "The password, a secret. A new value changes it. It is never read back, and removing the field changes nothing.",
        ),
      writeOnly: true,
      secret: true,
    },
    generatePassword: {
      schema: flag("Whether a password is generated when the user is created. The output `initialPassword` has it."),
      local: true,
    },
    sendWelcomeEmail: {
      schema: flag("Whether the portal sends a welcome e-mail when the user is created. Default: false."),
      local: true,
    },
    sendPasswordEmail: {
      schema: flag("Whether the portal e-mails a password when the user is created. Default: false."),
      local: true,
    },
    permissions: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe("Permission keys granted in addition to the profiles. Not managed if not set."),
      set: true,
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    accessTimes: {
      schema: accessTimes
        .optional()
        .describe(
          "Times at which the person can use the portal, in the portal's time zone. One matching entry is enough. Default: at any time.",
        ),
      set: true,
      normal: normalTime,
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    sourceAddresses: {
      schema: sourceAddresses
        .optional()
        .describe(
          "IP addresses or CIDR blocks from which the person can use the portal. One matching entry is enough. Default: from anywhere.",
        ),
      set: true,
      normal: canonicalAddress,
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    options: {
      schema: signInOptions
        .optional()
        .describe("Exceptions from the portal's rules of sign-in. Options that are not set are removed."),
      normal: normalOptions,
      whenRemoved: "clear",
    },
    resetPassword: {
      schema: z
        .string({ error: "must be a string, such as today's date: a new one resets the password" })
        .min(1, { error: "must not be empty: give a word, such as today's date, or leave it out" })
        .max(128, { error: "must have at most 128 characters" })
        .optional()
        .describe(
          "Any text, for example a date. For an existing user, a new value resets the password once. The output `newPassword` has the new password.",
        ),
      trigger: true,
      local: true,
    },
  },
  outputs: {
    mfa: z
      .boolean()
      .optional()
      .describe("Scaleway: whether the person uses multi-factor authentication, at the last change or refresh."),
    lastLoginAt: z
      .string()
      .optional()
      .describe("Scaleway: time of the person's last login, at the last change or refresh."),
    passwordExpiresAt: z
      .string()
      .optional()
      .describe("OpenStack: when the person's password expires. Absent if it doesn't."),
    effectivePanels: z
      .array(z.string())
      .optional()
      .describe("The menu entries that the person sees in the portal, at the last change or refresh."),
    newPassword: z
      .string()
      .optional()
      .describe("The password of the last reset with `resetPassword`. Absent if there was no reset."),
    initialPassword: z
      .string()
      .optional()
      .describe(
        "The password that the portal showed when the user was created. Absent if it was lost, if the user already existed, and after a reset.",
      ),
  },
  secretOutputs: { initialPassword: "create", newPassword: "resetPassword" },
  naturalKey: ["account", "username"],
});
