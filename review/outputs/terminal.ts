import type { Finding, Level, Report } from "../report";
import { grouped, terminalLine, terminalName, terminalText } from "../../text/escape";
import {
  blocks,
  bySeriousness,
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
  pathText,
  quotaProblems,
  remarksOf,
  sentenceStart,
  sortedEffects,
  sourceText,
  VERDICT_TITLES,
  whereText,
} from "./wording";

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const MOST_FINDINGS = 50;
const MOST_EFFECTS = 20;
const MOST_OTHERS = 10;
const MOST_NAMES = 5;

const LEAST_WIDTH = 40;
/** Lines that go from one side of a wide screen to the other are hard to read. */
const MOST_WIDTH = 140;
const LABEL_WIDTH = 14;

type Colour = "red" | "magenta" | "yellow" | "cyan" | "green" | "bold" | "none";
const CODES: Readonly<Record<Colour, string>> = {
  red: "31;1",
  magenta: "35",
  yellow: "33",
  cyan: "36",
  green: "32",
  bold: "1",
  none: "0",
};
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

/** The short form: a label on the left, what there is to say on the right. */
export function toTerminal(report: Report, options: TerminalOptions): string {
  const page = new Page(options);
  const names = new Names(report);
  const { project, stack, verdict, headline, completeness, effectHash, planHash, savedPlan } = report;

  page.heading(
    `Access review of ${terminalName(`${project}/${stack}`)}: ${VERDICT_TITLES[verdict]}`,
    VERDICT_COLOURS[verdict],
  );
  page.say("", terminalText(headline), "bold");
  page.gap();

  // What couldn't be read makes everything below it doubtful.
  for (const gap of page.some(completeness.gaps, MOST_OTHERS, "gap")) page.say("MISSING", oneLine(gap), "red");
  page.gap();

  const findings = bySeriousness(report.findings);
  const { shown, left } = firstOf(findings, MOST_FINDINGS);
  for (const finding of shown) sayFinding(page, report, names, finding);
  if (left > 0)
    page.say("", `${counted(left, "more finding", "more findings")}: ${levelCounts(findings.slice(MOST_FINDINGS))}`);
  page.gap();

  for (const { by, count, findings: asking } of page.some(report.approvals, MOST_OTHERS, "approval")) {
    page.say(
      "APPROVAL",
      `${grouped(count)} of ${terminalName(by)}, for ${listed(asking, MOST_NAMES, terminalName)}`,
      "yellow",
    );
  }
  page.gap();

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
  page.gap();

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
  page.gap();

  for (const line of page.some(report.said, MOST_OTHERS, "message")) page.say("SAID", oneLine(line));
  page.gap();

  page.say("READ", `${completenessText(completeness)}: ${looks(report)}`);
  for (const { title, note } of report.portals)
    if (note !== undefined) page.say("NOTE", oneLine(`${sentenceStart(title)}: ${note}`));
  for (const remark of page.some(remarksOf(completeness), MOST_OTHERS, "remark")) page.say("NOTE", oneLine(remark));
  page.say("EFFECT HASH", terminalName(effectHash));
  page.say("PLAN HASH", terminalName(planHash));
  if (savedPlan !== undefined)
    page.say("SAVED PLAN", `${terminalName(savedPlan.file)}, SHA-256 ${terminalName(savedPlan.sha256)}`);
  return page.text();
}

function sayFinding(page: Page, report: Report, names: Names, finding: Finding): void {
  const { id, level, title, sentence, people, path, rule, certain, accepted } = finding;
  const label = accepted === undefined ? LEVEL_TITLES[level].toUpperCase() : "ACCEPTED";
  const source = sourceText(finding);
  const head = [
    `${terminalName(id)} ${terminalText(title)}`,
    ...(blocks(report, finding) ? ["blocks"] : []),
    ...(certain ? [] : ["not certain"]),
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

/** What was written in several lines, in one. */
function oneLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return terminalText(lines.filter((line) => line !== "").join(" "));
}

/** Lines of a terminal, broken at its width. */
export class Page {
  readonly #lines: string[] = [];
  readonly #colour: boolean;
  readonly #width: number;

  constructor({ colour, width }: TerminalOptions) {
    this.#colour = colour;
    this.#width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Number.isFinite(width) ? Math.floor(width) : MOST_WIDTH));
  }

  heading(text: string, colour: Colour): void {
    for (const line of wrapped(text, this.#width)) this.#lines.push(this.#painted(line, colour));
  }

  /** Lines of a text, with the label before the first. */
  say(label: string, text: string, colour: Colour = "none"): void {
    if (text === "") return;
    wrapped(text, this.#width - LABEL_WIDTH).forEach((line, index) => {
      const start = index === 0 ? label.padEnd(LABEL_WIDTH) : " ".repeat(LABEL_WIDTH);
      // Only the label is coloured, or where there is none, the line: what strangers wrote stays plain otherwise.
      if (label === "") this.#lines.push(`${start}${this.#painted(line, colour)}`);
      else this.#lines.push(`${this.#painted(start, index === 0 ? colour : "none")}${line}`);
    });
  }

  /** The first of many, each of which is then said; how many there are besides is said after them. */
  *some<Item>(items: readonly Item[], most: number, one: string): Generator<Item> {
    const { shown, left } = firstOf(items, most);
    yield* shown;
    if (left > 0) this.say("", `${counted(left, `more ${one}`, `more ${one}s`)}`);
  }

  gap(): void {
    if (this.#lines.length > 0 && this.#lines[this.#lines.length - 1] !== "") this.#lines.push("");
  }

  text(): string {
    return `${this.#lines.map((line) => terminalLine(line).replace(/ +$/, "")).join("\n")}\n`;
  }

  #painted(text: string, colour: Colour): string {
    return this.#colour && colour !== "none" ? `\u001b[${CODES[colour]}m${text}\u001b[${CODES.none}m` : text;
  }
}

/** Broken at spaces, and inside of words only where a word alone is too long for a line. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let [line, used] = ["", 0];
  for (const word of text.split(" ")) {
    const space = line === "" ? 0 : 1;
    const needed = columns(word);
    if (used + space + needed <= width) {
      line += `${space === 1 ? " " : ""}${word}`;
      used += space + needed;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = broken(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces[pieces.length - 1] ?? "";
    used = columns(line);
  }
  return [...lines, line];
}

function broken(word: string, width: number): string[] {
  const pieces: string[] = [];
  let [piece, used] = ["", 0];
  for (const character of word) {
    const needed = columns(character);
    // A mark without width stays with its letter.
    if (needed > 0 && used + needed > width) {
      pieces.push(piece);
      [piece, used] = ["", 0];
    }
    piece += character;
    used += needed;
  }
  return [...pieces, piece];
}

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

/** Columns that a text takes on a screen: letters of East Asia and emoji take two, accents none. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += /[\p{Mn}\p{Me}\uFE0F]/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return sum;
}
