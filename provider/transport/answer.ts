import type { Dialect } from "./dialect";
import type { FieldError, ProblemFacts } from "./errors";
import { parseJson } from "./json";

/** What the portal says of itself is shown, but never at any length. */
const LONGEST_TEXT = 300;
const MOST_FIELD_ERRORS = 20;

/** What came from the portal, as text. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type AnswerFacts = Omit<ProblemFacts, "afterAmbiguousTry">;

/** The facts of an error answer, redacted; whatever is missing or malformed in it is left out. */
export function readProblem(
  answer: Answer,
  dialect: Dialect,
  retryAfterMs: number | undefined,
  redact: (text: string) => string,
): AnswerFacts {
  const parsed = parseJson(answer.text, answer.headers["content-type"]);
  const body = (
    "value" in parsed && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : {}
  ) as Record<string, unknown>;
  const text = (value: unknown) => shortLine(value, redact);
  const { code, detail, requestId, requiredPermission, status, fieldErrors = [] } = dialect.problem(body);
  return {
    // An error in an answer that says "success" is about the request, as far as anybody knows.
    status: status ?? (answer.status < 300 ? 400 : answer.status),
    code: text(code),
    detail: text(detail),
    requestId: text(requestId) ?? requestIdOf(answer, dialect, redact),
    fieldErrors: fieldErrors.slice(0, MOST_FIELD_ERRORS).flatMap((entry) => fieldError(entry, text)),
    requiredPermission: text(requiredPermission),
    retryAfterMs,
  };
}

/** Whether an answer with a status of success is an error by what is in it. */
export function isErrorInside({ text, headers }: Answer, { isError }: Dialect): boolean {
  if (isError === undefined) return false;
  const parsed = parseJson(text, headers["content-type"]);
  return "value" in parsed && isError(parsed.value);
}

/** The id under which the portal's operators find the request in their logs. */
export function requestIdOf(
  { headers }: Answer,
  { requestIdHeader = "x-request-id" }: Pick<Dialect, "requestIdHeader">,
  redact: (text: string) => string,
): string | undefined {
  return shortLine(headers[requestIdHeader], redact);
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
