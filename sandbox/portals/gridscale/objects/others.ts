import { LOCATIONS } from "../catalogue";
import { type Handlers, timeText } from "../call";
import { requestStatus } from "../cleanUp";
import { problem } from "../problem";

const MESSAGES = {
  pending: "the contract is being cleaned up",
  done: "the contract is gone",
  failed: "the contract could not be cleaned up",
} as const;

export const otherHandlers = {
  listLocations: () => ({
    locations: Object.fromEntries(LOCATIONS.map((location) => [location.object_uuid, location])),
  }),

  getRequest({ realm, caller, now, parameters: { requestId = "" } }) {
    const request = caller.sees ? realm.requests.get(requestId) : undefined;
    if (request === undefined)
      throw problem("not-found", `there is no request ${requestId}`, { request_uuid: requestId });
    const status = requestStatus(realm, request, now);
    return { [requestId]: { status, message: MESSAGES[status], create_time: timeText(request.createdAt) } };
  },
} satisfies Partial<Handlers>;
