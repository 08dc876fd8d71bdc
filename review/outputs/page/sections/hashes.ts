import type { Report } from "../../../report";
import { html, type Markup, NOTHING } from "../markup";
import { name } from "../names";
import type { Section } from "./section";

export function hashesSection({ effectHash, planHash, savedPlan, exitCode, failOn, version }: Report): Section {
  const saved = savedPlan === undefined ? NOTHING : hash(html`Saved plan ${name(savedPlan.file)}`, savedPlan.sha256);
  const blocks = failOn === "never" ? "nothing blocks" : `${failOn} and above blocks`;
  const content = html`<dl class="hashes">
      ${hash(html`Effect: what is approved`, effectHash)} ${hash(html`Plan: all that changes`, planHash)} ${saved}
    </dl>
    <p class="quiet">SHA-256. Exit code ${exitCode}; ${blocks}. Report version: ${version}.</p>`;
  return { id: "hashes", title: "Hashes", content };
}

function hash(term: Markup, value: string): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd><code>${value}</code></dd>
  </div>`;
}
