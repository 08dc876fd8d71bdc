import { kinds, type KindName } from "../provider/model";
import { masked } from "../review";
import { compare, type PlannedResource } from "../engine/plannedResource";
import { counted, joined } from "../text/words";
import { explanationOf } from "./explain";
import type { Drift, Unapplied } from "./drift";
import { connectionOf } from "./liveSide";
import { nameOfObject, namesOfIds } from "./names";
import { shownValue } from "./shownValue";
import { DRIFT_VERSION, type DriftReport, EXIT_CODES, type DriftVerdict } from "./report";

export interface ReportOptions {
  /** Whether what Git says and nobody has applied counts as drift, too. */
  readonly withUnapplied?: boolean;
  /** Whether the drift's meaning for people's access is told. */
  readonly explain?: boolean;
}

/** What a drift is, as data that may be shown: nothing secret is in it. */
export function reportOf(drift: Drift, { withUnapplied = false, explain = false }: ReportOptions = {}): DriftReport {
  const { plan, changed, missing, undeclared, cannotTell, looked, remarks } = drift;
  const unapplied = drift.unapplied.map(unappliedEntry);
  const found = changed.length + missing.length + undeclared.length + (withUnapplied ? unapplied.length : 0);
  const verdict: DriftVerdict = cannotTell.length > 0 ? "cannot tell" : found > 0 ? "drift" : "none";
  const report: DriftReport = {
    version: DRIFT_VERSION,
    project: plan.project,
    stack: plan.stack,
    ...(plan.stacks === undefined ? {} : { stacks: plan.stacks.map(({ name }) => name) }),
    portals: [...drift.portals].map(([connection, { name, title }]) => ({
      name,
      title,
      ...namedConnection(connection),
    })),
    verdict,
    exitCode: EXIT_CODES[verdict],
    headline: headlineOf(drift, verdict, withUnapplied),
    changed: changed.map(({ resource, differences }) => ({
      ...declaredEntry(drift, resource),
      differences: differences.map(({ field, declared, applied, portal }) => ({
        field,
        ...shown("declared", resource.kind, field, declared),
        ...(applied === undefined ? {} : shown("applied", resource.kind, field, applied.value)),
        ...shown("portal", resource.kind, field, portal),
      })),
    })),
    missing: missing.map((resource) => declaredEntry(drift, resource)),
    undeclared: undeclared.map(({ kind, connection, found: object, name }) => {
      const account = object.inputs["account"];
      const fields = Object.entries(object.inputs)
        .filter(([field, value]) => value !== undefined && value !== null && field in kinds[kind].fields)
        .sort(([one], [other]) => (one < other ? -1 : 1));
      return {
        kind,
        name,
        id: object.id,
        ...(typeof account === "string" ? { account: drift.accountName(connection, account) } : {}),
        ...namedConnection(connection),
        ...(object.undeclarable === undefined ? {} : { undeclarable: object.undeclarable }),
        fields: Object.fromEntries(fields.map(([field, value]) => [field, shownValue(kind, field, value)])),
      };
    }),
    names: namesIn(drift),
    cannotTell: cannotTell.map(({ reason, subjects }) => ({ reason, subjects: [...subjects] })),
    unapplied,
    looked: { ...looked, accounts: [...looked.accounts] },
    ignored: drift.ignore
      .filter(({ count }) => count > 0)
      .map(({ place, reason, count }) => ({ place, reason, objects: count })),
    remarks: [...remarks],
    ...(explain ? { explanation: explanationOf(drift) } : {}),
  };
  return masked(report, drift.secrets);
}

function headlineOf(
  { plan, changed, missing, undeclared, unapplied, cannotTell, looked }: Drift,
  verdict: DriftVerdict,
  withUnapplied: boolean,
) {
  const parts = [
    ...(changed.length > 0 ? [`${counted(changed.length, "object", "objects")} changed`] : []),
    ...(missing.length > 0 ? [`${counted(missing.length, "object", "objects")} missing`] : []),
    ...(undeclared.length > 0 ? [`${counted(undeclared.length, "undeclared object", "undeclared objects")}`] : []),
    ...(withUnapplied && unapplied.length > 0
      ? [`${counted(unapplied.length, "change", "changes")} in Git not applied`]
      : []),
  ];
  const objects = counted(looked.declared, "object", "objects");
  switch (verdict) {
    case "none":
      return `No drift: ${objects} of the ${plan.stacks === undefined ? "stack" : "stacks"} ${looked.declared === 1 ? "is" : "are"} at the portal as declared in Git${looked.undeclared ? ", and there are no undeclared objects" : ""}.`;
    case "drift":
      return `Drift: ${joined(parts)}.`;
    case "cannot tell": {
      const things = counted(cannotTell.length, "thing", "things");
      const seen = parts.length > 0 ? ` As far as is known: ${joined(parts)}.` : "";
      return `Cannot tell whether there is drift: ${things} could not be determined.${seen}`;
    }
  }
}

function declaredEntry(drift: Drift, resource: PlannedResource) {
  const { key, kind, label, before, after, stack, source } = resource;
  const connection = connectionOf(resource);
  const values = after?.values ?? before?.values ?? {};
  const account = before?.values["account"] ?? after?.values["account"];
  return {
    key,
    kind,
    name: nameOfObject([], values) || label,
    id: before?.id ?? "",
    ...(typeof account === "string" ? { account: drift.accountName(connection, account) } : {}),
    ...namedConnection(connection),
    ...(stack === undefined ? {} : { stack }),
    ...(source === undefined ? {} : { source }),
  };
}

function unappliedEntry({ resource, fields, existing }: Unapplied): DriftReport["unapplied"][number] {
  const { key, kind, operation, stack, source } = resource;
  return { key, kind, operation, fields: [...fields], existing, ...(stack === undefined ? {} : { stack }), source };
}

/** Names of what the values of a drift refer to. */
function namesIn(drift: Drift): Record<string, string> {
  const { changed, undeclared } = drift;
  const known = namesOfIds(drift);
  const names = new Map<string, string>();
  const note = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(note);
    const name = typeof value === "string" ? known.get(value) : undefined;
    if (name !== undefined && name !== "" && name !== value) names.set(value as string, name);
  };
  for (const { differences } of changed)
    for (const { declared, applied, portal } of differences) note([declared, applied?.value, portal]);
  for (const { found } of undeclared) note(found.inputs);
  return Object.fromEntries([...names].sort(([one], [other]) => compare(one, other)));
}

function namedConnection(connection: string): { readonly connection?: string } {
  return connection === connectionOf({}) ? {} : { connection };
}

function shown(side: string, kind: KindName, field: string, value: unknown): Record<string, unknown> {
  return value === undefined || value === null ? {} : { [side]: shownValue(kind, field, value) };
}
