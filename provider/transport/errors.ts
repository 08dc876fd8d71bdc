/** A call to a portal that did not give an answer to work with. The message is readable and redacted. */
export abstract class PortalError extends Error {
  override name = "Error";
  readonly method: string;
  readonly path: string;

  constructor(message: string, call: { method: string; path: string }) {
    super(message);
    this.stack = message;
    this.method = call.method;
    this.path = call.path;
  }

  override toString(): string {
    return this.message;
  }
}

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemFacts {
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly fieldErrors: readonly FieldError[];
  readonly requiredPermission?: string;
  readonly retryAfterMs?: number;
  /** An earlier try of the same call got no answer: this answer may speak of what that try did. */
  readonly afterAmbiguousTry: boolean;
}

/** The portal answered with an error. */
export class ResponseError extends PortalError implements ProblemFacts {
  declare readonly status: number;
  declare readonly code?: string;
  declare readonly detail?: string;
  declare readonly requestId?: string;
  declare readonly fieldErrors: readonly FieldError[];
  declare readonly requiredPermission?: string;
  declare readonly retryAfterMs?: number;
  declare readonly afterAmbiguousTry: boolean;

  constructor(message: string, call: { method: string; path: string }, facts: ProblemFacts) {
    super(message, call);
    Object.assign(this, facts);
  }
}

/**
 * No complete answer came. `networkCode` is the network's (`ECONNREFUSED`, `ERR_CANCELED` for a time-out) or our own
 * (`RATE_LIMITED`, `CLOSED`, `READ_ONLY`: not sent at all). `ambiguous`: this try or an earlier one may have been carried out all the same.
 */
export class TransportError extends PortalError {
  constructor(
    message: string,
    call: { method: string; path: string },
    readonly networkCode: string,
    readonly ambiguous: boolean,
  ) {
    super(message, call);
  }
}

/** An answer came that is no JSON where JSON was due, or too long. `ambiguous`: it was the answer to a write. */
export class MalformedAnswerError extends PortalError {
  constructor(
    message: string,
    call: { method: string; path: string },
    readonly status: number,
    readonly ambiguous: boolean,
    readonly requestId?: string,
  ) {
    super(message, call);
  }
}
