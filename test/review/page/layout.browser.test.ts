import type { Page } from "playwright-core";
import type { Report } from "../../../review";
import { LARGE, sampleReport } from "./sampleReport";
import { oneDay } from "../outputs/reports";
import { OVERFLOW, Pages } from "./openPage";

const pages = new Pages();

const sample = sampleReport();

/** The same where one person gains one right: as small as a matrix is. */
function small(): Report {
  const [kept] = sample.access.filter(
    ({ person }) => sample.people.find(({ key }) => key === person)!.change === "lost",
  );
  return { ...sample, access: [kept!] };
}

const REALMS: Readonly<Record<string, Report>> = {
  small: small(),
  usual: sample,
  large: sampleReport(LARGE),
  "without people": oneDay(),
};

/** Heads whose text doesn't fit in them, in the document as it is. */
const CUT = `[...document.querySelectorAll(".column-head, .column-head .name, .in-words, .section-head, .corner, .row-head, .row-head bdi")]
  .filter((head) => head.getClientRects().length > 0)
  .filter((head) => head.scrollWidth > head.clientWidth || head.scrollHeight > head.clientHeight)
  .map((head) => head.className + " " + head.textContent)`;

/** How much of the matrix has nothing in it: below the rows, beside the columns, and beside the heads of columns. */
const EMPTY = `(() => {
  const grid = document.querySelector("[role=grid]");
  if (grid === null) return { below: 0, beside: 0, corner: 0 };
  const body = grid.querySelector(".grid-body");
  const corner = grid.querySelector(".head-row .corner").getBoundingClientRect();
  const top = grid.getBoundingClientRect().top;
  const title = grid.querySelector(".head-row .corner span").getBoundingClientRect();
  const legend = document.querySelector(".legend").getBoundingClientRect();
  const over = legend.height > 0 && legend.bottom <= corner.bottom && legend.top >= top ? legend.bottom : top;
  return {
    below: grid.clientHeight - grid.querySelector(".grid-head").offsetHeight - body.offsetHeight,
    beside: grid.clientWidth - body.offsetWidth,
    corner: title.top - over,
  };
})()`;

/** What lies over one another that shouldn't: the meaning of the marks, and the title of the heads of rows. */
const LEGEND_COVERS = `(() => {
  const title = document.querySelector(".head-row .corner span")?.getBoundingClientRect();
  const legend = document.querySelector(".legend").getBoundingClientRect();
  const corner = document.querySelector(".head-row .corner")?.getBoundingClientRect();
  if (title === undefined || legend.height === 0 || legend.bottom <= document.querySelector(".grid").getBoundingClientRect().top) return false;
  return legend.bottom > title.top || legend.right > corner.right;
})()`;

const BAR = `(() => {
  const boxes = [...document.querySelectorAll(".bar nav a, #theme, .bar strong")].map((one) => one.getBoundingClientRect());
  return { middles: boxes.map(({ top, bottom }) => Math.round((top + bottom) / 2)), right: Math.max(...boxes.map((box) => box.right)) };
})()`;

async function openViews(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  for (const view of ["permissions", "accounts", "list"]) {
    await page.locator(`input[name=view][value=${view}]`).check();
    await look(view);
  }
}

describe.each(Object.entries(REALMS))("the layout of a review's page, realm %s", (_name, report) => {
  it.each([390, 1280, 1920])("fits at %i pixels: no head is cut, nothing is large and empty", async (width) => {
    const { page } = await pages.open(report, { width });
    for (const changedOnly of [true, false]) {
      await page.locator("#filter-changed").setChecked(changedOnly);
      await openViews(page, async (view) => {
        const place = `${view}, changed only: ${changedOnly}`;
        expect([place, await page.evaluate(CUT)]).toEqual([place, []]);
        expect([place, await page.evaluate(LEGEND_COVERS)]).toEqual([place, false]);
        const { below, beside, corner } = await page.evaluate<Record<string, number>>(EMPTY);
        expect([place, below! <= 2, beside! <= 2, corner! <= 150]).toEqual([place, true, true, true]);
        expect([place, await page.evaluate(OVERFLOW)]).toEqual([place, 0]);
      });
    }
    const names = await page.locator(".bar nav a").allTextContents();
    expect(names.filter((name) => name.endsWith(" 0"))).toEqual([]);
    if (width < 1280) return;
    // The bar at the top is one line, to the end of its last link.
    const { middles, right } = await page.evaluate<{ middles: number[]; right: number }>(BAR);
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThanOrEqual(2);
    expect(right).toBeLessThan(width);
  });
});
