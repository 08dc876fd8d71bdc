import { z } from "zod";
import { email, finiteLimits, freeText, type KindName, nameOf, objectOf, policyRules, wordSet } from "../../model";
import type { FieldTable } from "../../model/fieldTable";
import { STATE_ONLY_QUOTA_PROFILE } from "../stateOnlyQuotaProfiles";
import { MOST_TAGS, NAME_PATTERN, PASSWORD_BYTES, TAG_PATTERN, USERNAME_PATTERN } from "./contract";

function atLeastTwo(what: string) {
  return nameOf(what, 256).refine((value) => value.length !== 1, { error: "must have at least 2 characters" });
}

function username(longest: number) {
  return z
    .string({ error: "must be a login name such as anna.keller" })
    .min(2, { error: "must have at least 2 characters" })
    .max(longest, { error: `must have at most ${longest} characters` })
    .regex(USERNAME_PATTERN, {
      error: "must only have letters, digits and the signs @ . _ - (no spaces, no +), such as anna.keller",
    });
}

const password = z
  .string({ error: "must be a string" })
  .min(1, { error: "must not be empty; omit it for none" })
  .superRefine((value, context) => {
    const bytes = Buffer.byteLength(value);
    // The value itself never stands in a message.
    if (bytes > PASSWORD_BYTES)
      context.addIssue(
        `must have at most ${PASSWORD_BYTES} bytes, has ${bytes} (a letter with an accent counts as two)`,
      );
  });

const tags = wordSet("tags")
  .max(MOST_TAGS, { error: `must be at most ${MOST_TAGS}` })
  .superRefine((entries, context) => {
    for (const entry of entries.filter((tag) => !TAG_PATTERN.test(tag)))
      context.addIssue(
        `must only have letters, digits, spaces and the signs . _ - / = + @ in a tag; ${JSON.stringify(entry)} has others`,
      );
  })
  .optional();

const name = z
  .string({ error: "must be a name such as Billing readers" })
  .min(1, { error: "must not be empty" })
  .max(64, { error: "must have at most 64 characters" })
  .regex(NAME_PATTERN, {
    error: "must only have letters, digits, spaces between words and the signs _ . - ( ), such as Billing readers",
  });

const description = {
  schema: freeText("a description", 200).optional(),
  emptyIsAbsent: true,
};

/** Between two existing groups a policy moves; to and from a group of its own it is another object. */
function otherSortOfGroup(before: unknown, after: unknown): "replace" | undefined {
  return (before === undefined) === (after === undefined) ? undefined : "replace";
}

const ASSERTED = "quotas are read-only on this portal: a Quota only compares the declared limits with the actual ones";

/** What this portal has of each kind, and what is different there: mostly what it asks for. */
export const fields = {
  Account: {
    has: {
      name: { schema: atLeastTwo("the customer's name") },
      description: {
        says: "can be changed, but not removed",
        schema: freeText("a comment on the customer")
          .min(1, { error: "must not be empty: the portal can't remove it" })
          .optional(),
        whenRemoved: "keep",
      },
      email: { says: "the owner has to validate it before the Organization can be used", schema: email },
      ownerFirstName: { schema: atLeastTwo("the owner's first name") },
      ownerLastName: { schema: atLeastTwo("the owner's last name") },
      phone: { says: "can be changed, but not removed" },
      externalId: { schema: nameOf("your own number of the customer", 256) },
      // A lock of the vendor's hides the partner's own.
      locked: {
        says: "the partner's lock on the Organization, not a lock by Scaleway",
        writeOnly: true,
      },
      adminAccess: {
        says: "the login name has 2 to 64 letters, digits and `@ . _ -`, the password at most 72 bytes",
        schema: objectOf("must be an object of username, email and password", {
          username: username(64),
          email,
          password,
        }).optional(),
      },
      onDelete: { says: "`retain` or `lock`" },
    },
    instead: {
      state: "customers have no commercial state on this portal; use locked for the partner's lock",
      availableServices: "every product is available to an Organization; grant permission sets with a Profile",
      primaryColor: "the portal doesn't support branding",
      secondaryColor: "the portal doesn't support branding",
      iconUrl: "the portal doesn't support branding",
      owner: "use email, ownerFirstName and ownerLastName",
      locations: "every region is available to an Organization",
      features: "every product is available to an Organization; grant permission sets with a Profile",
      uprovideAccount: "use externalId for your own customer number",
      decommissionReason: "the portal has no decommissioning; onDelete accepts retain and lock",
    },
    naturalKey: ["email"],
  },
  User: {
    has: {
      account: {},
      username: { says: "letters, digits and `@ . _ -`", schema: username(150), immutable: undefined },
      email: { schema: email },
      firstName: { schema: nameOf("the first name").optional(), whenRemoved: "clear" },
      lastName: { schema: nameOf("the last name").optional(), whenRemoved: "clear" },
      phone: {},
      locale: {},
      tags: { schema: tags },
      profiles: {
        says: "the person's groups; undeclared groups are not changed",
        openSet: true,
        emptyIsAbsent: true,
        whenRemoved: "clear",
      },
      locked: { says: "the person can't log in, and their API keys have no permissions" },
      password: { says: "at most 72 bytes", schema: password.optional() },
      generatePassword: {},
      sendWelcomeEmail: { says: "the invitation" },
      sendPasswordEmail: {},
      resetPassword: {},
    },
    instead: {
      description: "use tags",
      access: "a person belongs to one Organization; use account and profiles",
      realmAccess: "omit account for people of the partner's own Organization, and use profiles",
      permissions: "grant permission sets with a Profile",
      accessTimes: "put a condition on the rules of a Profile",
      sourceAddresses: "put a condition on the rules of a Profile",
    },
    secretOutputs: { initialPassword: "generatePassword", newPassword: "resetPassword" },
  },
  Profile: {
    has: {
      account: {},
      name: {
        says: "name of the group and the policy: words of letters, digits and `_ . - ( )`",
        schema: name,
        immutable: undefined,
      },
      description,
      group: { immutable: otherSortOfGroup },
      rules: { schema: policyRules },
      tags: { schema: tags },
    },
    instead: {
      level: "a profile belongs to the Organization in account, or without account to the partner's own",
      permissions: "use rules: permission sets with their scope",
      basedOn: "use rules; a group can have several policies",
      add: "use rules",
      remove: "use rules",
    },
  },
  QuotaProfile: {
    has: {
      name: {},
      limits: { says: "limits use the portal's quota names", schema: finiteLimits },
    },
    ...STATE_ONLY_QUOTA_PROFILE,
  },
  Quota: {
    has: {
      account: { says: "default: the partner's own Organization" },
      region: { says: "a region or zone; not set for quotas without a region" },
      limits: { says: "the required minimum, by the portal's quota names", schema: finiteLimits.optional() },
      profile: {},
      followProfile: {},
    },
    instead: {
      project: "quotas apply to an Organization",
      approveRequests: ASSERTED,
      rejectRequests: ASSERTED,
      onDelete: ASSERTED,
    },
  },
  Project: {
    has: {
      account: { says: "default: the partner's own Organization" },
      name: { schema: nameOf("the project's name") },
      description,
    },
    instead: {
      quotaProfile: "quotas apply to an Organization",
      roles: "grant permission sets with the scope { projects: [...] } of a Profile",
      after: "the portal has no service activations",
    },
  },
} as const satisfies FieldTable;

/** What to do in place of kinds that this portal lacks. */
export const insteadOf: Partial<Record<KindName, string>> = {
  ServiceActivation:
    "every product is open to an Organization. Grant people's permissions with the permission sets of a Profile",
};
