import { createHash } from "node:crypto";
import { catalogue, type FindingKind } from "../findings/catalogue";
import type { Finding, Level, Report, Source } from "../report";
import type { SourceOptions } from "./annotations";
import { jsonText, relativePath, sarifAddress, sarifName, sarifText, shownName } from "../../text/escape";
import { bySeriousness, completenessText, counted, findingLines, levelCounts, Names } from "./wording";

const { version } = require("pulumi-reseller/package.json") as { version: string };

/** GitHub takes no more in one run. */
const MOST_RESULTS = 25_000;
const MOST_NAMES = 12;
const BASE = "REPOSITORY";
/** Where stands what no line of the program declares: code scanning refuses a whole file in which one result has no place. */
const PROJECT: Source = { file: "Pulumi.yaml", line: 1 };

const SARIF_LEVELS: Readonly<Record<Level, "error" | "warning" | "note">> = {
  escalation: "error",
  irreversible: "warning",
  risk: "warning",
  notice: "note",
};

/** What code scanning sorts by: above 9 is critical, from 7 high, from 4 medium. */
const SEVERITIES: Readonly<Record<Level, string>> = {
  escalation: "9.1",
  irreversible: "7.5",
  risk: "5.0",
  notice: "1.0",
};

/** SARIF 2.1.0, for code scanning. */
export function toSarif(report: Report, { folder = "" }: SourceOptions = {}): string {
  const names = new Names(report);
  const findings = bySeriousness(report.findings);
  const results = findings.slice(0, MOST_RESULTS);
  const left = findings.slice(MOST_RESULTS);
  const kinds = kindsOf(findings);
  const indices = new Map([...kinds.keys()].map((id, index) => [id, index]));
  const notifications = [
    ...report.completeness.gaps.map((gap) => ({ level: "warning", message: { text: sarifText(gap) } })),
    ...(left.length === 0
      ? []
      : [
          {
            level: "warning",
            message: {
              text: `${counted(left.length, "more finding is", "more findings are")} left out here: ${levelCounts(left)}`,
            },
          },
        ]),
  ];
  return jsonText({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pulumi-reseller review",
            semanticVersion: version,
            rules: [...kinds].map(([id, kind]) => ruleOf(id, kind)),
          },
        },
        automationDetails: {
          id: `pulumi-reseller/${sarifAddress(shownName(report.project))}/${sarifAddress(shownName(report.stack))}/`,
        },
        originalUriBaseIds: {
          [BASE]: { description: { text: "The root of the repository that contains the program." } },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.completeness.complete,
            ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
          },
        ],
        results: results.map((finding) => ({
          ruleId: shownName(finding.id),
          ruleIndex: indices.get(shownName(finding.id)),
          ...resultOf(finding, names, folder),
        })),
        properties: {
          verdict: report.verdict,
          read: completenessText(report.completeness),
          effectHash: shownName(report.effectHash),
          planHash: shownName(report.planHash),
        },
      },
    ],
  });
}

/** The catalogue, and whatever else the report has. */
function kindsOf(findings: readonly Finding[]): ReadonlyMap<string, FindingKind> {
  const kinds = new Map<string, FindingKind>(Object.entries(catalogue));
  for (const { id, level, title } of findings) {
    if (!kinds.has(shownName(id))) kinds.set(shownName(id), { level, title, when: title });
  }
  return kinds;
}

function ruleOf(id: string, { level, title, when }: FindingKind): object {
  // What code scanning requires it requires not to be empty.
  return {
    id,
    shortDescription: { text: sarifText(title) || id },
    fullDescription: { text: sarifText(when) || id },
    help: { text: `${sarifText(when)} An acceptance in review.yaml names ${id} and the object.` },
    defaultConfiguration: { level: SARIF_LEVELS[level] },
    properties: { "security-severity": SEVERITIES[level], tags: ["security", "access", level] },
  };
}

function resultOf(finding: Finding, names: Names, folder: string): object {
  const { id, level, subject, source, accepted, stack } = finding;
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([id, subject]))
    .digest("hex");
  return {
    level: SARIF_LEVELS[level],
    message: { text: messageOf(finding, names) },
    locations: [{ physicalLocation: placeIn(folder, source) ?? placeIn(folder, PROJECT) ?? placeIn("", PROJECT) }],
    // GitHub goes by primaryLocationLineHash; an alert is the same one wherever in a file the object is declared.
    partialFingerprints: { "ruleAndSubject/v1": fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    ...(accepted === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: "external",
              status: "accepted",
              justification: `${sarifText(accepted.reason)} (${sarifName(accepted.owner)}, until ${sarifName(accepted.expires)})`,
            },
          ],
        }),
    properties: {
      subject: shownName(subject),
      certain: finding.certain,
      ...(stack === undefined ? {} : { stack: shownName(stack) }),
    },
  };
}

/** All four numbers of the region are required. */
function placeIn(folder: string, source: Source | undefined): object | undefined {
  const uri = source === undefined ? undefined : relativePath(folder, source.file);
  if (source === undefined || uri === undefined) return undefined;
  const { line, column = 1 } = source;
  return {
    artifactLocation: { uri: sarifAddress(uri), uriBaseId: BASE },
    region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
  };
}

function messageOf(finding: Finding, names: Names): string {
  const encoder = { name: sarifName, text: sarifText };
  return [sarifText(finding.sentence), ...findingLines(finding, names, encoder, { most: MOST_NAMES })].join("\n");
}
