import type { Finding, Level, Report } from "../report";
import { grouped, terminalName, terminalText } from "../../text/escape";
import { oneLine } from "../../text/words";
import { type Colour, Page, type PageOptions } from "./terminalPage";
import {
  aboutText,
  blocks,
  bySeriousness,
  changingStacks,
  completenessText,
  counted,
  firstOf,
  isAdministrative,
  LEVEL_TITLES,
  levelCounts,
  listed,
  looks,
  Names,
  notableQuotas,
  operationsText,
  otherStacksText,
  pathText,
  quotaProblems,
  remarksOf,
  sortedEffects,
  sourceText,
  standingNotes,
  VERDICT_TITLES,
  whereText,
} from "./wording";

const MOST_FINDINGS = 50;
const MOST_EFFECTS = 20;
const MOST_OTHERS = 10;
const MOST_NAMES = 5;

const LEVEL_COLOURS: Readonly<Record<Level, Colour>> = {
  escalation: "red",
  irreversible: "magenta",
  risk: "yellow",
  notice: "cyan",
};
const VERDICT_COLOURS: Readonly<Record<Report["verdict"], Colour>> = {
  nothing: "green",
  changes: "green",
  approval: "yellow",
  blocked: "red",
  "cannot tell": "red",
};

export interface TerminalOptions extends PageOptions {
  /** With the notes that every review of these portals has. */
  readonly verbose?: boolean;
}

/** The short form: a label on the left, what there is to say on the right. */
export function toTerminal(report: Report, options: TerminalOptions): string {
  const page = new Page(options);
  const names = new Names(report);
  const { verdict, headline, completeness, said } = report;
  page.heading(
    `Access review of ${aboutText(report, terminalName)}: ${VERDICT_TITLES[verdict]}`,
    VERDICT_COLOURS[verdict],
  );
  page.say("", terminalText(headline), "bold");
  page.gap();
  // What couldn't be read makes everything below it doubtful.
  for (const gap of page.some(completeness.gaps, MOST_OTHERS, "gap")) page.say("MISSING", inOneLine(gap), "red");
  page.gap();
  sayStacks(page, report);
  sayFindings(page, report, names);
  page.gap();
  sayApprovals(page, report);
  page.gap();
  sayEffects(page, report, names);
  page.gap();
  sayQuotas(page, report, names);
  page.gap();
  for (const line of page.some(said, MOST_OTHERS, "message")) page.say("SAID", inOneLine(line));
  page.gap();
  sayWhatWasRead(page, report, options.verbose === true);
  sayHashes(page, report);
  return page.text();
}

function sayStacks(page: Page, report: Report): void {
  if (report.stacks === undefined) return;
  for (const stack of page.some(changingStacks(report), MOST_OTHERS, "stack"))
    page.say("STACK", `${terminalName(stack.name)}: ${operationsText(stack)}`);
  const others = otherStacksText(report);
  if (others !== undefined) page.say("", others);
  page.gap();
}

function sayFindings(page: Page, report: Report, names: Names): void {
  const findings = bySeriousness(report.findings);
  const { shown, left } = firstOf(findings, MOST_FINDINGS);
  for (const finding of shown) sayFinding(page, report, names, finding);
  if (left > 0)
    page.say("", `${counted(left, "more finding", "more findings")}: ${levelCounts(findings.slice(MOST_FINDINGS))}`);
}

function sayFinding(page: Page, report: Report, names: Names, finding: Finding): void {
  const { id, level, title, sentence, people, path, rule, certain, accepted, stack } = finding;
  const label = accepted === undefined ? LEVEL_TITLES[level].toUpperCase() : "ACCEPTED";
  const source = sourceText(finding);
  const head = [
    `${terminalName(id)} ${terminalText(title)}`,
    ...(blocks(report, finding) ? ["blocks"] : []),
    ...(certain ? [] : ["not certain"]),
    ...(stack === undefined ? [] : [`stack ${terminalName(stack)}`]),
    ...(rule === undefined ? [] : [terminalName(rule)]),
    ...(source === undefined ? [] : [terminalName(source)]),
  ];
  page.say(label, head.join(" · "), accepted === undefined ? LEVEL_COLOURS[level] : "none");
  page.say("", terminalText(sentence));
  if (people.length > 0)
    page.say(
      "",
      listed(people, MOST_NAMES, (key) => terminalName(names.person(key))),
    );
  if (path.length > 0) page.say("", pathText(path, terminalName));
  if (accepted !== undefined) {
    page.say(
      "",
      `by ${terminalName(accepted.owner)} until ${terminalName(accepted.expires)}: ${terminalText(accepted.reason)}`,
    );
  }
}

function sayApprovals(page: Page, { approvals }: Report): void {
  for (const { by, count, findings } of page.some(approvals, MOST_OTHERS, "approval")) {
    const about = listed(findings, MOST_NAMES, terminalName);
    page.say("APPROVAL", `${grouped(count)} of ${terminalName(by)}, for ${about}`, "yellow");
  }
}

function sayEffects(page: Page, report: Report, names: Names): void {
  const { gained, lost, unknown } = sortedEffects(report);
  for (const [label, colour, effects] of [
    ["GAIN", "yellow", gained],
    ["LOSE", "magenta", lost],
    ["CANNOT TELL", "red", unknown],
  ] as const) {
    for (const effect of page.some(effects, MOST_EFFECTS, "effect")) {
      const { words, account } = whereText(effect.scope);
      const where = account === undefined ? words : `${words} ${terminalName(names.account(account))}`;
      const who = listed(effect.people, MOST_NAMES, (key) => terminalName(names.person(key)));
      const power = isAdministrative(report, effect) ? "administrative: " : "";
      page.say(label, `${power}${terminalText(effect.sentence)}`, colour);
      page.say("", `${who === "" ? "nobody" : who}, ${where}`);
    }
  }
}

function sayQuotas(page: Page, report: Report, names: Names): void {
  for (const quota of page.some(notableQuotas(report), MOST_OTHERS, "limit")) {
    const { account, region, name, before, after } = quota;
    const number = (value: number | null) => (value === null ? "none" : grouped(value));
    const of = account === undefined ? "all accounts" : terminalName(names.account(account));
    const place = region === undefined ? "" : ` in ${terminalName(region)}`;
    const problems = quotaProblems(quota).map((problem) => `, ${problem}`);
    page.say(
      "LIMIT",
      `${terminalName(name)} of ${of}${place}: ${number(before)} → ${number(after)}${problems.join("")}`,
    );
  }
}

function sayWhatWasRead(page: Page, report: Report, verbose: boolean): void {
  const { completeness } = report;
  page.say("READ", `${completenessText(completeness)}: ${looks(report)}`);
  for (const remark of page.some(remarksOf(completeness), MOST_OTHERS, "remark")) page.say("NOTE", inOneLine(remark));
  const standing = standingNotes(report);
  if (verbose) for (const note of standing) page.say("NOTE", inOneLine(note));
  else if (standing.length > 0)
    page.say(
      "NOTES",
      `${counted(standing.length, "note", "notes")} common to all such reviews: --verbose shows ${standing.length === 1 ? "it" : "them"}`,
    );
}

function sayHashes(page: Page, { effectHash, planHash, savedPlan }: Report): void {
  page.say("EFFECT HASH", terminalName(effectHash));
  page.say("PLAN HASH", terminalName(planHash));
  if (savedPlan !== undefined)
    page.say("SAVED PLAN", `${terminalName(savedPlan.file)}, SHA-256 ${terminalName(savedPlan.sha256)}`);
}

function inOneLine(text: string): string {
  return terminalText(oneLine(text));
}
