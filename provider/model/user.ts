import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { accessTimes, email, freeText, nameOf, referenceTo, sourceAddresses, WEEKDAYS, wordSet } from "./schemas";
import { canonicalAddress, canonicalEmail, canonicalLocale, canonicalPhone } from "./spelling";
import { isList, isRecord } from "./shapes";

function normalTime(entry: unknown): unknown {
  if (!isRecord(entry) || !isList(entry["days"])) return entry;
  const { days } = entry;
  return { ...entry, days: [...new Set(days)].sort((one, other) => placeOf(one) - placeOf(other)) };
}

function placeOf(day: unknown): number {
  return WEEKDAYS.findIndex((weekday) => weekday === day);
}

/** A person who can log in: to one account, or to the realm where `account` is left out. */
export const user = defineKind({
  name: "User",
  purpose: "A person who can log in: to one account, or to the reseller's own realm where `account` is left out.",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the person belongs to")
        .optional()
        .describe("The account that the person belongs to; left out for a user of the reseller itself."),
      immutable: "replace",
      reference: "Account",
    },
    username: {
      schema: nameOf("the login name, unique within the account", 150).optional(),
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
        .describe("Language of the mails and of the portal, such as en_US. Left out: the portal's default."),
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
        .describe("The permission profiles that the person has: resources, ids, or names of standard profiles."),
      set: true,
      reference: "Profile",
    },
    access: {
      schema: z
        .array(
          z.strictObject(
            {
              account: referenceTo("Account"),
              profile: referenceTo("Profile", "the role on the account"),
              project: z.undefined({ error: "access is to an account as a whole, never to a project" }).optional(),
            },
            {
              error: (issue) =>
                issue.code === "invalid_type"
                  ? 'must be an object such as { account: acme, profile: "admin" }'
                  : undefined,
            },
          ),
          { error: "must be a list of accounts with a profile each" },
        )
        .superRefine((entries, context) => {
          const accounts = entries.map(({ account: of }) => of);
          for (const twice of new Set(accounts.filter((of, index) => accounts.indexOf(of) !== index)))
            context.addIssue(`names the account ${twice} twice: a person has one role on an account`);
        })
        .optional()
        .describe("What the person may do on which accounts. Access to others stays as it is."),
      set: true,
      reference: "Account",
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    realmAccess: {
      schema: referenceTo("Profile", "the role in the whole realm")
        .optional()
        .describe("What the person may do in the whole realm, inherited by all accounts."),
      reference: "Profile",
      whenRemoved: "clear",
    },
    locked: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe("Whether the person is locked out. Left out: not managed, since a portal may lock people by itself."),
    },
    password: {
      schema: z
        .string({ error: "must be a text" })
        .min(1, { error: "must not be empty; leave it out for none" })
        .optional()
        .describe("The password, a secret. A new one changes it. Never read back; taking it out changes nothing."),
      writeOnly: true,
      secret: true,
    },
    generatePassword: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe("Whether a password is generated when the user is made; the output `initialPassword` has it."),
      local: true,
    },
    sendWelcomeEmail: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe("Whether the portal sends a welcome when the user is made. Default false."),
      local: true,
    },
    sendPasswordEmail: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe("Whether the portal mails a password when the user is made. Default false."),
      local: true,
    },
    permissions: {
      schema: wordSet("permission keys of the portal's catalogue")
        .optional()
        .describe(
          "Permission keys that the person has beside the profiles. Left out: what the portal has is left alone.",
        ),
      set: true,
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    accessTimes: {
      schema: accessTimes
        .optional()
        .describe(
          "When the person may use the portal, in the portal's time zone; any one of the entries is enough. Left out: at any time.",
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
          "From which IP addresses or CIDR blocks the person may use the portal; any one of them is enough. Left out: from anywhere.",
        ),
      set: true,
      normal: canonicalAddress,
      emptyIsAbsent: true,
      whenRemoved: "clear",
    },
    resetPassword: {
      schema: z
        .string({ error: "must be a text, such as today's date: a new one resets the password" })
        .min(1, { error: "must not be empty: give a word, such as today's date, or leave it out" })
        .max(128, { error: "must have at most 128 characters" })
        .optional()
        .describe(
          "A word of your choice. Giving a new one to a user that exists resets the password once; the output `newPassword` has the result.",
        ),
      trigger: true,
      local: true,
    },
  },
  outputs: {
    mfa: z
      .boolean()
      .optional()
      .describe("Scaleway: whether the person has a second factor, as of the last change or refresh."),
    lastLoginAt: z
      .string()
      .optional()
      .describe("Scaleway: when the person last logged in, as of the last change or refresh."),
    effectivePanels: z
      .array(z.string())
      .optional()
      .describe("The entries of the portal's menu that the person sees, as of the last change or refresh."),
    newPassword: z
      .string()
      .optional()
      .describe("The password that the last reset by `resetPassword` gave. Absent where there was none."),
    initialPassword: z
      .string()
      .optional()
      .describe(
        "The password the portal showed when the user was made. Absent where it was lost, where the user existed before, and after a reset.",
      ),
  },
  secretOutputs: { initialPassword: "create", newPassword: "resetPassword" },
  naturalKey: ["account", "username"],
});

export type UserInputs = InputsOf<typeof user>;
export type UserOutputs = OutputsOf<typeof user>;
