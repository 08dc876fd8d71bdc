import { z } from "zod";
import { canonicalEmail, email, type KindName, nameOf, PROFILE_LEVELS } from "../../model";
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

const PEOPLE = "people are declared as User resources, and owner names the one who owns the account";

/** What this portal has of each kind, and what is different there: mostly what it asks for. */
export const fields = {
  Account: {
    has: {
      name: { schema: nameOf("the account's name, unique in the realm") },
      locked: { says: "whether the account can't be entered; its workloads keep running, and are billed" },
      owner: {},
      locations: { openSet: true, emptyIsAbsent: true, whenRemoved: "clear" },
      features: { openSet: true, emptyIsAbsent: true, whenRemoved: "clear" },
      productPrices: {},
      onDelete: { says: "`retain`, `lock`, or `delete`: it is set to be deleted and cleaned up, for good" },
    },
    instead: {
      description: "the name is all that an account has",
      state: "an account is there or locked; `locked` stops no workload and no billing",
      availableServices: "use features and locations",
      primaryColor: "branding is the partner's, in its panel",
      secondaryColor: "branding is the partner's, in its panel",
      iconUrl: "branding is the partner's, in its panel",
      uprovideAccount: "put your own number into the name",
      email: PEOPLE,
      ownerFirstName: PEOPLE,
      ownerLastName: PEOPLE,
      phone: PEOPLE,
      externalId: "put your own number into the name",
      adminAccess: "a User with realmAccess admin is an administrator of every account",
      decommissionReason: "nothing is decommissioned here; onDelete takes retain, lock and delete",
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
      locked: { says: "the person can log in to none of your accounts" },
    },
    instead: {
      account: "a person may have several accounts: use access",
      username: "people log in with their e-mail address",
      description: "leave it out",
      tags: "leave it out",
      profiles: "use access and realmAccess, with one role each",
      permissions: "roles are fixed; use access and realmAccess",
      accessTimes: "leave it out",
      sourceAddresses: "leave it out",
      password: "people set their own password, by the invitation",
      generatePassword: "people set their own password, by the invitation",
      sendWelcomeEmail: "the portal invites by itself",
      sendPasswordEmail: "people set their own password, by the invitation",
      resetPassword: "people reset their own password",
    },
    naturalKey: ["email"],
    secretOutputs: {},
  },
  Profile: {
    has: {
      name: {
        says: "that of a role, such as `Read and Write`, or another with `permissions` that are exactly a role's",
      },
      level: {
        says: "`reseller` is a role in the whole realm, `client` one on accounts",
        schema: z.enum(PROFILE_LEVELS, { error: "must be reseller or client" }),
      },
      // Its id is the role that it stands for.
      permissions: {
        says: "`view`, `manage_workloads`, `manage_accounts`, `manage_users`, `manage_billing`, exactly those of one role; left out: those of the role that is named",
        immutable: "replace",
      },
    },
    instead: {
      account: "roles are the same on every account",
      description: "roles are the portal's",
      group: "roles are fixed; there are no groups",
      rules: "roles are fixed; use permissions, which must be exactly those of one role",
      tags: "roles are the portal's",
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
      limits: {},
    },
    ...STATE_ONLY_QUOTA_PROFILE,
  },
  Quota: {
    has: {
      account: { schema: z.string({ error: "must be the account: the resource itself, or its id" }).min(1) },
      limits: { says: "those to set, by the portal's keys and in its units; 0 is 0, and others stay as they are" },
      profile: {},
      followProfile: {},
      onDelete: { says: "`reset` is for those that were declared" },
    },
    instead: {
      region: "limits are those of an account as a whole",
      project: "limits are those of an account as a whole",
      approveRequests: "there are no requests for limits",
      rejectRequests: "there are no requests for limits",
    },
  },
  ServiceActivation: {
    has: {
      account: {},
      service: {
        says: "key of a feature, or `location:NAME` with the id, name or IATA code of a location",
        schema: nameOf("the key of a feature, or location:NAME", 128),
        normal: canonicalService,
      },
      onDelete: {
        says: "switched off, unless it is `retain`",
        schema: z.enum(["retain", "remove"], { error: "must be retain or remove" }).optional(),
      },
    },
    instead: { after: "no feature needs another one" },
  },
} as const satisfies FieldTable;

/** What to do in place of kinds that this portal lacks. */
export const insteadOf: Partial<Record<KindName, string>> = {
  Project:
    "the contract that is known so far has no call that makes a project; those that there are, are the output projects of their Account. Make it in the account's Cloud Panel",
};
