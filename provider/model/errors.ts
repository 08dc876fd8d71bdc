/**
 * Errors that a user can mend. Their stack is the message alone: hosts print the stack of what is thrown, several
 * times, and the code's own frames help nobody who has to change a declaration or a setting.
 */
export class UserError extends Error {
  override name = "Error";

  constructor(message: string) {
    super(message);
    this.stack = message;
  }

  /** The message without a class name in front: hosts print this beside the stack. */
  override toString(): string {
    return this.message;
  }
}

/** The object exists at the portal, but a later step failed: the host stores id, state and reasons, the next run goes on from there. */
export class PartialFailure extends UserError {
  constructor(
    readonly id: string,
    readonly state: Record<string, unknown>,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}

/** Absence or identity could not be proven: nothing may be concluded, nothing may leave the state. */
export class CannotTell extends UserError {
  constructor(message: string) {
    super(`cannot tell: ${message}`);
  }
}
