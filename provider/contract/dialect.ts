import { isRecord } from "../model/shapes";
import type { Dialect, StatedProblem } from "../transport";
import type { ConnectionTerms, ErrorTerms } from "./overlay";
import { valueAt } from "./paths";

/** What a portal's API puts differently from its contract: headers and errors. */
export function overlaid(
  dialect: Dialect,
  { credential, headers = {}, errors }: ConnectionTerms,
  credentials: Readonly<Record<string, string>>,
): Dialect {
  return {
    ...dialect,
    ...(credential === undefined
      ? {}
      : { credential: (token: string) => filledIn(credential, { ...credentials, token }) }),
    ...(errors === undefined
      ? {}
      : { problem: (body: Readonly<Record<string, unknown>>) => statedIn(body, errors, dialect) }),
    ...(errors?.inside === undefined ? {} : { isError: isErrorAt(errors.inside) }),
    ...named("requestIdHeader", headers.requestId?.toLowerCase()),
    ...named("ifMatchHeader", headers.ifMatch),
    ...named("idempotencyHeader", headers.idempotencyKey),
  };
}

/** Whether there is anything at a place of an answer. */
function isErrorAt(place: string): (body: unknown) => boolean {
  return (body) => ![undefined, null, false].includes(valueAt(body, place) as undefined);
}

function named(name: keyof Dialect, header: string | undefined): Partial<Dialect> {
  return header === undefined || header === "none" ? {} : { [name]: header };
}

function filledIn(
  headers: Readonly<Record<string, string>>,
  credentials: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [
      name,
      text.replace(/\{(\w+)\}/g, (_, setting: string) => credentials[setting] ?? ""),
    ]),
  );
}

/** What an error says, in the contract's codes. */
export function statedIn(body: unknown, errors: ErrorTerms, dialect: Dialect): StatedProblem {
  const usual = isRecord(body) ? dialect.problem(body) : {};
  const at = (path: string | undefined, otherwise: unknown) => (path === undefined ? otherwise : valueAt(body, path));
  const theirs = at(errors.code, usual.code);
  const code = Object.entries(errors.codes ?? {}).find(([, word]) => String(word) === String(theirs))?.[0] ?? theirs;
  const { fields } = errors;
  const entries = fields === undefined ? undefined : valueAt(body, fields.at);
  return {
    code: typeof code === "number" ? String(code) : code,
    detail: at(errors.message, usual.detail),
    requestId: at(errors.requestId, usual.requestId),
    requiredPermission: at(errors.requiredPermission, usual.requiredPermission),
    status: errors.statuses?.[String(theirs)] ?? usual.status,
    fieldErrors:
      fields === undefined
        ? (usual.fieldErrors ?? [])
        : (Array.isArray(entries) ? (entries as unknown[]) : []).map((entry) => ({
            field: valueAt(entry, fields.field),
            code: fields.code === undefined ? undefined : valueAt(entry, fields.code),
            message: fields.message === undefined ? undefined : valueAt(entry, fields.message),
          })),
  };
}
