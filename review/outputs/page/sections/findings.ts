import type { Finding, Report } from "../../../report";
import { LEVEL_TITLES } from "../../wording";
import { html, type Markup, NOTHING } from "../markup";
import { chain, name, type Names, sentence, sourceLine } from "../names";
import type { Section } from "./section";

export function findingsSection({ findings }: Report, names: Names): Section {
  const content =
    findings.length === 0
      ? html`<p class="quiet">No findings in this change.</p>`
      : html`<ol class="findings">
          ${findings.map((finding, index) => item(finding, index, names))}
        </ol>`;
  return { id: "findings", title: "Findings", count: findings.length, content };
}

function item(finding: Finding, index: number, names: Names): Markup {
  const { id, level, title, subject, certain, accepted, people, accounts, path, source, rule, stack } = finding;
  const facts = [
    fact("About", names.subject(subject)),
    accounts.length === 0 ? NOTHING : fact("Accounts", names.accountList(accounts)),
    stack === undefined ? NOTHING : fact("Stack", name(stack)),
    source === undefined ? NOTHING : fact("Declared in", sourceLine(source)),
    rule === undefined ? NOTHING : fact("Rule", html`<code>${rule}</code>`),
    fact("Certain", certain ? html`yes` : html`no, the plan doesn't show whether it happens`),
  ];
  const marks = [
    certain ? NOTHING : html`<span class="tag uncertain">not certain</span>`,
    accepted === undefined ? NOTHING : html`<span class="tag">accepted</span>`,
  ];
  return html`<li class="finding level-${level}${accepted === undefined ? "" : " accepted"}">
    <h3>
      <span class="level">${LEVEL_TITLES[level]}</span> <span class="title">${title}</span> <code>${id}</code> ${marks}
    </h3>
    ${sentence(finding.sentence)} ${acceptance(finding)} ${chain(path)}
    <dl class="facts">${facts}</dl>
    <div class="more">
      ${names.peopleList(people)}${people.length + accounts.length === 0 ? NOTHING : showInMatrix(index, id)}
    </div>
  </li>`;
}

/** Does something only where the script runs, which takes `hidden` away. */
export function showInMatrix(selection: number, what: string): Markup {
  return html`<button type="button" class="show" data-selection="${selection}" hidden>
    Show in the matrix<span class="unseen">: ${what}</span>
  </button>`;
}

function fact(term: string, value: Markup): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

function acceptance({ accepted }: Finding): Markup {
  if (accepted === undefined) return NOTHING;
  return html`<p class="acceptance">
    Accepted by ${name(accepted.owner)} until ${accepted.expires}: <bdi>${accepted.reason}</bdi>
  </p>`;
}
