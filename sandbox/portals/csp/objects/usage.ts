import { QUOTA_NUMBERS } from "../../../../provider/portals/csp/contract";
import type { Handlers } from "../call";
import { CspProblem } from "../problem";
import { timeText } from "../times";
import { clientFor } from "../visibility";

/** Numbers that are measured in gigabytes; the others are counted (rule csp/Q11). */
const IN_GIGABYTES: readonly string[] = ["ramGb", "volumeStorageGb"];

function timeOf(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  const time = text === null ? otherwise : Date.parse(text);
  if (Number.isNaN(time)) throw new CspProblem("malformed", `${name} must be a time such as 2030-01-31T12:00:00Z`);
  return time;
}

export const usageHandlers = {
  *listSubservices(call) {
    const client = clientFor(call, call.parameters.clientId);
    for (const { id, projectId, projectName, createdAt, sequence } of call.realm.subservices.find("client", client.id))
      yield { sequence, fields: { id, kind: "openstack", projectId, projectName, createdAt: timeText(createdAt) } };
  },

  *listUsage(call) {
    const client = clientFor(call, call.parameters.clientId);
    const from = timeOf(call.query, "from", 0);
    const to = timeOf(call.query, "to", call.now);
    for (const { projectId, region, used, since, sequence } of call.realm.usage.find("client", client.id)) {
      if (since >= to) continue;
      const span = { from: timeText(Math.max(from, since)), to: timeText(to) };
      for (const [place, resource] of QUOTA_NUMBERS.entries()) {
        if (used[resource] === 0) continue;
        const unit = IN_GIGABYTES.includes(resource) ? "GB" : "count";
        yield {
          sequence: sequence * QUOTA_NUMBERS.length + place,
          fields: { projectId, resource: `${resource} (${region})`, amount: used[resource], unit, ...span },
        };
      }
    }
  },
} satisfies Partial<Handlers>;
