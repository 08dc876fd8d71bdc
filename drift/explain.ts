import { kinds, type KindName } from "../provider/model";
import { type Effect, Names, type Report, reviewPlan, type Source, whereText } from "../review";
import { summaryOf } from "../engine/digest";
import { resourceType } from "../engine/names";
import type { PlannedResource } from "../engine/plannedResource";
import { counted, listed, whoIs } from "../text/words";
import type { Drift, Undeclared } from "./drift";
import { connectionOf } from "./liveSide";
import type { Explanation } from "./report";

const OWN = "own";

/** So that the review takes a missing object for what it is, and not for one that its deletion policy keeps. */
const GONE: Partial<Record<KindName, string>> = { Account: "delete", ServiceActivation: "remove", Quota: "reset" };

/**
 * What the drift means for people's access, worked out by the review from a plan that nobody has: before it the realm as it was applied from
 * Git, after it the realm as it is at the portal.
 */
export function explanationOf(drift: Drift): Explanation {
  const report = reviewPlan(planFromGitToPortal(drift), {
    portals: Object.fromEntries(
      [...drift.portals].map(([connection, { name }]) => [connection === connectionOf({}) ? "" : connection, name]),
    ),
    failOn: "never",
    from: "what was found",
  });
  const names = new Names(report);
  return {
    headline: headlineOf(report),
    effects: report.effects
      .filter((effect) => effect.change !== "none")
      .map((effect) => ({
        change: effect.change as Explanation["effects"][number]["change"],
        people: effect.people.map((person) => names.person(person)),
        sentence: sentenceOf(report, names, effect),
      })),
    findings: report.findings
      // What the drift itself says already.
      .map(({ id, level, title, sentence, subject, certain, source, rule }) => ({
        id,
        level,
        title,
        sentence,
        subject,
        certain,
        ...(source === undefined ? {} : { source }),
        ...(rule === undefined ? {} : { rule }),
      })),
    gaps: report.completeness.gaps,
  };
}

function headlineOf({ findings, people, access, rights }: Report): string {
  const has = (person: string, ...changes: readonly string[]) =>
    access.some(
      (entry) => entry.person === person && rights[entry.rights]!.some(({ change }) => changes.includes(change)),
    );
  const more = people.filter(({ key }) => has(key, "gained", "maybe gained")).length;
  const less = people.filter(({ key }) => has(key, "lost", "maybe lost")).length;
  const serious = findings.filter(({ level }) => level !== "notice").length;
  const found =
    serious === 0 ? "" : `; a review of such a change would have ${counted(serious, "finding", "findings")}`;
  if (more + less === 0) return `People's access is as declared in Git${found}.`;
  const parts = [
    ...(more > 0 ? [`${counted(more, "person may", "people may")} do more`] : []),
    ...(less > 0 ? [`${counted(less, "person may", "people may")} do less`] : []),
  ];
  return `At the portal ${parts.join(" and ")} than in Git${found}.`;
}

/** `At the portal bob may in Beta AG: create customers; not in Git.` */
function sentenceOf(report: Report, names: Names, { people, scope, change, permissions, path }: Effect): string {
  const who = whoIs(people.map((person) => names.person(person)));
  const { words, account } = whereText(scope);
  const where = scope === OWN ? "" : ` ${words}${account === undefined ? "" : ` ${names.account(account)}`}`;
  const may = listed([...new Set(permissions.map((index) => report.permissions[index]!.sentence))], 8);
  const way = path.length === 0 ? "" : ` (by ${path.map(({ kind, name }) => `${kind} ${name}`).join(", ")})`;
  switch (change) {
    case "gained":
      return `At the portal ${who} may${where}: ${may}${way}; not in Git.`;
    case "maybe gained":
      return `At the portal ${who} may perhaps${where}: ${may}${way}; not in Git.`;
    case "lost":
      return `In Git ${who} may${where}: ${may}${way}; not at the portal.`;
    case "maybe lost":
      return `In Git ${who} may${where}: ${may}${way}; perhaps not at the portal.`;
    default:
      return `Whether ${who} may${where}: ${may}, is not known.`;
  }
}

/** What the engine would print, had it such a plan. */
function planFromGitToPortal(drift: Drift): string {
  const { plan, changed, missing, undeclared } = drift;
  const differences = new Map(changed.map(({ resource, differences: of }) => [resource, of]));
  const gone = new Set(missing);
  const words = builtInNames(drift);
  const steps = [
    ...plan.resources
      .filter(({ before }) => before?.id !== undefined)
      .map((resource) => stepOf(resource, differences.get(resource) ?? [], gone.has(resource), words)),
    ...undeclared.map((object) => stepOfUndeclared(drift, object, words)),
  ];
  return JSON.stringify({ config: plan.config, steps, diagnostics: [], changeSummary: summaryOf(steps) });
}

function stepOf(
  { kind, urn, before, source }: PlannedResource,
  differences: readonly { readonly field: string; readonly portal: unknown }[],
  isGone: boolean,
  words: Words,
) {
  const { id, values, outputs } = before!;
  const portal = Object.fromEntries(differences.map(({ field, portal: value }) => [field, value]));
  const sourcePosition = source && positionOf(source);
  const state = (inputs: object) => ({ ...stateOf(kind, urn, id, inputs, outputs), sourcePosition });
  const was = words(kind, values);
  if (isGone) return { op: "delete", urn, oldState: state({ ...was, ...(GONE[kind] && { onDelete: GONE[kind] }) }) };
  const is = words(kind, { ...values, ...portal });
  const op = differences.length === 0 ? "same" : "update";
  return { op, urn, oldState: state(was), newState: state(is) };
}

function stepOfUndeclared({ plan }: Drift, { kind, connection, found, name }: Undeclared, words: Words) {
  const label = `${name || found.id} at the portal`;
  const urn = `urn:pulumi:${plan.stack}::${plan.project}::${resourceType(kind)}::${label} (${found.id})`;
  const inputs = {
    ...words(kind, found.inputs),
    ...(connection === connectionOf({}) ? {} : { connection }),
    // It exists, and is nothing that somebody would make anew.
    adopt: true,
  };
  return { op: "create", urn, newState: stateOf(kind, urn, found.id, inputs, found.outputs) };
}

function stateOf(kind: KindName, urn: string, id: string | undefined, inputs: object, outputs: object) {
  return { urn, type: resourceType(kind), custom: true, id, inputs, outputs: { ...outputs, ...inputs } };
}

type Words = (kind: KindName, values: object) => Record<string, unknown>;

/** The portal's own objects are referred to by name in a program, and by id at the portal: names are what the review knows. */
function builtInNames({ objects }: Drift): Words {
  const builtIn = objects.filter(({ found }) => found.builtIn !== undefined);
  const names = new Map(builtIn.map(({ kind, found, name }) => [`${kind} ${found.id}`, name]));
  const named = (kind: KindName, value: unknown): unknown => {
    if (typeof value === "string") return names.get(`${kind} ${value}`) ?? value;
    if (Array.isArray(value)) return value.map((entry) => named(kind, entry));
    return value;
  };
  return (kind, values) =>
    Object.fromEntries(
      Object.entries(values).map(([field, value]) => {
        const { reference } = kinds[kind].fields[field] ?? {};
        return [field, reference === undefined ? value : named(reference, value)];
      }),
    );
}

function positionOf({ file, line, column }: Source) {
  return `project:///${encodeURI(file)}#${line}${column === undefined ? "" : `,${column}`}`;
}
