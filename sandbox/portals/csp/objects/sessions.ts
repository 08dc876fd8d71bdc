import type { AnyCall, Handlers } from "../call";
import { notFound } from "../problem";
import type { SessionRecord } from "../records";
import { timeText } from "../times";
import { clientFor } from "../visibility";

function sessionFor(call: AnyCall, { clientId, sessionId }: { clientId: string; sessionId: string }): SessionRecord {
  const session = call.realm.sessions.get(sessionId);
  if (session === undefined || session.clientId !== clientFor(call, clientId).id) throw notFound("session");
  return session;
}

export const sessionHandlers = {
  *listSessions(call) {
    const client = clientFor(call, call.parameters.clientId);
    for (const { id, userId, since, sourceIp, sequence } of call.realm.sessions.find("client", client.id))
      yield { sequence, fields: { id, userId, since: timeText(since), sourceIp } };
  },

  endSession(call) {
    call.realm.sessions.remove(sessionFor(call, call.parameters).id);
  },

  *listSessionCalls(call) {
    const session = sessionFor(call, call.parameters);
    for (const { at, method, path, status, sequence } of call.realm.apiCalls.since(session.userId, session.since))
      yield { sequence, fields: { at: timeText(at), method, path, status } };
  },
} satisfies Partial<Handlers>;
