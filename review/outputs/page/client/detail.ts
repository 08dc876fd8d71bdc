import { type Access, EVERYWHERE, type MatrixData, type Right } from "./data";
import { element } from "./elements";
import { compareRights, heldMark, markOf } from "./marks";
import { belonging, chain, scopeName, wholePath } from "./words";

const HEADS = ["May", "Before", "After", "Effect", "Comes by"];

/** Everything about one person's rights in one place: what was opened comes first, then what changes. */
export function showDetail(
  box: HTMLElement,
  data: MatrixData,
  access: readonly Access[],
  permission: number,
  close: () => void,
): void {
  const [person = -1] = access[0] ?? [];
  const who = data.people[person];
  const heading = element(
    "h3",
    { id: "detail-heading", tabindex: -1 },
    element("bdi", {}, who?.name ?? "Nobody"),
    " ",
    element("span", { class: "quiet" }, [who?.fullName, belonging(data, who)].filter(Boolean).join(", ")),
  );
  const closing = element("button", { type: "button" }, "Back to the matrix");
  closing.addEventListener("click", close);
  box.replaceChildren(
    element("div", { class: "detail-head" }, heading, closing),
    ...access.map((entry) => rightsTable(data, entry, permission)),
  );
  box.hidden = false;
}

function rightsTable(data: MatrixData, [person, scope, list]: Access, opened: number): HTMLElement {
  const where = scope === EVERYWHERE ? "Everywhere: all current and future accounts" : scopeName(data, scope);
  const note = scope === EVERYWHERE ? undefined : data.accounts[scope]?.note;
  const rights = [...(data.rights[list] ?? [])].sort(
    (one, other) =>
      Number(other.permission === opened) - Number(one.permission === opened) ||
      compareRights(one, other) ||
      one.permission - other.permission,
  );
  const head = element("tr", {}, ...HEADS.map((title) => element("th", { scope: "col" }, title)));
  const name = data.people[person]?.name ?? "";
  return element(
    "div",
    { class: "scrolled", role: "region", tabindex: 0, "aria-label": `Rights in ${where}` },
    element(
      "table",
      { class: "detail" },
      element("caption", {}, element("bdi", {}, where), note === undefined ? "" : ` (${note})`),
      element("thead", {}, head),
      element("tbody", {}, ...rights.map((right) => rightRow(data, name, right, right.permission === opened))),
    ),
  );
}

function rightRow(data: MatrixData, person: string, right: Right, opened: boolean): HTMLElement {
  const permission = data.permissions[right.permission];
  const { glyph, word, style } = markOf(right);
  return element(
    "tr",
    { class: `${right.change === "none" ? "stays" : "changes"}${opened ? " opened" : ""}` },
    element(
      "th",
      { scope: "row" },
      element("bdi", {}, permission?.known === false ? "(meaning not known)" : (permission?.sentence ?? "")),
      " ",
      element("code", {}, element("bdi", {}, permission?.name ?? "")),
    ),
    element("td", {}, holding(right, "before")),
    element("td", {}, holding(right, "after")),
    element(
      "td",
      {},
      element("span", { class: `mark mark-${style}`, "aria-hidden": "true" }, glyph),
      ` ${right.change === "none" ? "unchanged" : word}`,
    ),
    element(
      "td",
      {},
      chain(wholePath(person, permission, right)),
      right.limit === undefined ? undefined : element("span", { class: "limit" }, `only ${right.limit}`),
    ),
  );
}

function holding(right: Right, when: "before" | "after"): HTMLElement {
  return element("span", { class: `holding mark-${heldMark(right[when]).style}` }, right[when]);
}
