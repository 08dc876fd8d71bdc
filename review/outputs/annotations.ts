import type { Finding, Report } from "../report";
import { annotationMessage, annotationName, annotationProperty, annotationText, relativePath } from "../../text/escape";
import {
  aboutText,
  acceptedLine,
  bySeriousness,
  completenessText,
  counted,
  findingLines,
  levelCounts,
  Names,
} from "./wording";

export interface SourceOptions {
  /** Where the program stands in the repository: what its paths are put after. */
  readonly folder?: string;
}

type Command = "error" | "warning" | "notice";

/** GitHub shows ten of each kind for a step, and leaves out the rest without a word. */
const MOST = 10;
const MOST_NAMES = 5;
const ENCODER = { name: annotationName, text: annotationText };

function commandOf({ level, accepted }: Finding): Command {
  if (accepted !== undefined || level === "notice") return "notice";
  return level === "escalation" ? "error" : "warning";
}

/** Lines for the log of a GitHub workflow, which become annotations of the lines that declare what is found; the last says how many there are. */
export function toGithubAnnotations(report: Report, { folder = "" }: SourceOptions = {}): string {
  const names = new Names(report);
  const said: Finding[] = [];
  // The last line is a notice itself, and has to be among those that are shown.
  const room: Record<Command, number> = { error: MOST, warning: MOST, notice: MOST - 1 };
  for (const finding of bySeriousness(report.findings)) {
    if (room[commandOf(finding)]-- > 0) said.push(finding);
  }
  return [...said.map((finding) => line(finding, names, folder)), total(report, said)]
    .map((text) => `${text}\n`)
    .join("");
}

function line(finding: Finding, names: Names, folder: string): string {
  const { id, title, sentence, source } = finding;
  const where = source === undefined ? undefined : relativePath(folder, source.file);
  // A path that can't be written as it is belongs to no file that GitHub could show.
  const isPlain = where !== undefined && annotationName(where) === where;
  const properties = [
    ...(source !== undefined && isPlain
      ? [
          ["file", where],
          ["line", `${source.line}`],
          ...(source.column === undefined ? [] : [["col", `${source.column}`]]),
        ]
      : []),
    ["title", `${annotationName(id)} ${annotationText(title)}`],
  ];
  const message = [
    annotationText(sentence),
    ...findingLines(finding, names, ENCODER, { most: MOST_NAMES }),
    ...acceptedLine(finding, ENCODER),
  ];
  const written = properties.map(([name, value]) => `${name}=${annotationProperty(value!)}`).join(",");
  return `::${commandOf(finding)} ${written}::${annotationMessage(message)}`;
}

function total(report: Report, said: readonly Finding[]): string {
  const { findings, headline, completeness } = report;
  const all = `${counted(findings.length, "finding", "findings")}${findings.length === 0 ? "" : `: ${levelCounts(findings)}`}`;
  const left = findings.length - said.length;
  const message = [
    annotationText(headline),
    `${all}.${left === 0 ? "" : ` ${counted(left, "of them has", "of them have")} no annotation; the full report has them all.`}`,
    `Read: ${completenessText(completeness)}`,
  ];
  const title = `Access review of ${aboutText(report, annotationName)}`;
  return `::notice title=${annotationProperty(title)}::${annotationMessage(message)}`;
}
