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
  /** The least. */
  readonly columnWidth: number;
  /** All that stands in the heads of rows, each text once. */
  readonly rowNames: readonly string[];
  readonly rowNotes: readonly string[];
  row(index: number): { readonly name: string; readonly note: string };
  cell(row: number, column: number): GridCell | undefined;
  /** All that is to be said of a cell, in one line. */
  tell(row: number, column: number): string;
  open(row: number, column: number): void;
}
