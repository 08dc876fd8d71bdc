import type { Report, ReportQuota } from "../../../report";
import { html, joined, type Markup, NOTHING } from "../markup";
import { name, type Names } from "../names";
import { counted } from "../../../../text/words";
import { scrolled, type Section } from "./section";

export function quotasSection({ quotas }: Report, names: Names): Section {
  const changed = quotas.filter(({ before, after }) => before !== after);
  const others = quotas.filter(({ before, after }) => before === after);
  const first = changed.length === 0 ? html`<p class="quiet">No limit changes.</p>` : table(changed, "change", names);
  const rest =
    others.length === 0
      ? NOTHING
      : html`<details>
          <summary>${counted(others.length, "unchanged limit", "unchanged limits")}</summary>
          ${table(others, "don't change", names)}
        </details>`;
  return { id: "quotas", title: "Quotas", count: changed.length, content: html`${first}${rest}` };
}

function table(quotas: readonly ReportQuota[], which: string, names: Names): Markup {
  return scrolled(
    `Quotas that ${which}`,
    html`<table class="quotas">
      <caption class="unseen">
        Quotas that ${which}
      </caption>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Region</th>
          <th scope="col">Limit</th>
          <th scope="col" class="number">Before</th>
          <th scope="col" class="number">After</th>
          <th scope="col" class="number">In use</th>
          <th scope="col" class="number">Shared out</th>
          <th scope="col" class="number">Pool</th>
          <th scope="col">Remark</th>
        </tr>
      </thead>
      <tbody>
        ${quotas.map((quota) => row(quota, names))}
      </tbody>
    </table>`,
  );
}

function row(quota: ReportQuota, names: Names): Markup {
  const { account, region, before, after, used, shared, pool } = quota;
  const title = account === undefined ? html`all accounts together` : names.account(account);
  return html`<tr>
    <th scope="row">${title}</th>
    <td>${region === undefined ? NOTHING : name(region)}</td>
    <td><code>${name(quota.name)}</code></td>
    <td class="number">${before === null ? "none" : digits(before)}</td>
    <td class="number"><strong>${after === null ? "none" : digits(after)}</strong>${difference(before, after)}</td>
    ${[used, shared, pool].map((value) => html`<td class="number">${value === undefined ? NOTHING : digits(value)}</td>`)}
    <td>${remarks(quota)}</td>
  </tr>`;
}

function remarks({ after, used, shared, pool }: ReportQuota): Markup {
  if (after === null) return NOTHING;
  const over = [
    used !== undefined && after < used ? html`<span class="tag over">below usage</span>` : undefined,
    shared !== undefined && shared > after ? html`<span class="tag over">below the projects' limits</span>` : undefined,
    pool !== undefined && after > pool ? html`<span class="tag over">above the pool</span>` : undefined,
  ];
  return joined(
    over.filter((remark) => remark !== undefined),
    html``,
  );
}

function difference(before: number | null, after: number | null): Markup {
  if (before === null || after === null || before === after) return NOTHING;
  const sign = after > before ? "+" : "−";
  return html` <span class="quiet">${sign}${digits(Math.abs(after - before))}</span>`;
}

/** Grouped by threes, in the same way on every machine. */
function digits(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
