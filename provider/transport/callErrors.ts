import { type Answer, type AnswerFacts, requestIdOf } from "./answer";
import { type Unanswered } from "./attempts";
import type { Call } from "./call";
import type { Dialect } from "./dialect";
import { MalformedAnswerError, ResponseError, TransportError } from "./errors";
import type { HttpRequest } from "./request";
import { seconds } from "./seconds";
import { UNREACHABLE } from "./unreachable";

const TRUST = "set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority";

/** What a person is told of a call that failed: what failed, what the portal said, what to do. Redacted. */
export class CallErrors {
  constructor(
    private readonly dialect: Pick<Dialect, "newToken" | "isDenial" | "requestIdHeader" | "trust">,
    private readonly redact: (text: string) => string,
  ) {}

  /** The portal answered with an error. */
  refused(call: Call, facts: AnswerFacts, location: string | undefined): ResponseError {
    const message = problemMessage(call.request, facts, noteOf(call), originOf(location), this.dialect);
    return new ResponseError(this.redact(message), call.request, { ...facts, afterAmbiguousTry: call.wasAmbiguous });
  }

  /** No complete answer came, or none that can be unpacked. */
  unanswered(
    call: Call,
    { networkCode, cause, unreadable, untrusted, answer }: Unanswered,
  ): TransportError | MalformedAnswerError {
    if (unreadable !== undefined) return this.malformed(call, unreadable, answer);
    const { trust = TRUST } = this.dialect;
    const advice = untrusted
      ? `The certificate is not trusted: ${trust}`
      : `Check ${addressOf(call.request)} and the network, then run again${proxyAdvice()}`;
    const message = `${nameOf(call.request)}: ${UNREACHABLE} (${cause}${noteOf(call)}). ${advice}`;
    return new TransportError(this.redact(message), call.request, networkCode, isAmbiguous(call));
  }

  /** An answer came that is none; `problem` continues "the portal answered, but …". */
  malformed({ request }: Call, problem: string, answer?: Answer): MalformedAnswerError {
    const requestId = answer && requestIdOf(answer, this.dialect, this.redact);
    const status = answer?.status ?? 200;
    const message =
      `${nameOf(request)}: the portal answered with status ${status}, but ${problem}${requestId === undefined ? "" : ` (request ${requestId})`}. ` +
      `Check that ${addressOf(request)} is the address of the portal's API and not of its web page`;
    return new MalformedAnswerError(this.redact(message), request, status, request.method !== "GET", requestId);
  }

  readOnly(call: Call): TransportError {
    return this.notSent(call, "READ_ONLY", "reseller:readOnly says that this run only reads");
  }

  closed(call: Call, when: "is" | "was"): TransportError {
    return this.notSent(call, "CLOSED", `the connection ${when} closed`);
  }

  /** The rate limit is on for longer than the call has time. */
  rateLimited(call: Call, waitMs: number): TransportError {
    return this.notSent(
      call,
      "RATE_LIMITED",
      `the portal's rate limit asks to wait for another ${seconds(waitMs)}, and one request is allowed ${seconds(call.longestMs)}: run again later, or lower reseller:maxConcurrency`,
    );
  }

  private notSent(call: Call, code: "RATE_LIMITED" | "CLOSED" | "READ_ONLY", reason: string): TransportError {
    const { request, attempts } = call;
    const message = `${nameOf(request)}: ${attempts === 0 ? "not sent" : "not sent again"}, because ${reason}`;
    return new TransportError(this.redact(message), request, code, isAmbiguous(call));
  }
}

/** What failed, for messages. */
function nameOf({ method, service, path }: HttpRequest): string {
  return service === undefined ? `${method} ${path}` : `${method} ${path} of ${service.name}`;
}

function addressOf({ service }: HttpRequest): string {
  return service === undefined ? "reseller:endpoint" : `the address ${service.endpoint} in the service catalogue`;
}

/** Whether any attempt may have been carried out. */
function isAmbiguous({ wasAmbiguous, lastWasAmbiguous }: Call): boolean {
  return wasAmbiguous || lastWasAmbiguous;
}

/** How often it was tried, and why no further time. */
function noteOf({ attempts, gaveUp }: Call): string {
  const tries = attempts > 1 ? `, after ${attempts} tries` : "";
  return gaveUp === undefined ? tries : `${tries}, ${gaveUp}`;
}

/** What failed, what the portal said, what to do. `note` tells of the tries. */
function problemMessage(
  request: HttpRequest,
  facts: AnswerFacts,
  note: string,
  location: string | undefined,
  dialect: Pick<Dialect, "newToken" | "isDenial">,
): string {
  // Many a portal says in one sentence what it says of each field.
  const ofFields = facts.fieldErrors
    .map(({ field, message }) => `${field}: ${message}`)
    .filter((part) => facts.detail?.includes(part) !== true);
  const said = [facts.detail, ...ofFields].filter((part) => part !== undefined);
  const names = [
    `status ${facts.status}`,
    facts.code,
    facts.requestId === undefined ? undefined : `request ${facts.requestId}`,
  ].filter((part) => part !== undefined);
  const advice = adviceFor(request, facts, location, dialect);
  return `${nameOf(request)}: ${said.join("; ") || "the portal gave no reason"} (${names.join(", ")}${note})${advice === undefined ? "" : `. ${advice}`}`;
}

function adviceFor(
  { signIn }: HttpRequest,
  { status, code, requiredPermission, retryAfterMs }: AnswerFacts,
  location: string | undefined,
  { newToken, isDenial = () => true }: Pick<Dialect, "newToken" | "isDenial">,
): string | undefined {
  // Who signs in is told more by whoever knows with what.
  if (status === 401 && signIn === true) return undefined;
  if (status === 401) return `The token is missing, wrong, revoked or expired: ${newToken}`;
  if (status === 403 && isDenial(code))
    return requiredPermission === undefined
      ? "The token's user is not allowed to"
      : `The token's user lacks the permission ${requiredPermission}`;
  if (status === 429)
    return `The portal's rate limit was reached${retryAfterMs === undefined ? "" : ` (it asks to wait ${Math.ceil(retryAfterMs / 1000)} s)`}: run again later, or lower reseller:maxConcurrency`;
  if (status >= 300 && status < 400)
    return `The portal redirects${location === undefined ? "" : ` to ${location}`}, which is not followed: set reseller:endpoint to the new address`;
  if (status >= 500) return "The portal has a problem: run again later";
  return undefined;
}

/** Where a redirect leads, without the path and query, which may carry what is nobody's business. */
function originOf(location: string | undefined): string | undefined {
  return location !== undefined && URL.canParse(location) ? new URL(location).origin : undefined;
}

/** Proxies of the environment are left aside, which somebody behind one has to be told. */
function proxyAdvice(): string {
  const name = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].find((variable) => process.env[variable]);
  return name === undefined ? "" : `. The proxy in ${name} is not used: the portal must be reachable directly`;
}
