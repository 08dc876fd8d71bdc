import { z } from "zod";
import { email, freeText, type KindName, nameOf, policyRules, wordSet } from "../../model";
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
  .string({ error: "must be a text" })
  .min(1, { error: "must not be empty; leave it out for none" })
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

const ASSERTED = "quotas can't be written at this portal: a Quota only compares what is declared with what there is";

/** What this portal has of each kind, and what is different there: mostly what it asks for. */
export const fields = {
  Account: {
    has: {
      name: { schema: atLeastTwo("the customer's name") },
      description: {
        says: "can be changed and not emptied",
        schema: freeText("a comment on the customer")
          .min(1, { error: "must not be empty: the portal can't empty it" })
          .optional(),
        whenRemoved: "keep",
      },
      email: { says: "the owner has to validate it before the Organization is open", schema: email },
      ownerFirstName: { schema: atLeastTwo("the owner's first name") },
      ownerLastName: { schema: atLeastTwo("the owner's last name") },
      phone: { says: "can be changed and not emptied" },
      externalId: { schema: nameOf("your own number of the customer", 256) },
      // A lock of the vendor's hides the partner's own.
      locked: {
        says: "the partner's own lock on the Organization; locks of the vendor's are another matter",
        writeOnly: true,
      },
      adminAccess: {
        says: "the login name has 2 to 64 letters, digits and `@ . _ -`, the password at most 72 bytes",
        schema: z
          .strictObject(
            { username: username(64), email, password },
            {
              error: (issue) =>
                issue.code === "invalid_type" ? "must be an object of username, email and password" : undefined,
            },
          )
          .optional(),
      },
      onDelete: { says: "`retain` or `lock`" },
    },
    instead: {
      state: "customers have no commercial state here; `locked` is the partner's own lock",
      availableServices:
        "every product is open to an Organization from the start; grant permission sets with a Profile",
      primaryColor: "the portal has no branding by the partner",
      secondaryColor: "the portal has no branding by the partner",
      iconUrl: "the portal has no branding by the partner",
      owner: "the owner comes with the Organization: email, ownerFirstName and ownerLastName",
      locations: "every region is open to an Organization from the start",
      features: "every product is open to an Organization from the start; grant permission sets with a Profile",
      uprovideAccount: "your own number of the customer is externalId",
      decommissionReason: "nothing is decommissioned here; onDelete takes retain and lock",
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
        says: "groups that the person is in; groups that somebody else put the person into stay",
        openSet: true,
        emptyIsAbsent: true,
        whenRemoved: "clear",
      },
      locked: { says: "no log-in, and API keys without rights" },
      password: { says: "at most 72 bytes", schema: password.optional() },
      generatePassword: {},
      sendWelcomeEmail: { says: "that is what inviting somebody is" },
      sendPasswordEmail: {},
      resetPassword: {},
    },
    instead: {
      description: "use tags",
      access: "a person is of one Organization; use account and profiles",
      realmAccess: "leave account out for people of the partner's own Organization, and give profiles",
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
        says: "words of letters, digits and `_ . - ( )`, of the group and the policy",
        schema: name,
        immutable: undefined,
      },
      description,
      group: { immutable: otherSortOfGroup },
      rules: { schema: policyRules },
      tags: { schema: tags },
    },
    instead: {
      level: "a profile belongs to the Organization named by account, and to the partner's own where that is left out",
      permissions: "use rules: permission sets with the scope they are for",
      basedOn: "use rules; several policies can be for one group",
      add: "use rules",
      remove: "use rules",
    },
  },
  QuotaProfile: {
    has: {
      name: {},
      limits: { says: "the portal's names of quotas" },
    },
    ...STATE_ONLY_QUOTA_PROFILE,
  },
  Quota: {
    has: {
      account: { says: "left out: the partner's own Organization" },
      region: { says: "a region or zone; left out for what is counted as a whole" },
      limits: { says: "the least that must be there, by the portal's names of quotas" },
      profile: {},
      followProfile: {},
    },
    instead: {
      project: "the portal's quotas are those of an Organization",
      approveRequests: ASSERTED,
      rejectRequests: ASSERTED,
      onDelete: ASSERTED,
    },
  },
  Project: {
    has: {
      account: { says: "left out: the partner's own Organization" },
      name: { schema: nameOf("the project's name") },
      description,
    },
    instead: {
      quotaProfile: "the portal's quotas are those of an Organization",
      roles: "grant permission sets with the scope { projects: [...] } of a Profile",
      after: "there are no activations here",
    },
  },
} as const satisfies FieldTable;

/** What to do in place of kinds that this portal lacks. */
export const insteadOf: Partial<Record<KindName, string>> = {
  ServiceActivation:
    "every product is open to an Organization from the start. What people may do with it is granted with the permission sets of a Profile",
};
