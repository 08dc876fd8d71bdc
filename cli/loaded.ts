import type { Command } from "commander";
import type { watchEndings } from "./endings";

/** A command that was loaded, with what is its own of how it ends. */
export interface Loaded {
  readonly command: Command;
  /** How it ends where it was used wrongly, unless that is as with every other. */
  readonly wrongUse?: number;
  /** How it ends where its output is lost, in place of what would say that somebody saw it. */
  readonly unseen?: ReturnType<Parameters<typeof watchEndings>[0]>;
  /** Its subcommands, where these end in ways of their own. */
  readonly parts?: readonly Loaded[];
}
