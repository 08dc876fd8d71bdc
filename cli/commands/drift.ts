import { Command } from "commander";
import { type DriftFlags, driftFound, withDriftFlags } from "../driftFound";
import { type DriftOutputFlags, exitCodeOfDrift, withDriftOutputs } from "../driftOutput";
import { withProgress } from "../progress";

interface Flags extends DriftFlags, DriftOutputFlags {}

/** `reseller drift`: what is different at the portal from what Git says. */
export function driftCommand(): Command {
  const command = withDriftFlags(
    new Command("drift").description(
      "Report differences between the portal and Git: changed, missing and undeclared objects. Read-only.",
    ),
  );
  return withDriftOutputs(command).action(async (plan: string | undefined, flags: Flags) => {
    process.exitCode = await exitCodeOfDrift("drift", flags, () =>
      withProgress(flags, (progress) => driftFound(plan, flags, progress)),
    );
  });
}
