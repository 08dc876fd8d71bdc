import { grouped, markdownName, markdownText } from "../../review/outputs/harmless";
import { counted } from "../../review/outputs/wording";
import type { DriftReport } from "../report";
import { differencePhrases, operationText, sourceText, whose } from "./wording";

export interface MarkdownOptions {
  /** The most characters, as JavaScript counts them. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 60_000;
/** The verdict, and one line of each section; with less there would be nothing to decide by. */
const LEAST_LIMIT = 4_000;
const LONGEST_NAME = 120;
const MOST_NAMES = 5;
const MOST_PHRASES = 20;

interface Section {
  readonly title: string;
  readonly one: string;
  readonly entries: readonly string[];
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
  const { project, stack, headline, looked } = report;
  const parts = sections.flatMap(({ title, one, entries }, index) => {
    if (entries.length === 0) return [];
    const left = entries.length - shown[index]!;
    const more = left === 0 ? [] : [`- … and ${counted(left, `more ${one}`, `more ${plural(one)}`)}`];
    return [`### ${title} (${grouped(entries.length)})`, [...entries.slice(0, shown[index]), ...more].join("\n")];
  });
  const of = looked.accounts.length === 0 ? "" : `, only of ${names(looked.accounts)}`;
  const listed = looked.undeclared
    ? `${counted(looked.listed, "object", "objects")} at the portal`
    : "undeclared objects were not looked for";
  return `${[
    `**${markdownText(headline)}**`,
    `Stack ${markdownName(`${project}/${stack}`, LONGEST_NAME)}: ${counted(looked.declared, "object", "objects")} of the stack, ${listed}${of}.`,
    ...parts,
  ].join("\n\n")}\n`;
}

function plural(one: string): string {
  return one.endsWith("y") ? `${one.slice(0, -1)}ies` : `${one}s`;
}

/** The most important first. */
function sectionsOf(report: DriftReport): Section[] {
  const { explanation } = report;
  return [
    {
      title: "Cannot tell",
      one: "reason",
      entries: report.cannotTell.map(({ reason, subjects }) => `- ${oneLine(reason)} (${names(subjects)})`),
    },
    {
      title: "Changed at the portal",
      one: "object",
      entries: report.changed.map((object) =>
        [
          `- ${headOf(object.key, object)}`,
          ...object.differences.map((difference) => {
            const phrases = differencePhrases(difference, report.names);
            const left = phrases.length - MOST_PHRASES;
            const told = phrases
              .slice(0, MOST_PHRASES)
              .map(
                ({ words, value, names: called }) =>
                  `${words} ${inCode(value)}${called.length === 0 ? "" : ` (${names(called)})`}`,
              );
            const more = left > 0 ? [`and ${grouped(left)} more`] : [];
            return `  - ${name(difference.field)}: ${[...told, ...more].join(", ")}`;
          }),
        ].join("\n"),
      ),
    },
    {
      title: "Missing at the portal",
      one: "object",
      entries: report.missing.map((object) => `- ${headOf(object.key, object)}`),
    },
    {
      title: "At the portal, and declared by nobody",
      one: "object",
      entries: report.undeclared.map((object) => `- ${headOf(object.kind, object)}`),
    },
    {
      title: "What it means for people's access",
      one: "effect",
      entries:
        explanation === undefined
          ? []
          : [
              `- ${markdownText(explanation.headline)}`,
              ...explanation.effects.map(({ sentence }) => `- ${markdownText(sentence)}`),
              ...explanation.gaps.map((gap) => `- Not known: ${oneLine(gap)}`),
            ],
    },
    {
      title: "What a review of such a change would find",
      one: "finding",
      entries: (explanation?.findings ?? []).map(
        ({ id, level, title, sentence }) =>
          `- ${name(id)} ${markdownText(title)} (${level}): ${markdownText(sentence)}`,
      ),
    },
    {
      title: "In Git, and not applied yet",
      one: "change",
      entries: report.unapplied.map((entry) => {
        const fields = entry.fields.length === 0 ? "" : `: ${entry.fields.map((field) => name(field)).join(", ")}`;
        const existing =
          entry.existing === undefined ? "" : `; an object of its name is there, with the id ${name(entry.existing)}`;
        return `- ${name(entry.key)} ${operationText(entry)}${fields}${existing}`;
      }),
    },
    {
      title: "Ignored",
      one: "entry",
      entries: report.ignored.map(
        ({ place, reason, objects }) => `- ${grouped(objects)} by ${name(place)}: ${markdownText(reason)}`,
      ),
    },
    { title: "Remarks", one: "remark", entries: report.remarks.map((remark) => `- ${oneLine(remark)}`) },
  ];
}

function headOf(what: string, object: DriftReport["undeclared"][number] | DriftReport["missing"][number]): string {
  const { name: own, account } = whose(object);
  const source = "source" in object ? sourceText(object) : undefined;
  return [
    `${name(what)}: ${name(own)}${account === undefined ? "" : ` of ${name(account)}`}`,
    `id ${name(object.id)}`,
    ...(object.connection === undefined ? [] : [`connection ${name(object.connection)}`]),
    ...(source === undefined ? [] : [name(source)]),
    ...("undeclarable" in object && object.undeclarable !== undefined ? [markdownText(object.undeclarable)] : []),
  ].join(", ");
}

function name(text: string): string {
  return markdownName(text, LONGEST_NAME);
}

/** A value, with room for more than a name. */
function inCode(value: string): string {
  return markdownName(value, 220);
}

function names(words: readonly string[]): string {
  const left = words.length - MOST_NAMES;
  return `${words.slice(0, MOST_NAMES).map(name).join(", ")}${left > 0 ? ` and ${grouped(left)} more` : ""}`;
}

function oneLine(text: string): string {
  return markdownText(
    text
      .split(/\s*\n\s*/)
      .join(" ")
      .trim(),
  );
}
