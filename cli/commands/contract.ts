import { Command } from "commander";
import { probeCommand } from "./contractProbe";

/** `reseller contract`: how far a portal is as the derived contract says. */
export function contractCommand(): Command {
  return new Command("contract")
    .description("Compare a portal with the contract that this package was written for.")
    .addCommand(probeCommand());
}
