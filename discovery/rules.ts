import type { DeclaredInputs, Kind, KindName } from "../provider/model";
import { kindAt } from "../provider/model/kindAt";
import { mendingOf } from "../provider/model/liveInputs";
import { programFindings } from "../provider/model/program";
import type { PlannedInputs, PortalSession } from "../provider/model/portal";
import type { Portal, ProgramFinding } from "../provider/model/portal";
import { plannedInputs } from "../provider/model/surroundings";
import { asProgram } from "../realm/asProgram";
import { withReferences } from "../realm/fieldPaths";
import { type LiveEntry, type Skipped } from "./entries";

/**
 * Holds the entries against all that the provider asks of a program before anything is sent. What would be refused is left out, what has to
 * be confirmed to stay as it is gets its confirmation.
 *
 * @returns whether nothing had to be changed
 */
export function keepRules(portal: Portal, entries: readonly LiveEntry[], losses: Skipped): boolean {
  const resources = asProgram(entries.map(({ entry }) => entry));
  const liveOf = new Map(entries.map((live, index) => [resources[index]!, live]));
  const findings = programFindings(portal, resources).filter(
    ({ severity, rule, resource }) =>
      severity !== "warn" && !(severity === "confirm" && confirmed(resource.inputs).includes(rule)),
  );
  for (const finding of findings)
    mend(kindAt(finding.resource.kind, portal), liveOf.get(finding.resource)!, finding, losses);
  return findings.length === 0;
}

/**
 * What the provider would ask about the entries at a preview that takes everything over, and what it would refuse: by the reason, the names
 * of entries. Nothing is written for that.
 */
export async function dryRun(
  session: PortalSession,
  entries: readonly LiveEntry[],
  losses: Skipped,
  progress: (done: number, all: number) => void,
): Promise<{ readonly isAsItWas: boolean; readonly refused: ReadonlyMap<string, readonly string[]> }> {
  const idOf = new Map(entries.map(({ entry: { kind, name }, object }) => [`${kind} ${name}`, object.found.id]));
  const inputsOf = new Map(entries.map((live) => [live, withIds(live, idOf)]));
  const planned = plannedOf(entries, inputsOf);
  const refused = new Map<string, string[]>();
  let isAsItWas = true;
  for (const [index, live] of entries.entries()) {
    if (index % 100 === 0) progress(index, entries.length);
    const inputs = inputsOf.get(live)!;
    const surroundings = { before: undefined, planned, say: () => undefined };
    const findings = await session.verify(live.entry.kind, inputs, surroundings);
    const asked = findings.filter(({ severity, rule }) => severity === "confirm" && !confirmed(inputs).includes(rule));
    for (const { property, reason } of findings.filter(({ severity = "refuse" }) => severity === "refuse")) {
      const why = `${property} ${reason}`.trim();
      refused.set(why, [...(refused.get(why) ?? []), `${live.entry.kind} ${live.entry.name}`]);
    }
    for (const { rule } of asked) {
      losses.confirm(live.object, rule!);
      isAsItWas = false;
    }
  }
  progress(entries.length, entries.length);
  return { isAsItWas, refused };
}

function mend(kind: Kind, { object, entry, inputs }: LiveEntry, finding: ProgramFinding, losses: Skipped): void {
  const why = `${finding.property} ${finding.reason}`.trim();
  const mending = mendingOf(kind, finding, entry.values, inputs);
  if ("confirm" in mending) losses.confirm(object, mending.confirm);
  else if (mending.leave === "entry") losses.skipEntry(object, mending.field, mending.entry, why);
  else if (mending.leave === "field") losses.skipField(object, mending.field, why);
  else losses.skip(object, why);
}

function confirmed({ confirm }: DeclaredInputs): readonly unknown[] {
  return Array.isArray(confirm) ? (confirm as unknown[]) : [];
}

function withIds({ entry, object }: LiveEntry, idOf: ReadonlyMap<string, string>): DeclaredInputs {
  const values = withReferences(entry.kind, entry.values, (reference) =>
    "existing" in reference
      ? reference.existing
      : (idOf.get(`${reference.entry.kind} ${reference.entry.name}`) ?? reference.entry.name),
  );
  return entry.within === undefined ? values : { ...values, account: object.found.inputs["account"] };
}

function plannedOf(entries: readonly LiveEntry[], inputsOf: ReadonlyMap<LiveEntry, DeclaredInputs>): PlannedInputs {
  const byId = new Map(
    entries.map((live) => [`${live.entry.kind} ${live.object.found.id}`, inputsOf.get(live)!] as const),
  );
  const ofKind = new Map<KindName, DeclaredInputs[]>();
  for (const live of entries)
    ofKind.set(live.entry.kind, [...(ofKind.get(live.entry.kind) ?? []), inputsOf.get(live)!]);
  return plannedInputs({ of: (kind, id) => byId.get(`${kind} ${id}`), all: (kind) => ofKind.get(kind) ?? [] });
}
