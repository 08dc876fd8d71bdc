import type { Dialect } from "../../transport";
import { isList, isRecord } from "../../model/shapes";

/** Said of a refusal that is about the roles of whoever asks. Others with the same status are about the state of what is asked for. */
export const NOT_AUTHORIZED = "not_authorized";
/** Keystone's own word for a token that is refused, and for a sign-in that is. */
export const UNAUTHORIZED = "unauthorized";
/** Said where the token itself ended because what it is for was disabled: nothing about the object that was asked for. */
export const TOKEN_DISABLED = "token_disabled";

const DENIED =
  /not authorized|doesn't allow|disallowed by policy|not allowed by policy|forbidden by policy|must have one of the following roles/i;
const DISABLED = /^Unable to validate token because/;

/** How the services of OpenStack carry tokens, and put what went wrong. */
export const openstackDialect: Dialect = {
  credential: (token) => ({ "X-Auth-Token": token }),
  problem: (body) => {
    const { code, detail } = statedIn(body);
    if (DISABLED.test(detail)) return { code: TOKEN_DISABLED, detail };
    return { code: DENIED.test(detail) ? NOT_AUTHORIZED : code, detail };
  },
  passing: [],
  isDenial: (code) => code === NOT_AUTHORIZED,
  requestIdHeader: "x-openstack-request-id",
  trust: "set reseller:cacert (or OS_CACERT) to a file with the certificate of its authority",
  newToken:
    "sign-in succeeded, but the service refuses the token. Check that the user still has its role, and that the service validates tokens at the same Keystone",
};

interface Stated {
  readonly code: string | undefined;
  readonly detail: string;
}

/**
 * Keystone: `{ error: { message, title } }`. Nova and Cinder: `{ badRequest: { message } }`, `{ forbidden: … }`. Neutron:
 * `{ NeutronError: { type, message, detail } }`. Adjutant: `{ errors: [ … ] }`. Others: `{ message: "…" }`.
 */
function statedIn(body: Readonly<Record<string, unknown>>): Stated {
  for (const [name, value] of Object.entries(body)) {
    if (!isRecord(value) || typeof value["message"] !== "string") continue;
    const { message, detail, title, type } = value;
    return { code: wordOf(title) ?? wordOf(type) ?? name, detail: joined([message, detail]) };
  }
  const { errors, error, message, detail } = body;
  return { code: undefined, detail: joined([message, detail, error, ...(isList(errors) ? errors : [errors])]) };
}

/** "Not Found" as `not_found`. */
function wordOf(title: unknown): string | undefined {
  return typeof title === "string" ? title.toLowerCase().replaceAll(" ", "_") : undefined;
}

function joined(parts: readonly unknown[]): string {
  return [...new Set(parts.filter((part) => typeof part === "string" && part !== ""))].join(": ");
}
