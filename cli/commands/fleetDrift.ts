import { Command } from "commander";
import { type LookFlags, withLookFlags } from "../driftFound";
import { type DriftOutputFlags, exitCodeOfDrift, withDriftOutputs } from "../driftOutput";
import { fleetDrift } from "../fleet/drift";
import { type FleetFlags, withParallel, withSelection } from "../fleet/options";
import { withFleet } from "../fleet/session";
import { withProgress } from "../progress";

interface Flags extends LookFlags, DriftOutputFlags, Omit<FleetFlags, "json"> {}

/** `reseller fleet drift`: what is different at the portal from what Git says in all stacks. */
export function fleetDriftCommand(): Command {
  const command = withParallel(withSelection(new Command("drift"))).description(
    "Report differences between the portal and the stacks of a fleet, as one report. Read-only. With --only or --since, undeclared objects are left out.",
  );
  return withDriftOutputs(withLookFlags(command)).action(async (flags: Flags) => {
    process.exitCode = await exitCodeOfDrift("fleet drift", flags, () =>
      withFleet("drift", flags, (session) => withProgress(flags, (progress) => fleetDrift(session, flags, progress))),
    );
  });
}
