import type { RunningSandbox } from "../../../sandbox";
import type { Draw } from "../../random/draw";
import type { Reality } from "../reality/portals";
import type { Program } from "./program";

/** A place in a program where a value decides about access, and a value that gives much. */
export interface Opening {
  readonly id: string;
  /** An expression without anything hidden, of one item or of the whole value. */
  readonly strong: string;
  /** Puts an expression in the place of the value. */
  put(expression: string): void;
}

/** One edit of a program. What it answers is what is told of it; undefined where there was nothing to do. */
export interface Move {
  readonly id: string;
  /** References are only given as resources or as `id`, and nothing is hidden. */
  readonly isPlain?: true;
  /** It acts on the whole program or the whole run, or is often refused: a step of its own. */
  readonly isAlone?: true;
  make(program: Program, draw: Draw): Step | undefined | void;
}

/** What a move needs beside the program. */
export interface Step {
  readonly detail?: string;
  /** Settings for this step and those after it. */
  readonly config?: Readonly<Record<string, { readonly value: string; readonly secret?: boolean }>>;
  /** Environment of this step. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The program of another stack, which is carried out in the place of this one. */
  readonly otherStack?: string;
}

export const DONE: Step = {};

/** One portal, as far as programs for it need to know it. */
export interface Ground {
  readonly reality: Reality;
  /** Makes room at the portal for many realms. */
  makeRoom?(sandbox: RunningSandbox): Promise<void>;
  /** @param number different for each program at one portal */
  base(program: Program, number: number, draw: Draw): void;
  /** Declares a harmless new resource that nothing hangs on, and answers its variable. */
  cover(program: Program): string;
  openings(program: Program, draw: Draw): readonly Opening[];
  readonly moves: readonly Move[];
  /**
   * Somebody changes something by hand at the portal that concerns what the prefix is of, and of which no program says anything; answers
   * what was done.
   */
  byHand(sandbox: RunningSandbox, prefix: string, draw: Draw): Promise<string>;
  /** Declares a second time what is declared already, so that people get more by it. */
  takeOver(program: Program, draw: Draw): TakeOver | undefined;
}

/** A resource of the same natural key as another one. */
export interface TakeOver {
  readonly kind: "Profile" | "User";
  readonly fields: Record<string, string>;
}
