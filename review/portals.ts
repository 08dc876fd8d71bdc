import { canonicalUrl, type KindName } from "../provider/model";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import type { PortalName } from "../provider/model/portal";
import { DEFAULT_CONNECTION } from "../provider/model/portal";
import { MASK } from "../engine/values";
import type { Plan } from "../engine/plannedResource";
import { type PlanSettings, providerOfConnection } from "../engine/providers";
import { isOneOf, isRecord } from "../provider/model/shapes";

/** Kinds of which every object has an id of its own, where the portal has them at all. */
const OBJECTS: readonly KindName[] = ["Account", "User", "Profile", "Project"];

/** Which portal each connection drives, by the plan's settings, or by what whoever asks for the review says. */
export function portalOf(
  plan: PlanSettings,
  connection: string | undefined,
  told: Readonly<Record<string, PortalName>> = {},
): PortalName | undefined {
  for (const name of connection === undefined ? ["", DEFAULT_CONNECTION] : [connection])
    if (Object.hasOwn(told, name)) return told[name];
  const name = settingOf(plan, connection, "portal");
  return isOneOf(PORTAL_NAMES, name) ? name : undefined;
}

/** A setting of a connection; those of the default one stand flat, or under its name among the others. */
function settingOf(plan: PlanSettings, connection: string | undefined, name: string): unknown {
  const provider = providerOfConnection(plan, connection);
  if (provider !== undefined) {
    const { settings, further } = provider;
    return further === undefined ? settings[name] : settingsOf(settings["connections"], further)?.[name];
  }
  const { config } = plan;
  const isFlat = [config["reseller:portal"], config["reseller:endpoint"]].some((value) => value !== undefined);
  if (connection === undefined && isFlat) return config[`reseller:${name}`];
  return settingsOf(config["reseller:connections"], connection ?? DEFAULT_CONNECTION)?.[name];
}

/** `reseller:connections` comes as an object, as its JSON, or masked as a whole. */
function settingsOf(connections: unknown, connection: string): Readonly<Record<string, unknown>> | undefined {
  let map = connections;
  if (typeof map === "string") {
    if (map === MASK) return undefined;
    try {
      map = JSON.parse(map);
    } catch {
      return undefined;
    }
  }
  const settings = isRecord(map) && Object.hasOwn(map, connection) ? map[connection] : undefined;
  return isRecord(settings) ? settings : undefined;
}

/** Connections that lead to one realm, or may do so. */
export interface RealmConnections {
  readonly portal: PortalName;
  readonly connections: readonly (string | undefined)[];
  /** Why it isn't known whether they lead to one realm. */
  readonly doubts: readonly string[];
}

/**
 * Connections of one portal are of one realm where they have the same address or have an object together, and taken for one where that
 * is not known.
 */
export function realmsOf(
  plan: Pick<Plan, "config" | "providers" | "resources">,
  portals: ReadonlyMap<string | undefined, PortalName>,
): RealmConnections[] {
  const realms: { portal: PortalName; connections: (string | undefined)[]; doubts: string[] }[] = [];
  const { resources } = plan;
  const names = [...portals.keys()].sort((one = "", other = "") => (one < other ? -1 : 1));
  const objects = new Map(names.map((name) => [name, objectsOf(resources, name, portals.get(name)!)]));
  for (const name of names) {
    const portal = portals.get(name)!;
    const own = placeOf(plan, name, portal);
    const leadsToThatOf = (other: string | undefined) =>
      [...objects.get(name)!].some((id) => objects.get(other)!.has(id))
        ? "yes"
        : isSame(own, placeOf(plan, other, portal));
    const near = realms.filter(
      (realm) => realm.portal === portal && realm.connections.some((other) => leadsToThatOf(other) !== "no"),
    );
    // One that may be either of two makes these two one.
    const [realm = { portal, connections: [], doubts: [] }, ...others] = near;
    if (near.length === 0) realms.push(realm);
    const unsure = near.flatMap(({ connections }) => connections.filter((other) => leadsToThatOf(other) === "maybe"));
    for (const other of others) {
      realm.connections.push(...other.connections);
      realm.doubts.push(...other.doubts);
      realms.splice(realms.indexOf(other), 1);
    }
    realm.connections.push(name);
    for (const other of unsure)
      realm.doubts.push(
        `It is not known whether the connections ${other ?? "default"} and ${name ?? "default"} lead to the same realm: write the endpoint of each into the stack's settings.`,
      );
  }
  return realms;
}

/** Ids at the portal. A plain number may have been given by another portal, too. */
function objectsOf(
  resources: Plan["resources"],
  connection: string | undefined,
  portal: PortalName,
): ReadonlySet<string> {
  const { namesOnly } = portalNamed(portal).access;
  const own = resources.filter(
    ({ connection: of, kind }) => of === connection && OBJECTS.includes(kind) && !namesOnly.includes(kind),
  );
  const ids = own.flatMap(({ kind, before, after }) =>
    [before?.id, after?.id].filter((id) => id !== undefined && !/^\d+$/.test(id)).map((id) => `${kind} ${id}`),
  );
  return new Set(ids);
}

/** Where a connection leads, as far as the plan's settings tell: its address, and whose realm it is there. */
type Place = readonly (string | undefined)[];

function placeOf(plan: PlanSettings, connection: string | undefined, name: PortalName): Place {
  const portal = portalNamed(name);
  const get = (setting: string) => settingOf(plan, connection, setting);
  const text = (value: unknown) => (typeof value === "string" && value !== MASK ? value : undefined);
  // The environment, which no plan has, is asked for the default connection only.
  const usual = connection === undefined ? undefined : portal.endpoint?.usual;
  const owners = portal.settings
    .filter(({ namesRealm }) => namesRealm === true)
    .map(({ name: setting, schema }) => text(schema.safeParse(get(setting)).data ?? get(setting)));
  return [text(canonicalUrl(text(get("endpoint")) ?? usual))?.replace(/\/+$/, ""), ...owners];
}

function isSame(one: Place, other: Place): "yes" | "no" | "maybe" {
  const parts = one.map((part, index) =>
    part === undefined || other[index] === undefined ? "maybe" : part === other[index] ? "yes" : "no",
  );
  return parts.includes("no") ? "no" : parts.includes("maybe") ? "maybe" : "yes";
}
