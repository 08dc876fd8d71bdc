import { grouped, terminalName, terminalText } from "../../text/escape";
import { oneLine } from "../../text/words";
import { listed, Page, type PageOptions } from "../../review";
import type { ChangedObject, DriftReport } from "../report";
import {
  aboutText,
  differencePhrases,
  type DriftObject,
  type Encoder,
  lookedText,
  MOST_NAMES,
  objectParts,
  unappliedText,
  VERDICT_TITLES,
} from "./wording";

const MOST_OBJECTS = 200;
const MOST_OTHERS = 20;
const COLOURS = { none: "green", drift: "yellow", "cannot tell": "red" } as const;
const ENCODER: Encoder = { name: terminalName, text: terminalText };

/** For people at a shell: a label on the left, what there is to say on the right. */
export function toText(report: DriftReport, options: PageOptions): string {
  const page = new Page(options);
  const { verdict, explanation } = report;
  page.heading(`Drift of ${aboutText(report, ENCODER)}: ${VERDICT_TITLES[verdict]}`, COLOURS[verdict]);
  page.say("", terminalText(report.headline), "bold");
  page.gap();

  for (const { reason, subjects } of page.some(report.cannotTell, MOST_OTHERS, "reason")) {
    page.say("CANNOT TELL", inOneLine(reason), "red");
    page.say("", names(subjects));
  }
  page.gap();
  sayObjects(page, report);
  if (explanation !== undefined) sayMeaning(page, explanation);
  for (const entry of page.some(report.unapplied, MOST_OTHERS, "change"))
    page.say("NOT APPLIED", unappliedText(entry, ENCODER));
  page.gap();
  for (const { place, reason, objects } of page.some(report.ignored, MOST_OTHERS, "entry"))
    page.say("IGNORED", `${grouped(objects)} by ${terminalName(place)}: ${terminalText(reason)}`);
  for (const remark of page.some(report.remarks, MOST_OTHERS, "remark")) page.say("NOTE", inOneLine(remark));
  page.say("READ", lookedText(report, ENCODER));
  return page.text();
}

/** Objects that were changed, that are missing, and that nobody declares. */
function sayObjects(page: Page, report: DriftReport): void {
  for (const object of page.some(report.changed, MOST_OBJECTS, "object")) {
    page.say("CHANGED", headOf(object.key, object), "yellow");
    for (const difference of object.differences) page.say("", differenceText(difference, report.names));
  }
  page.gap();
  for (const object of page.some(report.missing, MOST_OBJECTS, "object"))
    page.say("MISSING", headOf(object.key, object), "magenta");
  page.gap();
  for (const object of page.some(report.undeclared, MOST_OBJECTS, "object"))
    page.say("UNDECLARED", headOf(object.kind, object), "cyan");
  page.gap();
}

/** What the drift means for people's access. */
function sayMeaning(page: Page, { headline, effects, findings, gaps }: NonNullable<DriftReport["explanation"]>): void {
  page.say("MEANING", terminalText(headline), "bold");
  for (const { change, sentence } of page.some(effects, MOST_OTHERS, "effect"))
    page.say(change.includes("gained") ? "MORE" : change.includes("lost") ? "LESS" : "UNKNOWN", terminalText(sentence));
  for (const { id, title, sentence } of page.some(findings, MOST_OTHERS, "finding")) {
    page.say("FINDING", `${terminalName(id)} ${terminalText(title)}`);
    page.say("", terminalText(sentence));
  }
  for (const gap of page.some(gaps, MOST_OTHERS, "gap")) page.say("NOT KNOWN", inOneLine(gap));
  page.gap();
}

function differenceText(difference: ChangedObject["differences"][number], called: DriftReport["names"]): string {
  const phrases = differencePhrases(difference, called).map(
    ({ words, value, names: of }) => `${words} ${terminalText(value)}${of.length === 0 ? "" : ` (${names(of)})`}`,
  );
  return `${terminalName(difference.field)}: ${phrases.join(", ")}`;
}

function headOf(what: string, object: DriftObject): string {
  return [terminalName(what), ...objectParts(object, ENCODER)].join(" · ");
}

function names(words: readonly string[]): string {
  return listed(words, MOST_NAMES, terminalName);
}

function inOneLine(text: string): string {
  return terminalText(oneLine(text));
}
