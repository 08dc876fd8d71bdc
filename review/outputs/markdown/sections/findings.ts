import type { Finding } from "../../../report";
import { blocks, counted, firstOf, LEVEL_TITLES, levelCounts, sourceText } from "../../wording";
import type { Detail } from "../detail";
import { omittedLine, type Writer } from "../writer";

export function findingsSection(
  writer: Writer,
  title: string,
  findings: readonly Finding[],
  most: number,
  detail: Detail,
): string[] {
  if (findings.length === 0) return [];
  const { shown } = firstOf(findings, most);
  const left = findings.slice(most);
  const unexplained = Math.max(0, shown.length - detail.explained);
  return [
    `### ${title}`,
    "",
    ...shown.flatMap((finding, index) => findingLines(writer, finding, index < detail.explained, detail.names)),
    ...(unexplained === 0
      ? []
      : [`- Path and declaration are left out for ${counted(unexplained, "finding", "findings")}.`]),
    ...(left.length === 0 ? [] : [omittedLine(left.length, "finding", levelCounts(left))]),
  ];
}

function findingLines(writer: Writer, finding: Finding, explained: boolean, names: number): string[] {
  const { id, level, title, sentence, people, accounts, path, rule, certain, accepted, subject, stack } = finding;
  const stops = blocks(writer.report, finding) ? ", blocks" : "";
  const first = `- **${LEVEL_TITLES[level]}${stops}:** ${writer.name(id)} ${writer.words(title)}${stack === undefined ? "" : ` in the stack ${writer.name(stack)}`}`;
  const source = sourceText(finding);
  const who = people.length === 0 ? [] : [`Who: ${writer.people(people, names)}`];
  const where = accounts.length === 0 ? [] : [`in ${writer.accounts(accounts, names)}`];
  const lines = [
    [writer.words(sentence)],
    [...who, ...where],
    explained && path.length > 0 ? [`How: ${writer.path(path)}`] : [],
    explained
      ? [
          `About ${writer.name(subject)}`,
          ...(source === undefined ? [] : [`declared at ${writer.name(source)}`]),
          ...(rule === undefined ? [] : [`rule ${writer.name(rule)}`]),
        ]
      : [],
    certain ? [] : ["Not certain: the plan doesn't show whether it happens"],
    accepted === undefined
      ? []
      : [
          `Accepted by ${writer.name(accepted.owner)} until ${writer.name(accepted.expires)}: ${writer.words(accepted.reason)}`,
        ],
  ];
  return [first, ...lines.filter(({ length }) => length > 0).map((parts) => `  - ${parts.join(", ")}`)];
}
