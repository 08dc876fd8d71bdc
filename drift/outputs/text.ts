import { grouped, terminalName, terminalText } from "../../text/escape";
import { counted, Page } from "../../review";
import type { DriftReport } from "../report";
import { differencePhrases, operationText, sourceText, VERDICT_TITLES, whose } from "./wording";

export interface TextOptions {
  readonly colour: boolean;
  readonly width: number;
}

const MOST_OBJECTS = 200;
const MOST_OTHERS = 20;
const MOST_NAMES = 5;
const COLOURS = { none: "green", drift: "yellow", "cannot tell": "red" } as const;

/** For people at a shell: a label on the left, what there is to say on the right. */
export function toText(report: DriftReport, options: TextOptions): string {
  const page = new Page(options);
  const { project, stack, verdict, explanation, looked } = report;
  page.heading(`Drift of ${terminalName(`${project}/${stack}`)}: ${VERDICT_TITLES[verdict]}`, COLOURS[verdict]);
  page.say("", terminalText(report.headline), "bold");
  page.gap();

  for (const { reason, subjects } of page.some(report.cannotTell, MOST_OTHERS, "reason")) {
    page.say("CANNOT TELL", oneLine(reason), "red");
    page.say("", names(subjects));
  }
  page.gap();

  for (const object of page.some(report.changed, MOST_OBJECTS, "object")) {
    page.say("CHANGED", headOf(terminalName(object.key), object), "yellow");
    for (const difference of object.differences) {
      const phrases = differencePhrases(difference, report.names).map(
        ({ words, value, names: called }) =>
          `${words} ${terminalText(value)}${called.length === 0 ? "" : ` (${names(called)})`}`,
      );
      page.say("", `${terminalName(difference.field)}: ${phrases.join(", ")}`);
    }
  }
  page.gap();
  for (const object of page.some(report.missing, MOST_OBJECTS, "object"))
    page.say("MISSING", headOf(terminalName(object.key), object), "magenta");
  page.gap();
  for (const object of page.some(report.undeclared, MOST_OBJECTS, "object"))
    page.say("UNDECLARED", headOf(object.kind, object), "cyan");
  page.gap();

  if (explanation !== undefined) {
    page.say("MEANING", terminalText(explanation.headline), "bold");
    for (const { change, sentence } of page.some(explanation.effects, MOST_OTHERS, "effect"))
      page.say(
        change.includes("gained") ? "MORE" : change.includes("lost") ? "LESS" : "UNKNOWN",
        terminalText(sentence),
      );
    for (const { id, title, sentence } of page.some(explanation.findings, MOST_OTHERS, "finding")) {
      page.say("FINDING", `${terminalName(id)} ${terminalText(title)}`);
      page.say("", terminalText(sentence));
    }
    for (const gap of page.some(explanation.gaps, MOST_OTHERS, "gap")) page.say("NOT KNOWN", oneLine(gap));
    page.gap();
  }

  for (const entry of page.some(report.unapplied, MOST_OTHERS, "change")) {
    const fields = entry.fields.length === 0 ? "" : `: ${entry.fields.map((field) => terminalName(field)).join(", ")}`;
    const existing =
      entry.existing === undefined
        ? ""
        : `; an object of its name is there, with the id ${terminalName(entry.existing)}`;
    page.say("NOT APPLIED", `${terminalName(entry.key)} ${operationText(entry)}${fields}${existing}`);
  }
  page.gap();
  for (const { place, reason, objects } of page.some(report.ignored, MOST_OTHERS, "entry"))
    page.say("IGNORED", `${grouped(objects)} by ${terminalName(place)}: ${terminalText(reason)}`);
  for (const remark of page.some(report.remarks, MOST_OTHERS, "remark")) page.say("NOTE", oneLine(remark));
  const accounts = looked.accounts.length === 0 ? "" : `, only of ${names(looked.accounts)}`;
  const listed = looked.undeclared
    ? `${counted(looked.listed, "object", "objects")} at the portal`
    : "undeclared objects were not looked for";
  page.say("READ", `${counted(looked.declared, "object", "objects")} of the stack, ${listed}${accounts}`);
  return page.text();
}

function headOf(what: string, object: DriftReport["undeclared"][number] | DriftReport["missing"][number]): string {
  const { name, account } = whose(object);
  const source = "source" in object ? sourceText(object) : undefined;
  return [
    `${what} · ${terminalName(name)}${account === undefined ? "" : ` of ${terminalName(account)}`}`,
    `id ${terminalName(object.id)}`,
    ...(object.connection === undefined ? [] : [`connection ${terminalName(object.connection)}`]),
    ...(source === undefined ? [] : [terminalName(source)]),
    ...("undeclarable" in object && object.undeclarable !== undefined ? [terminalText(object.undeclarable)] : []),
  ].join(" · ");
}

function names(words: readonly string[]): string {
  const shown = words.slice(0, MOST_NAMES).map((word) => terminalName(word));
  const left = words.length - shown.length;
  return `${shown.join(", ")}${left > 0 ? ` and ${grouped(left)} more` : ""}`;
}

function oneLine(text: string): string {
  return terminalText(
    text
      .split(/\s*\n\s*/)
      .join(" ")
      .trim(),
  );
}
