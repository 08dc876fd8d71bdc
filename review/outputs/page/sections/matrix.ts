import type { Report } from "../../../report";
import { html, jsonText, type Markup, NOTHING } from "../markup";
import { matrixData } from "../matrixData";
import type { Section } from "./section";

/** What heads of columns begin with. */
const POWERS = [
  ["realm", "▲", "over the realm"],
  ["administration", "△", "administration"],
] as const;

/**
 * The frame of the matrix. The script fills it: at 500 people and 200 accounts it is 100,000 cells, of which a reader sees a few hundred
 * at a time. Without the script the effects above say all that changes.
 */
export function matrixSection(report: Report): Section {
  const content = html`<noscript>
      <p class="quiet">
        The matrix needs JavaScript, which is disabled. All changes are listed above, under “What people gain and lose”.
      </p>
    </noscript>
    <div id="matrix-content" hidden>
      <div class="filters" role="search" aria-label="Filter the matrix">
        <label>Person <input id="filter-person" type="search" list="people-names" autocomplete="off" /></label>
        <label>Account <input id="filter-account" type="search" list="account-names" autocomplete="off" /></label>
        <label>
          Permission
          <input id="filter-permission" type="search" list="permission-names" autocomplete="off" />
        </label>
        <label class="check"><input id="filter-changed" type="checkbox" /> Changed only</label>
        <button id="filter-reset" type="button">Reset</button>
        <datalist id="people-names"></datalist>
        <datalist id="account-names"></datalist>
        <datalist id="permission-names"></datalist>
      </div>
      <p class="selected" id="selected" hidden>
        <span>Only what this is about: <bdi id="selected-label"></bdi></span>
        <button id="selected-clear" type="button">Show all again</button>
      </p>
      <div class="above-grid">
        <fieldset class="views">
          <legend class="unseen">View</legend>
          <label><input type="radio" name="view" value="permissions" /><span>By permission</span></label>
          <label><input type="radio" name="view" value="accounts" /><span>By account</span></label>
          <label><input type="radio" name="view" value="list" /><span>List</span></label>
        </fieldset>
        <p id="shown" role="status"></p>
      </div>
      <div class="matrix-box">
        ${legend(report)}
        <div id="matrix-view"></div>
      </div>
      <p id="readout" aria-hidden="true"></p>
      <div id="detail" role="region" aria-labelledby="detail-heading" hidden></div>
    </div>
    <div id="printed"></div>
    <script type="application/json" id="matrix-data">
      ${jsonText(matrixData(report))}
    </script>`;
  return { id: "matrix", title: "Who may do what, before and after", content };
}

/** What the marks mean. */
function legend(report: Report): Markup {
  const hasLocks = report.accounts.some((account) => account.locked !== undefined);
  const locked = hasLocks
    ? html`<li><span class="mark mark-locked" aria-hidden="true">⊘</span> account is locked</li>`
    : NOTHING;
  const powers = POWERS.filter(([power]) => report.permissions.some((permission) => permission.power === power)).map(
    ([, sign, means]) => html`<li><span class="mark mark-power" aria-hidden="true">${sign}</span> ${means}</li>`,
  );
  return html`<ul class="legend" aria-label="Marks">
    <li><span class="mark mark-gained" aria-hidden="true">+</span> gained</li>
    <li><span class="mark mark-maybe-gained" aria-hidden="true">+?</span> maybe gained</li>
    <li><span class="mark mark-lost" aria-hidden="true">−</span> lost</li>
    <li><span class="mark mark-maybe-lost" aria-hidden="true">−?</span> maybe lost</li>
    <li><span class="mark mark-unknown" aria-hidden="true">?</span> cannot be told</li>
    <li><span class="mark mark-has" aria-hidden="true">●</span> has</li>
    <li><span class="mark mark-maybe-has" aria-hidden="true">◐</span> maybe has</li>
    <li><span class="mark mark-inherited" aria-hidden="true">∗</span> has everywhere</li>
    ${locked}${powers}
  </ul>`;
}
