import type { Report } from "../../../report";
import { html } from "../markup";
import { sentence } from "../names";
import type { Section } from "./section";

export function saidSection({ said }: Report): Section {
  const content =
    said.length === 0
      ? html`<p class="quiet">Nothing.</p>`
      : html`<ul class="said">
          ${said.map((text) => html`<li>${sentence(text)}</li>`)}
        </ul>`;
  return { id: "said", title: "Provider messages", count: said.length, content };
}
