import { byId, element } from "./elements";
import type { Filter, Matrix, Shown } from "./filter";
import { List } from "./list";
import { countsText } from "./matrix";

/** More rows than these on paper are read by nobody: of more, only what changes is printed. */
const MOST_ROWS = 400;

export interface Current {
  readonly filter: Filter;
  readonly shown: Shown;
}

/** On paper the matrix is a list of what the filter leaves, made when somebody prints. */
export function preparePaper(matrix: Matrix, current: () => Current): void {
  const box = byId("printed", HTMLElement);
  const opened: HTMLDetailsElement[] = [];
  const before = () => {
    if (box.childElementCount > 0) return;
    box.replaceChildren(...printed(matrix, current()));
    for (const details of document.querySelectorAll<HTMLDetailsElement>(
      "details.people:not([open]), details.sentence:not([open]), details.standing:not([open])",
    )) {
      details.open = true;
      opened.push(details);
    }
  };
  const after = () => {
    box.replaceChildren();
    for (const details of opened.splice(0)) details.open = false;
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? before() : after()));
}

function printed(matrix: Matrix, { filter, shown }: Current): HTMLElement[] {
  const tooMany = shown.rows.length > MOST_ROWS && !filter.changedOnly;
  const used = tooMany ? { ...filter, changedOnly: true } : filter;
  const kept = tooMany ? matrix.apply(used) : shown;
  const list = new List(matrix, kept, used);
  list.add(MOST_ROWS);
  const unchanged = shown.rows.length - kept.rows.length;
  const beyond = kept.rows.length - Math.min(kept.rows.length, MOST_ROWS);
  const left = [
    unchanged > 0 ? `${unchanged} unchanged rows` : "",
    beyond > 0 ? `${beyond} more changed rows` : "",
  ].filter((text) => text !== "");
  return [
    element("p", {}, `${filterText(matrix, used)}: ${countsText(matrix, kept)}.`),
    ...(left.length === 0 ? [] : [element("p", { class: "left-out" }, `Omitted in print: ${left.join(", and ")}.`)]),
    list.element,
  ];
}

function filterText(matrix: Matrix, { person, account, permission, changedOnly, selection }: Filter): string {
  const parts = [
    selection === undefined ? "" : `about ${matrix.data.selections[selection]?.label ?? ""}`,
    person === "" ? "" : `person “${person}”`,
    account === "" ? "" : `account “${account}”`,
    permission === "" ? "" : `permission “${permission}”`,
    changedOnly ? "changed only" : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "No filter" : `Filter: ${parts.join(", ")}`;
}
