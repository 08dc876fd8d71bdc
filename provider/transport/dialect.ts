import type { RemainingRequests } from "./requestWindow";

/** What the body of an error says; members may be anything, and what is no text is left out. */
export interface StatedProblem {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly requestId?: unknown;
  readonly requiredPermission?: unknown;
  /** The status that the problem stands for, if the portal answers another one. */
  readonly status?: number | undefined;
  readonly fieldErrors?: readonly { readonly field: unknown; readonly code: unknown; readonly message: unknown }[];
}

/** How the API of one portal puts what every such API has. */
export interface Dialect {
  /** Headers that carry the token. */
  readonly credential: (token: string) => Readonly<Record<string, string>>;
  readonly problem: (body: Readonly<Record<string, unknown>>) => StatedProblem;
  /** Whether an answer with a status of success is an error all the same. Default: none is. */
  readonly isError?: (body: unknown) => boolean;
  /** Codes of errors that pass by themselves and come before anything is done, so that any request may be sent again. */
  readonly passing: readonly string[];
  /** What the headers of a 429 ask to wait, in milliseconds from `now`, where that is not `Retry-After`. */
  readonly wait?: (headers: Readonly<Record<string, unknown>>, now: number) => number | undefined;
  /** What the headers of any answer say of the portal's limit; `now` is the portal's time. */
  readonly remaining?: (headers: Readonly<Record<string, unknown>>, now: number) => RemainingRequests | undefined;
  /** Whether a 403 of this code is about what the token's user may do. Default: every one is. */
  readonly isDenial?: (code: string | undefined) => boolean;
  /** Header, in lower case, with the id under which the portal's operators find a request. Default: `x-request-id`. */
  readonly requestIdHeader?: string;
  /** Header of the revision that a write is conditional on. Default: `If-Match`. */
  readonly ifMatchHeader?: string;
  /** Header of the key under which a request is carried out once. Default: `Idempotency-Key`. */
  readonly idempotencyHeader?: string;
  /** How a person makes a certificate trusted. Default: by the variable that Node reads. */
  readonly trust?: string;
  /** How a person gets a new token into the settings, for the advice of a 401. */
  readonly newToken: string;
}

/** A bearer token, and errors as RFC 9457 has them, with `code`, `errors` and `requiredPermission` beside. */
export const problemDetails: Dialect = {
  credential: (token) => ({ Authorization: `Bearer ${token}` }),
  problem: ({ code, detail, title, requestId, requiredPermission, errors }) => ({
    code,
    detail: detail ?? title,
    requestId,
    requiredPermission,
    fieldErrors: Array.isArray(errors)
      ? errors.map((entry: unknown) => {
          const { field, code: kind, message } = (entry ?? {}) as Record<string, unknown>;
          return { field, code: kind, message: message ?? kind };
        })
      : [],
  }),
  passing: [],
  newToken: "create a new one in the portal and set it with pulumi config set --secret reseller:token",
};
