import { randomUUID } from "node:crypto";
import type { OperationName } from "../../../provider/portals/scaleway/contract";
import type { AnyCall } from "./call";
import type { LogRecord } from "./records";

/** What leaves a log, where the answer or the path tells which object it was. The rest writes its own. */
const AUDITED: Partial<Record<OperationName, readonly [LogRecord["action"], LogRecord["resourceType"]]>> = {
  createUser: ["created", "user"],
  updateUser: ["updated", "user"],
  updateUsername: ["updated", "user"],
  updatePassword: ["updated", "user"],
  lockUser: ["updated", "user"],
  unlockUser: ["updated", "user"],
  deleteUser: ["deleted", "user"],
  createGroup: ["created", "group"],
  updateGroup: ["updated", "group"],
  setGroupMembers: ["updated", "group"],
  addGroupMember: ["updated", "group"],
  addGroupMembers: ["updated", "group"],
  removeGroupMember: ["updated", "group"],
  deleteGroup: ["deleted", "group"],
  createPolicy: ["created", "policy"],
  clonePolicy: ["created", "policy"],
  updatePolicy: ["updated", "policy"],
  deletePolicy: ["deleted", "policy"],
  createApplication: ["created", "application"],
  updateApplication: ["updated", "application"],
  deleteApplication: ["deleted", "application"],
  createApiKey: ["created", "api_key"],
  updateApiKey: ["updated", "api_key"],
  deleteApiKey: ["deleted", "api_key"],
};

/** Writes the log of a call that was carried out, if it leaves one. */
export function audit(operation: string, call: AnyCall, result: unknown): void {
  const audited = AUDITED[operation as OperationName];
  if (audited === undefined) return;
  const [action, resourceType] = audited;
  const made = result as { readonly id?: string; readonly access_key?: string } | undefined;
  const resourceId = action === "created" ? (made?.access_key ?? made?.id) : Object.values(call.parameters)[0];
  writeLog(call, call.caller.organization.id, action, resourceType, resourceId ?? "");
}

export function writeLog(
  { realm, caller: { key }, sender, now }: AnyCall,
  organizationId: string,
  action: LogRecord["action"],
  resourceType: LogRecord["resourceType"],
  resourceId: string,
): void {
  const bearerId = key.userId ?? key.applicationId ?? "";
  const happened = { organizationId, bearerId, action, resourceType, resourceId };
  realm.logs.insert({ id: randomUUID(), ...happened, ...sender, createdAt: now });
}
