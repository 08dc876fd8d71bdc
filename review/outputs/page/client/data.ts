/**
 * What the matrix is made from. It stands in the page as JSON, written by `matrixData.ts`; here are only its types, so that both sides
 * have the same. Names are visible text already. Objects are named by their index in the list of their kind.
 */
export type Change = "gained" | "maybe gained" | "lost" | "maybe lost" | "none" | "unknown";
export type Holding = "yes" | "maybe" | "no";

/** In place of an account's index: all current and future accounts. */
export const EVERYWHERE = -1;

export interface Person {
  readonly name: string;
  readonly fullName?: string;
  /** Absent for the reseller's own people. */
  readonly account?: number;
  readonly portal: string;
}

export interface Account {
  readonly name: string;
  readonly portal: string;
  /** What else is to be known of it: new, ended, not declared, locked. */
  readonly note?: string;
  /** Whoever has rights everywhere has none of them in a locked account. */
  readonly lock?: Lock;
}

export type Lock = "locked" | "will be locked" | "will be unlocked" | "perhaps locked";

export interface Permission {
  readonly name: string;
  readonly sentence: string;
  readonly section: string;
  readonly power: "none" | "administration" | "realm";
  readonly known: boolean;
}

export interface Step {
  readonly kind: string;
  readonly name: string;
}

export interface Right {
  readonly permission: number;
  readonly before: Holding;
  readonly after: Holding;
  readonly change: Change;
  readonly limit?: string;
  readonly path: readonly Step[];
}

/** A person, where (an account or `EVERYWHERE`), and the list of rights there. A tuple, since there may be a hundred thousand. */
export type Access = readonly [person: number, scope: number, rights: number];

/** What a finding or an effect is about, to be looked at in the matrix. An empty list leaves all. */
export interface Selection {
  readonly label: string;
  readonly people: readonly number[];
  readonly scopes: readonly number[];
  readonly permissions: readonly number[];
}

export interface MatrixData {
  readonly people: readonly Person[];
  readonly accounts: readonly Account[];
  readonly permissions: readonly Permission[];
  readonly rights: readonly (readonly Right[])[];
  readonly access: readonly Access[];
  readonly selections: readonly Selection[];
}
