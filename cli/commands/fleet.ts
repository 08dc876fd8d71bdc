import { Command } from "commander";
import type * as driftReport from "../../drift/report";
import type * as reviewFace from "../../review";
import type { Loaded } from "../loaded";
import type * as fleetList from "./fleetList";
import { EXIT_WRONG_USE } from "../wrongUse";
import type * as fleetDestroy from "./fleetDestroy";
import type * as fleetMatrix from "./fleetMatrix";
import type * as fleetMove from "./fleetMove";
import type * as fleetOperator from "./fleetOperator";
import type * as fleetPreview from "./fleetPreview";
import type * as fleetRefresh from "./fleetRefresh";
import type * as fleetUp from "./fleetUp";
import type * as fleetDrift from "./fleetDrift";
import type * as fleetReview from "./fleetReview";
import { documentation } from "../../text/documentation";

const FAILED = 1;

/**
 * Subcommands by name, each loaded from its own file when it is asked for:
 * `preview: () => ({ command: (require("./fleetPreview") as typeof fleetPreview).fleetPreviewCommand() })`.
 */
const subcommands: Readonly<Record<string, () => Loaded>> = {
  list: () => ({ command: (require("./fleetList") as typeof fleetList).fleetListCommand() }),
  preview: () => ({ command: (require("./fleetPreview") as typeof fleetPreview).fleetPreviewCommand() }),
  up: () => ({ command: (require("./fleetUp") as typeof fleetUp).fleetUpCommand() }),
  refresh: () => ({ command: (require("./fleetRefresh") as typeof fleetRefresh).fleetRefreshCommand() }),
  destroy: () => ({ command: (require("./fleetDestroy") as typeof fleetDestroy).fleetDestroyCommand() }),
  matrix: () => ({ command: (require("./fleetMatrix") as typeof fleetMatrix).fleetMatrixCommand() }),
  move: () => ({ command: (require("./fleetMove") as typeof fleetMove).fleetMoveCommand() }),
  operator: () => ({ command: (require("./fleetOperator") as typeof fleetOperator).fleetOperatorCommand() }),
  drift: () => {
    const { EXIT_CODES } = require("../../drift/report") as typeof driftReport;
    const unseen = { code: FAILED, insteadOf: [0, EXIT_CODES.drift] };
    return {
      command: (require("./fleetDrift") as typeof fleetDrift).fleetDriftCommand(),
      wrongUse: FAILED,
      unseen,
    };
  },
  review: () => {
    const { fleetReviewCommand } = require("./fleetReview") as typeof fleetReview;
    const { EXIT_CODES } = require("../../review") as typeof reviewFace;
    const unseen = { code: EXIT_WRONG_USE, insteadOf: [EXIT_CODES.nothing, EXIT_CODES.changes] };
    return { command: fleetReviewCommand(), unseen };
  },
};

/**
 * `reseller fleet`: one realm, run as many stacks.
 *
 * @param asked the word behind `fleet`; all subcommands are loaded where it is none of them.
 */
export function loadedFleet(asked: string | undefined): Loaded {
  const names = asked !== undefined && Object.hasOwn(subcommands, asked) ? [asked] : Object.keys(subcommands);
  const parts = names.map((name) => subcommands[name]!());
  const command = new Command("fleet").description(`Run one realm as many stacks: see ${documentation("fleet.md")}.`);
  for (const part of parts) command.addCommand(part.command);
  return { command, parts };
}
