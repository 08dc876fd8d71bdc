import {
  catalogue,
  type Finding,
  type FindingId,
  type Level,
  parseReviewFile,
  type Report,
  reviewPlan,
} from "../../../review";
import type { PortalName } from "../../../provider/portals/list";
import type { RunningSandbox } from "../../../sandbox";
import { keyOf, readRecording, type Words } from "./recording";

/** A finding that a plan must have. What is left out has to be nothing, but for the sentence and the line. */
export interface ExpectedFinding {
  readonly id: FindingId;
  readonly subject: string;
  /** Default: that of the catalogue. */
  readonly level?: Level;
  /** The whole sentence. */
  readonly says?: string;
  readonly people?: readonly string[];
  readonly accounts?: readonly string[];
  /** Default true. */
  readonly certain?: boolean;
  /** The portal's rule behind it. */
  readonly rule?: string;
  /** How the line of the program begins on which it stands. */
  readonly line?: string;
  /** The same in the program before the change, where the resource is taken out. */
  readonly formerLine?: string;
  /** Default false. */
  readonly accepted?: boolean;
}

/** A program that is previewed, and what the review of its plan must say. Nothing of it is ever applied. */
export interface PlanCase {
  readonly what: string;
  /** The program after the change. */
  readonly program: string;
  /** Text of review.yaml. */
  readonly file?: string;
  readonly today?: string;
  /** What is done to the plan's text before it is read. */
  readonly edited?: (plan: string) => string;
  /** All findings, in any order: one that isn't named here is noise. */
  readonly finds: readonly ExpectedFinding[];
  /** Findings to which this is the nearest change that must not have them. */
  readonly lacks?: readonly FindingId[];
  readonly exitCode: Report["exitCode"];
  readonly headline?: string;
  /** A text of each thing that is missing. */
  readonly gaps?: readonly string[];
  /** Texts that are among the remarks. */
  readonly remarks?: readonly string[];
  readonly approvals?: Report["approvals"];
  /** All that becomes of people's access; left out: not looked at. */
  readonly effects?: readonly string[];
}

interface Place {
  readonly sandbox: RunningSandbox;
  readonly realm: { setConfig(name: string, setting: { readonly value: string; readonly secret?: boolean }): void };
}

/** A program that is applied once, and the changes that are previewed from there. */
export interface PlanTable {
  readonly portal: PortalName;
  readonly base: string;
  readonly cases: readonly PlanCase[];
  /** What is done at the portal before the program is applied. */
  readonly arrange?: (place: Place) => Promise<Words>;
  /** What is done at the portal after that; then the state is refreshed. */
  readonly happen?: (place: Place) => Promise<Words>;
}

/** The program with pieces in place of others, so that a case reads as its difference. */
export function replaced(program: string, ...pairs: readonly (readonly [piece: string, by: string])[]): string {
  return pairs.reduce((text, [piece, by]) => {
    if (text.split(piece).length !== 2)
      throw new Error(`${JSON.stringify(piece)} must stand in the program exactly once`);
    return text.replace(piece, () => by);
  }, program);
}

/** The program with a piece of one of its lines replaced. */
export function inLine(program: string, start: string, piece: string, by: string): string {
  const line = program.split("\n").find((text) => text.startsWith(start));
  if (line === undefined) throw new Error(`no line of the program starts with ${JSON.stringify(start)}`);
  return replaced(program, [line, replaced(line, [piece, by])]);
}

/** The program without the lines that have one of these texts. */
export function without(program: string, ...texts: readonly string[]): string {
  const lines = program.split("\n");
  for (const text of texts)
    if (!lines.some((line) => line.includes(text)))
      throw new Error(`no line of the program has ${JSON.stringify(text)}`);
  return lines.filter((line) => !texts.some((text) => line.includes(text))).join("\n");
}

/** Lines that a stack puts before each program. */
const LINES_BEFORE = 2;
const TODAY = "2027-03-01";

/** Reviews the plan of each case, as it is recorded. */
export function describePlans(name: string, table: PlanTable): void {
  const { base, cases } = table;
  const recording = readRecording(name);
  const filled = (text: string) => fill(text, recording?.words ?? {});

  it.each(cases)("$what", (expected) => {
    const program = filled(expected.program);
    const recorded = recording?.plans[keyOf(table, expected.program)];
    if (recorded === undefined) throw new Error("no plan of this program is recorded: run npm run plans");
    const plan = JSON.stringify(recorded);
    const report = reviewPlan(expected.edited?.(plan) ?? plan, {
      ...(expected.file === undefined ? {} : { file: parseReviewFile(expected.file) }),
      today: expected.today ?? TODAY,
    });
    const wanted = [...expected.finds].sort(byIdAndSubject);
    const found = [...report.findings].sort(byIdAndSubject);
    expect(found.map(nameOf)).toEqual(wanted.map(nameOf));
    expect(found.map((finding, index) => shown(finding, wanted[index]!))).toEqual(
      wanted.map((finding) => ({
        ...facts(finding, finding.says === undefined ? undefined : filled(finding.says)),
        line: lineOf(finding, { program, base: filled(base) }),
      })),
    );
    const { gaps, remarks } = report.completeness;
    expect(gaps).toEqual((expected.gaps ?? []).map((text) => expect.stringContaining(text) as string));
    expect(remarks).toEqual(expect.arrayContaining([...(expected.remarks ?? [])]));
    expect(report.exitCode).toBe(expected.exitCode);
    if (expected.headline !== undefined) expect(report.headline).toBe(expected.headline);
    if (expected.effects !== undefined)
      expect(report.effects.map(({ sentence }) => sentence)).toEqual(expected.effects);
    if (expected.approvals !== undefined) expect(report.approvals).toEqual(expected.approvals);
  });
}

/** The text with what its words stand for. */
export function fill(text: string, words: Words): string {
  return Object.entries(words).reduce((filled, [word, value]) => filled.replaceAll(word, value), text);
}

type Named = Readonly<Record<"id" | "subject", string>>;

function nameOf({ id, subject }: Named): string {
  return `${id} ${subject}`;
}

function byIdAndSubject(one: Named, other: Named): number {
  return nameOf(one) < nameOf(other) ? -1 : 1;
}

/** All of a finding that a case looks at. */
function facts(
  {
    id,
    level = catalogue[id].level,
    people = [],
    accounts = [],
    certain = true,
    rule,
    accepted = false,
  }: ExpectedFinding,
  sentence: string | undefined,
): object {
  return { id, level, people, accounts, certain, rule, accepted, sentence };
}

function shown(finding: Finding, wanted: ExpectedFinding): object {
  const { accepted, sentence, source, ...rest } = finding;
  const isLineAsked = wanted.line !== undefined || wanted.formerLine !== undefined;
  return {
    ...facts(
      { ...rest, id: wanted.id, accepted: accepted !== undefined },
      wanted.says === undefined ? undefined : sentence,
    ),
    line: isLineAsked ? `${source?.file}:${source?.line}` : undefined,
  };
}

function lineOf(
  { line, formerLine }: ExpectedFinding,
  { program, base }: { program: string; base: string },
): string | undefined {
  const start = line ?? formerLine;
  if (start === undefined || start.startsWith("review.yaml:")) return start;
  const place = (line === undefined ? base : program).split("\n").findIndex((text) => text.startsWith(start));
  if (place < 0) throw new Error(`no line of the program starts with ${JSON.stringify(start)}`);
  return `index.js:${LINES_BEFORE + place + 1}`;
}
