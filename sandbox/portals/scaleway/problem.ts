import { ERROR_STATUS, type ErrorType } from "../../../provider/portals/scaleway/contract";
import type { Answer } from "../../http/answer";

/** The vendor's JavaScript client only takes a body for JSON where the type is exactly this. */
export const JSON_TYPE = "application/json";

const MESSAGES: Readonly<Record<ErrorType, string>> = {
  invalid_arguments: "invalid argument(s)",
  denied_authentication: "authentication is denied",
  permissions_denied: "insufficient permissions",
  quotas_exceeded: "quota(s) exceeded",
  not_found: "resource is not found",
  transient_state: "resource is in a transient state",
  already_exists: "resource already exists",
  conflict: "resource is in conflict",
  expired: "resource is expired",
  precondition_failed: "precondition is not respected",
  locked: "resource is locked",
  too_many_requests: "too many requests",
  out_of_stock: "resource is out of stock",
};

export interface ArgumentProblem {
  readonly argument_name: string;
  readonly reason: "unknown" | "required" | "format" | "constraint";
  readonly help_message: string;
}

/** A request that the portal refuses. Thrown by handlers; nothing of what they changed before is kept. */
export class ScalewayProblem extends Error {
  readonly status: number;

  constructor(
    readonly type: ErrorType,
    /** What stands beside `type` and `message`. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(type);
    this.status = ERROR_STATUS[type];
  }
}

export function invalid(...details: readonly ArgumentProblem[]): ScalewayProblem {
  return new ScalewayProblem("invalid_arguments", { details });
}

export function argument(name: string, reason: ArgumentProblem["reason"], help: string): ArgumentProblem {
  return { argument_name: name, reason, help_message: help };
}

export function notFound(resource: string, id: string): ScalewayProblem {
  return new ScalewayProblem("not_found", { resource, resource_id: id });
}

export function denied(action: string, resource: string): ScalewayProblem {
  return new ScalewayProblem("permissions_denied", { details: [{ action, resource }] });
}

export function problemAnswer(
  headers: Readonly<Record<string, string>>,
  { type, status, facts }: ScalewayProblem,
): Answer {
  return { status, headers, body: { ...facts, message: MESSAGES[type], type } };
}

/** @throws {ScalewayProblem} `already_exists` where there is such an object, and it is not the one that is being changed. */
export function requireFree(
  resource: string,
  same: { readonly id: string } | undefined,
  why: string,
  exceptId?: string,
): void {
  if (same !== undefined && same.id !== exceptId)
    throw new ScalewayProblem("already_exists", { resource, resource_id: same.id, help_message: why });
}

/** @throws {ScalewayProblem} `precondition_failed` for what is the vendor's own. */
export function requireUnmanaged({ managed }: { readonly managed: boolean }): void {
  if (managed)
    throw new ScalewayProblem("precondition_failed", { precondition: "protected_resource", help_message: "managed" });
}
