import { BlockList, isIP } from "node:net";
import { type AccessTime, UNKNOWN, WEEKDAYS } from "../../model";
import { PORTAL_TIME_ZONE } from "./contract";

/** Whether any of these addresses and blocks has the address in it. */
export function admitsAddress(declared: readonly unknown[], address: string): boolean {
  if (declared.includes(UNKNOWN)) return true;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const list = new BlockList();
  for (const entry of declared as readonly string[]) {
    const [base = "", prefix] = entry.split("/");
    const version = isIP(base);
    if (version === 0) continue;
    list.addSubnet(base, Number(prefix ?? (version === 6 ? 128 : 32)), version === 6 ? "ipv6" : "ipv4");
  }
  return list.check(address, family);
}

/** Whether any of these hours holds the moment, in the portal's time zone. */
export function admitsTime(declared: readonly AccessTime[], moment: Date): boolean {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", {
      timeZone: PORTAL_TIME_ZONE,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    })
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const day = String(parts["weekday"]).toLowerCase();
  const time = `${parts["hour"]}:${parts["minute"]}`;
  return declared.some(
    ({ days, from, to }) =>
      (days as readonly string[]).includes(day) && WEEKDAYS.includes(day as never) && from <= time && time < to,
  );
}
