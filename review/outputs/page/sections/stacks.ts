import { OPERATIONS, type Report } from "../../../report";
import { changingStacks, otherStacksText } from "../../wording";
import { html } from "../markup";
import { name } from "../names";
import { scrolled, type Section } from "./section";

const CHANGES = OPERATIONS.filter((operation) => operation !== "same");

/** In which of several stacks something changes. */
export function stacksSection(report: Report): Section {
  const changing = changingStacks(report);
  const others = otherStacksText(report);
  const rows = changing.map(
    (stack) =>
      html`<tr>
        <th scope="row">${name(stack.name)}</th>
        ${CHANGES.map((operation) => html`<td>${stack.operations[operation] ?? 0}</td>`)}
      </tr>`,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">Stack</th>
        ${CHANGES.map((operation) => html`<th scope="col">${operation}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  const content = html`${changing.length === 0 ? undefined : scrolled("Stacks that change", table)}
  ${others === undefined ? undefined : html`<p class="quiet">${others}</p>`}`;
  return { id: "stacks", title: "Stacks", count: changing.length, content };
}
