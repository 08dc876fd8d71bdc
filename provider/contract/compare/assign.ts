/** A pair of a row and a column, with its worth. */
export interface Assigned {
  readonly row: number;
  readonly column: number;
  readonly worth: number;
}

/**
 * The pairs with the greatest sum of worths, where no row and no column is in two. What is worth less than `least` isn't paired.
 *
 * The Hungarian method with potentials: rows² × columns steps.
 */
export function assigned(
  rows: number,
  columns: number,
  worth: (row: number, column: number) => number,
  least: number,
): Assigned[] {
  if (rows === 0 || columns === 0) return [];
  if (rows > columns)
    return assigned(columns, rows, (row, column) => worth(column, row), least)
      .map(({ row, column, worth: own }) => ({ row: column, column: row, worth: own }))
      .sort((one, other) => one.row - other.row);
  const cost = (row: number, column: number) => {
    const value = worth(row, column);
    return value < least ? 0 : -value;
  };
  const rowOf = solved(rows, columns, cost);
  const pairs: Assigned[] = [];
  for (let column = 0; column < columns; column += 1) {
    const row = rowOf[column + 1]! - 1;
    if (row >= 0 && worth(row, column) >= least) pairs.push({ row, column, worth: worth(row, column) });
  }
  return pairs.sort((one, other) => one.row - other.row);
}

/** The row of each column, from 1; 0: none. */
function solved(rows: number, columns: number, cost: (row: number, column: number) => number): Int32Array {
  const ofRow = new Float64Array(rows + 1);
  const ofColumn = new Float64Array(columns + 1);
  const rowAt = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    rowAt[0] = row;
    const smallest = new Float64Array(columns + 1).fill(Infinity);
    const done = new Uint8Array(columns + 1);
    let column = 0;
    do {
      done[column] = 1;
      const here = rowAt[column]!;
      let [delta, next] = [Infinity, 0];
      for (let each = 1; each <= columns; each += 1) {
        if (done[each] === 1) continue;
        const reduced = cost(here - 1, each - 1) - ofRow[here]! - ofColumn[each]!;
        if (reduced < smallest[each]!) {
          smallest[each] = reduced;
          before[each] = column;
        }
        if (smallest[each]! < delta) [delta, next] = [smallest[each]!, each];
      }
      for (let each = 0; each <= columns; each += 1)
        if (done[each] === 1) {
          ofRow[rowAt[each]!]! += delta;
          ofColumn[each]! -= delta;
        } else smallest[each]! -= delta;
      column = next;
    } while (rowAt[column] !== 0);
    while (column !== 0) {
      const previous = before[column]!;
      rowAt[column] = rowAt[previous]!;
      column = previous;
    }
  }
  return rowAt;
}
