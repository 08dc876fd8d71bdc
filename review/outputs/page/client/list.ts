import { type Access, EVERYWHERE, type MatrixData, type Right } from "./data";
import { element } from "./elements";
import type { Filter, Matrix, Shown } from "./filter";
import { markOf } from "./marks";
import { belonging, counted, scopeName } from "./words";

const AT_ONCE = 50;

/** The same as the grids in a plain table: for reading from top to bottom, for narrow screens, and for paper. */
export class List {
  readonly element: HTMLElement;
  private readonly body = element("tbody");
  private readonly more = element("button", { type: "button", class: "more-rows" });
  private count = 0;

  constructor(
    private readonly matrix: Matrix,
    private readonly shown: Shown,
    private readonly filter: Filter,
    private readonly open?: (access: readonly Access[], permission: number) => void,
  ) {
    const head = element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, "Person and account"),
        element("th", { scope: "col" }, "Rights"),
      ),
    );
    const caption = element("caption", { class: "unseen" }, "Who may do what, in the present filter");
    this.element = element("div", {}, element("table", { class: "list" }, caption, head, this.body), this.more);
    this.more.addEventListener("click", () => {
      const first = this.count;
      this.add(AT_ONCE);
      // The button may be gone, and the keyboard with it.
      const row = this.body.rows[first]?.querySelector("button");
      if (row instanceof HTMLElement) row.focus();
    });
  }

  add(most: number): void {
    const { rows } = this.shown;
    const next = rows.slice(this.count, this.count + most);
    this.body.append(...next.map((access) => this.row(access)));
    this.count += next.length;
    const left = rows.length - this.count;
    this.more.hidden = left === 0 || this.open === undefined;
    this.more.textContent = `Show ${Math.min(left, AT_ONCE)} more of ${left}`;
  }

  start(): void {
    this.add(AT_ONCE);
  }

  private row(access: Access): HTMLElement {
    const { data } = this.matrix;
    const [index, scope, list] = access;
    const person = data.people[index];
    const name = element("bdi", {}, person?.name ?? "");
    const title = this.open === undefined ? name : element("button", { type: "button", class: "link" }, name);
    if (this.open !== undefined) title.addEventListener("click", () => this.open?.([access], -1));
    const full = [person?.fullName, belonging(data, person)].filter(Boolean).join(", ");
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, title, place(data, scope), element("bdi", { class: "full-name" }, full)),
      element("td", {}, this.rights(list)),
    );
  }

  private rights(list: number): HTMLElement {
    const { data } = this.matrix;
    const shown = new Set(this.shown.permissions);
    const all = (data.rights[list] ?? []).filter((right) => right.change !== "none" || right.after !== "no");
    const chips = all.filter(
      (right) => shown.has(right.permission) && (right.change !== "none" || !this.filter.changedOnly),
    );
    const rest = all.length - chips.length;
    return element(
      "ul",
      { class: "chips" },
      ...chips.map((right) => chip(data, right)),
      rest === 0 ? undefined : element("li", { class: "quiet" }, `and ${counted(rest, "other", "others")}`),
    );
  }
}

function place(data: MatrixData, scope: number): HTMLElement {
  const lock = scope === EVERYWHERE ? undefined : data.accounts[scope]?.lock;
  const name = element("bdi", {}, scope === EVERYWHERE ? "everywhere" : scopeName(data, scope));
  return element(
    "span",
    { class: "where" },
    scope === EVERYWHERE ? "" : "in ",
    name,
    lock === undefined ? "" : ` (${lock})`,
  );
}

function chip(data: MatrixData, right: Right): HTMLElement {
  const permission = data.permissions[right.permission];
  const { glyph, word, style } = markOf(right);
  const words = permission?.known === false ? permission.name : (permission?.sentence ?? "");
  return element(
    "li",
    { class: `chip mark-${style}` },
    element("span", { class: "glyph", "aria-hidden": "true" }, glyph),
    element("span", { class: "unseen" }, `${word}: `),
    element("bdi", {}, words),
    right.limit === undefined ? undefined : element("span", { class: "limit" }, ` only ${right.limit}`),
  );
}
