import { suggestion } from "../../provider/model/nearest";
import { DEFAULT_CONNECTION, type Environment, type Portal } from "../../provider/model/portal";
import { isOneOf, isRecord } from "../../provider/model/shapes";
import { projectEnvironment } from "../../provider/portals/environmentFile";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { WrongUse } from "../wrongUse";
import { ofProject } from "./projectFile";

const PORTAL_VARIABLE = "RESELLER_PORTAL";

/**
 * The portals of a fleet, by connection, as the project's own configuration has them (`config` in Pulumi.yaml) or the environment. No stack is
 * asked, and no credential is needed.
 *
 * @param named the portal of the default connection, where somebody has given it
 * @throws WrongUse where a portal is none
 */
export function fleetPortals(
  folder: string,
  named?: string,
  environment: Environment = process.env,
): (connection: string) => Portal | undefined {
  const config = projectConfig(folder);
  const { environment: all } = projectEnvironment(environment, folder);
  const connections = membersOf(config.get("connections"));
  const names = new Map<string, unknown>([
    ...Object.entries(connections).map(([name, own]) => [name, isRecord(own) ? own["portal"] : undefined] as const),
    [DEFAULT_CONNECTION, named ?? config.get("portal") ?? all[PORTAL_VARIABLE]],
  ]);
  const portals = new Map<string, Portal>();
  for (const [connection, name] of names) {
    if (typeof name !== "string" || name === "") continue;
    if (!isOneOf(PORTAL_NAMES, name))
      throw new WrongUse(
        `${JSON.stringify(name)} is not a portal: use one of ${PORTAL_NAMES.join(", ")}${suggestion(name, PORTAL_NAMES)}`,
      );
    portals.set(connection, portalNamed(name));
  }
  return (connection) => portals.get(connection);
}

/** Settings in the namespace `reseller` that all stacks of the project share. */
function projectConfig(folder: string): ReadonlyMap<string, unknown> {
  const config = ofProject(folder, "config");
  return new Map(
    Object.entries(isRecord(config) ? config : {}).flatMap(([key, value]) => {
      const [, name] = /^reseller:(.+)$/.exec(key) ?? [];
      return name === undefined
        ? []
        : [[name, isRecord(value) ? (value["value"] ?? value["default"] ?? value) : value]];
    }),
  );
}

/** A setting that is a map, or the text of one in JSON. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  try {
    const parsed: unknown = typeof value === "string" ? JSON.parse(value) : undefined;
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
