import { type KindName, kinds } from "../provider/model";
import { hasField, hasKind } from "../provider/model/definePortal";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { inputFindings } from "../provider/model/rule";
import { joined } from "../text/words";

/** On which portals a field is, and must be given; empty where it is on every portal, and a matter of the kind alone. */
export function whereOf(
  kind: KindName,
  field: string,
  portals: readonly Portal[],
  shown: (portal: Portal) => string = ({ name }) => name,
): string {
  const all = portals.filter((portal) => hasKind(portal, kind));
  const having = all.filter((portal) => hasField(portal, kind, field));
  const needing = having.filter((portal) => isRequiredAt(kind, field, portal));
  const listed = (some: readonly Portal[]) => joined(some.map(shown));
  const isAlways = !kinds[kind].fields[field]!.schema.safeParse(undefined).success;
  const where = having.length === all.length ? "" : `Only on ${listed(having)}`;
  if (needing.length === 0 || isAlways) return where === "" ? "" : `${where}.`;
  const isEverywhere = needing.length === having.length;
  if (where === "") return isEverywhere ? "Required." : `Required on ${listed(needing)}.`;
  return `${where}, ${isEverywhere ? "required there" : `required on ${listed(needing)}`}.`;
}

/** Where entries of a kind stand in a realm file: at its top, in an account, in either, or, where a portal lacks the kind, nowhere. */
export function placeOfEntries(kind: KindName, portal: Portal): "top" | "account" | "either" | "nowhere" {
  if (!hasKind(portal, kind)) return "nowhere";
  if (kind === "Account" || !hasField(portal, kind, "account")) return "top";
  return isRequiredAt(kind, "account", portal) ? "account" : "either";
}

/** Whether preview fails without the field. */
export function isRequiredAt(name: KindName, field: string, portal: Portal): boolean {
  return (
    !kindAt(name, portal).fields[field]!.schema.safeParse(undefined).success || isRequiredByRule(name, field, portal)
  );
}

/** Some rules ask for a field themselves, to say more than that it is missing. */
function isRequiredByRule(name: KindName, field: string, portal: Portal): boolean {
  const found = [
    ...(kinds[name].check?.({}) ?? []),
    ...(portal.checks?.[name]?.({}) ?? []),
    ...inputFindings(portal.rules, name, {}, {}),
  ];
  return found.some(
    ({ property, reason }) => property === field && reason.startsWith("is missing") && !/ or /.test(reason),
  );
}
