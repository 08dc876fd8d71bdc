import type { PortalContract } from "../facts";
import type { ConnectionTerms } from "../overlay";
import type { OpenApiDocument } from "./document";
import type { MemberMatch } from "./members";
import type { DescribedOperation, OwnOperation } from "./operations";
import type { Placement } from "./parameters";

/** A part of the connection that the vendor's document has in another way. */
export interface ConnectionGuess {
  readonly part: keyof ConnectionTerms;
  readonly terms: ConnectionTerms;
  readonly confidence: number;
  readonly why: string;
}

/** How the body of a request or an answer is at the vendor's. */
export interface BodyMatch {
  /** Where the body is inside the vendor's; absent: at its top. */
  readonly at?: string;
  /** Of a list: where its items are. */
  readonly items?: string;
  readonly members: readonly MemberMatch[];
  /** Places that the contract has no member for. */
  readonly others: readonly string[];
}

export interface QueryMatch {
  readonly name: string;
  /** null: the vendor has no such parameter. */
  readonly there: string | null;
  readonly confidence: number;
}

export interface OperationMatch {
  readonly own: OwnOperation;
  readonly result: "same" | "probably" | "missing";
  /** The vendor's operation; of a missing one, absent. */
  readonly theirs?: DescribedOperation;
  readonly confidence: number;
  readonly why: string;
  /** Where the parameters of the contract's path are at the vendor's. */
  readonly placement?: Placement;
  readonly query: readonly QueryMatch[];
  readonly request?: BodyMatch;
  readonly response?: BodyMatch;
}

/** A contract compared with a vendor's document. All that isn't `same` is a guess. */
export interface Comparison {
  readonly contract: PortalContract;
  readonly document: Pick<OpenApiDocument, "version" | "title" | "release" | "root">;
  /** In the order of their ids. */
  readonly operations: readonly OperationMatch[];
  /** Operations that only the vendor has. */
  readonly others: readonly DescribedOperation[];
  /** How the vendor's portal is spoken to, where that isn't the contract's way. */
  readonly connection: readonly ConnectionGuess[];
  /** References that weren't followed: they lead out of the document, or nowhere. */
  readonly notFollowed: readonly string[];
}
