import { ERROR_STATUS } from "../../../provider/portals/scaleway/contract";
import type { Answer } from "../../http/answer";
import { Refusal } from "../refusal";

/** The vendor's JavaScript client only takes a body for JSON where the type is exactly this. */
export const JSON_TYPE = "application/json";

/** With what no operation of the contract has. */
const STATUS = { ...ERROR_STATUS, method_not_allowed: 405, unavailable: 503 };

const MESSAGES: Readonly<Record<keyof typeof STATUS, string>> = {
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
  method_not_allowed: "method not allowed",
  unavailable: "the portal is closed for its nightly work",
};

export interface ArgumentProblem {
  readonly argument_name: string;
  readonly reason: "unknown" | "required" | "format" | "constraint";
  readonly help_message: string;
}

export class ScalewayProblem extends Refusal {
  constructor(
    readonly type: keyof typeof STATUS,
    /** What stands beside `type` and `message`. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(type);
  }

  answer(): Answer {
    const { type, facts } = this;
    return { status: STATUS[type], headers: {}, body: { ...facts, message: MESSAGES[type], type } };
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

/** What another object is already; `why` says in which way. */
export function alreadyExists(resource: string, why: string): (resource_id: string) => ScalewayProblem {
  return (resource_id) => new ScalewayProblem("already_exists", { resource, resource_id, help_message: why });
}

/** @throws {ScalewayProblem} `precondition_failed` for what is the vendor's own. */
export function requireUnmanaged({ managed }: { readonly managed: boolean }): void {
  if (managed)
    throw new ScalewayProblem("precondition_failed", { precondition: "protected_resource", help_message: "managed" });
}
