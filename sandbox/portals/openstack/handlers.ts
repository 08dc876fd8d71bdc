import type { Handlers } from "./call";
import { assignmentHandlers } from "./objects/assignments";
import { catalogueHandlers } from "./objects/catalogue";
import { domainHandlers } from "./objects/domains";
import { grantHandlers } from "./objects/grants";
import { groupHandlers } from "./objects/groups";
import { holdingHandlers } from "./objects/holdings";
import { limitHandlers } from "./objects/limits";
import { projectHandlers } from "./objects/projects";
import { quotaHandlers } from "./objects/quotas";
import { requestHandlers } from "./objects/requests";
import { roleHandlers } from "./objects/roles";
import { tokenHandlers } from "./objects/tokens";
import { userHandlers } from "./objects/users";

export const handlers: Handlers = {
  ...tokenHandlers,
  ...domainHandlers,
  ...projectHandlers,
  ...userHandlers,
  ...groupHandlers,
  ...roleHandlers,
  ...grantHandlers,
  ...assignmentHandlers,
  ...catalogueHandlers,
  ...limitHandlers,
  ...quotaHandlers,
  ...holdingHandlers,
  ...requestHandlers,
};
