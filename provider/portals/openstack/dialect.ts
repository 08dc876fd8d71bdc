import type { Dialect } from "../../transport";
import { isRecord } from "../../model/shapes";

/** Said of a refusal that is about the roles of whoever asks. Others with the same status are about the state of what is asked for. */
export const NOT_AUTHORIZED = "not_authorized";
/** Said of a token that is refused, and of a sign-in. */
export const UNAUTHORIZED = "unauthorized";
/** Said where the token itself ended because what it is for was disabled: nothing about the object that was asked for. */
export const TOKEN_DISABLED = "token_disabled";

const DENIED = /not authorized|doesn't allow|disallowed by policy|not allowed by policy|forbidden by policy/i;
const DISABLED = /^Unable to validate token because/;

/** How the services of OpenStack carry tokens, and put what went wrong. */
export const openstackDialect: Dialect = {
  credential: (token) => ({ "X-Auth-Token": token }),
  problem: (body) => {
    const detail = messageIn(body);
    const { error } = body;
    return { code: isRecord(error) && error["code"] === 401 ? UNAUTHORIZED : codeOf(detail), detail };
  },
  passing: [],
  isDenial: (code) => code === NOT_AUTHORIZED,
  requestIdHeader: "x-openstack-request-id",
  trust: "set reseller:cacert (or OS_CACERT) to a file with the certificate of its authority",
  newToken:
    "sign-in succeeded, but the service refuses the token. Check that the user still has its role, and that the service validates tokens at the same Keystone",
};

/**
 * Keystone: `{ error: { message } }`. Nova and Cinder: `{ badRequest: { message } }`, `{ forbidden: … }`. Neutron:
 * `{ NeutronError: { message, detail } }`. Adjutant: `{ errors: [ … ] }` or `{ error | detail: "…" }`. Others: `{ message: "…" }`.
 */
function messageIn(body: Readonly<Record<string, unknown>>): string | undefined {
  const parts = Object.values(body).flatMap((value): unknown[] => {
    if (isRecord(value)) return [value["message"], value["detail"]];
    return Array.isArray(value) ? value : [value];
  });
  const texts = [...new Set(parts.filter((part) => typeof part === "string" && part !== ""))];
  return texts.length === 0 ? undefined : texts.join(": ");
}

function codeOf(detail: string | undefined): string | undefined {
  if (detail === undefined) return undefined;
  if (DISABLED.test(detail)) return TOKEN_DISABLED;
  return DENIED.test(detail) ? NOT_AUTHORIZED : undefined;
}
