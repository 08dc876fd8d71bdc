import { type LiveRealm, remarkText } from "../discovery";
import { KIND_NAMES, type KindName } from "../provider/model";
import { commentText } from "../realm/write/file";
import { counted } from "../text/words";
import type { IntoStack } from "./intoStack";
import { type ImportReport, type IntoStackReport, REPORT_VERSION } from "./reports";

const MOST_NAMED = 3;

/** What an import found, wrote and could not say, for whoever ran it. */
export function importSummary(live: LiveRealm, from: string, files: readonly string[]): string {
  const lines = [
    `${from}: ${countText(live) || "nothing to declare"}`,
    ...files.map((file) => `  ${file}`),
    ...leftLines(live),
    ...section("Objects that can't be declared, or not completely", live.remarks.map(remarkText)),
    ...section("Values that can be declared but aren't returned by the portal", live.without),
    ...section("Errors that an up with this token would report", refusedLines(live)),
  ];
  return `${lines.map(printed).join("\n")}\n`;
}

/** The same for programs. */
export function importReport(live: LiveRealm, source: string, files: readonly string[]): ImportReport {
  const { entries, left, remarks, without, unseen, refused } = live;
  const counts = (of: (kind: KindName) => number) =>
    Object.fromEntries(KIND_NAMES.map((kind) => [kind, of(kind)] as const).filter(([, count]) => count > 0));
  return {
    version: REPORT_VERSION,
    ...{ source, files: [...files], without: [...without], unseen: [...unseen] },
    entries: counts((kind) => entries.filter((entry) => entry.kind === kind).length),
    builtIn: counts((kind) => left.get(kind)?.builtIn ?? 0),
    untouched: counts((kind) => left.get(kind)?.untouched ?? 0),
    remarks: remarks.map((remark) => ({ ...remark })),
    refused: [...refused].map(([reason, names]) => ({ reason, names: [...names] })),
  };
}

export function intoStackReport({ taken, components, differing, uncompared, absent, left, before }: IntoStack) {
  const withFields = (some: IntoStack["differing"]) =>
    some.map(({ fields, ...own }) => ({ ...own, fields: [...fields] }));
  return {
    version: REPORT_VERSION,
    ...{ components, before, taken: [...taken], absent: [...absent], left: [...left] },
    ...{ differing: withFields(differing), uncompared: withFields(uncompared) },
  } satisfies IntoStackReport;
}

/** What the token doesn't see: reasons that several kinds have, once. */
export function unseenLines({ unseen }: LiveRealm): string[] {
  const kindsOf = new Map<string, string[]>();
  for (const line of unseen) {
    const colon = line.indexOf(": ");
    const reason = line.slice(colon + 2);
    kindsOf.set(reason, [...(kindsOf.get(reason) ?? []), line.slice(0, colon)]);
  }
  return [...kindsOf].map(([reason, kinds]) => printed(`  ${kinds.join(", ")}: ${reason}`));
}

function countText({ entries }: LiveRealm): string {
  const counts = KIND_NAMES.map((kind) => [kind, entries.filter((entry) => entry.kind === kind).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => counted(count, kind))
    .join(", ");
}

function leftLines({ left }: LiveRealm): string[] {
  const builtIn = [...left]
    .filter(([, count]) => count.builtIn > 0)
    .map(([kind, count]) => counted(count.builtIn, kind));
  const untouched = [...left]
    .filter(([, count]) => count.untouched > 0)
    .map(([kind, count]) => counted(count.untouched, kind));
  return [
    ...(builtIn.length === 0 ? [] : [`Built into the portal, referenced and not declared: ${builtIn.join(", ")}`]),
    ...(untouched.length === 0 ? [] : [`Created with their accounts, and never set: ${untouched.join(", ")}`]),
  ];
}

function refusedLines({ refused }: LiveRealm): string[] {
  return [...refused].map(([reason, names]) => {
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
    return `${names.slice(0, MOST_NAMED).join(", ")}${more}: ${reason}`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length}):`, ...lines.map((line) => `  ${line}`)];
}

/** Names come from the portal: none of them moves a cursor, or hides what stands beside it. */
function printed(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  return `${indent}${commentText(line)}`;
}
