import { createHash } from "node:crypto";
import type { Report } from "../../report";
import { clientScript } from "./clientScript";
import { html, Markup } from "./markup";
import { Names } from "./names";
import { approvalsSection } from "./sections/approvals";
import { changesSection } from "./sections/changes";
import { completenessSection } from "./sections/completeness";
import { effectsSection } from "./sections/effects";
import { findingsSection } from "./sections/findings";
import { hashesSection } from "./sections/hashes";
import { matrixSection } from "./sections/matrix";
import { quotasSection } from "./sections/quotas";
import { stacksSection } from "./sections/stacks";
import { saidSection } from "./sections/said";
import { type Section, sectionMarkup } from "./sections/section";
import { stackName, VERDICT_WORDS, verdictBlock } from "./sections/verdict";
import { STYLE } from "./style";
import { visibleName } from "./visibleText";
import { aboutText } from "../wording";

/**
 * The review as one HTML page: nothing is loaded from elsewhere, no script runs but its own, and the same report gives the same bytes. It
 * says everything but the matrix without a script, too.
 */
export function toPage(report: Report): string {
  const names = new Names(report);
  const sections = [
    findingsSection(report, names),
    ...(report.stacks === undefined ? [] : [stacksSection(report)]),
    approvalsSection(report),
    effectsSection(report, names),
    matrixSection(report),
    quotasSection(report, names),
    saidSection(report),
    completenessSection(report),
    hashesSection(report),
    changesSection(report),
  ];
  const script = clientScript();
  const title = `${VERDICT_WORDS[report.verdict]}: ${aboutText(report, visibleName)}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – access review</title>
        ${verbatim("style", STYLE)}
      </head>
      <body>
        <a class="skip" href="#findings">Skip to the findings</a>
        <a class="skip" href="#matrix">Skip to the matrix</a>
        <div class="bar" role="banner">
          <p class="stack"><strong>Access review</strong> ${stackName(report)}</p>
          <nav aria-label="Sections">
            <ul>
              ${sections.filter(({ count }) => count !== 0).map(contentsEntry)}
            </ul>
          </nav>
          <button id="theme" type="button" aria-pressed="false" hidden>Dark</button>
        </div>
        <main>${verdictBlock(report)} ${sections.map(sectionMarkup)}</main>
        ${verbatim("script", script)}
      </body>
    </html> `;
  return page.text;
}

const SHORT_TITLES: Readonly<Record<string, string>> = {
  effects: "Gains and losses",
  matrix: "Matrix",
  said: "Provider",
};

function contentsEntry({ id, title, count }: Section): Markup {
  const shown = count === undefined ? undefined : html` <span class="count">${count}</span>`;
  return html`<li><a href="#${id}">${SHORT_TITLES[id] ?? title}${shown}</a></li>`;
}

/** Only these very texts run and style: markup that came in by a name would do neither, even if it were not escaped. */
function policy(script: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(STYLE)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** To the byte, since the policy names its hash. */
function verbatim(element: "style" | "script", text: string): Markup {
  return new Markup(`<${element}>${text}</${element}>`);
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
