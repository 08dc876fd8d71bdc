import { z } from "zod";
import {
  email,
  nameOf,
  objectOf,
  PROFILE_LEVELS,
  quotaNumberOf,
  referenceTo,
  rolesOfUsers,
  wordSet,
} from "../../model";
import type { FieldTable } from "../../model/fieldTable";
import { CLIENT_STATES } from "./contract";
import { C3 } from "./rules/customers";

const quotaNumber = quotaNumberOf("every one of the ten numbers must be given (0 is allowed)");

/** The ten numbers of a quota. RAM and volume storage count in GB, everything else in pieces. All must be given. */
const limits = objectOf("must be an object with the ten numbers of a quota", {
  projects: quotaNumber.describe("OpenStack projects"),
  instances: quotaNumber.describe("virtual machines"),
  vcpus: quotaNumber.describe("virtual CPUs, over all instances"),
  ramGb: quotaNumber.describe("memory in GB, over all instances"),
  volumes: quotaNumber.describe("volumes"),
  volumeStorageGb: quotaNumber.describe("volume storage in GB, over all volumes"),
  volumeSnapshots: quotaNumber.describe("volume snapshots"),
  routers: quotaNumber.describe("virtual routers"),
  networks: quotaNumber.describe("networks"),
  floatingIps: quotaNumber.describe("public addresses"),
});

/** What this portal has of each kind, and what is different there: mostly what it asks for. */
export const fields = {
  Account: {
    has: {
      name: { schema: nameOf("the customer's name, unique in the realm") },
      description: {},
      state: { words: CLIENT_STATES },
      availableServices: { says: "`s3` needs `openstack`" },
      primaryColor: {},
      secondaryColor: {},
      iconUrl: {},
      uprovideAccount: {},
      onDelete: {
        says: "`retain`, or `decommission`: after the customer's users and projects are deleted, requests the decommissioning and prints the text of the ticket",
      },
      decommissionReason: {},
    },
    instead: {
      email: "people are declared as User resources",
      ownerFirstName: "people are declared as User resources",
      ownerLastName: "people are declared as User resources",
      phone: "people are declared as User resources",
      externalId: "use uprovideAccount, which links the customer to your billing",
      locked: `a reseller can't lock a customer ${C3.mark}; open a ticket with the portal's provider`,
      owner: "people are declared as User resources",
      locations: "quotas are per region: declare a Quota for each region",
      features: "use availableServices and ServiceActivation",
      adminAccess: "give your staff a profile of level reseller, which has access to the customers",
    },
  },
  User: {
    has: {
      account: {},
      username: { schema: nameOf("the login name, unique within the account") },
      email: { schema: email },
      firstName: { schema: nameOf("the first name") },
      lastName: { schema: nameOf("the last name") },
      description: {},
      profiles: {
        says: "standard profiles are `User-Adm`, `User` and `Client-Adm`; customers' users can't have a profile of level `reseller`",
        schema: wordSet("profiles (the resource, its id, or a standard profile's name)").min(1, {
          error: "must name at least one profile: a user without one can't do anything",
        }),
      },
      permissions: {},
      accessTimes: {},
      sourceAddresses: {},
      resetPassword: {},
    },
    instead: {
      phone: "remove it",
      locale: "remove it",
      tags: "use description",
      access: "a person belongs to one account, or to the realm; use account and profiles",
      realmAccess: "leave account out, and give profiles of level reseller",
      locked: "remove the person's profiles, or restrict the access with accessTimes",
      password:
        "the portal generates the password; the output initialPassword has it, and resetPassword generates a new one",
      generatePassword: "the portal always generates a password; the output initialPassword has it",
      sendWelcomeEmail: "send the initial password to the person yourself",
      sendPasswordEmail: "send the initial password to the person yourself",
    },
  },
  Profile: {
    has: {
      name: { says: "unique in the realm" },
      description: {},
      level: { schema: z.enum(PROFILE_LEVELS, { error: "must be reseller or client" }) },
      permissions: {},
      basedOn: {},
      add: {},
      remove: {},
    },
    instead: {
      account: "profiles belong to the reseller; those of level client are available to all customers",
      group: "assign the profile in the profiles of a User",
      rules: "use permissions, keys of the portal's catalogue",
      tags: "use description",
    },
    naturalKey: ["name"],
  },
  QuotaProfile: {
    has: {
      name: {},
      account: {},
      inheritable: {},
      default: {},
      limits: { says: "all ten numbers", schema: limits },
    },
  },
  Quota: {
    has: {
      account: { schema: referenceTo("Account") },
      region: { schema: nameOf("the id of a region") },
      project: {},
      limits: {
        says: "all ten numbers; at most the available capacity, at least the current usage",
        schema: limits.optional(),
      },
      profile: {},
      followProfile: {},
      approveRequests: {},
      rejectRequests: {},
      onDelete: {},
    },
  },
  ServiceActivation: {
    has: {
      account: {},
      service: { says: "such as `openstack` or `s3`; the account must have it in `availableServices`" },
      after: { says: "`s3` needs `openstack`" },
      onDelete: {
        says: "activations are permanent: `retain` (default) keeps the service active with a message, `refuse` is an error",
      },
    },
  },
  Project: {
    has: {
      account: { schema: referenceTo("Account") },
      name: {},
      description: {},
      quotaProfile: {},
      roles: { schema: rolesOfUsers.optional() },
      after: {},
    },
  },
} as const satisfies FieldTable;
