import type { Answer } from "../../http/answer";
import { Refusal } from "../refusal";

export const JSON_TYPE = "application/json";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** How Nova and Cinder call statuses. */
const FAULTS: Readonly<Record<number, string>> = {
  400: "badRequest",
  403: "forbidden",
  404: "itemNotFound",
  409: "conflictingRequest",
  413: "overLimit",
  429: "overLimit",
  503: "serviceUnavailable",
};

/** A refusal, in the form that its service has for it. */
export class OpenStackProblem extends Refusal {
  constructor(
    readonly status: number,
    message: string,
    /** Undefined: nothing but text. */
    private readonly body?: object,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  answer(): Answer {
    const { status, message, body, headers } = this;
    const type = { "content-type": body === undefined ? "text/plain; charset=utf-8" : JSON_TYPE };
    return { status, headers: { ...type, ...headers }, body: body ?? message };
  }
}

/** Of Keystone. */
export function problem(status: number, message: string): OpenStackProblem {
  return new OpenStackProblem(status, message, { error: { code: status, message, title: TITLES[status] } });
}

/** Of Nova and Cinder. */
export function fault(status: number, message: string): OpenStackProblem {
  return new OpenStackProblem(status, message, { [FAULTS[status] ?? "computeFault"]: { code: status, message } });
}

/** Of Neutron. */
export function neutronError(status: number, type: string, message: string): OpenStackProblem {
  return new OpenStackProblem(status, message, { NeutronError: { type, message, detail: "" } });
}

/** Of Adjutant. */
export function errors(status: number, ...messages: readonly string[]): OpenStackProblem {
  return new OpenStackProblem(status, messages.join(", "), { errors: messages });
}

/** Of Adjutant, by the field that is wrong. */
export function fieldErrors(fields: Readonly<Record<string, readonly string[]>>): OpenStackProblem {
  return new OpenStackProblem(400, "wrong fields", { errors: fields });
}

export function unauthorized(): OpenStackProblem {
  return problem(401, "The request you have made requires authentication.");
}

export function forbidden(action: string): OpenStackProblem {
  return problem(403, `You are not authorized to perform the requested action: identity:${action}.`);
}

export function notFound(kind: string, id: string): OpenStackProblem {
  return problem(404, `Could not find ${kind}: ${id}.`);
}

const MALFORMED =
  "The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.";

export function expecting(what: string, where: string): OpenStackProblem {
  return problem(400, `Expecting to find ${what} in ${where}. ${MALFORMED}`);
}

export function conflict(kind: string, details: string): OpenStackProblem {
  return problem(409, `Conflict occurred attempting to store ${kind} - ${details}.`);
}
