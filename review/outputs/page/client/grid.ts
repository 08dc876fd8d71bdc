import { element } from "./elements";
import { type GridLayout, HIGHEST_HEAD, layOut, leastHead, scrollBar, sectionsOf, usualRowHead } from "./gridLayout";
import type { GridModel } from "./gridModel";

interface Place {
  readonly row: number;
  readonly column: number;
}

const ROW_HEIGHT = 32;
const SECTION_HEIGHT = 24;
const BORDERS = 2;
/** Rows and columns beyond the edge that are made, so that scrolling shows no gap. */
const MARGIN = 4;

/**
 * A grid of which only what is seen is in the document, however large it is. One cell has the keyboard: arrows, Home, End, Page Up and
 * Page Down move it, Enter opens it. The numbers of rows and columns are told by ARIA.
 */
export class Grid {
  readonly element: HTMLElement;
  private readonly head = element("div", { role: "rowgroup", class: "grid-head" });
  private readonly body = element("div", { role: "rowgroup", class: "grid-body" });
  private readonly rows = new Map<number, HTMLElement>();
  private readonly observer: ResizeObserver;
  private active: Place = { row: 0, column: 0 };
  private columns: readonly number[] = [];
  private layout: GridLayout = { wide: false, narrow: false, rowHeadWidth: 0, edges: [0], headHeight: 0 };
  private headHeight = 0;
  /** Of what the grid stands in. */
  private room = 0;
  private width = 0;
  private height = 0;
  private waiting = false;

  constructor(
    private readonly model: GridModel,
    private readonly readout: HTMLElement,
  ) {
    this.element = element(
      "div",
      {
        role: "grid",
        class: "grid",
        "aria-label": model.label,
        "aria-readonly": "true",
        "aria-rowcount": model.rowCount + this.headRows,
        "aria-colcount": model.columns.length + 1,
      },
      this.head,
      this.body,
    );
    this.element.addEventListener("scroll", () => this.soon(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("click", (event) => this.click(event));
    this.element.addEventListener("mouseover", (event) => this.point(event));
    this.element.addEventListener("focusin", (event) => this.point(event));
    this.observer = new ResizeObserver(() => this.measure());
  }

  /** To be called when the element is in the document. */
  start(): void {
    this.measure();
    this.observer.observe(this.element);
    if (this.element.parentElement !== null) this.observer.observe(this.element.parentElement);
  }

  stop(): void {
    this.observer.disconnect();
  }

  focus(): void {
    this.cellElement(this.active)?.focus();
  }

  private get sections(): boolean {
    return this.model.columns.some(({ section }) => section !== undefined);
  }

  private get headRows(): number {
    return this.sections ? 2 : 1;
  }

  /** Where there is room, few columns are wide enough for words. The grid is no wider and no higher than what is in it. */
  private measure(): void {
    const { element: box, model, head, body } = this;
    const room = box.parentElement?.clientWidth ?? 0;
    if (room === this.room && box.clientHeight === this.height) return;
    this.room = room;
    const bodyHeight = model.rowCount * ROW_HEIGHT;
    body.style.height = `${bodyHeight}px`;
    // The style has the most; what is higher has a bar beside it, and what is wider one below.
    box.style.height = `${bodyHeight + HIGHEST_HEAD}px`;
    const thickness = scrollBar(box);
    const bar = box.offsetHeight < bodyHeight + HIGHEST_HEAD ? thickness : 0;
    this.layout = layOut(model, room - BORDERS - bar, getComputedStyle(box).fontFamily);
    const { wide, narrow, rowHeadWidth, edges, headHeight } = this.layout;
    box.classList.toggle("wide", wide);
    box.classList.toggle("narrow", narrow);
    const total = rowHeadWidth + (edges.at(-1) ?? 0);
    head.style.width = body.style.width = `${total}px`;
    this.forget();
    this.columns = this.columnsInSight();
    this.renderHead();
    this.setHeadHeight(wide ? this.wordsHeight() : headHeight);
    const width = total + BORDERS + bar;
    box.style.width = `${width}px`;
    box.style.height = `${this.headHeight + bodyHeight + BORDERS + (width > room ? thickness : 0)}px`;
    this.width = box.clientWidth;
    this.height = box.clientHeight;
    this.render();
  }

  private setHeadHeight(height: number): void {
    this.headHeight = height + (this.sections ? SECTION_HEIGHT : 0);
    this.head.style.height = `${this.headHeight}px`;
    this.head.style.setProperty("--head", `${height}px`);
  }

  /** How high heads with words are: they are all in the document, since there are few. */
  private wordsHeight(): number {
    this.setHeadHeight(0);
    const heads = [...this.head.querySelectorAll<HTMLElement>(".column-head, .head-row .corner > *")];
    return Math.max(0, ...heads.map(({ offsetHeight }) => offsetHeight));
  }

  private soon(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.render();
    });
  }

  private forget(): void {
    this.rows.clear();
    this.body.replaceChildren();
    this.columns = [];
  }

  private render(): void {
    const columns = this.columnsInSight();
    const rows = this.windowOf(
      this.element.scrollTop / ROW_HEIGHT,
      (this.height - leastHead(this.layout.wide)) / ROW_HEIGHT,
      this.model.rowCount,
      this.active.row,
    );
    const focused = this.element.contains(document.activeElement);
    if (columns.length !== this.columns.length || columns.some((column, index) => column !== this.columns[index])) {
      this.forget();
      this.columns = columns;
      this.renderHead();
    }
    const wanted = new Set(rows);
    for (const [row, made] of this.rows) {
      if (wanted.has(row)) continue;
      made.remove();
      this.rows.delete(row);
    }
    for (const row of rows) {
      if (this.rows.has(row)) continue;
      const made = this.makeRow(row);
      this.rows.set(row, made);
      // In the order of the rows, since that is how they are read out.
      const next = rows.find((other) => other > row && this.rows.has(other));
      this.body.insertBefore(made, next === undefined ? null : (this.rows.get(next) ?? null));
    }
    if (focused && !this.element.contains(document.activeElement)) {
      this.cellElement(this.active)?.focus({ preventScroll: true });
    }
  }

  /** The indices that are seen, with a margin, and the active one wherever it is: it keeps the keyboard. */
  private windowOf(first: number, count: number, total: number, active: number): number[] {
    const from = Math.max(0, Math.floor(first) - MARGIN);
    const to = Math.min(total, Math.ceil(first + count) + MARGIN);
    const seen = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
    if (active >= from && active < to) return seen;
    return active < from ? [active, ...seen] : [...seen, active];
  }

  /** As many as there may be if each has the least width. */
  private columnsInSight(): number[] {
    const { edges } = this.layout;
    const { scrollLeft } = this.element;
    const first = edges.findIndex((edge) => edge > scrollLeft) - 1;
    const count = (this.room - usualRowHead(this.room)) / this.model.columnWidth;
    return this.windowOf(Math.max(0, first), count, this.model.columns.length, this.active.column);
  }

  /** Puts what stands over or in columns from the one to before the other where these are. */
  private place(made: HTMLElement, from: number, to: number): void {
    const { edges, rowHeadWidth } = this.layout;
    const [left = 0, right = 0] = [edges[from], edges[to]];
    made.style.left = `${rowHeadWidth + left}px`;
    made.style.width = `${right - left}px`;
  }

  private renderHead(): void {
    const sectionRow = this.sections ? [this.makeSections()] : [];
    const title = element("span", {}, this.model.rowTitle);
    const corner = element("div", { role: "columnheader", class: "corner", "aria-colindex": 1 }, title);
    corner.style.width = `${this.layout.rowHeadWidth}px`;
    const heads = this.columns.map((column) => {
      const { name, sentence, style } = this.model.columns[column] ?? { name: "" };
      const made = element(
        "div",
        { role: "columnheader", class: `column-head ${style ?? ""}`, "aria-colindex": column + 2 },
        element("bdi", { class: "name" }, name),
        sentence === undefined ? undefined : " ",
        sentence === undefined
          ? undefined
          : element("bdi", { class: this.layout.wide ? "in-words" : "unseen" }, sentence),
      );
      this.place(made, column, column + 1);
      return made;
    });
    const row = element("div", { role: "row", class: "head-row", "aria-rowindex": this.headRows }, corner, ...heads);
    this.head.replaceChildren(...sectionRow, row);
  }

  private makeSections(): HTMLElement {
    const row = element("div", { role: "row", class: "section-row", "aria-rowindex": 1 });
    const corner = element("div", { role: "columnheader", class: "corner", "aria-colindex": 1 });
    corner.style.width = `${this.layout.rowHeadWidth}px`;
    row.append(corner);
    // Also those that are out of sight: there are few, and a wide one is seen while its start is not.
    for (const { section, from, to } of sectionsOf(this.model.columns)) {
      const made = element(
        "div",
        { role: "columnheader", class: "section-head", "aria-colindex": from + 2, "aria-colspan": to - from },
        element("bdi", {}, section),
      );
      this.place(made, from, to);
      row.append(made);
    }
    return row;
  }

  private makeRow(row: number): HTMLElement {
    const { name, note } = this.model.row(row);
    const rowHead = element(
      "div",
      { role: "rowheader", class: "row-head", "aria-colindex": 1 },
      element("bdi", { class: "name" }, name),
      element("bdi", { class: "note" }, note),
    );
    rowHead.style.width = `${this.layout.rowHeadWidth}px`;
    const made = element(
      "div",
      { role: "row", class: "row", "aria-rowindex": row + this.headRows + 1 },
      rowHead,
      ...this.columns.map((column) => this.makeCell({ row, column })),
    );
    made.style.top = `${row * ROW_HEIGHT}px`;
    return made;
  }

  private makeCell(place: Place): HTMLElement {
    const cell = this.model.cell(place.row, place.column);
    const isActive = place.row === this.active.row && place.column === this.active.column;
    const made = element("div", {
      role: "gridcell",
      class: "cell",
      "aria-colindex": place.column + 2,
      "aria-label": cell?.label ?? "none",
      "data-row": place.row,
      "data-column": place.column,
      tabindex: isActive ? 0 : -1,
    });
    if (cell !== undefined) {
      const { glyph, word, style } = cell.mark;
      const text = this.layout.wide ? (cell.long ?? `${glyph} ${word}`) : (cell.short ?? glyph);
      made.append(element("span", { class: `mark mark-${style}` }, text));
    }
    this.place(made, place.column, place.column + 1);
    return made;
  }

  private cellElement({ row, column }: Place): HTMLElement | undefined {
    const made = this.rows.get(row)?.querySelector(`[data-column="${column}"]`);
    return made instanceof HTMLElement ? made : undefined;
  }

  private placeOf(target: EventTarget | null): Place | undefined {
    const cell = target instanceof Element ? target.closest(".cell") : null;
    if (!(cell instanceof HTMLElement)) return undefined;
    return { row: Number(cell.dataset["row"]), column: Number(cell.dataset["column"]) };
  }

  private point(event: Event): void {
    const place = this.placeOf(event.target);
    if (place !== undefined) this.readout.textContent = this.model.tell(place.row, place.column);
  }

  private click(event: Event): void {
    const place = this.placeOf(event.target);
    if (place === undefined) return;
    this.move(place);
    this.model.open(place.row, place.column);
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor((this.height - this.headHeight) / ROW_HEIGHT) - 1);
    const lastRow = this.model.rowCount - 1;
    const lastColumn = this.model.columns.length - 1;
    const moves: Readonly<Record<string, Place>> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      PageDown: { row: row + page, column },
      PageUp: { row: row - page, column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? lastRow : row, column: lastColumn },
    };
    const target = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (target !== undefined) {
      event.preventDefault();
      const clamp = (value: number, last: number) => Math.min(Math.max(value, 0), last);
      this.move({ row: clamp(target.row, lastRow), column: clamp(target.column, lastColumn) });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.model.open(row, column);
    }
  }

  /** The keyboard goes to the cell, which is scrolled to where the heads don't cover it. */
  private move(place: Place): void {
    this.cellElement(this.active)?.setAttribute("tabindex", "-1");
    this.active = place;
    const box = this.element;
    const top = place.row * ROW_HEIGHT;
    const { edges, rowHeadWidth } = this.layout;
    const [left = 0, right = 0] = edges.slice(place.column);
    const height = this.height - this.headHeight;
    const width = this.width - rowHeadWidth;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW_HEIGHT > box.scrollTop + height) box.scrollTop = top + ROW_HEIGHT - height;
    if (left < box.scrollLeft) box.scrollLeft = left;
    else if (right > box.scrollLeft + width) box.scrollLeft = right - width;
    this.render();
    const cell = this.cellElement(place);
    cell?.setAttribute("tabindex", "0");
    cell?.focus({ preventScroll: true });
  }
}
