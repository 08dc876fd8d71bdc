import { type Access, type Change, EVERYWHERE, type Lock } from "./data";
import { type Matrix, rowAt, type Shown } from "./filter";
import type { GridCell, GridModel } from "./gridModel";
import { changeMark, heldMark, INHERITED, LOCKED } from "./marks";
import { belonging, counted, scopeName } from "./words";

const COLUMN_WIDTH = 44;

/** What a cell is coloured by where several things happen in it: the first of these that does. */
const TELLING = ["gained", "maybe gained", "lost", "maybe lost", "unknown"] as const;

/** A row for each person, a column for each account: where anything changes at all. */
export function accountGrid(
  matrix: Matrix,
  { rows, people, scopes, permissions }: Shown,
  open: (access: readonly Access[], permission: number) => void,
): GridModel {
  const { data } = matrix;
  const shown = new Set(permissions);
  /** One for each list of rights: people who have the same share one. */
  const cells = new Map<number, GridCell | undefined>();
  const summary = (list: number) => {
    if (!cells.has(list)) cells.set(list, summarized(matrix, list, shown));
    return cells.get(list);
  };
  const at = (row: number, column: number) => {
    const [person = -1, scope = EVERYWHERE] = [people[row], scopes[column]];
    return { person, scope, own: rowAt(rows, person, scope) };
  };
  /** Rights that are held everywhere hold in the accounts of that portal, and in no other's. */
  const inherited = (person: number, scope: number) =>
    scope !== EVERYWHERE && data.accounts[scope]?.portal === data.people[person]?.portal
      ? rowAt(rows, person, EVERYWHERE)
      : undefined;
  const cell = (row: number, column: number) => {
    const { person, scope, own } = at(row, column);
    const found = own === undefined ? undefined : summary(own[2]);
    if (found !== undefined) return found;
    return inherited(person, scope) === undefined ? undefined : held(data.accounts[scope]?.lock);
  };
  return {
    label: "Where anything changes: a row for each person, a column for each account",
    rowTitle: "Person",
    rowCount: people.length,
    columnWidth: COLUMN_WIDTH,
    rowNames: people.map((person) => data.people[person]?.name ?? ""),
    rowNotes: people.map((person) => belonging(data, data.people[person])),
    columns: scopes.map((scope) => ({
      name: scopeName(data, scope),
      sentence: scope === EVERYWHERE ? "all current and future accounts" : data.accounts[scope]?.note,
      style: scope === EVERYWHERE ? "power-realm" : data.accounts[scope]?.lock === undefined ? "" : "locked",
    })),
    row(index) {
      const person = data.people[people[index] ?? -1];
      return { name: person?.name ?? "", note: belonging(data, person) };
    },
    cell,
    tell(row, column) {
      const { person, scope } = at(row, column);
      const what = cell(row, column)?.label ?? "nothing";
      return `${data.people[person]?.name ?? ""}, ${scopeName(data, scope)}: ${what}`;
    },
    open(row, column) {
      const { person, scope, own } = at(row, column);
      const also = inherited(person, scope);
      open(
        [own, also].filter((access) => access !== undefined),
        -1,
      );
    },
  };
}

/** What rights that are held everywhere come to in an account. */
function held(lock: Lock | undefined): GridCell {
  if (lock === "locked" || lock === "will be locked") return { mark: LOCKED, label: `${lock}: nobody can enter it` };
  return { mark: INHERITED, label: lock === undefined ? INHERITED.word : `${INHERITED.word}, ${lock}` };
}

function summarized(matrix: Matrix, list: number, shown: ReadonlySet<number>): GridCell | undefined {
  const counts = new Map<Change, number>();
  let [held, maybe] = [0, 0];
  for (const permission of shown) {
    const right = matrix.right(list, permission);
    if (right === undefined) continue;
    if (right.change !== "none") counts.set(right.change, (counts.get(right.change) ?? 0) + 1);
    else if (right.after === "yes") held += 1;
    else if (right.after === "maybe") maybe += 1;
  }
  const changed = TELLING.filter((change) => counts.has(change));
  const [strongest] = changed;
  if (strongest === undefined) {
    if (held + maybe === 0) return undefined;
    const mark = heldMark(held > 0 ? "yes" : "maybe");
    return { mark, label: `${counted(held + maybe, "right", "rights")}, unchanged` };
  }
  const parts = changed.map((change) => ({ ...changeMark(change), count: counts.get(change) ?? 0 }));
  const both = changed.includes("gained") && changed.includes("lost");
  const first = parts[0];
  const short = both ? "±" : `${first?.glyph.charAt(0) ?? ""}${first?.count ?? 0}${first?.glyph.slice(1) ?? ""}`;
  return {
    mark: both ? { glyph: "±", word: "gained and lost", style: "both" } : changeMark(strongest),
    short,
    long: parts.map(({ count, word }) => `${count} ${word}`).join(", "),
    label: parts.map(({ count, word }) => `${count} ${word}`).join(", "),
  };
}
