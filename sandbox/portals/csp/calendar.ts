import { PORTAL_TIME_ZONE } from "../../../provider/portals/csp/contract";

/** When the portal's nightly batch runs, by the clock of its zone (manual §2.4). */
const NIGHT_HOUR = 23;

/** How long the provider keeps a client after its decommissioning (manual §2.5, §2.6). */
const KEPT_MONTHS = 6;

const HOUR = new Intl.DateTimeFormat("en-GB", { timeZone: PORTAL_TIME_ZONE, hour: "2-digit", hourCycle: "h23" });
const HOUR_MILLISECONDS = 60 * 60 * 1000;

/** The first 23:00 in the portal's zone after a time. */
export function nightAfter(time: number): number {
  let hour = Math.floor(time / HOUR_MILLISECONDS) * HOUR_MILLISECONDS + HOUR_MILLISECONDS;
  // The zone is whole hours away from UTC; where the clock is changed, that happens before the morning.
  while (Number(HOUR.format(hour)) !== NIGHT_HOUR) hour += HOUR_MILLISECONDS;
  return hour;
}

/** When a client that was decommissioned is deleted: on the same day six months later, or on the month's last. */
export function endOfKeeping(decommissionedAt: number): number {
  const date = new Date(decommissionedAt);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + KEPT_MONTHS);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}
