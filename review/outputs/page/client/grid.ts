import { element } from "./elements";
import type { Mark } from "./marks";

export interface GridColumn {
  readonly name: string;
  /** In words: to be seen where columns are wide, and always to be heard. */
  readonly sentence?: string;
  readonly style?: string;
  /** Columns side by side with the same one stand under it. */
  readonly section?: string;
}

export interface GridCell {
  readonly mark: Mark;
  /** In place of the mark's glyph, where there is room for no more than that. */
  readonly short?: string;
  /** In place of the glyph and its word, where there is room. */
  readonly long?: string;
  /** For those who don't see it; names of row and column are read out by themselves. */
  readonly label: string;
}

export interface GridModel {
  readonly label: string;
  readonly rowTitle: string;
  readonly columns: readonly GridColumn[];
  readonly rowCount: number;
  readonly columnWidth: number;
  row(index: number): { readonly name: string; readonly note: string };
  cell(row: number, column: number): GridCell | undefined;
  /** All that is to be said of a cell, in one line. */
  tell(row: number, column: number): string;
  open(row: number, column: number): void;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 148;
const WIDE_HEAD_HEIGHT = 92;
const SECTION_HEIGHT = 24;
/** A column this wide has room for words. */
const WIDE = 120;
const WIDEST = 220;
const NARROW_SCREEN = 600;
const SCROLL_BAR = 18;
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
  private columnWidth: number;
  private rowHeadWidth = 0;
  private width = 0;
  private height = 0;
  private wide = false;
  private waiting = false;

  constructor(
    private readonly model: GridModel,
    private readonly readout: HTMLElement,
  ) {
    this.columnWidth = model.columnWidth;
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

  /** Where there is room, few columns are wide enough for words. */
  private measure(): void {
    const { clientWidth } = this.element;
    if (clientWidth === this.width && this.element.clientHeight === this.height) return;
    this.width = clientWidth;
    this.rowHeadWidth = clientWidth < NARROW_SCREEN ? 150 : 280;
    const room = Math.floor((clientWidth - this.rowHeadWidth) / Math.max(1, this.model.columns.length));
    this.wide = room >= WIDE;
    this.columnWidth = Math.max(this.model.columnWidth, Math.min(room, WIDEST));
    this.element.style.setProperty("--column", `${this.columnWidth}px`);
    this.element.classList.toggle("wide", this.wide);
    this.element.classList.toggle("narrow", clientWidth < NARROW_SCREEN);
    const total = this.rowHeadWidth + this.columnWidth * this.model.columns.length;
    this.head.style.width = this.body.style.width = `${total}px`;
    this.head.style.height = `${this.headHeight}px`;
    const bodyHeight = this.model.rowCount * ROW_HEIGHT;
    this.body.style.height = `${bodyHeight}px`;
    // No higher than what is in it; the style has the most.
    const scrollBar = total > clientWidth ? SCROLL_BAR : 0;
    this.element.style.height = `${this.headHeight + bodyHeight + scrollBar + BORDERS}px`;
    this.height = this.element.clientHeight;
    this.forget();
    this.render();
  }

  private get headHeight(): number {
    return (this.wide ? WIDE_HEAD_HEIGHT : HEAD_HEIGHT) + (this.sections ? SECTION_HEIGHT : 0);
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
    const { scrollLeft, scrollTop } = this.element;
    const columns = this.windowOf(
      scrollLeft / this.columnWidth,
      (this.width - this.rowHeadWidth) / this.columnWidth,
      this.model.columns.length,
      this.active.column,
    );
    const rows = this.windowOf(
      scrollTop / ROW_HEIGHT,
      (this.height - this.headHeight) / ROW_HEIGHT,
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

  private left(column: number): string {
    return `${this.rowHeadWidth + column * this.columnWidth}px`;
  }

  private renderHead(): void {
    const sectionRow = this.sections ? [this.makeSections()] : [];
    const corner = element("div", { role: "columnheader", class: "corner", "aria-colindex": 1 }, this.model.rowTitle);
    corner.style.width = `${this.rowHeadWidth}px`;
    const heads = this.columns.map((column) => {
      const { name, sentence, style } = this.model.columns[column] ?? { name: "" };
      const made = element(
        "div",
        { role: "columnheader", class: `column-head ${style ?? ""}`, "aria-colindex": column + 2 },
        element("bdi", { class: "name" }, name),
        sentence === undefined ? undefined : " ",
        sentence === undefined ? undefined : element("bdi", { class: this.wide ? "in-words" : "unseen" }, sentence),
      );
      made.style.left = this.left(column);
      made.style.width = `${this.columnWidth}px`;
      return made;
    });
    const row = element("div", { role: "row", class: "head-row", "aria-rowindex": this.headRows }, corner, ...heads);
    this.head.replaceChildren(...sectionRow, row);
  }

  private makeSections(): HTMLElement {
    const row = element("div", { role: "row", class: "section-row", "aria-rowindex": 1 });
    const corner = element("div", { role: "columnheader", class: "corner", "aria-colindex": 1 });
    corner.style.width = `${this.rowHeadWidth}px`;
    row.append(corner);
    const { columns } = this.model;
    let from = 0;
    while (from < columns.length) {
      const section = columns[from]?.section ?? "";
      let to = from + 1;
      while (to < columns.length && (columns[to]?.section ?? "") === section) to += 1;
      // Also those that are out of sight: there are few, and a wide one is seen while its start is not.
      const made = element(
        "div",
        { role: "columnheader", class: "section-head", "aria-colindex": from + 2, "aria-colspan": to - from },
        element("bdi", {}, section),
      );
      made.style.left = this.left(from);
      made.style.width = `${(to - from) * this.columnWidth}px`;
      row.append(made);
      from = to;
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
    rowHead.style.width = `${this.rowHeadWidth}px`;
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
      const text = this.wide ? (cell.long ?? `${glyph} ${word}`) : (cell.short ?? glyph);
      made.append(element("span", { class: `mark mark-${style}` }, text));
    }
    made.style.left = this.left(place.column);
    made.style.width = `${this.columnWidth}px`;
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
    const left = place.column * this.columnWidth;
    const height = this.height - this.headHeight;
    const width = this.width - this.rowHeadWidth;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW_HEIGHT > box.scrollTop + height) box.scrollTop = top + ROW_HEIGHT - height;
    if (left < box.scrollLeft) box.scrollLeft = left;
    else if (left + this.columnWidth > box.scrollLeft + width) box.scrollLeft = left + this.columnWidth - width;
    this.render();
    const cell = this.cellElement(place);
    cell?.setAttribute("tabindex", "0");
    cell?.focus({ preventScroll: true });
  }
}
