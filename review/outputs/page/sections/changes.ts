import { OPERATIONS, type Report, type ReportChange } from "../../../report";
import { html, type Markup, NOTHING } from "../markup";
import { name, sourceLine } from "../names";
import { scrolled, type Section } from "./section";
import { counted } from "../../../../text/words";

const SECTION = { id: "changes", title: "Raw changes" };

export function changesSection({ changes, operations }: Report): Section {
  const counts = OPERATIONS.flatMap((operation) => {
    const count = operations[operation];
    return count === undefined || count === 0 ? [] : [`${operation} ${count}`];
  });
  if (changes.length === 0) return { ...SECTION, count: 0, content: html`<p class="quiet">Nothing.</p>` };
  const content = html`<details class="changes">
    <summary>${counted(changes.length, "resource", "resources")}, property by property</summary>
    <p class="quiet">${counts.join(", ")}</p>
    ${changes.map(item)}
  </details>`;
  return { ...SECTION, count: changes.length, content };
}

function item({ key, kind, urn, operation, because, properties, stack, source }: ReportChange): Markup {
  const reasons =
    because.length === 0
      ? NOTHING
      : html`<p>Replaced because of ${because.map((reason) => html`${name(reason)} `)}</p>`;
  const place = source === undefined ? NOTHING : html` <span class="quiet">${sourceLine(source)}</span>`;
  const of = stack === undefined ? NOTHING : html` <span class="quiet">stack ${name(stack)}</span>`;
  const rows = properties.map(
    ({ name: property, before, after }) =>
      html`<tr>
        <th scope="row"><code>${name(property)}</code></th>
        <td><code dir="auto">${before ?? "–"}</code></td>
        <td><code dir="auto">${after ?? "–"}</code></td>
      </tr>`,
  );
  const table =
    properties.length === 0
      ? NOTHING
      : scrolled(
          `Properties of ${key.slice(0, 80)}`,
          html`<table>
            <thead>
              <tr>
                <th scope="col">Property</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`,
        );
  return html`<details class="change">
    <summary>
      <span class="tag">${operation}</span> ${name(key)} <span class="quiet">${name(kind)}</span>${of}${place}
    </summary>
    <p class="quiet"><code>${name(urn)}</code></p>
    ${reasons}${table}
  </details>`;
}
