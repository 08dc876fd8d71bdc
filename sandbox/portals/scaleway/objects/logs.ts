import { type AnyCall, choiceOf, filterOf, type Handlers, momentIn, srnOf, timeText } from "../call";
import { listedOf, ownOf } from "../organizationScope";
import type { LogRecord } from "../records";

function logFields(log: LogRecord): Record<string, unknown> {
  return {
    action: log.action,
    bearer_id: log.bearerId,
    created_at: timeText(log.createdAt),
    id: log.id,
    ip: log.ip,
    organization_id: log.organizationId,
    resource_id: log.resourceId,
    resource_type: log.resourceType,
    srn: srnOf("logs", log.id),
    user_agent: log.userAgent,
  };
}

function boundOf(call: AnyCall, name: string): number | undefined {
  const text = filterOf(call, name);
  return text === undefined ? undefined : momentIn(text, name);
}

export const logHandlers = {
  *listLogs(call) {
    const listed = listedOf(call, "log", call.realm.logs);
    const [action, type] = [choiceOf(call, "action"), choiceOf(call, "resource_type")];
    const search = filterOf(call, "search");
    const { after = -Infinity, before = Infinity } = {
      after: boundOf(call, "created_after"),
      before: boundOf(call, "created_before"),
    };
    for (const log of listed)
      if (
        (action === undefined || log.action === action) &&
        (type === undefined || log.resourceType === type) &&
        (search === undefined || log.bearerId === search || log.resourceId === search) &&
        log.createdAt >= after &&
        log.createdAt <= before
      )
        yield { sequence: log.sequence, fields: logFields(log) };
  },

  getLog: (call) => logFields(ownOf(call, "log", call.realm.logs, call.parameters.logId, "read")),
} satisfies Partial<Handlers>;
