import type { Handlers } from "../call";
import { timeText } from "../times";
import { clientFor } from "../visibility";

export const subserviceHandlers = {
  *listSubservices(call) {
    const client = clientFor(call, call.parameters.clientId);
    for (const { id, projectId, projectName, createdAt, sequence } of call.realm.subservices.find("client", client.id))
      yield { sequence, fields: { id, kind: "openstack", projectId, projectName, createdAt: timeText(createdAt) } };
  },
} satisfies Partial<Handlers>;
