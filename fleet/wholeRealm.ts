import { DEFAULT_CONNECTION, type Portal, type ProgramFailure, type ProgramResource } from "../provider/model/portal";
import { lackOf } from "../provider/model/definePortal";
import { gathered, writeFailure } from "../provider/model/failureText";
import { checkProgram } from "../provider/model/program";
import { markedRule } from "../provider/model/rule";
import { asProgram } from "../realm/asProgram";
import { compareWords, type RealmEntry } from "../realm/entry";
import { KEY_FIELDS } from "../realm/schema";
import { pathText } from "../text/path";
import { administratorFindings } from "./administrators";
import { nameAtPortal } from "./byName";
import { entryId } from "./divide";
import type { Fleet } from "./division";
import { targetsOf } from "./part";
import { poolFindings } from "./pool";
import type { WholeRealmFinding } from "./wholeRealmFinding";

/** What a check of a whole realm works on. */
export interface Checked {
  readonly fleet: Fleet;
  readonly portalOf: (connection: string) => Portal | undefined;
}

/**
 * Holds all entries of all stacks against what a program is held against before anything is sent, as if they were one stack; and what the
 * stacks refer to in each other. From the files alone.
 *
 * @param portalOf the portal of a connection; entries of connections without one aren't checked
 */
export function wholeRealmFindings(fleet: Fleet, portalOf: Checked["portalOf"]): WholeRealmFinding[] {
  const checked = { fleet, portalOf };
  return [...ruleFindings(checked), ...crossingFindings(checked), ...poolFindings(fleet)].sort(
    (one, other) =>
      compareWords(one.place?.file ?? "", other.place?.file ?? "") ||
      (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
      (one.place?.column ?? 0) - (other.place?.column ?? 0),
  );
}

/** What every rule between resources says. */
function ruleFindings({ fleet, portalOf }: Checked): WholeRealmFinding[] {
  const { realm } = fleet;
  const portals = realm.entries.map((entry) => portalOf(connectionOf(entry)));
  const entries = realm.entries.map((entry, index) => withoutImplied(entry, portals[index], fleet));
  const resources = asProgram(entries, (entry, property) => realm.placeOf(entry, property));
  const byPortal = new Map<Portal, ProgramResource[]>();
  for (const [index, resource] of resources.entries()) {
    const portal = portals[index];
    if (portal === undefined) continue;
    const own = byPortal.get(portal);
    if (own === undefined) byPortal.set(portal, [resource]);
    else own.push(resource);
  }
  const told = (severity: WholeRealmFinding["severity"], failures: readonly ProgramFailure[]) =>
    gathered(failures).map(({ resource, ...failure }): WholeRealmFinding => {
      const entry = { kind: resource.kind, name: resource.label };
      const text = writeFailure(failure);
      const place = realm.placeOf(entry, failure.property);
      return { severity, entry, place, text, rule: markedRule(text), stack: fleet.stackOf(entry)?.name ?? "" };
    });
  return [...byPortal].flatMap(([portal, own]) => {
    const { failures, warnings } = checkProgram(portal, own);
    const ofPortal = realm.entries.filter((_, index) => portals[index] === portal);
    return [
      ...told("error", failures),
      ...told("warning", warnings),
      ...administratorFindings(fleet, portal, ofPortal),
    ];
  });
}

/** References by name that the portal can't find by name. */
function crossingFindings({ fleet, portalOf }: Checked): WholeRealmFinding[] {
  if (fleet.file.references === "stack") return [];
  return fleet.stacks.flatMap((stack) => {
    const targets = targetsOf(fleet, stack);
    const entries = new Map(stack.entries.map((entry) => [entryId(entry), entry]));
    return stack.crossings.flatMap(({ from, path, to }): WholeRealmFinding[] => {
      const entry = entries.get(entryId(from))!;
      const portal = portalOf(connectionOf(entry));
      const { problem } = portal === undefined ? {} : nameAtPortal(portal, targets.get(entryId(to))!, entry);
      if (problem === undefined) return [];
      const property = pathText(path);
      const place = fleet.realm.placeOf(from, property);
      return [
        { severity: "error", entry: from, stack: stack.name, place, text: `${property} ${problem}`, rule: undefined },
      ];
    });
  });
}

export function connectionOf({ values: { connection } }: RealmEntry): string {
  return typeof connection === "string" ? connection : DEFAULT_CONNECTION;
}

/** A key that stands for a field is just a key where the portal has no such field. */
function withoutImplied(entry: RealmEntry, portal: Portal | undefined, { realm }: Fleet): RealmEntry {
  const field = KEY_FIELDS[entry.kind];
  if (field === undefined || portal === undefined || lackOf(portal, entry.kind, field) === undefined) return entry;
  if (!realm.isImplied(entry, field)) return entry;
  const { [field]: _key, ...values } = entry.values;
  return { ...entry, values };
}
