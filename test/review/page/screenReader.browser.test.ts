import { sampleReport } from "./sampleReport";
import { Pages } from "./openPage";

const pages = new Pages();

const sample = sampleReport();

describe("the page of a review to a screen reader", () => {
  it("has its parts by name: one heading of the first level, landmarks, and a heading for each section", async () => {
    const { page } = await pages.open(sample);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    for (const landmark of ["banner", "main"] as const) expect(await page.getByRole(landmark).count()).toBe(1);
    expect(await page.getByRole("navigation", { name: "Sections" }).getByRole("link").count()).toBe(9);
    const sections = await page.locator("main > section").all();
    expect(sections).toHaveLength(9);
    for (const section of sections) expect(await section.getByRole("heading", { level: 2 }).count()).toBe(1);
    expect(await page.getByRole("search", { name: "Filter the matrix" }).getByRole("combobox").count()).toBe(3);
    for (const name of ["Person", "Account", "Permission"])
      expect(await page.getByRole("combobox", { name, exact: true }).count()).toBe(1);
  });

  it("has a grid that tells its size, its rows and columns, and what each cell says", async () => {
    const { page } = await pages.open(sample);
    const grid = page.getByRole("grid", {
      name: /a row for each person in each account, a column for each permission/,
    });
    // Two rows of heads, and one column of them.
    expect(await grid.getAttribute("aria-rowcount")).toBe("43");
    expect(await grid.getAttribute("aria-colcount")).toBe("29");
    const rows = await grid.getByRole("row").all();
    const numbers = await Promise.all(rows.map((row) => row.getAttribute("aria-rowindex")));
    expect(numbers).toEqual(rows.map((_, index) => String(index + 1)));
    for (const row of rows.slice(2)) {
      expect(await row.getByRole("rowheader").count()).toBe(1);
      expect(await row.getByRole("gridcell").count()).toBe(28);
    }
    const first = rows[2]!;
    expect(await first.getByRole("rowheader").textContent()).toContain("elif.sahin");
    expect(await first.getByRole("gridcell", { name: "gained (before: no, after: yes)" }).count()).toBe(27);
    expect(await rows[3]!.getByRole("gridcell", { name: "none", exact: true }).count()).toBe(27);
    // A column says what may be done, though only its name is seen.
    const head = grid.getByRole("columnheader", { name: /show_s3_panel see the object storage panel/ });
    const column = await head.getAttribute("aria-colindex");
    const cell = page.locator(`#matrix-view .row:has(.mark-lost) .cell[aria-colindex="${column}"]`).first();
    expect(await cell.getAttribute("aria-label")).toBe("lost (before: yes, after: no)");
  });

  it("has the numbers of rows and columns right after a jump to the end", async () => {
    const { page } = await pages.open(sample);
    await page.locator("#matrix-view .cell[tabindex='0']").focus();
    await page.keyboard.press("Control+End");
    const grid = page.getByRole("grid");
    const last = page.locator("#matrix-view .row").last();
    expect(await last.getAttribute("aria-rowindex")).toBe(await grid.getAttribute("aria-rowcount"));
    expect(await last.locator(".cell").last().getAttribute("aria-colindex")).toBe(
      await grid.getAttribute("aria-colcount"),
    );
    const indices = await page
      .locator("#matrix-view .row")
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex"))));
    expect(indices).toEqual([...indices].sort((one, other) => one - other));
  });

  it("has tables with heads in the list and in a detail", async () => {
    const { page } = await pages.open(sample, { hash: "#filter=1&view=list" });
    const table = page.getByRole("table", { name: "Who may do what, in the present filter" });
    expect(await table.getByRole("columnheader").allTextContents()).toEqual(["Person and account", "Rights"]);
    expect(await table.getByRole("rowheader").count()).toBe(41);
    await table.getByRole("button", { name: "elif.sahin" }).click();
    const region = page.getByRole("region", { name: /elif\.sahin/ });
    expect(await region.getByRole("columnheader").count()).toBe(5);
    expect(await region.getByRole("rowheader").count()).toBe(27);
    // A chip says what becomes of a right in words, not by its sign alone.
    expect(await table.getByRole("listitem").first().textContent()).toContain("gained: see all accounts");
  });

  it("is told how many rows are shown by the same live region whenever that changes", async () => {
    const { page } = await pages.open(sample);
    const told = await page.getByRole("status").elementHandle();
    const text = () => told!.textContent();
    expect(await text()).toBe(
      "41 of 67 rows · 41 people · 28 permissions · 30 gained · 4 maybe gained · 34 lost · 1 unknown",
    );
    await page.getByRole("combobox", { name: "Permission" }).fill("show_s3_panel");
    expect(await text()).toBe("35 of 67 rows · 35 people · 1 permission · 1 gained · 34 lost");
    await page.getByRole("checkbox", { name: "Changed only" }).uncheck();
    expect(await text()).toMatch(/^\d+ of 67 rows · \d+ people · 1 permission · 1 gained · 34 lost$/);
    await page.getByRole("combobox", { name: "Person" }).fill("nobody at all");
    expect(await text()).toBe("0 of 67 rows · 0 people · 0 permissions");
    await page.getByRole("button", { name: "Reset" }).click();
    expect(await text()).toContain("41 of 67 rows");
  });
});
