import type { Access, Right } from "./data";
import type { Matrix, Shown } from "./filter";
import type { GridModel } from "./gridModel";
import { heldMark, markOf } from "./marks";
import { becomes, inScope, scopeWithLock } from "./words";

const COLUMN_WIDTH = 30;

/** A row for each person in each account, a column for each permission. */
export function permissionGrid(
  matrix: Matrix,
  { rows, people, scopes, permissions }: Shown,
  open: (access: readonly Access[], permission: number) => void,
): GridModel {
  const { data } = matrix;
  const right = (row: number, column: number): Right | undefined => {
    const [access, permission] = [rows[row], permissions[column]];
    return access === undefined || permission === undefined ? undefined : matrix.right(access[2], permission);
  };
  return {
    label: "Who may do what: a row for each person in each account, a column for each permission",
    rowTitle: "Person and account",
    rowCount: rows.length,
    columnWidth: COLUMN_WIDTH,
    rowNames: people.map((person) => data.people[person]?.name ?? ""),
    rowNotes: scopes.map((scope) => scopeWithLock(data, scope)),
    columns: permissions.map((index) => {
      const permission = data.permissions[index];
      return {
        name: permission?.name ?? "",
        sentence: permission?.known === false ? "meaning not known" : permission?.sentence,
        style: `power-${permission?.power ?? "none"}`,
        section: permission?.section,
      };
    }),
    row(index) {
      const [person = -1, scope = -1] = rows[index] ?? [];
      return { name: data.people[person]?.name ?? "", note: scopeWithLock(data, scope) };
    },
    cell(row, column) {
      const found = right(row, column);
      if (found === undefined || (found.change === "none" && found.after === "no")) return undefined;
      const mark = markOf(found);
      const limited = found.limit === undefined ? "" : "′";
      const label = found.limit === undefined ? becomes(found) : `${becomes(found)}, only ${found.limit}`;
      return { mark, label, short: `${mark.glyph}${limited}`, long: `${mark.glyph}${limited} ${mark.word}` };
    },
    tell(row, column) {
      const [person = -1, scope = -1] = rows[row] ?? [];
      const name = data.people[person]?.name ?? "";
      const permission = data.permissions[permissions[column] ?? -1];
      const found = right(row, column);
      const what = found === undefined ? heldMark("no").word : becomes(found);
      const limit = found?.limit === undefined ? "" : `, only ${found.limit}`;
      const by = found === undefined ? "" : `, by ${found.path.map((step) => `${step.kind} ${step.name}`).join(" → ")}`;
      return `${name} ${inScope(data, scope)} may ${permission?.sentence ?? ""} (${permission?.name ?? ""}): ${what}${limit}${by}`;
    },
    open(row, column) {
      const access = rows[row];
      if (access !== undefined) open([access], permissions[column] ?? -1);
    },
  };
}
