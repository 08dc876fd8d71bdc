import type { AxiosResponse } from "axios";
import type { Dialect } from "./dialect";
import type { FieldError, ProblemFacts } from "./errors";
import { parseJson } from "./json";

/** What the portal says of itself is shown, but never at any length. */
const LONGEST_TEXT = 300;
const MOST_FIELD_ERRORS = 20;

type AnswerFacts = Omit<ProblemFacts, "afterAmbiguousTry">;

/** The facts of an error answer, redacted; whatever is missing or malformed in it is left out. */
export function readProblem(
  response: AxiosResponse<string>,
  dialect: Dialect,
  retryAfterMs: number | undefined,
  redact: (text: string) => string,
): AnswerFacts {
  const parsed = parseJson(response.data, response.headers["content-type"] as string | undefined);
  const body = (
    "value" in parsed && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : {}
  ) as Record<string, unknown>;
  const text = (value: unknown) => shortLine(value, redact);
  const { code, detail, requestId, requiredPermission, fieldErrors = [] } = dialect.problem(body);
  return {
    status: response.status,
    code: text(code),
    detail: text(detail),
    requestId: text(requestId) ?? requestIdOf(response, redact),
    fieldErrors: fieldErrors.slice(0, MOST_FIELD_ERRORS).flatMap((entry) => fieldError(entry, text)),
    requiredPermission: text(requiredPermission),
    retryAfterMs,
  };
}

/** The id under which the portal's operators find the request in their logs. */
export function requestIdOf(response: AxiosResponse, redact: (text: string) => string): string | undefined {
  return shortLine(response.headers["x-request-id"], redact);
}

/** What failed, what the portal said, what to do. `note` tells of the tries. */
export function problemMessage(
  request: { method: string; path: string },
  facts: AnswerFacts,
  note: string,
  location: string | undefined,
  dialect: Pick<Dialect, "newToken" | "isDenial">,
): string {
  const said = [facts.detail, ...facts.fieldErrors.map(({ field, message }) => `${field}: ${message}`)].filter(
    (part) => part !== undefined,
  );
  const names = [
    `status ${facts.status}`,
    facts.code,
    facts.requestId === undefined ? undefined : `request ${facts.requestId}`,
  ].filter((part) => part !== undefined);
  const advice = adviceFor(facts, location, dialect);
  return `${request.method} ${request.path}: ${said.join("; ") || "the portal gave no reason"} (${names.join(", ")}${note})${advice === undefined ? "" : `. ${advice}`}`;
}

function adviceFor(
  { status, code, requiredPermission, retryAfterMs }: AnswerFacts,
  location: string | undefined,
  { newToken, isDenial = () => true }: Pick<Dialect, "newToken" | "isDenial">,
): string | undefined {
  if (status === 401) return `The token is missing, wrong, revoked or expired: ${newToken}`;
  if (status === 403 && isDenial(code))
    return requiredPermission === undefined
      ? "The token's user is not allowed to"
      : `The token's user lacks the permission ${requiredPermission}`;
  if (status === 429)
    return `The portal's rate limit was met${retryAfterMs === undefined ? "" : ` (it asks to wait ${Math.ceil(retryAfterMs / 1000)} s)`}: run again later, or lower reseller:maxConcurrency`;
  if (status >= 300 && status < 400)
    return `The portal redirects${location === undefined ? "" : ` to ${location}`}, which is not followed: set reseller:endpoint to the address that it leads to`;
  if (status >= 500) return "The portal is in trouble: run again later";
  return undefined;
}

function fieldError(
  { field, code, message }: { readonly field: unknown; readonly code: unknown; readonly message: unknown },
  text: (value: unknown) => string | undefined,
): FieldError[] {
  return typeof field === "string"
    ? [{ field: text(field) ?? "", code: text(code) ?? "", message: text(message) ?? "" }]
    : [];
}

/** One line of bounded length. Redacted first: a secret that is cut in two is no longer found. */
function shortLine(value: unknown, redact: (text: string) => string): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const oneLine = redact(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return oneLine.length > LONGEST_TEXT ? `${oneLine.slice(0, LONGEST_TEXT - 1)}…` : oneLine;
}
