import { z } from "zod";
import {
  email,
  type KindAtPortal,
  type KindName,
  nameOf,
  PROFILE_LEVELS,
  quotaNumberOf,
  referenceTo,
  wordSet,
} from "../../model";
import { C3 } from "./rules/customers";

const quotaNumber = quotaNumberOf("every one of the ten numbers must be given (0 is allowed)");

/** The ten numbers of a quota. RAM and volume storage count in GB, everything else in pieces. All must be given. */
const limits = z.strictObject(
  {
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
  },
  {
    error: (issue) => (issue.code === "invalid_type" ? "must be an object with the ten numbers of a quota" : undefined),
  },
);

/** What this portal has different about the kinds: mostly what it can't do without. */
export const kindsHere: Partial<Record<KindName, KindAtPortal>> = {
  Account: { fields: { name: { schema: nameOf("the customer's name, unique in the realm") } } },
  User: {
    fields: {
      username: { schema: nameOf("the login name, unique within the account") },
      email: { schema: email },
      firstName: { schema: nameOf("the first name") },
      lastName: { schema: nameOf("the last name") },
      profiles: {
        schema: wordSet("profiles (the resource, its id, or a standard profile's name)").min(1, {
          error: "must name at least one profile: a user without one can't do anything",
        }),
      },
    },
  },
  Profile: {
    fields: { level: { schema: z.enum(PROFILE_LEVELS, { error: "must be reseller or client" }) } },
    naturalKey: ["name"],
  },
  QuotaProfile: { fields: { limits: { schema: limits } } },
  Quota: {
    fields: {
      account: { schema: referenceTo("Account") },
      region: { schema: nameOf("the id of a region") },
      limits: { schema: limits.optional() },
    },
  },
  Project: { fields: { account: { schema: referenceTo("Account") } } },
};

/** Fields that other portals have. */
export const lacksFields: Partial<Record<KindName, Readonly<Record<string, string>>>> = {
  Account: {
    email: "people are declared as User resources",
    ownerFirstName: "people are declared as User resources",
    ownerLastName: "people are declared as User resources",
    phone: "people are declared as User resources",
    externalId: "the link to your own books is uprovideAccount",
    locked: `a reseller can't lock a customer ${C3.mark}; the portal's provider does, on a ticket`,
    owner: "people are declared as User resources",
    locations: "quotas are of regions: declare a Quota in each",
    features: "use availableServices and ServiceActivation",
    gridscale: "only gridscale has it",
    adminAccess: "a profile of level reseller opens the customers to your own people",
  },
  User: {
    phone: "leave it out",
    locale: "leave it out",
    tags: "use description",
    access: "a person belongs to one account, or to the realm; use account and profiles",
    realmAccess: "leave account out, and give profiles of level reseller",
    locked: "take the person's profiles away, or bound the access with accessTimes",
    password: "the portal makes the password; the output initialPassword has it, and resetPassword makes a new one",
    generatePassword: "the portal always makes one; the output initialPassword has it",
    sendWelcomeEmail: "hand the initial password out yourself",
    sendPasswordEmail: "hand the initial password out yourself",
  },
  Profile: {
    account: "profiles are the reseller's; those of level client are for all customers",
    group: "people are given a profile with the User's profiles",
    rules: "use permissions, keys of the portal's catalogue",
    tags: "use description",
  },
};
