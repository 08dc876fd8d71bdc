import { type Change, LEVELS, type Report, type Verdict } from "../../../report";
import { html, joined, type Markup } from "../markup";
import { LEVEL_WORDS, sentenceStart } from "../../wording";
import { name } from "../names";
import { counted } from "../../../../text/words";

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  nothing: "Nothing changes",
  changes: "Changes",
  approval: "Needs approval",
  blocked: "Blocked",
  "cannot tell": "Cannot tell",
};

/** How headlines begin that say once more what the heading says. */
const SAID_BY_HEADING: Readonly<Partial<Record<Verdict, string>>> = {
  nothing: "Nothing to review: ",
  approval: "Needs an approval: ",
  blocked: "Blocked: ",
  "cannot tell": "Cannot tell: ",
};

const PEOPLE_COUNTS: readonly (readonly [Change, one: string, many: string])[] = [
  ["gained", "gains", "gain"],
  ["maybe gained", "may gain", "may gain"],
  ["lost", "loses", "lose"],
  ["maybe lost", "may lose", "may lose"],
  ["unknown", "unknown", "unknown"],
];

/** What a reviewer has to know before anything else, and enough to stop here where nothing is wrong. */
export function verdictBlock(report: Report): Markup {
  const { verdict, effectHash, completeness } = report;
  const word = VERDICT_WORDS[verdict];
  const said = SAID_BY_HEADING[verdict];
  const headline =
    said !== undefined && report.headline.startsWith(said)
      ? sentenceStart(report.headline.slice(said.length))
      : report.headline;
  return html`<header class="verdict verdict-${verdict.replace(" ", "-")}">
    <p class="where">${whereLine(report)}</p>
    <h1><span class="word">${word}</span> <span class="headline" dir="auto">${headline}</span></h1>
    <dl class="tally">
      ${tallied("Findings", findingCounts(report))} ${tallied("People", peopleCounts(report))}
      ${tallied("Read", html`${completenessInShort(completeness)}`)}
      ${tallied("Effect", html`<code>${effectHash.slice(0, 12)}</code>`)}
    </dl>
  </header>`;
}

export function stackName({ project, stack, stacks }: Report): Markup {
  if (stacks !== undefined) return html`${name(project)}, ${counted(stacks.length, "stack", "stacks")}`;
  return html`${name(project)} <span class="quiet">/</span> ${name(stack)}`;
}

function whereLine(report: Report): Markup {
  const titles = report.portals.map(({ title }) => name(title));
  return html`${stackName(report)} on ${joined(titles, html`, `)}`;
}

function tallied(term: string, value: Markup): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** Accepted findings don't count for the verdict, so they are counted apart. */
function findingCounts({ findings }: Report): Markup {
  const accepted = findings.filter((finding) => finding.accepted !== undefined).length;
  const open = [...LEVELS].reverse().flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level && finding.accepted === undefined).length;
    return count === 0 ? [] : [html`<span class="level-${level}">${counted(count, ...LEVEL_WORDS[level])}</span>`];
  });
  if (accepted > 0) open.push(html`<span>${accepted} accepted</span>`);
  return open.length === 0 ? html`none` : joined(open, html`, `);
}

function peopleCounts({ people }: Report): Markup {
  const counts = PEOPLE_COUNTS.flatMap(([change, one, many]) => {
    const count = people.filter((person) => person.change === change).length;
    return count === 0 ? [] : [html`<span>${count} ${count === 1 ? one : many}</span>`];
  });
  return counts.length === 0 ? html`nobody's rights change` : joined(counts, html`, `);
}

function completenessInShort(completeness: Report["completeness"]): string {
  const { complete, gaps, people, accounts, live } = completeness;
  const read = `${counted(people.after, "person", "people")}, ${counted(accounts.after, "account", "accounts")}`;
  return complete
    ? `${live === undefined ? "complete as far as the plan shows" : "complete"}: ${read}`
    : `not complete: ${counted(gaps.length, "gap", "gaps")}; ${read}`;
}
