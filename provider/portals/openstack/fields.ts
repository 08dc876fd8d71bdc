import { z } from "zod";
import {
  email,
  freeText,
  type KindName,
  nameOf,
  objectOf,
  referenceTo,
  roleRules,
  rolesOfUsersAndGroups,
  wordSet,
} from "../../model";
import type { FieldTable } from "../../model/fieldTable";
import { isRecord } from "../../model/shapes";
import { STATE_ONLY_QUOTA_PROFILE } from "../stateOnlyQuotaProfiles";
import { LONGEST, MOST_TAGS, TAG_PATTERN, UNLIMITED } from "./contract";

/** The largest number that the services store. */
const LARGEST_LIMIT = 2_147_483_647;

const tags = wordSet("tags")
  .max(MOST_TAGS, { error: `must be at most ${MOST_TAGS}` })
  .superRefine((entries, context) => {
    for (const entry of entries) {
      if ([...entry].length > LONGEST.tag)
        context.addIssue(`must have at most ${LONGEST.tag} characters in a tag; one has ${[...entry].length}`);
      if (!TAG_PATTERN.test(entry))
        context.addIssue(`must not have a comma or slash in a tag, as ${JSON.stringify(entry)} has`);
    }
  })
  .optional();

const limits = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]*\.[^.\s]\S*$/, {
      error: "must be named by a service and a limit, such as compute.cores, volume.gigabytes or network.router",
    }),
    z
      .number({ error: "must be a whole number of -1 (no limit) or more" })
      .int({ error: "must be a whole number" })
      .min(UNLIMITED, { error: "must not be less than -1, which is no limit" })
      .max(LARGEST_LIMIT, { error: `must be at most ${LARGEST_LIMIT}; -1 is no limit` }),
    {
      error: (issue) =>
        issue.code === "invalid_key"
          ? "must be named by a service and a limit, such as compute.cores, volume.gigabytes or network.router"
          : "must be an object of numbers by name",
    },
  )
  .describe("Limits by service and name, such as compute.cores.");

/** Adjutant tells a customer nothing of why. */
const rejectRequests = z
  .array(
    objectOf('must be an object such as { id: "…" }', {
      id: z
        .string({ error: "must be the id of a request for quota" })
        .min(1, { error: "must not be empty" })
        .describe("The request's id, from the Quota's output `pendingRequests`."),
    }),
    { error: "must be a list of requests to reject, such as { id }" },
  )
  .optional();

const LIMIT_NAMES =
  "limits are named by service and name: `compute.cores`, `volume.gigabytes`, `network.router`; -1 is no limit; limits that are not named are not changed";

const PEOPLE = "people are declared as User resources";
const BRANDING = "the portal doesn't support branding";

/** People's entries are all of the declaration; of groups just those that it names, since profiles give them roles, too. */
function groupOfEntry(entry: unknown): string | undefined {
  const profile = isRecord(entry) ? entry["profile"] : undefined;
  return typeof profile === "string" ? profile : undefined;
}

/** What this portal has of each kind, and what is different there: mostly what it asks for. */
export const fields = {
  Account: {
    has: {
      name: { says: "the domain's name, unique in the cloud", schema: nameOf("the domain's name", LONGEST.domain) },
      description: {
        schema: freeText("a description of the customer", LONGEST.domainDescription).optional(),
        emptyIsAbsent: true,
      },
      tags: { schema: tags },
      locked: { says: "a disabled domain: its people can't sign in, and its tokens end" },
      protected: { says: "the option `immutable` of the domain" },
      onDelete: {
        says: "`retain`, `lock`, or `delete`: disables and deletes the domain, only if its projects have nothing left in them",
      },
    },
    instead: {
      state: "domains have no commercial state; use tags",
      availableServices: "every service is available to a domain; set limits with a Quota",
      primaryColor: BRANDING,
      secondaryColor: BRANDING,
      iconUrl: BRANDING,
      uprovideAccount: "use tags for your own customer number",
      email: PEOPLE,
      ownerFirstName: PEOPLE,
      ownerLastName: PEOPLE,
      phone: PEOPLE,
      externalId: "use tags for your own customer number",
      adminAccess: "give a Profile of your own people the role manager with the scope { accounts: [...] }",
      owner: "give a Profile the role manager with the scope domain",
      locations: "every region is available to a domain; set limits for each region with a Quota",
      features: "every service is available to a domain; set limits with a Quota",
      productPrices: "the portal has no prices",
      decommissionReason: "the portal has no decommissioning; onDelete accepts retain, lock and delete",
    },
  },
  User: {
    has: {
      account: { says: "default: the domain of the connection's own user", immutable: "replace" },
      username: {
        says: "unique in the domain",
        schema: nameOf("the user's name, unique in the domain", LONGEST.user),
        immutable: undefined,
      },
      email: { schema: email.optional(), whenRemoved: "clear" },
      description: { emptyIsAbsent: true },
      profiles: {
        says: "the person's groups; undeclared groups are not changed",
        openSet: true,
        emptyIsAbsent: true,
        whenRemoved: "clear",
      },
      locked: { says: "a disabled user, who can't sign in" },
      password: {},
      generatePassword: {},
      options: {},
      resetPassword: {},
    },
    instead: {
      firstName: "use description",
      lastName: "use description",
      phone: "use description",
      locale: "remove it",
      tags: "use description",
      access: "give roles with the rules of a Profile, or with the roles of a Project",
      realmAccess: "give roles with the rules of a Profile",
      permissions: "give roles with the rules of a Profile",
      accessTimes: "the portal has no times of access",
      sourceAddresses: "the portal has no rules for addresses",
      sendWelcomeEmail: "the portal sends no e-mails; the output initialPassword has the generated password",
      sendPasswordEmail: "the portal sends no e-mails; the output initialPassword has the generated password",
    },
    secretOutputs: { initialPassword: "generatePassword", newPassword: "resetPassword" },
  },
  Profile: {
    has: {
      account: { says: "default: the domain of the connection's own user" },
      name: {
        says: "the group's name, unique in the domain",
        schema: nameOf("the group's name, unique in the domain", LONGEST.group),
        immutable: undefined,
      },
      description: { emptyIsAbsent: true },
      group: {
        says: "only the roles in `rules` are managed, and other roles of the group are not changed",
        immutable: "replace",
      },
      rules: {
        says: "all roles of the group, by name; of a group named in `group`, those that this profile gives it",
        schema: roleRules.optional(),
        whenRemoved: "clear",
      },
    },
    instead: {
      tags: "use description",
      level: "a profile belongs to the domain in account, or without account to the reseller's own",
      permissions: "use rules: roles with their scope",
      basedOn: "use rules; a person can have several profiles",
      add: "use rules",
      remove: "use rules",
    },
  },
  QuotaProfile: {
    has: {
      name: {},
      limits: { says: LIMIT_NAMES, schema: limits },
    },
    ...STATE_ONLY_QUOTA_PROFILE,
  },
  Quota: {
    has: {
      account: { says: "the domain of the project, or without `project` the domain whose unified limits are set" },
      project: { says: "required, except for the unified limits of a whole domain" },
      region: { says: "default: the setting `regionName`, or the only region" },
      limits: { says: LIMIT_NAMES, schema: limits.optional() },
      profile: {},
      followProfile: {},
      approveRequests: { says: "only where the cloud has Adjutant" },
      rejectRequests: { says: "without comment; only where the cloud has Adjutant", schema: rejectRequests },
      onDelete: { says: "`reset` restores the cloud's defaults" },
    },
  },
  Project: {
    has: {
      account: { schema: referenceTo("Account", "the domain that the project belongs to") },
      name: { schema: nameOf("the project's name, unique in the domain", LONGEST.project) },
      description: { emptyIsAbsent: true },
      parent: {},
      tags: { schema: tags },
      locked: { says: "a disabled project" },
      roles: {
        says: "roles of users and of groups; roles of undeclared groups are not changed, and inherited roles are not in the list",
        openSet: groupOfEntry,
        schema: rolesOfUsersAndGroups.optional(),
      },
    },
    instead: {
      quotaProfile: "declare a Quota of the project with profile",
      after: "the portal has no service activations",
    },
  },
} as const satisfies FieldTable;

/** What to do in place of kinds that this portal lacks. */
export const insteadOf: Partial<Record<KindName, string>> = {
  ServiceActivation:
    "every service is open to a project. Endpoint groups only shorten the catalogue in a token and control no access; set the limits of a service to 0 with a Quota",
};
