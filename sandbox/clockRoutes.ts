import { z } from "zod";
import type { Clock } from "./clock";
import { ControlRefusal } from "./control";
import { jsonAnswer, type Answer } from "./http/answer";
import { controlRoute, type ControlRoute, type SandboxPortal } from "./portals/portal";

const SECOND = 1000;
/** Farther than anybody needs, and near enough for every night on the way to be lived through. */
const FARTHEST_SECONDS = 10 * 366 * 24 * 60 * 60;
const LONGEST_MAINTENANCE_SECONDS = 24 * 60 * 60;

const ClockMove = z.strictObject({
  advanceSeconds: z.number().min(0).max(FARTHEST_SECONDS).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  maintenanceSeconds: z.number().min(0).max(LONGEST_MAINTENANCE_SECONDS).optional(),
});

/** The routes that read and move the clock. */
export function clockRoutes(clock: Clock, portals: readonly SandboxPortal[]): ControlRoute[] {
  const state = (): Answer =>
    jsonAnswer(200, {
      now: timeText(clock.now()),
      maintenanceUntil: clock.maintenanceSecondsLeft() > 0 ? timeText(clock.maintenanceUntil) : null,
    });
  return [
    {
      method: "GET",
      path: "/clock",
      effect: "Answers what time it is in the sandbox, and until when its portals are closed for maintenance",
      handle: state,
    },
    controlRoute({
      method: "POST",
      path: "/clock",
      effect:
        "Moves the clock ahead by advanceSeconds or to a time, and brings about all that is due by then, each night's " +
        "batch among it; maintenanceSeconds closes the portals from then on, for so long by the same clock (0 opens them)",
      body: ClockMove,
      handle(_parameters, { advanceSeconds, to, maintenanceSeconds }) {
        if (advanceSeconds !== undefined && to !== undefined)
          throw new ControlRefusal(400, "give advanceSeconds or to, not both");
        const distance = to === undefined ? (advanceSeconds ?? 0) * SECOND : Date.parse(to) - clock.now();
        if (distance < 0) throw new ControlRefusal(400, "to: the clock only moves ahead");
        if (distance > FARTHEST_SECONDS * SECOND) throw new ControlRefusal(400, "to: must be within ten years");
        clock.advance(distance);
        if (maintenanceSeconds !== undefined) clock.closeFor(maintenanceSeconds * SECOND);
        for (const portal of portals) portal.catchUp();
        return state();
      },
    }),
  ];
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
