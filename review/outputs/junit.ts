import { catalogue } from "../findings/catalogue";
import type { Finding, Report } from "../report";
import { shownName, shownText, xmlText } from "../../text/escape";
import {
  acceptedLine,
  blocks,
  bySeriousness,
  completenessText,
  counted,
  findingLines,
  firstOf,
  LEVEL_TITLES,
  levelCounts,
  Names,
  sourceText,
} from "./wording";

const MOST_FINDINGS = 100;
const MOST_NAMES = 12;
const ENCODER = { name: shownName, text: shownText };

/** One test for each rule, by the same name from run to run, so that a pipeline's page of tests shows since when one fails. */
export function toJunit(report: Report): string {
  const names = new Names(report);
  const titles = new Map<string, string>(Object.entries(catalogue).map(([id, { title }]) => [id, title]));
  for (const { id, title } of report.findings) if (!titles.has(id)) titles.set(id, title);

  const found = new Map<string, Finding[]>([...titles.keys()].map((id) => [id, []]));
  for (const finding of bySeriousness(report.findings)) found.get(finding.id)!.push(finding);

  const cases = [
    completenessCase(report),
    ...[...titles].map(([id, title]) => testCase(report, names, id, title, found.get(id)!)),
  ];
  const count = (state: State) => cases.filter((each) => each.state === state).length;
  const name = attribute(`Access review of ${shownName(`${report.project}/${report.stack}`)}`);
  const counts = `tests="${cases.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${name} ${counts}>`,
    `  <testsuite name=${name} ${counts}>`,
    ...cases.map(({ text }) => text),
    `    <system-out>${summary(report)}</system-out>`,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

type State = "passed" | "failed" | "skipped";

/** Fails where the verdict is that nothing can be told: a page on which all else is skipped must not look green. */
function completenessCase({ completeness, headline }: Report): { readonly state: State; readonly text: string } {
  const start = `    <testcase classname="pulumi-reseller.review" name="The plan can be read and judged as a whole"`;
  if (completeness.complete) return { state: "passed", text: `${start}/>` };
  const { shown, left } = firstOf(completeness.gaps, MOST_FINDINGS);
  const gaps = [...shown.map((gap) => shownText(gap)), ...(left === 0 ? [] : [counted(left, "more gap", "more gaps")])];
  const failure = `<failure message=${attribute(shownText(headline, 200))} type="cannot tell">${xmlText(gaps.join("\n"))}</failure>`;
  return { state: "failed", text: [`${start}>`, `      ${failure}`, "    </testcase>"].join("\n") };
}

function testCase(
  report: Report,
  names: Names,
  id: string,
  title: string,
  findings: readonly Finding[],
): { readonly state: State; readonly text: string } {
  const failing = findings.filter((finding) => blocks(report, finding));
  const others = findings.filter((finding) => !blocks(report, finding));
  const state = failing.length > 0 ? "failed" : report.verdict === "cannot tell" ? "skipped" : "passed";
  const inside = [
    ...(state === "failed"
      ? [
          `      <failure message=${attribute(shownText(failing[0]!.sentence, 200))} type=${attribute(shownName(id))}>${paragraphs(failing, names)}</failure>`,
        ]
      : []),
    ...(state === "skipped" ? [`      <skipped message=${attribute(shownText(report.headline))}/>`] : []),
    ...(others.length === 0 ? [] : [`      <system-out>${paragraphs(others, names)}</system-out>`]),
  ];
  const start = `    <testcase classname="pulumi-reseller.review" name=${attribute(`${shownName(id)} ${shownText(title)}`)}`;
  return { state, text: inside.length === 0 ? `${start}/>` : [`${start}>`, ...inside, "    </testcase>"].join("\n") };
}

function paragraphs(findings: readonly Finding[], names: Names): string {
  const { shown, left } = firstOf(findings, MOST_FINDINGS);
  return xmlText(
    [
      ...shown.map((finding) => paragraph(finding, names)),
      ...(left === 0
        ? []
        : [`${counted(left, "more finding", "more findings")} of this rule: the full report has them all.`]),
    ].join("\n\n"),
  );
}

function paragraph(finding: Finding, names: Names): string {
  const source = sourceText(finding);
  const declared = source === undefined ? "" : `, declared at ${shownName(source)}`;
  return [
    `${LEVEL_TITLES[finding.level]}: ${shownText(finding.sentence)}`,
    ...findingLines(finding, names, ENCODER, { most: MOST_NAMES, declared }),
    ...acceptedLine(finding, ENCODER),
  ].join("\n");
}

function summary({ headline, findings, completeness, effectHash }: Report): string {
  const { shown, left } = firstOf(completeness.gaps, MOST_FINDINGS);
  return xmlText(
    [
      shownText(headline),
      `${counted(findings.length, "finding", "findings")}${findings.length === 0 ? "" : `: ${levelCounts(findings)}`}`,
      ...shown.map((gap) => `Missing: ${shownText(gap)}`),
      ...(left === 0 ? [] : [counted(left, "more gap", "more gaps")]),
      `Read: ${completenessText(completeness)}`,
      ...(completeness.live ?? []).map(({ portal, at }) => `Asked: ${shownName(portal)}, ${shownName(at)}`),
      `Effect hash ${shownName(effectHash)}`,
    ].join("\n"),
  );
}

function attribute(shown: string): string {
  return `"${xmlText(shown)}"`;
}
