import type { Page } from "playwright-core";
import { Report, type Report as ReportType } from "../../../review";
import { LARGE, sampleReport } from "./sampleReport";
import { Pages } from "./openPage";

const pages = new Pages();

const sample = sampleReport();
const large = sampleReport(LARGE);

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
    expect(Report.parse(large).people).toHaveLength(LARGE.people);
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
    expect(await page.locator("#matrix-view").textContent()).toContain("No change matches");
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

  it("shows before, after and the way to a right when something is opened, in each of its three views", async () => {
    const { page } = await pages.open(sample);
    const person = sample.people.find(({ change, account }) => change === "lost" && account !== undefined)!;
    const place = sample.accounts.find(({ key }) => key === person.account)!;
    await page.locator("#filter-person").fill(person.name);
    await page.locator("#filter-account").fill(place.name);
    for (const [view, opening] of [
      ["permissions", "#matrix-view .cell:has(.mark-lost)"],
      ["accounts", "#matrix-view .cell:has(.mark-lost)"],
      ["list", "#matrix-view .link"],
    ] as const) {
      await choose(page, view);
      await page.locator(opening).click();
      const detail = page.locator("#detail");
      expect(await detail.locator("h3").textContent()).toBe(`${person.name} ${person.fullName}, ${place.name}`);
      expect(await detail.locator("caption").textContent()).toBe(place.name);
      expect(await detail.locator("thead th").allTextContents()).toEqual([
        "May",
        "Before",
        "After",
        "Effect",
        "Comes by",
      ]);
      const lost = detail.locator("tr.changes");
      expect(await lost.locator("th").textContent()).toBe("see the object storage panel show_s3_panel");
      expect((await lost.locator("td").allTextContents()).slice(0, 3)).toEqual(["yes", "no", "− lost"]);
      expect(await lost.locator(".chain li").allTextContents()).toEqual([
        `person ${person.name}`,
        "profile User",
        "permission show_s3_panel",
      ]);
      // What the person keeps is said below.
      expect(await detail.locator("tr.stays").count()).toBe(10);
      await page.keyboard.press("Escape");
      expect(await detail.isVisible()).toBe(false);
    }
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
    const { page, incidents } = await pages.open(large);
    const grid = page.locator("#matrix-view [role=grid]");
    const made = () => page.locator("#matrix-view .row").count();
    const everything = () => page.evaluate<number>("document.querySelectorAll('*').length");
    // 594 pixels hold at most 16 rows of 32 under the heads; 4 more at each edge, and the one that has the keyboard.
    const most = 16 + 2 * 4 + 2;
    const expectFew = async () => {
      expect(await made()).toBeGreaterThan(8);
      expect(await made()).toBeLessThanOrEqual(most);
      expect(await page.locator("#matrix-view .cell").count()).toBeLessThanOrEqual(most * 36);
      expect(await everything()).toBeLessThan(6_000);
    };
    await expectFew();
    await page.locator("#filter-changed").uncheck();
    expect(await rowCount(page)).toBe(large.access.length + 2);
    await expectFew();

    // To the end and to the middle, as with the mouse; the last row is there, and those between are not.
    await grid.evaluate((box) => ((box as unknown as { scrollTop: number }).scrollTop = 1e9));
    await page.locator(`#matrix-view .row[aria-rowindex='${large.access.length + 2}']`).waitFor({ state: "attached" });
    await expectFew();
    await page.keyboard.press("Tab");
    await grid.evaluate((box) => ((box as unknown as { scrollTop: number }).scrollTop = 32 * 50_000));
    await page.locator("#matrix-view .row[aria-rowindex='50003']").waitFor({ state: "attached" });
    await expectFew();

    await choose(page, "accounts");
    expect(await grid.getAttribute("aria-rowcount")).toBe(String(LARGE.people + 1));
    expect(await grid.getAttribute("aria-colcount")).toBe(String(LARGE.accounts + 2));
    await expectFew();
    await grid.evaluate((box) => ((box as unknown as { scrollLeft: number }).scrollLeft = 1e9));
    await page
      .locator(`#matrix-view .column-head[aria-colindex='${LARGE.accounts + 2}']`)
      .waitFor({ state: "attached" });
    await expectFew();

    await page.locator("#filter-person").fill("an");
    await expectFew();
    await choose(page, "list");
    expect(await page.locator("#matrix-view tbody tr").count()).toBe(50);
    // At most all 28 permissions in each row.
    expect(await everything()).toBeLessThan(2_000 + 50 * 28 * 4);
    await page.locator(".more-rows").click();
    expect(await page.locator("#matrix-view tbody tr").count()).toBe(100);
    expect(incidents).toEqual([]);
  });

  it("is as wide as its columns need, and says what it marks in words where there is room", async () => {
    const { page } = await pages.open(sample);
    const mark = page.locator("#matrix-view .cell .mark-lost").first();
    expect(await mark.textContent()).toBe("−");
    await page.locator("#filter-permission").fill("show_s3_panel");
    expect(await mark.textContent()).toBe("− lost");
    expect(await page.locator("#matrix-view .column-head .in-words").textContent()).toBe(
      "see the object storage panel",
    );
  });

  it("has the permissions of a section side by side, in whatever order the report has them", async () => {
    const turned = sample.permissions.map((permission, index) => ({ ...permission, section: `Section ${index % 3}` }));
    const { page } = await pages.open({ ...sample, permissions: turned });
    expect(await page.locator("#matrix-view .section-head").allTextContents()).toEqual([
      "Section 0",
      "Section 1",
      "Section 2",
    ]);
  });
});

describe("a locked account in the matrix", () => {
  const LOCKS = [
    ["locked", { before: "yes", after: "yes" }],
    ["will be locked", { before: "no", after: "yes" }],
    ["will be unlocked", { before: "yes", after: "no" }],
    ["perhaps locked", { before: "no", after: "maybe" }],
  ] as const;
  const report: ReportType = {
    ...sample,
    accounts: sample.accounts.map((account, index) => ({ ...account, declared: true, locked: LOCKS[index]?.[1] })),
  };
  /** The same with nobody's rights in the locked ones, as it is where they are locked before and after. */
  const emptied: ReportType = {
    ...report,
    access: report.access.filter(({ scope }) => !report.accounts.some(({ key, locked }) => key === scope && locked)),
  };

  it.each(LOCKS.map(([words], index) => [words, index] as const))("says that it is: %s", async (words, index) => {
    const { name, key } = report.accounts[index]!;
    const { page } = await pages.open(report);
    await page.locator("#filter-changed").uncheck();
    await page.locator("#filter-account").fill(name);
    const inside = report.people.find(({ account }) => account === key)!;
    const row = page.locator("#matrix-view .row", { hasText: inside.name }).first();
    expect(await row.locator(".note").textContent()).toBe(`${name} (${words})`);
    await row.locator(".cell:has(.mark)").first().click();
    expect(await page.locator("#detail caption").textContent()).toContain(`${name} (${words}`);
    await choose(page, "accounts");
    const head = page.getByRole("columnheader", { name: `${name} ${words}` });
    expect(await head.count()).toBe(1);
    await choose(page, "list");
    expect(
      await page.locator("#matrix-view tr", { hasText: inside.name }).locator(".where").first().textContent(),
    ).toBe(`in ${name} (${words})`);
  });

  it("is not open to whoever has rights everywhere, and is a column even where nobody has rights in it", async () => {
    const { page } = await pages.open(emptied);
    await page.locator("#filter-changed").uncheck();
    await choose(page, "accounts");
    const [everywhere] = emptied.access.filter(({ scope }) => scope === "*");
    const { name } = emptied.people.find(({ key }) => key === everywhere!.person)!;
    const cells = page.locator("#matrix-view .row", { hasText: name }).first().locator(".cell");
    expect(await cells.evaluateAll((all) => all.slice(0, 6).map((cell) => cell.getAttribute("aria-label")))).toEqual([
      "27 rights, unchanged",
      "locked: nobody can enter it",
      "will be locked: nobody can enter it",
      "by rights held everywhere, will be unlocked",
      "by rights held everywhere, perhaps locked",
      "by rights held everywhere",
    ]);
    // One that stays locked has not changed.
    await page.locator("#filter-changed").check();
    expect(await page.getByRole("columnheader", { name: /: nobody can enter it/ }).count()).toBe(1);
  });

  it("is explained by the legend only where there is one", async () => {
    expect(await (await pages.open(report)).page.locator(".legend").textContent()).toContain("account is locked");
    expect(await (await pages.open(sample)).page.locator(".legend").textContent()).not.toContain("locked");
  });
});
