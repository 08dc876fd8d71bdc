import { createHash } from "node:crypto";
import type { Effect, Finding, Report, ReportChange, ReportQuota } from "../report";
import {
  grouped,
  markdownBlock,
  markdownCell,
  markdownComment,
  markdownName,
  markdownText,
  shownName,
  shownText,
} from "../../text/escape";
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

export interface MarkdownOptions {
  /** The most characters, as JavaScript counts them. Never more than GitHub takes. */
  readonly limit?: number;
  /** What tells this comment from others of the same pull request; otherwise the project and the stack. */
  readonly key?: string;
}

const DEFAULT_LIMIT = 60_000;
/** GitHub takes 65,536 characters at most in a comment. */
const GITHUB_LIMIT = 65_535;
/** The verdict, what is missing, and the hashes; with less there would be nothing to decide by. */
const LEAST_LIMIT = 4_000;

const LONGEST_KEY = 200;
const MOST_PROPERTIES = 100;
const LONGEST_VALUE = 200;

/** How much is told of each thing. What is least important is given up first. */
interface Detail {
  changes: number;
  remarks: number;
  notices: number;
  said: number;
  names: number;
  effects: number;
  quotas: number;
  accepted: number;
  explained: number;
  findings: number;
  approvals: number;
  irreversible: number;
  gaps: number;
  portals: number;
}

/** What is given up, one after the other, and down to how much, until the comment fits. */
const GIVEN_UP: readonly (readonly [keyof Detail, number])[] = [
  ["changes", 0],
  ["remarks", 0],
  ["notices", 0],
  ["said", 5],
  ["names", 3],
  ["effects", 20],
  ["quotas", 10],
  ["accepted", 5],
  ["explained", 20],
  ["findings", 40],
  ["accepted", 0],
  ["said", 0],
  ["quotas", 0],
  ["effects", 4],
  ["irreversible", 3],
  ["approvals", 3],
  ["gaps", 3],
  ["explained", 3],
  ["findings", 5],
  ["names", 1],
  ["effects", 0],
  ["explained", 0],
  ["approvals", 0],
  ["irreversible", 0],
  ["findings", 0],
  ["gaps", 0],
  ["portals", 0],
];

/** The hidden first line, by which a pipeline finds the comment it wrote the last time. */
export function markdownMarker({ project, stack }: Report, key?: string): string {
  const part = (text: string) => markdownComment(text).replaceAll("/", "%2F");
  const name = key === undefined ? `${part(project)}/${part(stack)}` : markdownComment(key);
  const sum = () => createHash("sha256").update(name).digest("hex");
  return `<!-- pulumi-reseller review: ${name.length <= LONGEST_KEY ? name : `sha256:${sum()}`} -->`;
}

/** A comment for a pull request. Whoever reads the first screen knows the verdict and why; the rest is for looking things up. */
export function toMarkdown(report: Report, { limit = DEFAULT_LIMIT, key }: MarkdownOptions = {}): string {
  if (!(limit >= LEAST_LIMIT)) {
    throw new RangeError(`A comment needs room for ${grouped(LEAST_LIMIT)} characters at least; the limit is ${limit}`);
  }
  const most = Math.min(limit, GITHUB_LIMIT);
  const comment = new Comment(report, markdownMarker(report, key));
  const detail = comment.everything();
  let text = comment.text(detail);
  for (const [part, least] of GIVEN_UP) {
    if (text.length <= most) break;
    let [fits, tooMuch] = [Math.min(least, detail[part]), detail[part]];
    text = comment.text({ ...detail, [part]: fits });
    detail[part] = fits;
    if (text.length > most) continue;
    while (tooMuch - fits > 1) {
      const middle = Math.floor((fits + tooMuch) / 2);
      const longer = comment.text({ ...detail, [part]: middle });
      if (longer.length <= most) [fits, text] = [middle, longer];
      else tooMuch = middle;
    }
  }
  return text;
}

class Comment {
  readonly #report: Report;
  readonly #marker: string;
  readonly #names: Names;
  /** Whatever is shown in several lengths of the comment is encoded once. */
  readonly #encodedNames = new Map<string, string>();
  readonly #encodedCells = new Map<string, string>();
  readonly #encodedTexts = new Map<string, string>();
  readonly #rawChanges = new Map<ReportChange, readonly string[]>();
  readonly #open: readonly Finding[];
  readonly #notices: readonly Finding[];
  readonly #accepted: readonly Finding[];
  readonly #irreversible: readonly (readonly Finding[])[];
  readonly #effects: ReturnType<typeof sortedEffects>;
  readonly #quotas: readonly ReportQuota[];
  /** Those that there is something to say about. */
  readonly #portals: Report["portals"];

  constructor(report: Report, marker: string) {
    this.#report = report;
    this.#marker = marker;
    this.#names = new Names(report);
    const findings = bySeriousness(report.findings);
    const isOpen = (finding: Finding) => finding.level !== "notice" || blocks(report, finding);
    this.#open = findings.filter((finding) => finding.accepted === undefined && isOpen(finding));
    this.#notices = findings.filter((finding) => finding.accepted === undefined && !isOpen(finding));
    this.#accepted = findings.filter(({ accepted }) => accepted !== undefined);
    this.#irreversible = byRule(this.#open.filter(({ level }) => level === "irreversible"));
    this.#effects = sortedEffects(report);
    this.#quotas = notableQuotas(report);
    this.#portals = report.portals.filter(({ note }) => note !== undefined);
  }

  everything(): Detail {
    const { changes, said, approvals, completeness } = this.#report;
    const { gained, lost, unknown } = this.#effects;
    return {
      changes: changes.length,
      remarks: remarksOf(completeness).length,
      notices: this.#notices.length,
      said: said.length,
      names: 12,
      effects: Math.max(gained.length, lost.length, unknown.length),
      quotas: this.#quotas.length,
      accepted: this.#accepted.length,
      explained: Math.max(this.#open.length, this.#accepted.length, this.#notices.length),
      findings: this.#open.length,
      approvals: approvals.length,
      irreversible: this.#irreversible.length,
      gaps: completeness.gaps.length,
      portals: this.#portals.length,
    };
  }

  text(detail: Detail): string {
    const { gained, lost, unknown } = this.#effects;
    const sections = [
      this.#verdict(detail),
      this.#findings("Findings", this.#open, detail.findings, detail),
      this.#approvals(detail),
      this.#cantBeTakenBack(detail),
      this.#effectsOf("Who gains", gained, detail),
      this.#effectsOf("Who loses", lost, detail),
      this.#effectsOf("What nobody can tell", unknown, detail),
      this.#findings("Accepted by review.yaml", this.#accepted, detail.accepted, detail),
      this.#findings("To know", this.#notices, detail.notices, detail),
      this.#limits(detail),
      this.#said(detail),
      this.#lookedAt(detail),
      this.#hashes(),
      this.#propertyByProperty(detail),
    ];
    return `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n")}\n`;
  }

  #verdict({ gaps }: Detail): string[] {
    const { project, stack, verdict, headline, completeness } = this.#report;
    return [
      this.#marker,
      "",
      `## Access review of ${this.#name(`${project}/${stack}`)}: ${VERDICT_TITLES[verdict]}`,
      "",
      `**${this.#words(headline)}**`,
      ...(completeness.gaps.length === 0
        ? []
        : ["", "What is missing:", "", ...this.#items(completeness.gaps, gaps, "gap", (gap) => [this.#lines(gap)])]),
    ];
  }

  #findings(title: string, findings: readonly Finding[], most: number, detail: Detail): string[] {
    if (findings.length === 0) return [];
    const { shown } = firstOf(findings, most);
    const left = findings.slice(most);
    const unexplained = Math.max(0, shown.length - detail.explained);
    return [
      `### ${title}`,
      "",
      ...shown.flatMap((finding, index) => this.#finding(finding, index < detail.explained, detail.names)),
      ...(unexplained === 0
        ? []
        : [
            `- How it comes about, and where it is declared, is left out of ${counted(unexplained, "finding", "findings")}.`,
          ]),
      ...(left.length === 0 ? [] : [leftOut(left.length, "finding", levelCounts(left))]),
    ];
  }

  #finding(finding: Finding, explained: boolean, names: number): string[] {
    const { id, level, title, sentence, people, accounts, path, rule, certain, accepted, subject } = finding;
    const stops = blocks(this.#report, finding) ? ", blocks" : "";
    const first = `- **${LEVEL_TITLES[level]}${stops}:** ${this.#name(id)} ${this.#words(title)}`;
    const source = sourceText(finding);
    const who = people.length === 0 ? [] : [`Who: ${this.#people(people, names)}`];
    const where = accounts.length === 0 ? [] : [`in ${this.#accounts(accounts, names)}`];
    const lines = [
      [this.#words(sentence)],
      [...who, ...where],
      explained && path.length > 0 ? [`How: ${this.#path(path)}`] : [],
      explained
        ? [
            `About ${this.#name(subject)}`,
            ...(source === undefined ? [] : [`declared at ${this.#name(source)}`]),
            ...(rule === undefined ? [] : [`rule ${this.#name(rule)}`]),
          ]
        : [],
      certain ? [] : ["Not certain: the plan can't know yet whether it comes about"],
      accepted === undefined
        ? []
        : [
            `Accepted by ${this.#name(accepted.owner)} until ${this.#name(accepted.expires)}: ${this.#words(accepted.reason)}`,
          ],
    ];
    return [first, ...lines.filter(({ length }) => length > 0).map((parts) => `  - ${parts.join(", ")}`)];
  }

  #approvals({ approvals: most, names }: Detail): string[] {
    const { approvals } = this.#report;
    if (approvals.length === 0) return [];
    return [
      "### Approval needed",
      "",
      ...this.#items(approvals, most, "approval", ({ by, count, findings }) => [
        `${grouped(count)} of ${this.#name(by)}`,
        ...(findings.length === 0 ? [] : [`, for ${listed(findings, names, (finding) => markdownName(finding, 160))}`]),
      ]),
    ];
  }

  #cantBeTakenBack({ irreversible: most, names }: Detail): string[] {
    if (this.#irreversible.length === 0) return [];
    return [
      "### Can't be taken back",
      "",
      ...this.#items(this.#irreversible, most, "kind", (findings) => [
        `${this.#name(findings[0]!.id)} ${this.#words(findings[0]!.title)}: `,
        listed(
          findings.map(({ subject }) => subject),
          names,
          (subject) => this.#name(subject),
        ),
      ]),
    ];
  }

  #effectsOf(title: string, effects: readonly Effect[], { effects: most, names }: Detail): string[] {
    if (effects.length === 0) return [];
    return [
      `### ${title}`,
      "",
      ...this.#items(effects, most, "effect", (effect) => {
        const { words, account } = whereText(effect.scope);
        return [
          isAdministrative(this.#report, effect) ? "**Administrative:** " : "",
          this.#words(effect.sentence),
          `\n  - ${effect.people.length === 0 ? "Nobody" : this.#people(effect.people, names)}, ${words}`,
          account === undefined ? "" : ` ${this.#name(this.#names.account(account))}`,
          effect.path.length === 0 ? "" : `, by ${this.#path(effect.path)}`,
        ];
      }),
    ];
  }

  #limits({ quotas: most }: Detail): string[] {
    if (this.#quotas.length === 0) return [];
    const { shown, left } = firstOf(this.#quotas, most);
    const number = (value: number | null | undefined) => (value === null || value === undefined ? "–" : grouped(value));
    const rows = shown.map((quota) => {
      const { account, region, name, before, after, used, shared, pool } = quota;
      const cells = [
        account === undefined ? "all accounts" : this.#cell(this.#names.account(account)),
        region === undefined ? "–" : this.#cell(region),
        this.#cell(name),
        ...[before, after, used, shared, pool].map(number),
        quotaProblems(quota).join(", "),
      ];
      return `| ${cells.join(" | ")} |`;
    });
    const table = [
      "| Account | Region | Limit | Before | After | In use | In projects | In all | |",
      "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
      ...rows,
    ];
    return [
      "### Limits",
      "",
      ...(shown.length === 0 ? [] : table),
      ...(left === 0 ? [] : [...(shown.length === 0 ? [] : [""]), leftOut(left, "limit")]),
    ];
  }

  #said({ said: most }: Detail): string[] {
    const { said } = this.#report;
    if (said.length === 0) return [];
    return ["### What the provider said", "", ...this.#items(said, most, "message", (line) => [this.#lines(line)])];
  }

  #lookedAt({ remarks: most, portals: mostPortals }: Detail): string[] {
    const { completeness } = this.#report;
    const remarks = remarksOf(completeness);
    return [
      "### What was looked at",
      "",
      `${completeness.complete ? sentenceStart(completenessText(completeness)) : "**Not complete**"}: ${looks(this.#report)}.`,
      ...(this.#portals.length + remarks.length === 0 ? [] : [""]),
      ...this.#items(this.#portals, mostPortals, "portal", ({ title, note }) => [
        `${this.#words(title)}: ${this.#lines(note ?? "")}`,
      ]),
      ...this.#items(remarks, most, "remark", (remark) => [this.#lines(remark)]),
    ];
  }

  #hashes(): string[] {
    const { effectHash, planHash, savedPlan } = this.#report;
    return [
      `Effect hash ${this.#name(effectHash)}  `,
      `Plan hash ${this.#name(planHash)}${savedPlan === undefined ? "" : "  "}`,
      ...(savedPlan === undefined
        ? []
        : [`Saved plan ${this.#name(savedPlan.file)}, SHA-256 ${this.#name(savedPlan.sha256)}`]),
    ];
  }

  #propertyByProperty({ changes: most }: Detail): string[] {
    const { changes } = this.#report;
    if (changes.length === 0) return [];
    const { shown, left } = firstOf(changes, most);
    const leftLine = left === 0 ? [] : [leftOut(left, "change", undefined, "")];
    if (shown.length === 0) return leftLine;
    return [
      "<details>",
      `<summary>${counted(changes.length, "change", "changes")}, property by property</summary>`,
      "",
      ...markdownBlock(
        shown.flatMap((change) => once(this.#rawChanges, change, rawChange)),
        "diff",
      ),
      ...(left === 0 ? [] : ["", ...leftLine]),
      "",
      "</details>",
    ];
  }

  #items<Item>(items: readonly Item[], most: number, one: string, parts: (item: Item) => readonly string[]): string[] {
    const { shown, left } = firstOf(items, most);
    return [...shown.map((item) => `- ${parts(item).join("")}`), ...(left === 0 ? [] : [leftOut(left, one)])];
  }

  #people(keys: readonly string[], most: number): string {
    return listed(keys, most, (key) => this.#name(this.#names.person(key)));
  }

  #accounts(keys: readonly string[], most: number): string {
    if (keys.includes("*")) return "every account";
    return listed(keys, most, (key) => this.#name(this.#names.account(key)));
  }

  #path(path: Finding["path"]): string {
    return pathText(
      path,
      (name) => this.#name(name),
      (kind) => this.#words(kind),
    );
  }

  #name(name: string): string {
    return once(this.#encodedNames, name, markdownName);
  }

  #cell(name: string): string {
    return once(this.#encodedCells, name, markdownCell);
  }

  #words(text: string): string {
    return once(this.#encodedTexts, text, markdownText);
  }

  /** What was written in several lines, in one. */
  #lines(text: string): string {
    const lines = text.split("\n").map((line) => line.trim());
    return this.#words(lines.filter((line) => line !== "").join(" "));
  }
}

function once<Item, Made>(known: Map<Item, Made>, item: Item, make: (item: Item) => Made): Made {
  const made = known.get(item) ?? make(item);
  known.set(item, made);
  return made;
}

function byRule(findings: readonly Finding[]): Finding[][] {
  const rules = new Map<string, Finding[]>();
  for (const finding of findings) {
    const rule = JSON.stringify([finding.id, finding.title]);
    const same = rules.get(rule);
    if (same === undefined) rules.set(rule, [finding]);
    else same.push(finding);
  }
  return [...rules.values()];
}

function leftOut(count: number, one: string, which?: string, bullet = "- "): string {
  const [noun, verb] = count === 1 ? [one, "is"] : [`${one}s`, "are"];
  const kinds = which === undefined ? "" : ` (${which})`;
  return `${bullet}${grouped(count)} more ${noun}${kinds} ${verb} left out here; the full report has ${count === 1 ? "it" : "them all"}.`;
}

/** Sign first, so that nothing from a value stands at the start of a line. */
function rawChange(change: ReportChange): string[] {
  const { key, operation, because, properties } = change;
  const source = sourceText(change);
  const reasons = because.length === 0 ? "" : ` because of ${listed(because, 5, shownName)}`;
  const { shown, left } = firstOf(properties, MOST_PROPERTIES);
  return [
    `  ${operation} ${shownName(key)}${reasons}${source === undefined ? "" : ` (${shownName(source)})`}`,
    ...shown.flatMap(({ name, before, after }) => [
      ...(before === undefined && after === undefined ? [`  ${shownName(name)}`] : []),
      ...(before === undefined ? [] : [`- ${shownName(name)}: ${shownText(before, LONGEST_VALUE)}`]),
      ...(after === undefined ? [] : [`+ ${shownName(name)}: ${shownText(after, LONGEST_VALUE)}`]),
    ]),
    ...(left === 0 ? [] : [`  and ${counted(left, "more property", "more properties")}`]),
  ];
}
