import { Command } from "commander";
import { type FleetFlags, withFleetOptions } from "../fleet/options";
import { previewStacks } from "../fleet/preview";
import { reportFleet } from "../fleet/report";
import { boardFor, readGround, withFleet } from "../fleet/session";

interface Flags extends FleetFlags {
  readonly savePlans?: string;
  readonly secretsProvider?: string;
}

/** `reseller fleet preview`: what an `up` of all stacks would do. */
export function fleetPreviewCommand(): Command {
  return withFleetOptions(new Command("preview"))
    .description("Preview the stacks of a fleet. Creates those that are missing, without resources.")
    .option("--save-plans <folder>", "save a plan of each stack for reseller fleet up --saved-plans <folder>")
    .option(
      "--secrets-provider <type>",
      "how the secrets of stacks that are created are encrypted, as for pulumi stack init",
    )
    .addHelpText("after", "\nExit codes: 0 success, 1 a stack failed, 2 wrong usage.")
    .action(async (flags: Flags) => {
      process.exitCode = await withFleet("preview", flags, async (session) => {
        const ground = await readGround(session, flags);
        const board = boardFor(session, flags);
        board.start();
        const outcomes = await previewStacks(session, ground, board, flags).finally(() => board.end());
        return reportFleet("preview", session, { outcomes, former: ground.former }, flags);
      });
    });
}
