import { Command } from "commander";
import { compareCommand } from "./contractCompare";
import { probeCommand } from "./contractProbe";

/** `reseller contract`: how far a portal is as the derived contract says. */
export function contractCommand(): Command {
  return new Command("contract")
    .description("Compare a portal with the contract that this package was written for.")
    .addCommand(probeCommand())
    .addCommand(compareCommand());
}
