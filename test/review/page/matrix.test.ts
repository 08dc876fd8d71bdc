import type { Page } from "playwright-core";
import { Report, type Report as ReportType } from "../../../review";
import { LARGE } from "../../../tools/bench/reviewPage";
import { sampleReport } from "../../../tools/bench/sampleReport";
import { Pages } from "./openPage";

jest.setTimeout(600_000);

const pages = new Pages();
afterAll(() => pages.close());

const sample = sampleReport();

/** How many rows and changes a filter leaves, worked out from the report alone. */
function expected(
  report: ReportType,
  keep: { person?: RegExp; account?: string; permission?: RegExp; changedOnly: boolean },
) {
  const people = new Map(report.people.map((person) => [person.key, person]));
  const rows = report.access.filter(({ person, scope, rights }) => {
    const { name, fullName } = people.get(person)!;
    if (keep.person !== undefined && !keep.person.test(`${name}\n${fullName}`)) return false;
    if (keep.account !== undefined && scope !== keep.account && scope !== "*") return false;
    return report.rights[rights]!.some(({ permission, change, before, after }) => {
      const { name: called, sentence, section, power } = report.permissions[permission]!;
      if (keep.permission !== undefined && !keep.permission.test([called, sentence, section, power].join("\n")))
        return false;
      return change !== "none" || (!keep.changedOnly && (before !== "no" || after !== "no"));
    });
  });
  return `${rows.length} of ${report.access.length} rows`;
}

const status = (page: Page) => page.locator("#shown").textContent();
const rowCount = (page: Page) => page.locator("#matrix-view [role=grid]").getAttribute("aria-rowcount").then(Number);

const choose = (page: Page, view: "permissions" | "accounts" | "list") =>
  page.locator(`input[name=view][value=${view}]`).check();

describe("the access matrix of a review's page", () => {
  it("is made from a report that is one", () => {
    expect(Report.parse(sample)).toEqual(sample);
    expect(Report.parse(sampleReport(LARGE)).people).toHaveLength(LARGE.people);
  });

  it("filters by person, account, permission and what changes, alone and together", async () => {
    const { page } = await pages.open(sample);
    expect(await status(page)).toContain(expected(sample, { changedOnly: true }));
    await page.locator("#filter-changed").uncheck();
    expect(await status(page)).toContain(expected(sample, { changedOnly: false }));

    const { name } = sample.people[10]!;
    await page.locator("#filter-person").fill(name.toUpperCase());
    expect(await status(page)).toContain(expected(sample, { person: new RegExp(name, "i"), changedOnly: false }));
    await page.locator("#filter-person").fill("");

    const account = sample.accounts[2]!;
    await page.locator("#filter-account").fill(account.name);
    expect(await status(page)).toContain(expected(sample, { account: account.key, changedOnly: false }));
    await page.locator("#filter-permission").fill("show_s3");
    const both = { account: account.key, permission: /show_s3/, changedOnly: false };
    expect(await status(page)).toContain(expected(sample, both));
    await page.locator("#filter-changed").check();
    expect(await status(page)).toContain(expected(sample, { ...both, changedOnly: true }));

    await page.locator("#filter-reset").click();
    expect(await status(page)).toContain(expected(sample, { changedOnly: true }));
    await page.locator("#filter-person").fill("nobody is called this");
    expect(await page.locator("#matrix-view").textContent()).toContain("Nothing that changes matches");
  });

  it("keeps the filter in its address, as text to look for and nothing else", async () => {
    const { page } = await pages.open(sample);
    const { name } = sample.people[7]!;
    await page.locator("#filter-changed").uncheck();
    await page.locator("#filter-person").fill(name);
    const hash = await page.evaluate<string>("location.hash");
    const again = await pages.open(sample, { hash });
    expect(await status(again.page)).toBe(await status(page));
    const hostile = await pages.open(sample, {
      hash: "#filter=1&person=%3Cimg%20src=x%20onerror=alert(1)%3E&about=99999999&view=%3Cb%3E",
    });
    expect(await hostile.page.locator("#matrix img, #matrix b").count()).toBe(0);
    expect(await hostile.page.locator("#filter-person").inputValue()).toContain("<img");
    expect(hostile.incidents).toEqual([]);
  });

  it("shows before, after and the way to a right when a cell is opened, in each of its three views", async () => {
    const { page } = await pages.open(sample);
    for (const view of ["permissions", "accounts"] as const) {
      await choose(page, view);
      await page.locator("#matrix-view .cell:has(.mark)").first().click();
      const detail = page.locator("#detail");
      await detail.waitFor({ state: "visible" });
      const text = await detail.textContent();
      expect(text).toMatch(/Before/);
      expect(text).toMatch(/After/);
      expect(text).toMatch(/profile/);
      await page.keyboard.press("Escape");
      expect(await detail.isVisible()).toBe(false);
    }
    await choose(page, "list");
    expect(await page.locator("#matrix-view table tbody tr").count()).toBeGreaterThan(5);
    const [first] = await page.locator("#matrix-view table tbody tr").allTextContents();
    expect(first).toMatch(/gained|lost/);
  });

  it("goes by the keyboard alone: to the matrix, through the grid, into a cell and back", async () => {
    const { page } = await pages.open(sample);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the findings");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#matrix");
    await page.locator("#matrix-view .cell[tabindex='0']").focus();
    const place = () =>
      page.evaluate<string>("`${document.activeElement.dataset.row} ${document.activeElement.dataset.column}`");
    expect(await place()).toBe("0 0");
    for (const [key, where] of [
      ["ArrowDown", "1 0"],
      ["ArrowRight", "1 1"],
      ["ArrowLeft", "1 0"],
      ["ArrowUp", "0 0"],
      ["ArrowUp", "0 0"],
    ] as const) {
      await page.keyboard.press(key);
      expect(await place()).toBe(where);
    }
    await page.keyboard.press("Control+End");
    const grid = page.locator("#matrix-view [role=grid]");
    const last = [(await rowCount(page)) - 3, Number(await grid.getAttribute("aria-colcount")) - 2].join(" ");
    expect(await place()).toBe(last);
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("detail-heading");
    await page.keyboard.press("Escape");
    expect(await place()).toBe("0 0");
  });

  it("reaches every control with Tab", async () => {
    const { page } = await pages.open(sample);
    const wanted = ["theme", "filter-person", "filter-account", "filter-permission", "filter-changed", "filter-reset"];
    const reached = new Set<string>();
    for (let presses = 0; presses < 200 && wanted.some((id) => !reached.has(id)); presses += 1) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate<string>("document.activeElement.id"));
    }
    expect(wanted.filter((id) => !reached.has(id))).toEqual([]);
  });

  it("tells a screen reader how large it is, what each cell says, and what a filter left", async () => {
    const { page } = await pages.open(sample);
    const grid = page.locator("#matrix-view [role=grid]");
    expect(await grid.getAttribute("aria-label")).toBeTruthy();
    expect(await page.locator("#matrix-view [role=rowheader]").count()).toBeGreaterThan(0);
    expect(await page.locator("#matrix-view [role=columnheader]").count()).toBeGreaterThan(0);
    const labels = await page
      .locator("#matrix-view .cell:has(.mark)")
      .evaluateAll((cells) => cells.map((cell) => (cell as unknown as { ariaLabel: string | null }).ariaLabel));
    expect(labels.every((label) => /gained|lost|told|has|unchanged/.test(label ?? ""))).toBe(true);
    expect(await page.locator("#shown").getAttribute("role")).toBe("status");
  });

  it("shows who asks for a finding's people just these, and all again", async () => {
    const { page } = await pages.open(sample);
    const before = await status(page);
    await page.locator("#findings button[data-selection]").first().click();
    expect(await page.locator("#selected").isVisible()).toBe(true);
    expect(await status(page)).not.toBe(before);
    await page.locator("#selected-clear").click();
    expect(await page.locator("#selected").isVisible()).toBe(false);
  });

  it("makes of 500 people and 200 accounts only what is seen, also after scrolling and filtering", async () => {
    const large = sampleReport(LARGE);
    const { page, incidents } = await pages.open(large);
    const made = () => page.locator("#matrix-view .row").count();
    await page.locator("#filter-changed").uncheck();
    expect(await rowCount(page)).toBeGreaterThan(1000);
    expect(await made()).toBeLessThan(60);
    const everything = await page.evaluate<number>("document.querySelectorAll('*').length");
    expect(everything).toBeLessThan(12_000);
    await choose(page, "accounts");
    expect(Number(await page.locator("#matrix-view [role=grid]").getAttribute("aria-colcount"))).toBeGreaterThan(
      LARGE.accounts,
    );
    expect(await page.locator("#matrix-view .cell").count()).toBeLessThan(4000);
    await page
      .locator("#matrix-view [role=grid]")
      .evaluate((grid) => ((grid as unknown as { scrollTop: number }).scrollTop = 9000));
    await page.locator("#matrix-view .row[aria-rowindex='282']").waitFor({ state: "attached" });
    expect(await made()).toBeLessThan(60);
    await page.locator("#filter-person").fill("an");
    expect(await made()).toBeLessThan(60);
    expect(incidents).toEqual([]);
  });

  it("says of an account that it is locked, will be, or will be opened", async () => {
    const [first, second, third] = sample.accounts;
    const locked = new Map([
      [first!.key, { before: "yes", after: "yes" }],
      [second!.key, { before: "no", after: "yes" }],
      [third!.key, { before: "yes", after: "no" }],
    ] as const);
    const report: ReportType = {
      ...sample,
      accounts: sample.accounts.map((account) => ({
        ...account,
        ...(locked.has(account.key) ? { locked: locked.get(account.key) } : {}),
      })),
    };
    const { page } = await pages.open(report);
    await page.locator("#filter-changed").uncheck();
    await choose(page, "accounts");
    // Of the account's own people, after the reseller's.
    await page.locator("#filter-person").fill(sample.people.find(({ account }) => account === second!.key)!.name);
    await page.locator("#matrix-view .cell:has(.mark)").last().click();
    expect(await page.locator("#detail").textContent()).toContain("will be locked: nobody can enter it");
    const text = await page.locator("#matrix-data").textContent();
    for (const words of ["locked: nobody can enter it", "will be unlocked"]) expect(text).toContain(words);
  });
});
