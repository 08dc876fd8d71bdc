import type { KindName } from "../../provider/model";
import { readFailure } from "../../provider/model/failureText";
import type { Severity } from "../../provider/model/kind";
import { markedRule } from "../../provider/model/rule";

/** When something is found: in what a program alone tells, when a resource is checked, or while something is done with it. */
export type Moment = "program" | "check" | "step";

/** What a test can hold of something that was found. Its sentence is for people, and stands in a golden file (`test/portals/<portal>/sentences.txt`). */
export interface Finding {
  /** The resource's, in the program; empty where it is about none. */
  readonly label: string;
  /** Undefined where it is no rule's. */
  readonly rule: string | undefined;
  /** Empty where no single one is at fault, as in all that is found while something is done. */
  readonly property: string;
  readonly severity: Severity;
  readonly moment: Moment;
  readonly text: string;
}

/** What `applyConfirmations` adds to what a resource's author can confirm. */
const QUESTION = /\. To confirm, add confirm: \["[^"]+"\] to this resource$/;

/** What became of a resource that went no further. */
export function failed(
  label: string,
  moment: Moment,
  { property, reason }: { readonly property: string; readonly reason: string },
): Finding {
  const severity = QUESTION.test(reason) ? "confirm" : "refuse";
  return { label, rule: markedRule(reason), property, severity, moment, text: reason };
}

/** What was said of a resource. A check says "User anna: email is ...", with the property where there is one. */
export function said(label: string, kind: KindName, moment: Moment, message: string): Finding {
  const found = { label, rule: markedRule(message), severity: "warn", moment } as const;
  const [, sentence] = (moment === "check" ? new RegExp(`^${kind} .*?: (.*)$`, "s").exec(message) : null) ?? [];
  if (sentence === undefined) return { ...found, property: "", text: message };
  const { property, reason } = readFailure(kind, label, sentence);
  return { ...found, property, text: reason };
}

/** What a test expects to be found. */
export interface Expected {
  /** Undefined where it is no rule's. */
  readonly rule?: string;
  /** Empty where none is given. */
  readonly property?: string;
  /** Where it is another one than the test's function says. */
  readonly severity?: Severity;
  /** Which resource it is about, where that is in question. */
  readonly label?: string;
  /** Names and numbers that the sentence must have: whom it reaches, by how much. Not how it is worded. */
  readonly tells?: string | readonly string[];
}

/** Holds what was found against what is expected: all of that, and nothing else. */
export function expectFindings(found: readonly Finding[], expected: readonly Expected[], severity: Severity): void {
  const whole = expected.map((one) => ({ ...one, property: one.property ?? "", severity: one.severity ?? severity }));
  const missing = whole.filter((one) => !found.some((finding) => isAsExpected(finding, one)));
  const unexpected = found.filter((finding) => !whole.some((one) => isAsExpected(finding, one)));
  expect({ missing, unexpected }).toEqual({ missing: [], unexpected: [] });
}

function isAsExpected(finding: Finding, { rule, property, severity, label, tells = [] }: Expected): boolean {
  return (
    finding.rule === rule &&
    finding.property === property &&
    finding.severity === severity &&
    (label === undefined || finding.label === label) &&
    [tells].flat().every((part) => finding.text.includes(part))
  );
}
