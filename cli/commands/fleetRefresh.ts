import { Command } from "commander";
import { isConfirmed, requireYes } from "../fleet/confirm";
import { stacksText } from "../fleet/engineWords";
import { freeTasks } from "../fleet/order";
import { resumedRun, runCommand, type RunFlags, withRunOptions } from "../fleet/runCommand";
import { type FleetSession, readOwnStates, withFleet } from "../fleet/session";

const FAILED = 1;

/** `reseller fleet refresh`: the states of all stacks as their portals are. */
export function fleetRefreshCommand(): Command {
  return withRunOptions(new Command("refresh"))
    .description("Update the states of the stacks of a fleet to match the portal, which is only read.")
    .addHelpText("after", "\nExit codes: 0 success, 1 a stack failed, 2 wrong usage, 130 interrupted.")
    .action(async (flags: RunFlags) => {
      requireYes("refresh", flags);
      process.exitCode = await withFleet("refresh", flags, (session) => refresh(session, flags));
    });
}

async function refresh(session: FleetSession, flags: RunFlags): Promise<number> {
  const resumed = resumedRun(session, "refresh", flags);
  const asked = { ...session, stacks: resumed?.stacks ?? session.stacks };
  const ground = await readOwnStates(asked, flags);
  // A stack that nobody has created has nothing to refresh.
  const chosen = { ...asked, stacks: asked.stacks.filter(({ name }) => ground.states.get(name)?.is !== "missing") };
  if (!(await isConfirmed(`Refresh the states of ${stacksText(chosen.stacks.length)}?`, flags))) return FAILED;
  const tasks = freeTasks(chosen.stacks.map(({ name }) => name));
  return runCommand(chosen, ground, tasks, { command: "refresh", resumed, flags });
}
