/** Why a portal did not do what it was asked, as far as the lifecycle must act differently on it. */
export type RefusalReason =
  /** another object has the natural key already */
  | "name-taken"
  /** somebody changed the object since it was read */
  | "stale"
  /** the object is not there, or out of sight */
  | "not-found"
  /** the token lacks a right */
  | "not-allowed"
  /** anything else the user has to mend */
  | "refused";

/**
 * A call that failed, in words for the user. `uncertain` says that the portal may have carried it out all the same:
 * such a call is looked up before it is ever sent again.
 */
export class PortalRefusal extends Error {
  override name = "Error";

  /** Outputs that only the sender knows, should it turn out that an uncertain call was carried out. */
  sent: Readonly<Record<string, unknown>> = {};

  constructor(
    message: string,
    readonly reason: RefusalReason = "refused",
    readonly uncertain: boolean = false,
    /** The portal's own word for what is wrong, and the fields of the request that it names. */
    readonly code?: string,
    readonly fields: readonly string[] = [],
  ) {
    super(message);
    this.stack = message;
  }

  override toString(): string {
    return this.message;
  }
}
