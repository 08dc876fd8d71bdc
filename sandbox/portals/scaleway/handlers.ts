import type { Handlers } from "./call";
import { federationHandlers } from "./objects/federation";
import { groupHandlers } from "./objects/groups";
import { logHandlers } from "./objects/logs";
import { organizationHandlers } from "./objects/organizations";
import { otherHandlers } from "./objects/others";
import { policyHandlers } from "./objects/policies";
import { settingsHandlers } from "./objects/settings";
import { sshKeyHandlers } from "./objects/sshKeys";
import { userHandlers } from "./objects/users";

/** What serves each operation of the contract. */
export const handlers: Handlers = {
  ...organizationHandlers,
  ...userHandlers,
  ...groupHandlers,
  ...policyHandlers,
  ...sshKeyHandlers,
  ...settingsHandlers,
  ...federationHandlers,
  ...logHandlers,
  ...otherHandlers,
};
