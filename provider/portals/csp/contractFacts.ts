import type { PortalContract } from "../../contract";
import { Operation, operations, PAGE_LIMIT, Problem } from "./contract";
import { fields } from "./fields";

const fieldsOf = (kind: keyof typeof fields) => Object.keys(fields[kind]?.has ?? {});

/** The contract of the Cloud Service Portal as data. */
export const cspContract: PortalContract = {
  portal: "csp",
  operations,
  lists: {
    items: "items",
    paging: {
      by: "cursor",
      parameter: "cursor",
      next: "nextCursor",
      required: true,
      size: { parameter: "limit", most: PAGE_LIMIT },
    },
  },
  asynchronous: {
    schema: Operation,
    one: "getOperation",
    several: { operation: "listOperations", parameter: "filter[id]" },
    done: ({ id: operation }, id) => ({
      id: `done:${id}`,
      kind: operation,
      status: "succeeded",
      resource: { type: operation, id },
      createdAt: new Date(0).toISOString(),
    }),
  },
  volatile: ["updatedAt", "lastLoginAt", "emailVerified", "userCount", "assigned", "used", "activatedAt"],
  samples: {
    clientId: { list: "listClients", member: "id" },
    userId: { list: "listUsers", member: "id" },
    profileId: { list: "listProfiles", member: "id" },
    quotaProfileId: { list: "listQuotaProfiles", member: "id" },
    projectId: { list: "listProjects", member: "id" },
    region: { list: "listQuotas", member: "region" },
  },
  needs: { getResellerQuota: ["region"], listOperations: ["filter[id]"] },
  credentials: ["token"],
  credentialHeaders: { Authorization: "Bearer {token}" },
  headers: { etag: "ETag", ifMatch: "If-Match", idempotencyKey: "Idempotency-Key" },
  problem: Problem,
  kinds: {
    Account: {
      read: ["listClients"],
      write: ["createClient", "updateClient", "listOperations"],
      fields: fieldsOf("Account"),
    },
    User: {
      read: ["listUsers", "listAllAccessRules", "getUserPermissions"],
      write: ["createClientUser", "updateClientUser", "deleteClientUser", "setUserPermissions"],
      fields: fieldsOf("User"),
    },
    Profile: {
      read: ["listProfiles", "listPermissions"],
      write: ["createProfile", "updateProfile", "deleteProfile"],
      fields: fieldsOf("Profile"),
    },
    QuotaProfile: {
      read: ["listQuotaProfiles"],
      write: ["createQuotaProfile", "updateQuotaProfile", "deleteQuotaProfile"],
      fields: fieldsOf("QuotaProfile"),
    },
    Quota: {
      read: ["listQuotas", "listProjectQuotas", "getResellerQuota", "listRegions"],
      write: ["setClientQuota", "setProjectQuota"],
      fields: fieldsOf("Quota"),
    },
    ServiceActivation: { read: ["listServices"], write: ["activateService"], fields: fieldsOf("ServiceActivation") },
    Project: {
      read: ["listProjects", "listProjectRoles", "listRoles"],
      write: ["createProject", "updateProject", "deleteProject", "setProjectRoles"],
      fields: fieldsOf("Project"),
    },
  },
};
