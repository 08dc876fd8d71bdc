import { columns, cut } from "../text/columns";
import { terminalCell, terminalLine } from "../text/escape";

/** Where a command prints to. */
export interface Screen {
  /** Columns of the terminal; undefined: no terminal, so that nothing is cut. */
  readonly width: number | undefined;
}

const BETWEEN = 2;
const USUAL_WIDTH = 80;
/** As narrow as a column gets before others give, too. */
const NARROW = 8;
/** The column with what people copy: it gives after the others. */
const ID = "ID";

/** What a command prints to now. */
export function screenOf(stream: Pick<NodeJS.WriteStream, "isTTY" | "columns">): Screen {
  return { width: stream.isTTY ? stream.columns || USUAL_WIDTH : undefined };
}

/**
 * Rows under their titles. On a terminal each row is a line, cut where it would be too wide; elsewhere the cells are whole, with a tab between
 * them. A column that no row has anything in is left out.
 */
export function table(titles: readonly string[], rows: readonly (readonly string[])[], { width }: Screen): string {
  const used = titles.map((_, index) => index).filter((index) => rows.some((row) => (row[index] ?? "") !== ""));
  const heads = used.map((index) => titles[index]!);
  // Names come from strangers: none of them moves the cursor, or what stands beside it.
  const nothing = width === undefined ? "" : "-";
  const cells = [heads, ...rows.map((row) => used.map((index) => (row[index] ? terminalCell(row[index]) : nothing)))];
  if (width === undefined) return cells.map((row) => `${row.join("\t")}\n`).join("");
  const wanted = heads.map((_, column) => Math.max(...cells.map((row) => columns(row[column]!))));
  const widths = fitted(wanted, heads, width - BETWEEN * (heads.length - 1));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => padded(cut(cell, widths[column]!), widths[column]!)).join(" ".repeat(BETWEEN));
  return cells.map((row) => `${terminalLine(line(row)).trimEnd()}\n`).join("");
}

function fitted(wanted: readonly number[], titles: readonly string[], room: number): number[] {
  const widths = [...wanted];
  const all = titles.map((_, index) => index);
  const narrow = (some: readonly number[], least: number) => {
    for (;;) {
      const over = widths.reduce((sum, width) => sum + width, 0) - room;
      const widest = Math.max(...some.map((index) => widths[index]!));
      if (over <= 0 || widest <= least) return;
      const those = some.filter((index) => widths[index] === widest);
      const next = Math.max(least, ...some.map((index) => widths[index]!).filter((width) => width < widest));
      // All of the widest as narrow as the next, or as is needed.
      for (const index of those) widths[index] = Math.max(next, widest - Math.ceil(over / those.length));
    }
  };
  narrow(
    all.filter((index) => titles[index] !== ID),
    NARROW,
  );
  narrow(all, NARROW);
  narrow(all, 1);
  return widths;
}

function padded(text: string, width: number): string {
  return `${text}${" ".repeat(Math.max(0, width - columns(text)))}`;
}
