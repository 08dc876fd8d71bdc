import type { Report } from "../../../report";
import { html, joined } from "../markup";
import { name } from "../names";
import type { Section } from "./section";
import { counted } from "../../../../text/words";

export function approvalsSection({ approvals }: Report): Section {
  const rows = approvals.map(({ by, count, findings }) => {
    const asking = joined(
      findings.map((finding) => html`<code>${name(finding)}</code>`),
      html`, `,
    );
    return html`<li>
      <strong>${name(by)}</strong> <span>${counted(count, "approval", "approvals")}</span>
      <span class="quiet">for ${asking}</span>
    </li>`;
  });
  const content =
    approvals.length === 0
      ? html`<p class="quiet">review.yaml requires no approval for this.</p>`
      : html`<ul class="approvals">
          ${rows}
        </ul>`;
  return { id: "approvals", title: "Approvals", count: approvals.length, content };
}
