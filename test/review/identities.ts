import { UNKNOWN_SIGN } from "../../engine/values";
import type { FindingId, Level } from "../../review";
import type { WrittenResource } from "./planText";

/** What the tests about who somebody is need to know of a portal. Somebody is the user `rita`. */
export interface Identities {
  readonly others: readonly WrittenResource[];
  /** Rita with power over people, and without any. */
  readonly strong: Readonly<Record<string, unknown>>;
  readonly weak: Readonly<Record<string, unknown>>;
  /** How a finding says her power. */
  readonly power: string;
  /** What Rita signs in with. */
  readonly signIn: string;
  /** Changes of who she is that say nothing of rights. */
  readonly changes: readonly IdentityChange[];
  /** Changes of whose an account is, each with the one finding that it has. */
  readonly ownership: readonly OwnershipChange[];
}

export interface IdentityChange {
  readonly what: string;
  readonly change: object;
  readonly id: FindingId;
  readonly says: readonly string[];
  readonly operation?: string;
  readonly certain?: boolean;
}

export interface OwnershipChange {
  readonly before: object;
  readonly change: object;
  readonly id: FindingId;
  readonly level: Level;
  readonly says: string;
}

export const MALLORY = "mallory@evil.example";

/** Where people sign in with their address, and have a phone and a lock. */
export const ADDRESS_CHANGES: readonly IdentityChange[] = [
  {
    what: "another address to sign in with",
    change: { email: MALLORY },
    id: "IDN-01",
    says: [`signs in with ${MALLORY} in place of rita@acme.example, and holds: `],
  },
  {
    what: "another phone",
    change: { phone: "+41 9" },
    id: "IDN-01",
    says: ["is reached at +41 9 in place of +41 2, and holds: "],
  },
  {
    what: "no phone any more",
    change: { phone: undefined },
    id: "IDN-01",
    says: ["no longer is reached at +41 2, and holds: "],
  },
  { what: "a lock", change: { locked: true }, id: "LCK-01", says: ["is locked"] },
  {
    what: "an address that isn't known yet",
    change: { email: UNKNOWN_SIGN },
    id: "IDN-01",
    says: [
      "from now on perhaps signs in with something that is not known yet, or not shown in place of rita@acme.example",
    ],
    certain: false,
  },
  {
    what: "an address that is secret",
    change: { email: "[secret]" },
    id: "IDN-01",
    says: ["perhaps signs in with something that is not known yet, or not shown in place of rita@acme.example"],
    certain: false,
  },
];
