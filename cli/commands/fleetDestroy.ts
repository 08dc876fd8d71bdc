import { Command } from "commander";
import { destroyTasks, referringTo } from "../fleet/order";
import { resumedRun, runCommand, type RunFlags, withRunOptions } from "../fleet/runCommand";
import { type FleetSession, readOwnStates, withFleet } from "../fleet/session";
import { WrongUse } from "../wrongUse";

interface Flags extends RunFlags {
  readonly excludeProtected: boolean;
}

/** `reseller fleet destroy`: nothing is left of all stacks but what is declared to stay. */
export function fleetDestroyCommand(): Command {
  return withRunOptions(new Command("destroy"))
    .description(
      "Destroy the stacks of a fleet, those that others refer to last. What becomes of accounts is what they declare (onDelete).",
    )
    .option("--exclude-protected", "keep protected resources, and destroy all others", false)
    .addHelpText("after", "\nExit codes: 0 success, 1 a stack failed or was skipped, 2 wrong usage, 130 interrupted.")
    .action(async (flags: Flags) => {
      // Nobody destroys customers with a key pressed too quickly.
      if (flags.yes !== true) throw new WrongUse("reseller fleet destroy needs --yes");
      process.exitCode = await withFleet("destroy", flags, (session) => destroy(session, flags));
    });
}

async function destroy(session: FleetSession, flags: Flags): Promise<number> {
  const resumed = resumedRun(session, "destroy", flags);
  const asked = { ...session, stacks: resumed?.stacks ?? session.stacks };
  const ground = await readOwnStates(asked, flags);
  const chosen = { ...asked, stacks: asked.stacks.filter(({ name }) => ground.states.get(name)?.is !== "missing") };
  const tasks = destroyTasks(referringTo(chosen.stacks, ground.states));
  const { excludeProtected } = flags;
  return runCommand(chosen, ground, tasks, {
    command: "destroy",
    resumed,
    excludeProtected,
    flags,
  });
}
