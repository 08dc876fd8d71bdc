import { PORTAL_NAMES, type PortalName } from "../provider/portals/portal";
import type { Plan } from "./plan/plannedResource";

const SECRET = "[secret]";

/** Which portal each connection drives, by the plan's settings, or by what whoever asks for the review says. */
export function portalOf(
  config: Plan["config"],
  connection: string | undefined,
  told: Readonly<Record<string, PortalName>> = {},
): PortalName | undefined {
  if (Object.hasOwn(told, connection ?? "")) return told[connection ?? ""];
  const name =
    connection === undefined ? config["reseller:portal"] : memberOf(config["reseller:connections"], connection);
  return (PORTAL_NAMES as readonly unknown[]).includes(name) ? (name as PortalName) : undefined;
}

/** `reseller:connections` comes as an object, as its JSON, or masked as a whole. */
function memberOf(connections: unknown, connection: string): unknown {
  let map = connections;
  if (typeof map === "string") {
    if (map === SECRET) return undefined;
    try {
      map = JSON.parse(map);
    } catch {
      return undefined;
    }
  }
  const settings = isRecord(map) && Object.hasOwn(map, connection) ? map[connection] : undefined;
  return isRecord(settings) ? settings["portal"] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
