import type { Handlers } from "./call";
import { accessRuleHandlers } from "./objects/accessRules";
import { clientHandlers } from "./objects/clients";
import { decommissioningHandlers } from "./objects/decommissioning";
import { meHandlers } from "./objects/me";
import { operationHandlers } from "./objects/operations";
import { profileHandlers } from "./objects/profiles";
import { projectHandlers } from "./objects/projects";
import { quotaProfileHandlers } from "./objects/quotaProfiles";
import { quotaRequestHandlers } from "./objects/quotaRequests";
import { quotaHandlers } from "./objects/quotas";
import { serviceHandlers } from "./objects/services";
import { subserviceHandlers } from "./objects/subservices";
import { userHandlers } from "./objects/users";

/** What serves each operation of the contract. */
export const handlers: Handlers = {
  ...meHandlers,
  ...clientHandlers,
  ...decommissioningHandlers,
  ...serviceHandlers,
  ...userHandlers,
  ...accessRuleHandlers,
  ...profileHandlers,
  ...quotaProfileHandlers,
  ...quotaHandlers,
  ...quotaRequestHandlers,
  ...projectHandlers,
  ...subserviceHandlers,
  ...operationHandlers,
};
