import * as fs from "node:fs";
import { Command } from "commander";
import { isConfirmed, requireYes } from "../fleet/confirm";
import { stacksText } from "../fleet/engineWords";
import { needsOf, type Task, upTasks } from "../fleet/order";
import { previewStacks, savedPlan } from "../fleet/preview";
import { reportFleet } from "../fleet/report";
import { resumedRun, runCommand, type RunFlags, withRunOptions } from "../fleet/runCommand";
import { boardFor, type FleetSession, type Ground, readGround, withFleet } from "../fleet/session";
import { WrongUse } from "../wrongUse";

const FAILED = 1;

interface Flags extends RunFlags {
  readonly savedPlans?: string;
  readonly secretsProvider?: string;
}

/** `reseller fleet up`: all stacks as they are declared. */
export function fleetUpCommand(): Command {
  return withRunOptions(new Command("up"))
    .description("Apply the stacks of a fleet. Creates those that are missing. Without --yes, previews them and asks.")
    .option(
      "--saved-plans <folder>",
      "apply only what the plans say that reseller fleet preview --save-plans <folder> has saved",
    )
    .option(
      "--secrets-provider <type>",
      "how the secrets of stacks that are created are encrypted, as for pulumi stack init",
    )
    .addHelpText("after", "\nExit codes: 0 success, 1 a stack failed or was skipped, 2 wrong usage, 130 interrupted.")
    .action(async (flags: Flags) => {
      requireYes("up", flags);
      process.exitCode = await withFleet("up", flags, (session) => up(session, flags));
    });
}

async function up(session: FleetSession, flags: Flags): Promise<number> {
  const resumed = resumedRun(session, "up", flags);
  const chosen = { ...session, stacks: resumed?.stacks ?? session.stacks };
  const plans = flags.savedPlans ?? resumed?.record.state.plans;
  const ground = await readGround(chosen, flags);
  const tasks = upTasks(needsOf(chosen.stacks, ground.changes, ground.states));
  if (plans !== undefined) requirePlans(plans, tasks);
  if (!(await isWanted(chosen, ground, flags))) return FAILED;
  const secretsProvider = flags.secretsProvider ?? resumed?.record.state.secretsProvider;
  return runCommand(chosen, ground, tasks, { command: "up", resumed, plans, secretsProvider, flags });
}

/** Where nobody has said yes, what would be done is shown first. */
async function isWanted(session: FleetSession, ground: Ground, flags: Flags): Promise<boolean> {
  if (flags.yes === true) return true;
  const board = boardFor(session, flags);
  board.start();
  const outcomes = await previewStacks(session, ground, board, flags).finally(() => board.end());
  if (reportFleet("preview", session, { outcomes, former: ground.former }, {}) !== 0) return false;
  return isConfirmed(`Apply these changes to ${stacksText(session.stacks.length)}?`, flags);
}

function requirePlans(folder: string, tasks: readonly Task[]): void {
  const missing = tasks
    .map(({ stack, pass }) => savedPlan(folder, stack, pass === "first" ? "first" : "whole"))
    .filter((file) => !fs.existsSync(file));
  if (missing.length > 0)
    throw new WrongUse(
      `--saved-plans ${folder}: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""} ` +
        `${missing.length === 1 ? "is" : "are"} missing. Save the plans of all stacks with: reseller fleet preview --save-plans ${folder}`,
    );
}
