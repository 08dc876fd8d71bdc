import type { Report } from "../../../report";
import { completenessText, remarksOf, sentenceStart, standingNotes } from "../../wording";
import { html, type Markup, NOTHING } from "../markup";
import { sentence } from "../names";
import type { Section } from "./section";
import { counted } from "../../../../text/words";

export function completenessSection(report: Report): Section {
  const { completeness } = report;
  const { complete, gaps, people, accounts, profiles, resources, others } = completeness;
  const verdict = complete
    ? html`<p>
        <strong>${sentenceStart(completenessText(completeness))}.</strong> All resources were read and understood.
      </p>`
    : html`<p class="incomplete">
        <strong>Not complete.</strong> ${counted(gaps.length, "gap", "gaps")}: the report covers only what could be
        read.
      </p>`;
  const notes = standingNotes(report);
  const left = others === 0 ? "" : `, and ${others} of other providers, which are not reviewed`;
  const content = html`${verdict} ${list("Gaps", gaps)}
    <table class="counts">
      <caption class="unseen">
        What was read
      </caption>
      <thead>
        <tr>
          <th scope="col">Read</th>
          <th scope="col" class="number">Before</th>
          <th scope="col" class="number">After</th>
        </tr>
      </thead>
      <tbody>
        ${countRow("People", people)} ${countRow("Accounts", accounts)} ${countRow("Profiles", profiles)}
      </tbody>
    </table>
    <p>${counted(resources, "resource", "resources")} of this provider in the plan${left}.</p>
    ${list("Remarks", remarksOf(completeness))}
    ${
      notes.length === 0
        ? NOTHING
        : html`<details class="standing">
            <summary>${counted(notes.length, "note", "notes")} common to all such reviews</summary>
            <ul class="remarks">
              ${notes.map((text) => html`<li>${sentence(text)}</li>`)}
            </ul>
          </details>`
    }`;
  return { id: "completeness", title: "Completeness", content };
}

function countRow(title: string, { before, after }: { readonly before: number; readonly after: number }): Markup {
  return html`<tr>
    <th scope="row">${title}</th>
    <td class="number">${before}</td>
    <td class="number">${after}</td>
  </tr>`;
}

function list(title: string, texts: readonly string[]): Markup {
  if (texts.length === 0) return NOTHING;
  return html`<h3>${title} <span class="count">${texts.length}</span></h3>
    <ul class="${title.toLowerCase()}">
      ${texts.map((text) => html`<li>${sentence(text)}</li>`)}
    </ul>`;
}
