import {
  EVERYWHERE,
  OWN_REALM,
  LEVELS,
  OPERATIONS,
  type Effect,
  type Finding,
  type Level,
  type PathStep,
  type Report,
  type ReportQuota,
  type ReportStack,
} from "../report";
import { grouped } from "../../text/escape";
import * as words from "../../text/words";

/**
 * What the outputs say alike: the order of things, and names for keys. Texts that are made here hold names as strangers wrote them: each output
 * passes them through its encoder.
 */

/** The scope of an effect on each person in the person's own account. */
const OWN = "own";
const OWN_PART = "the reseller's own part of the realm";

export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  escalation: "Escalation",
  irreversible: "Irreversible",
  risk: "Risk",
  notice: "Notice",
};

export const LEVEL_WORDS: Readonly<Record<Level, readonly [string, string]>> = {
  escalation: ["escalation", "escalations"],
  irreversible: ["irreversible", "irreversible"],
  risk: ["risk", "risks"],
  notice: ["notice", "notices"],
};

export const VERDICT_TITLES: Readonly<Record<Report["verdict"], string>> = {
  nothing: "nothing to review",
  changes: "changes",
  approval: "needs approval",
  blocked: "BLOCKED",
  "cannot tell": "CANNOT TELL",
};

/** What a report is about: a stack of a project, or several. */
export function aboutText(
  { project, stack, stacks }: Pick<Report, "project" | "stack" | "stacks">,
  name: (text: string) => string,
): string {
  return stacks === undefined
    ? name(`${project}/${stack}`)
    : `${name(project)}, ${counted(stacks.length, "stack", "stacks")}`;
}

/** Those of several stacks in which something changes. */
export function changingStacks({ stacks = [] }: Pick<Report, "stacks">): ReportStack[] {
  return stacks.filter(({ operations }) => OPERATIONS.some((operation) => changesOf(operations, operation) > 0));
}

function changesOf(operations: ReportStack["operations"], operation: (typeof OPERATIONS)[number]): number {
  return operation === "same" ? 0 : (operations[operation] ?? 0);
}

/** `create 2, update 1`. */
export function operationsText({ operations }: ReportStack): string {
  return OPERATIONS.filter((operation) => changesOf(operations, operation) > 0)
    .map((operation) => `${operation} ${grouped(changesOf(operations, operation))}`)
    .join(", ");
}

/** How the stacks were read in which nothing changes; undefined where there are none. */
export function otherStacksText(report: Pick<Report, "stacks">): string | undefined {
  const { stacks = [] } = report;
  const changing = new Set(changingStacks(report));
  const others = stacks.filter((stack) => !changing.has(stack));
  if (others.length === 0) return undefined;
  const of = (read: ReportStack["read"]) => others.filter((stack) => stack.read === read).length;
  const ways = [
    ["preview", "previewed"],
    ["state", "read from the state"],
    ["nothing", "not read"],
  ] as const;
  const parts = ways.filter(([read]) => of(read) > 0).map(([read, words]) => `${grouped(of(read))} ${words}`);
  return `${counted(others.length, "other stack", "other stacks")}: ${parts.join(", ")}`;
}

/** `1 person`, `12,000 people`. */
export function counted(number: number, one: string, many: string): string {
  return words.counted(number, one, many, grouped(number));
}

export function seriousness(level: Level): number {
  return LEVELS.indexOf(level);
}

/** Whether a finding alone is enough for the review to fail. */
export function blocks(report: Report, { accepted, level }: Finding): boolean {
  return accepted === undefined && report.failOn !== "never" && seriousness(level) >= seriousness(report.failOn);
}

/** What nobody has accepted first, and of that the most serious; otherwise as the report has them. */
export function bySeriousness(findings: readonly Finding[]): Finding[] {
  const rank = ({ accepted, level }: Finding) => seriousness(level) - (accepted === undefined ? 0 : LEVELS.length);
  return [...findings].sort((one, other) => rank(other) - rank(one));
}

/** `2 escalations, 30 risks`. */
export function levelCounts(findings: readonly Finding[]): string {
  return [...LEVELS]
    .reverse()
    .map((level) => [level, findings.filter((finding) => finding.level === level).length] as const)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => counted(count, ...LEVEL_WORDS[level]))
    .join(", ");
}

/** The effects that give, those that take, and those of which the plan can't know which of both. */
export function sortedEffects(report: Report): { gained: Effect[]; lost: Effect[]; unknown: Effect[] } {
  const powers = ["none", "administration", "realm"] as const;
  const power = ({ permissions }: Effect) =>
    Math.max(0, ...permissions.map((index) => powers.indexOf(report.permissions[index]?.power ?? "none")));
  const sorted = [...report.effects].sort((one, other) => power(other) - power(one));
  return {
    gained: sorted.filter(({ change }) => change === "gained" || change === "maybe gained"),
    lost: sorted.filter(({ change }) => change === "lost" || change === "maybe lost"),
    unknown: sorted.filter(({ change }) => change === "unknown"),
  };
}

export function isAdministrative(report: Report, { permissions }: Effect): boolean {
  return permissions.some((index) => (report.permissions[index]?.power ?? "none") !== "none");
}

/** What is amiss with a limit, in words; empty where nothing is. */
export function quotaProblems({ after, used, shared, pool }: ReportQuota): string[] {
  if (after === null) return [];
  return [
    ...(used !== undefined && used > after ? ["below usage"] : []),
    ...(shared !== undefined && shared > after ? ["below the projects' limits"] : []),
    ...(pool !== undefined && after > pool ? ["more than there is"] : []),
  ];
}

/** The limits that change, and those that are amiss as they are. */
export function notableQuotas({ quotas }: Report): ReportQuota[] {
  return quotas.filter((quota) => quota.before !== quota.after || quotaProblems(quota).length > 0);
}

export function sourceText({ source }: { readonly source?: Finding["source"] }): string | undefined {
  if (source === undefined) return undefined;
  return [source.file, source.line, ...(source.column === undefined ? [] : [source.column])].join(":");
}

/** What is in the plan, in numbers: one line. */
export function looks({ completeness }: Report): string {
  const { people, accounts, profiles, resources, others } = completeness;
  const beforeAfter = ({ before, after }: { readonly before: number; readonly after: number }) =>
    before === after ? grouped(after) : `${grouped(before)} before and ${grouped(after)} after`;
  return [
    `accounts ${beforeAfter(accounts)}`,
    `people ${beforeAfter(people)}`,
    `profiles ${beforeAfter(profiles)}`,
    `${counted(resources, "resource", "resources")} in the plan`,
    ...(others === 0 ? [] : [`${counted(others, "resource", "resources")} of other providers not reviewed`]),
  ].join(", ");
}

export function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether all was read that was looked at: nobody calls that complete which nobody has looked at. */
export function completenessText({ complete, live }: Report["completeness"]): string {
  if (!complete) return "not complete";
  return live === undefined
    ? "complete as far as the plan shows; the portal was not queried (--live)"
    : "complete; the portal was queried";
}

/** What is to be known of this review beside its verdict: what was asked, and what can't be seen of this change. */
export function remarksOf({ live = [], remarks, standing = [] }: Report["completeness"]): string[] {
  return [
    ...live.map(({ portal, connection, at, asked }) => {
      const counts = asked.map(({ kind, count }) => `${kind} ${grouped(count)}`).join(", ");
      return `Asked: ${portal}${connection === undefined ? "" : ` (connection ${connection})`}, ${at}: ${counts}`;
    }),
    ...remarks.filter((remark) => !standing.includes(remark)),
  ];
}

/** What every review of these portals says alike, whatever changes: what nobody looked at, and what is taken from documents. */
export function standingNotes({ portals, completeness: { notLookedAt, standing = [] } }: Report): string[] {
  return [
    ...portals.flatMap(({ title, note }) => (note === undefined ? [] : [portalNote(title, note)])),
    ...notLookedAt.map((what) => `Not read: ${what}`),
    ...standing,
  ];
}

/** How a note begins that the portal's title has already is not said again. */
function portalNote(title: string, note: string): string {
  const [start = "", ...rest] = note.split(": ");
  return `${sentenceStart(title)}: ${rest.length > 0 && title.includes(start) ? rest.join(": ") : note}`;
}

/** What people call the people and accounts of a report. */
export class Names {
  readonly #people = new Map<string, string>();
  readonly #accounts = new Map<string, string>();

  constructor({ people, accounts }: Report) {
    for (const { key, name } of accounts) this.#accounts.set(key, name);
    const often = new Map<string, number>();
    for (const { name } of people) often.set(name, (often.get(name) ?? 0) + 1);
    for (const { key, name, account } of people) {
      const alone = often.get(name) === 1;
      this.#people.set(key, alone ? name : `${name} (${account === undefined ? key : this.account(account)})`);
    }
  }

  person(key: string): string {
    return this.#people.get(key) ?? key;
  }

  account(key: string): string {
    return this.#accounts.get(key) ?? (key === OWN_REALM ? OWN_PART : key);
  }
}

/** The parts of a sentence that says where: words of ours, and at most one name. */
export function whereText(scope: string): { readonly words: string; readonly account?: string } {
  if (scope === EVERYWHERE) return { words: "in every account" };
  if (scope === OWN_REALM) return { words: `in ${OWN_PART}` };
  if (scope === OWN) return { words: "in each person's own account" };
  return { words: "in", account: scope };
}

/** What is listed of many, and how many are not. */
export function firstOf<Item>(items: readonly Item[], most: number): { shown: readonly Item[]; left: number } {
  return { shown: items.slice(0, most), left: Math.max(0, items.length - most) };
}

/** `anna, bob and 38 more`. */
export function listed(names: readonly string[], most: number, encode: (name: string) => string): string {
  const { shown, left } = firstOf(names, most);
  return `${shown.map((name) => encode(name)).join(", ")}${left === 0 ? "" : ` and ${grouped(left)} more`}`;
}

const MOST_STEPS = 8;

/** How an output writes what strangers have written. */
interface Encoder {
  readonly name: (name: string) => string;
  readonly text: (text: string) => string;
}

/** Who is concerned by a finding, and how; what it is about, and whether it is certain. */
export function findingLines(
  { people, path, rule, certain, subject, stack }: Finding,
  names: Names,
  { name }: Encoder,
  { most, declared = "" }: { readonly most: number; readonly declared?: string },
): string[] {
  return [
    ...(people.length === 0 ? [] : [`Who: ${listed(people, most, (key) => name(names.person(key)))}`]),
    ...(path.length === 0 ? [] : [`How: ${pathText(path, name)}`]),
    `About ${name(subject)}${stack === undefined ? "" : ` in the stack ${name(stack)}`}${declared}${rule === undefined ? "" : `, rule ${name(rule)}`}`,
    ...(certain ? [] : ["Not certain: the plan doesn't show whether it happens"]),
  ];
}

export function acceptedLine({ accepted }: Finding, { name, text }: Encoder): string[] {
  if (accepted === undefined) return [];
  return [`Accepted by ${name(accepted.owner)} until ${name(accepted.expires)}: ${text(accepted.reason)}`];
}

/** `profile Desk → permission show_clients`. */
export function pathText(path: readonly PathStep[], name: (text: string) => string, word = name): string {
  const { shown, left } = firstOf(path, MOST_STEPS);
  const steps = shown.map((step) => `${word(step.kind)} ${name(step.name)}`);
  return [...steps, ...(left === 0 ? [] : [`${grouped(left)} more`])].join(" → ");
}
