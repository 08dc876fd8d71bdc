import type { Page } from "playwright-core";
import { LARGE, sampleReport } from "./sampleReport";
import { Pages } from "./openPage";

const pages = new Pages();

const sample = sampleReport();

/** What can be reached, in the order of the document: of the views' radio buttons the one that is chosen. */
const REACHABLE = `[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && (one.type !== "radio" || one.checked))
  .map((one, index) => (one.dataset.order = String(index), index))`;

/** The element that has the keyboard: its place in that order, and whether it is seen that it has. */
const FOCUSED = `(() => {
  const { activeElement: element } = document;
  if (element === document.body) return undefined;
  const drawn = element.type === "radio" ? element.nextElementSibling : element;
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  const { left, top, width, height } = drawn.getBoundingClientRect();
  const there = document.elementFromPoint(left + Math.min(width, 40) / 2, top + Math.min(height, 40) / 2);
  return {
    order: Number(element.dataset.order),
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    covered: there === null || !(drawn.contains(there) || there.contains(drawn) || there === element),
    what: element.id || element.textContent.trim().slice(0, 40),
  };
})()`;

interface Focused {
  readonly order: number;
  readonly outlined: boolean;
  readonly covered: boolean;
  readonly what: string;
}

const place = (page: Page) =>
  page.evaluate<string>("`${document.activeElement.dataset.row} ${document.activeElement.dataset.column}`");
const focusedId = (page: Page) => page.evaluate<string>("document.activeElement.id");

/** Whether the cell with the keyboard is in the grid's window, and no head lies over it. */
const CELL_IS_SEEN = `(() => {
  const cell = document.activeElement.getBoundingClientRect();
  const grid = document.querySelector("[role=grid]").getBoundingClientRect();
  const head = document.querySelector(".grid-head").getBoundingClientRect();
  const corner = document.querySelector(".corner").getBoundingClientRect();
  return cell.top >= head.bottom - 1 && cell.bottom <= grid.bottom + 1 && cell.left >= corner.right - 1 && cell.right <= grid.right + 1;
})()`;

/** What has the keyboard after each press, until it leaves the page. */
async function pressed(page: Page, key: string, most: number): Promise<Focused[]> {
  const reached: Focused[] = [];
  for (let presses = 0; presses <= most; presses += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate<Focused | undefined>(FOCUSED);
    if (focused === undefined) break;
    reached.push(focused);
  }
  return reached;
}

describe("the page of a review by the keyboard alone", () => {
  it.each([1200, 400])(
    "goes to everything in the order of the page, and shows where it is, at %i pixels",
    async (width) => {
      const { page } = await pages.open(sample, { width });
      const all = await page.evaluate<number[]>(REACHABLE);
      const reached = await pressed(page, "Tab", all.length);
      expect(reached.map(({ order }) => order)).toEqual(all);
      expect(reached.filter(({ outlined, covered }) => !outlined || covered)).toEqual([]);
      // Back again, where the bar at the top lies over what is scrolled under it.
      await page.evaluate("scrollTo(0, document.body.scrollHeight)");
      const back = (await pressed(page, "Shift+Tab", all.length)).slice(0, all.length);
      expect(back.map(({ order }) => order)).toEqual([...all].reverse());
      expect(back.filter(({ covered }) => covered)).toEqual([]);
      const named = reached.map(({ what }) => what);
      for (const id of [
        "theme",
        "filter-person",
        "filter-account",
        "filter-permission",
        "filter-changed",
        "filter-reset",
      ])
        expect(named).toContain(id);
    },
  );

  it("skips to the findings and to the matrix", async () => {
    for (const [presses, target] of [
      [1, "findings"],
      [2, "matrix"],
    ] as const) {
      const { page } = await pages.open(sample);
      for (let press = 0; press < presses; press += 1) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("location.hash")).toBe(`#${target}`);
      // The next stop is in there, not at the top of the page again.
      await page.keyboard.press("Tab");
      expect(await page.evaluate(`document.activeElement.closest("section").id`)).toBe(target);
    }
  });

  it.each([1200, 400])(
    "moves in the grid by arrows, Home, End and pages, and never out of sight, at %i pixels",
    async (width) => {
      const { page } = await pages.open(sample, { width, hash: "#filter=1&view=permissions" });
      await page.locator("#matrix-view .cell[tabindex='0']").focus();
      const grid = page.locator("#matrix-view [role=grid]");
      const lastRow = Number(await grid.getAttribute("aria-rowcount")) - 3;
      const lastColumn = Number(await grid.getAttribute("aria-colcount")) - 2;
      expect(await place(page)).toBe("0 0");
      for (const [key, where] of [
        ["ArrowDown", "1 0"],
        ["ArrowRight", "1 1"],
        ["ArrowLeft", "1 0"],
        ["ArrowLeft", "1 0"],
        ["ArrowUp", "0 0"],
        ["ArrowUp", "0 0"],
        ["End", `0 ${lastColumn}`],
        ["ArrowRight", `0 ${lastColumn}`],
        ["Home", "0 0"],
        ["Control+End", `${lastRow} ${lastColumn}`],
        ["ArrowDown", `${lastRow} ${lastColumn}`],
        ["Home", `${lastRow} 0`],
        ["Control+Home", "0 0"],
      ] as const) {
        await page.keyboard.press(key);
        expect([key, await place(page)]).toEqual([key, where]);
        expect([key, await page.evaluate(CELL_IS_SEEN)]).toEqual([key, true]);
        // One cell at a time has the keyboard.
        expect(await page.locator("#matrix-view .cell[tabindex='0']").count()).toBe(1);
      }
      const rows: number[] = [];
      while (rows.at(-1) !== lastRow && rows.length < 100) {
        await page.keyboard.press("PageDown");
        rows.push(Number((await place(page)).split(" ")[0]));
        expect(await page.evaluate(CELL_IS_SEEN)).toBe(true);
      }
      expect(rows.at(-1)).toBe(lastRow);
      // A page is what is seen at once.
      expect(rows[0]).toBeGreaterThan(5);
      expect(rows[1]).toBe(2 * rows[0]!);
      await page.keyboard.press("PageUp");
      expect(await place(page)).toBe(`${lastRow - rows[0]!} 0`);
    },
  );

  it("keeps the cell of the keyboard while the rest is scrolled away, and goes on from there", async () => {
    const { page } = await pages.open(sampleReport(LARGE));
    await page.locator("#matrix-view .cell[tabindex='0']").focus();
    await page.keyboard.press("ArrowDown");
    await page
      .locator("#matrix-view [role=grid]")
      .evaluate((grid) => ((grid as unknown as { scrollTop: number }).scrollTop = 32 * 10_000));
    await page.locator("#matrix-view .row[aria-rowindex='10003']").waitFor({ state: "attached" });
    expect(await place(page)).toBe("1 0");
    await page.keyboard.press("ArrowDown");
    expect(await place(page)).toBe("2 0");
    expect(await page.evaluate(CELL_IS_SEEN)).toBe(true);
  });

  it("opens a cell with Enter or Space, and comes back to it with Escape or the button", async () => {
    const { page } = await pages.open(sample);
    await page.locator("#matrix-view .cell[tabindex='0']").focus();
    await page.keyboard.press("ArrowDown");
    for (const [open, close] of [
      ["Enter", "Escape"],
      ["Space", "Escape"],
      ["Enter", "Tab Enter"],
    ] as const) {
      await page.keyboard.press(open);
      expect(await focusedId(page)).toBe("detail-heading");
      for (const key of close.split(" ")) await page.keyboard.press(key);
      expect(await page.locator("#detail").isVisible()).toBe(false);
      expect(await place(page)).toBe("1 0");
    }
  });

  it("opens a row of the list, comes back to it, and goes on with the rows that are added", async () => {
    const { page } = await pages.open(sampleReport(LARGE), { hash: "#filter=1&view=list" });
    const link = page.locator("#matrix-view .link").nth(3);
    const name = await link.textContent();
    await link.focus();
    await page.keyboard.press("Enter");
    expect(await focusedId(page)).toBe("detail-heading");
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.textContent")).toBe(name);
    await page.locator(".more-rows").focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.closest('tr').rowIndex")).toBe(51);
  });

  it("changes the view by arrows, and the filter by typing", async () => {
    const { page } = await pages.open(sample);
    await page.locator("input[name=view]:checked").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#matrix-view [role=grid]").getAttribute("aria-label")).toContain("for each account");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#matrix-view table").count()).toBe(1);
    await page.locator("#filter-person").focus();
    await page.keyboard.type("anna");
    expect(await page.locator("#shown").textContent()).not.toContain("41 of 67");
    await page.locator("#filter-reset").focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#filter-person").inputValue()).toBe("");
    expect(await page.locator("#shown").textContent()).toContain("41 of 67");
  });

  it("unfolds what is folded, goes from a finding to the matrix, and changes the theme", async () => {
    const { page } = await pages.open(sample);
    const people = page.locator("#findings details.people").first();
    await people.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await people.locator("li").first().isVisible()).toBe(true);
    await page.keyboard.press("Space");
    expect(await people.locator("li").first().isVisible()).toBe(false);

    await page.locator("#findings button[data-selection]").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#selected").isVisible()).toBe(true);
    expect(await focusedId(page)).toBe("filter-person");
    await page.locator("#selected-clear").focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#selected").isVisible()).toBe(false);
    expect(await focusedId(page)).toBe("filter-person");

    await page.locator("#theme").focus();
    await page.keyboard.press("Space");
    expect(await page.locator("#theme").getAttribute("aria-pressed")).toBe("true");
  });
});
