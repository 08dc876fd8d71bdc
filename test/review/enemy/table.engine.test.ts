import { fixtures } from "../../portals/list";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Verdict } from "./run";
import { pageWith, rowsOf, table, ways } from "./table";

const PAGE = path.resolve(__dirname, "..", "..", "..", "docs", "review-limits.md");
/** Notes of a long run (ENEMY_NOTES): the table is made from them, and written. */
const NOTES = process.env["ENEMY_TABLE"];
const GROUNDS = fixtures.flatMap(({ ground }) => (ground === undefined ? [] : [ground()]));

describe("the table of ways to hide an escalation", () => {
  it("has a row for each way that is tried, and none that a review was wrong about", () => {
    if (NOTES !== undefined) {
      const verdicts = readFileSync(NOTES, "utf8").trim().split("\n");
      const made = table(
        verdicts.map((line) => JSON.parse(line) as Verdict),
        GROUNDS,
      );
      writeFileSync(PAGE, pageWith(readFileSync(PAGE, "utf8"), made));
      // A process of its own: the formatter loads its parts in a way that a test can't.
      execFileSync(process.execPath, [require.resolve("prettier/bin/prettier.cjs"), "--write", PAGE]);
    }
    const rows = rowsOf(readFileSync(PAGE, "utf8"));
    expect(rows.map(({ way }) => way)).toEqual(["plain references only", ...ways(GROUNDS)]);
    expect(rows.filter(({ wrong }) => wrong !== 0)).toEqual([]);
  });
});
