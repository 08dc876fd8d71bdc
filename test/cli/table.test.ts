import * as fc from "fast-check";
import { screenOf, table } from "../../cli/table";
import { columns } from "../../text/columns";
import { runs } from "../support/runs";

describe("a table of a command", () => {
  const TITLES = ["NAME", "ACCOUNT", "EMAIL", "PROFILES", "ID"];
  const cell = fc.oneof(
    fc.constant(""),
    fc.string({ unit: "grapheme", maxLength: 90 }),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.stringMatching(/^[a-z0-9-]{36}$/),
  );
  const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 1, maxLength: 8 });

  it("is a line a row on every terminal, none of them wider, with the same columns under each other", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 200 }), (some, width) => {
        const printed = table(TITLES, some, { width });
        const lines = printed.split("\n");
        expect(lines.pop()).toBe("");
        expect(lines).toHaveLength(some.length + 1);
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
        // Nothing that a terminal acts on.
        expect(printed.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
      { numRuns: runs(200) },
    );
  });

  it("has whole values with a tab between them where there is no terminal", () => {
    const long = `${"x".repeat(300)}@example.com`;
    expect(table(["NAME", "EMAIL", "ID"], [["a\tb", long, "1"]], { width: undefined })).toBe(
      `NAME\tEMAIL\tID\na⟨U+0009⟩b\t${long}\t1\n`,
    );
  });

  it("gives what is copied its room: at 60 columns an id is whole, and the rest ends in an ellipsis", () => {
    const id = "3d5c2a1e-0000-4000-8000-0123456789ab";
    expect(table(["NAME", "ACCOUNT", "ID"], [["anna.keller@acme.example.com", "Acme AG", id]], { width: 60 })).toBe(
      `NAME           ACCOUNT  ID\nanna.keller@…  Acme AG  ${id}\n`,
    );
  });

  it("leaves out a column that has nothing in it, and shows a dash where one row has none", () => {
    const printed = table(
      ["NAME", "LOCKED", "NOTE"],
      [
        ["anna", "", "x"],
        ["ben", "", ""],
      ],
      { width: 80 },
    );
    expect(printed).toBe("NAME  NOTE\nanna  x\nben   -\n");
  });

  it("is as wide as the terminal says, and 80 columns where it says nothing", () => {
    expect(screenOf({ isTTY: true, columns: 60 })).toEqual({ width: 60 });
    expect(screenOf({ isTTY: true, columns: 0 })).toEqual({ width: 80 });
    expect(screenOf({ isTTY: false, columns: 60 })).toEqual({ width: undefined });
  });
});
