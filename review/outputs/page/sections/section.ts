import { html, type Markup } from "../markup";

/** A part of the page: what its heading says, how much is in it, and that. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** For the heading and the list of contents; left out where there is nothing to count. */
  readonly count?: number;
  readonly content: Markup;
}

export function sectionMarkup({ id, title, count, content }: Section): Markup {
  const shown = count === undefined ? undefined : html` <span class="count">${count}</span>`;
  return html`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}${shown}</h2>
    ${content}
  </section> `;
}

/** A table wider than the screen is scrolled in a box of its own, which the keyboard can reach. */
export function scrolled(label: string, table: Markup): Markup {
  return html`<div class="scrolled" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}
