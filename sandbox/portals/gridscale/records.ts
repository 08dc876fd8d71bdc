import type { Level, Scope } from "../../../provider/portals/gridscale/contract";
import type { StoredRecord } from "../../store/collection";

/* What the portal stores. Times are milliseconds since 1970. */

/** The reseller; there is one. */
export interface PartnerRecord extends StoredRecord {
  /** Stays the owner. */
  readonly ownerId: string;
}

/** How the clean-up of a contract ends, once it has begun. */
export type CleanUp = "done" | "stuck" | "failed";

export interface DeletionRecord {
  readonly state: "requested" | "cleaning" | "gone";
  readonly cleaningFrom: number;
  readonly goneFrom: number;
}

export interface ContractRecord extends StoredRecord {
  readonly name: string;
  readonly isPartnerContract: boolean;
  readonly locked: boolean;
  /** The first is the one whose place a new owner takes. Their levels stand in their relations, too. */
  readonly ownerIds: readonly string[];
  readonly featureKeys: readonly string[];
  readonly locationIds: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  /** Of limits, as it was set by hand. */
  readonly usage: Readonly<Record<string, number>>;
  /** By product number, where they are not those of the list. */
  readonly prices: Readonly<Record<string, number>>;
  readonly deletion: DeletionRecord | null;
  readonly cleanUp: CleanUp;
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface ProjectRecord extends StoredRecord {
  readonly contractId: string;
  readonly name: string;
  readonly locationId: string;
  /** Servers that run; a lock leaves them alone. */
  readonly running: number;
  /** Servers that the clean-up stopped. Nothing is known of what becomes of them. */
  readonly stopped: number;
  readonly platformServices: number;
}

export interface UserRecord extends StoredRecord {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly locked: boolean;
  readonly confirmed: boolean;
  readonly partnerLevel: Level | null;
  readonly createdAt: number;
}

/** A level that a person has on a contract itself. */
export interface RelationRecord extends StoredRecord {
  readonly contractId: string;
  readonly userId: string;
  readonly level: Level;
}

export interface TokenRecord extends StoredRecord {
  readonly userId: string;
  /** Of a single project: made in the Cloud Panel, and no good for contracts. */
  readonly kind: "partner" | "project";
  readonly scopes: readonly Scope[];
  /** Whether it sees any object; where it doesn't, all are as if they weren't there. */
  readonly sees: boolean;
  readonly secretHash: string;
  /** Kept of the token that the sandbox prints only. */
  readonly secret: string | null;
}

/** Work that goes on after its answer. */
export interface RequestRecord extends StoredRecord {
  readonly contractId: string;
  readonly createdAt: number;
}

/** How the portal behaves, where that can be chosen. */
export interface SettingsRecord extends StoredRecord {
  readonly rateLimitEnforced: boolean;
  /** The older interface answers 204 to some of what goes on after the answer. */
  readonly deleteAnswers: 202 | 204;
  /** Where new contracts may have projects from the beginning. */
  readonly newContractLocations: readonly string[];
}
