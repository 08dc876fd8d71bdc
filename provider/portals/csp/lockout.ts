import { BlockList, isIP } from "node:net";
import { type AccessTime, type Unknown, UNKNOWN } from "../../model";
import { type Declarable, knownEntries } from "../../model/declared";
import { PORTAL_TIME_ZONE } from "./contract";

/** Whether any of these addresses and blocks has the address in it. */
export function admitsAddress(declared: readonly (string | Unknown)[], address: string): boolean {
  if (declared.includes(UNKNOWN)) return true;
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const list = new BlockList();
  for (const entry of knownEntries(declared)) {
    const [base = "", prefix] = entry.split("/");
    const version = isIP(base);
    if (version === 0) continue;
    list.addSubnet(base, Number(prefix ?? (version === 6 ? 128 : 32)), version === 6 ? "ipv6" : "ipv4");
  }
  return list.check(address, family);
}

/** Whether any of these hours holds the moment, in the portal's time zone. Those that aren't known yet may. */
export function admitsTime(declared: readonly Declarable<AccessTime>[], moment: Date): boolean {
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
  return declared.some((entry) => {
    if (entry === UNKNOWN) return true;
    const { days, from, to } = entry;
    if (days === UNKNOWN || from === UNKNOWN || to === UNKNOWN) return true;
    return days.some((one) => one === UNKNOWN || one === day) && from <= time && time < to;
  });
}
