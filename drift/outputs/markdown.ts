import { grouped, markdownName, markdownText } from "../../text/escape";
import { oneLine, pluralOf } from "../../text/words";
import { counted, listed } from "../../review";
import type { DriftReport } from "../report";
import {
  aboutText,
  differencePhrases,
  type DriftObject,
  type Encoder,
  lookedText,
  MOST_NAMES,
  objectParts,
  unappliedText,
} from "./wording";

export interface MarkdownOptions {
  /** The most characters, as JavaScript counts them. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 60_000;
/** The verdict, and one line of each section; with less there would be nothing to decide by. */
const LEAST_LIMIT = 4_000;
const LONGEST_NAME = 120;
const MOST_PHRASES = 20;
const ENCODER: Encoder = { name, text: markdownText };

/** No more entries than these have room, however short they are: what is beyond them is only counted. */
const MOST_ENTRIES = 2_000;

interface Section {
  readonly title: string;
  readonly one: string;
  readonly count: number;
  /** The first of them, written out. */
  readonly entries: readonly string[];
}

function section<Item>(title: string, one: string, items: readonly Item[], entry: (item: Item) => string): Section {
  return { title, one, count: items.length, entries: items.slice(0, MOST_ENTRIES).map(entry) };
}

/** For an issue: the first line is the verdict; what is least important is given up first where there is too much. */
export function toMarkdown(report: DriftReport, { limit = DEFAULT_LIMIT }: MarkdownOptions = {}): string {
  if (!(limit >= LEAST_LIMIT))
    throw new RangeError(`An issue needs room for ${grouped(LEAST_LIMIT)} characters at least; the limit is ${limit}`);
  const sections = sectionsOf(report);
  const shown = sections.map(({ entries }) => entries.length);
  let text = written(report, sections, shown);
  // From the last section to the first, each is halved until it is as short as can be.
  for (let index = sections.length - 1; text.length > limit && index >= 0;) {
    if (shown[index] === 0) {
      index -= 1;
      continue;
    }
    shown[index] = Math.floor(shown[index]! / 2);
    text = written(report, sections, shown);
  }
  return text;
}

function written(report: DriftReport, sections: readonly Section[], shown: readonly number[]): string {
  const { headline, stacks } = report;
  const parts = sections.flatMap(({ title, one, count, entries }, index) => {
    if (count === 0) return [];
    const left = count - shown[index]!;
    const more = left === 0 ? [] : [`- … and ${counted(left, `more ${one}`, `more ${pluralOf(one)}`)}`];
    return [`### ${title} (${grouped(count)})`, [...entries.slice(0, shown[index]), ...more].join("\n")];
  });
  return `${[
    `**${markdownText(headline)}**`,
    `${stacks === undefined ? "Stack" : "Project"} ${aboutText(report, ENCODER)}: ${lookedText(report, ENCODER)}.`,
    ...parts,
  ].join("\n\n")}\n`;
}

/** The most important first. */
function sectionsOf(report: DriftReport): Section[] {
  const { explanation, names: called } = report;
  const meaning =
    explanation === undefined
      ? []
      : [
          markdownText(explanation.headline),
          ...explanation.effects.map(({ sentence }) => markdownText(sentence)),
          ...explanation.gaps.map((gap) => `Not known: ${inOneLine(gap)}`),
        ];
  return [
    section(
      "Cannot tell",
      "reason",
      report.cannotTell,
      ({ reason, subjects }) => `- ${inOneLine(reason)} (${names(subjects)})`,
    ),
    section("Changed at the portal", "object", report.changed, (object) =>
      [
        `- ${headOf(object.key, object)}`,
        ...object.differences.map((difference) => `  - ${differenceText(difference, called)}`),
      ].join("\n"),
    ),
    section("Missing at the portal", "object", report.missing, (object) => `- ${headOf(object.key, object)}`),
    section("At the portal, not declared", "object", report.undeclared, (object) => `- ${headOf(object.kind, object)}`),
    section("Effect on people's access", "effect", meaning, (sentence) => `- ${sentence}`),
    section(
      "Findings of a review of this change",
      "finding",
      explanation?.findings ?? [],
      ({ id, level, title, sentence }) => `- ${name(id)} ${markdownText(title)} (${level}): ${markdownText(sentence)}`,
    ),
    section("In Git, not applied yet", "change", report.unapplied, (entry) => `- ${unappliedText(entry, ENCODER)}`),
    section(
      "Ignored",
      "entry",
      report.ignored,
      ({ place, reason, objects }) => `- ${grouped(objects)} by ${name(place)}: ${markdownText(reason)}`,
    ),
    section("Remarks", "remark", report.remarks, (remark) => `- ${inOneLine(remark)}`),
  ];
}

function differenceText(
  difference: DriftReport["changed"][number]["differences"][number],
  called: DriftReport["names"],
) {
  const phrases = differencePhrases(difference, called);
  const left = phrases.length - MOST_PHRASES;
  const told = phrases
    .slice(0, MOST_PHRASES)
    .map(({ words, value, names: of }) => `${words} ${inCode(value)}${of.length === 0 ? "" : ` (${names(of)})`}`);
  return `${name(difference.field)}: ${[...told, ...(left > 0 ? [`and ${grouped(left)} more`] : [])].join(", ")}`;
}

function headOf(what: string, object: DriftObject): string {
  return `${name(what)}: ${objectParts(object, ENCODER).join(", ")}`;
}

function name(text: string): string {
  return markdownName(text, LONGEST_NAME);
}

/** A value, with room for more than a name. */
function inCode(value: string): string {
  return markdownName(value, 220);
}

function names(words: readonly string[]): string {
  return listed(words, MOST_NAMES, name);
}

function inOneLine(text: string): string {
  return markdownText(oneLine(text));
}
