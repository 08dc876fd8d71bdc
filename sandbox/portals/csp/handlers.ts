import type { Handlers } from "./call";
import { accessRuleHandlers } from "./objects/accessRules";
import { clientHandlers } from "./objects/clients";
import { decommissioningHandlers } from "./objects/decommissioning";
import { ec2CredentialHandlers } from "./objects/ec2Credentials";
import { meHandlers } from "./objects/me";
import { operationHandlers } from "./objects/operations";
import { profileHandlers } from "./objects/profiles";
import { projectHandlers } from "./objects/projects";
import { quotaProfileHandlers } from "./objects/quotaProfiles";
import { quotaRequestHandlers } from "./objects/quotaRequests";
import { quotaHandlers } from "./objects/quotas";
import { serviceHandlers } from "./objects/services";
import { sessionHandlers } from "./objects/sessions";
import { tokenHandlers } from "./objects/tokens";
import { usageHandlers } from "./objects/usage";
import { userHandlers } from "./objects/users";

/** What serves each operation of the contract. */
export const handlers: Handlers = {
  ...meHandlers,
  ...clientHandlers,
  ...decommissioningHandlers,
  ...serviceHandlers,
  ...userHandlers,
  ...accessRuleHandlers,
  ...sessionHandlers,
  ...profileHandlers,
  ...quotaProfileHandlers,
  ...quotaHandlers,
  ...quotaRequestHandlers,
  ...projectHandlers,
  ...ec2CredentialHandlers,
  ...tokenHandlers,
  ...usageHandlers,
  ...operationHandlers,
};
