import type { Bench } from "../support/bench";
import type { Expected } from "../support/finding";
import type { ProgramResource } from "../support/miniEngine";

export interface Person {
  readonly id: string;
  readonly username: string;
  /** The value of the realm's field `text`. */
  readonly text: string;
}

/** One call of the portal's API, as faults name it. */
export interface Route {
  readonly method: string;
  readonly route: string;
}

/** A small realm on one portal, in terms that all portals share: a customer, a profile, and people of the reseller's own who have it. */
export interface PromiseRealm {
  readonly bench: Bench;
  readonly account: ProgramResource;
  readonly profile: ProgramResource;
  person(username: string, inputs?: Readonly<Record<string, unknown>>): ProgramResource;
  /** A field of people that is mere text, and that is `Muster`. */
  readonly text: string;
  /** A value of a set with several entries, and the field that it is of. */
  readonly set: { readonly field: string; readonly entries: readonly unknown[] };
  /** A program with something wrong in several resources, and all that must be found. */
  readonly broken: { readonly program: readonly ProgramResource[]; readonly findings: readonly Expected[] };
  /** What makes a person, what the rest of that takes, and what changes one. */
  readonly routes: { readonly create: Route; readonly rest: Route; readonly update: Route };
  /** Inputs of a person who has nothing to do with the customer. */
  readonly alone: Readonly<Record<string, unknown>>;
  /** Inputs of a person whose making takes more than one call. */
  readonly further: Readonly<Record<string, unknown>>;
  /** Further entries of drift.yaml: what comes with the portal, and no program declares. */
  readonly others?: readonly string[];
  /** What shows what a token sees, where something is missing: it may be asked once more. */
  readonly proof: string | readonly string[];
  people(): Promise<Person[]>;
  renameByHand(person: Person, text: string): Promise<void>;
  deleteByHand(person: Person): Promise<void>;
  makeByHand(username: string): Promise<void>;
  /** The customers that the portal has. */
  customers(): Promise<string[]>;
  /** From now on the credential sees less than it did. */
  loseSight(): Promise<void>;
  /** The credential, and what else must never be shown. */
  readonly secrets: readonly string[];
}
