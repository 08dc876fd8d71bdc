import { z } from "zod";
import { canonicalEmail, email, finiteLimits, type KindName, nameOf, PROFILE_LEVELS } from "../../model";
import type { FieldTable } from "../../model/fieldTable";
import { isRecord } from "../../model/shapes";
import { STATE_ONLY_QUOTA_PROFILE } from "../stateOnlyQuotaProfiles";

/** What an entry of a person's access is about. */
function accountOf(entry: unknown): string {
  return String(isRecord(entry) ? entry["account"] : undefined);
}

/** People log in with their addresses, which the portal tells apart without regard to letter case. */
export function loginOf(address: unknown): unknown {
  const canonical = canonicalEmail(address);
  return typeof canonical === "string" ? canonical.toLowerCase() : canonical;
}

/** How an activation names a location. */
export const LOCATION_PREFIX = "location:";

/** Locations go by their ids, names and codes in either letter case, features by their keys as they are. */
export function canonicalService(service: unknown): unknown {
  return typeof service === "string" && service.startsWith(LOCATION_PREFIX) ? service.toLowerCase() : service;
}

const PEOPLE = "people are declared as User resources; owner names the person who owns the account";

/** What this portal has of each kind, and what is different there: mostly what it asks for. */
export const fields = {
  Account: {
    has: {
      name: { schema: nameOf("the account's name, unique in the realm") },
      locked: { says: "a locked account can't be accessed; its workloads continue to run and are billed" },
      owner: {},
      locations: { openSet: true, emptyIsAbsent: true, whenRemoved: "clear" },
      features: { openSet: true, emptyIsAbsent: true, whenRemoved: "clear" },
      productPrices: {},
      onDelete: { says: "`retain`, `lock`, or `delete`: permanently deletes the account and its contents" },
    },
    instead: {
      description: "an account has only a name",
      state: "use locked, which doesn't stop workloads or billing",
      availableServices: "use features and locations",
      primaryColor: "set the branding in the Partner Panel",
      secondaryColor: "set the branding in the Partner Panel",
      iconUrl: "set the branding in the Partner Panel",
      uprovideAccount: "put your own customer number in the name",
      email: PEOPLE,
      ownerFirstName: PEOPLE,
      ownerLastName: PEOPLE,
      phone: PEOPLE,
      externalId: "put your own customer number in the name",
      adminAccess: "use a User with realmAccess Admin, who is an administrator of every account",
      decommissionReason: "the portal has no decommissioning; onDelete accepts retain, lock and delete",
    },
  },
  User: {
    has: {
      email: { says: "unique in the realm; people log in with it", schema: email, normal: loginOf },
      firstName: { whenRemoved: "clear" },
      lastName: { whenRemoved: "clear" },
      phone: {},
      locale: { whenRemoved: "clear" },
      access: { says: "roles are `Read Only`, `Read and Write` and `Admin`, or a Profile", openSet: accountOf },
      realmAccess: { says: "`Read Only`, `Write` or `Admin`, or a Profile" },
      locked: { says: "the person can't log in to any of your accounts" },
    },
    instead: {
      account: "a person can have several accounts: use access",
      username: "people log in with their e-mail address",
      description: "remove it",
      tags: "remove it",
      profiles: "use access and realmAccess, with one role each",
      permissions: "roles are fixed; use access and realmAccess",
      accessTimes: "remove it",
      sourceAddresses: "remove it",
      password: "people set their own password with the invitation",
      generatePassword: "people set their own password with the invitation",
      sendWelcomeEmail: "the portal always sends an invitation",
      sendPasswordEmail: "people set their own password with the invitation",
      resetPassword: "people reset their own password",
    },
    naturalKey: ["email"],
    secretOutputs: {},
  },
  Profile: {
    has: {
      name: {
        says: "a role's name, such as `Read and Write`, or any other name with the exact `permissions` of a role",
      },
      level: {
        says: "`reseller` is a role in the whole realm, `client` a role on accounts",
        schema: z.enum(PROFILE_LEVELS, { error: "must be reseller or client" }),
      },
      // Its id is the role that it stands for.
      permissions: {
        says: "`view`, `manage_workloads`, `manage_accounts`, `manage_users`, `manage_billing`; exactly those of one role. Default: those of the role in `name`",
        immutable: "replace",
      },
    },
    instead: {
      account: "roles are the same on every account",
      description: "roles are defined by the portal",
      group: "roles are fixed; there are no groups",
      rules: "roles are fixed; use permissions, which must be exactly those of one role",
      tags: "roles are defined by the portal",
      basedOn: "roles are fixed; use permissions, which must be exactly those of one role",
      add: "roles are fixed",
      remove: "roles are fixed",
    },
    naturalKey: ["level", "name"],
    stateOnly: true,
  },
  QuotaProfile: {
    has: {
      name: {},
      limits: { schema: finiteLimits },
    },
    ...STATE_ONLY_QUOTA_PROFILE,
  },
  Quota: {
    has: {
      account: { schema: z.string({ error: "must be the account: the resource itself, or its id" }).min(1) },
      limits: {
        schema: finiteLimits.optional(),
        says: "the limits to set, by the portal's keys and in its units; 0 means zero. Undeclared limits are not changed",
      },
      profile: {},
      followProfile: {},
      onDelete: { says: "`reset` applies to the declared limits" },
    },
    instead: {
      region: "limits apply to the whole account",
      project: "limits apply to the whole account",
      approveRequests: "the portal has no requests for limits",
      rejectRequests: "the portal has no requests for limits",
    },
  },
  ServiceActivation: {
    has: {
      account: {},
      service: {
        says: "a feature's key, or `location:NAME` with the id, name or IATA code of a location",
        schema: nameOf("the key of a feature, or location:NAME", 128),
        normal: canonicalService,
      },
      onDelete: {
        says: "`remove` (default) deactivates the service, `retain` keeps it active",
        schema: z.enum(["retain", "remove"], { error: "must be retain or remove" }).optional(),
      },
    },
    instead: { after: "features don't depend on each other" },
  },
} as const satisfies FieldTable;

/** What to do in place of kinds that this portal lacks. */
export const insteadOf: Partial<Record<KindName, string>> = {
  Project:
    "the known contract can't create projects. Create the project in the account's Cloud Panel; the output projects of the Account lists it",
};
