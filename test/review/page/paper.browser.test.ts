import type { Page } from "playwright-core";
import type { Report } from "../../../review";
import { LARGE, sampleReport } from "./sampleReport";
import { Pages } from "./openPage";

const pages = new Pages();

const sample = sampleReport();

async function print(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.locator("#printed table").waitFor();
}

/** The rows in which something changes, counted in the report alone. */
function changedRows({ access, rights }: Report): number {
  return access.filter(({ rights: list }) => rights[list]!.some(({ change }) => change !== "none")).length;
}

describe("the page of a review on paper", () => {
  it("has the verdict, findings, effects, who may do what, and completeness, and none of the controls", async () => {
    const { page } = await pages.open(sample, { colourScheme: "dark" });
    await print(page);
    const text = await page.locator("main").innerText();
    for (const part of ["Blocked", sample.headline, ...sample.completeness.remarks]) expect(text).toContain(part);
    for (const { id, sentence } of sample.findings) for (const part of [id, sentence]) expect(text).toContain(part);
    for (const { sentence } of sample.effects) expect(text).toContain(sentence);
    expect(text).toContain(`Filter: changed only: ${changedRows(sample)} of ${sample.access.length} rows`);
    expect(text).not.toContain("Left out");
    expect(await page.locator("#printed tbody tr").count()).toBe(changedRows(sample));
    for (const control of await page.locator("button, input, nav, .skip, .legend").all())
      expect(await control.isVisible()).toBe(false);
    // Nobody prints on black.
    expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
    expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(26, 31, 38)");
  });

  it("names the people of a finding, and is as before when it has been printed", async () => {
    const { page } = await pages.open(sample);
    const [finding] = sample.findings;
    const named = page.locator("#findings li.finding").first().locator("details.people li");
    expect(await named.first().isVisible()).toBe(false);
    await print(page);
    expect(await named.count()).toBe(finding!.people.length);
    for (const one of await named.all()) expect(await one.isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
    await page.locator("#printed:empty").waitFor({ state: "attached" });
    expect(await named.first().isVisible()).toBe(false);
    expect(await page.locator("#matrix-content").isVisible()).toBe(true);
  });

  it("has what the filter leaves, and says which that is", async () => {
    const { page } = await pages.open(sample);
    await page.locator("#filter-permission").fill("show_clients");
    await print(page);
    expect(await page.locator("#printed p").first().textContent()).toMatch(
      /^Filter: permission “show_clients”, changed only: 4 of 67 rows · 4 people · 1 permission · 4 gained\.$/,
    );
    expect(await page.locator("#printed tbody tr").count()).toBe(4);
  });

  it("has of many rows those that change, and counts what it leaves out", async () => {
    const large = sampleReport({ ...LARGE, accountsEach: 3 });
    const [changed, all] = [changedRows(large), large.access.length];
    expect(changed).toBeGreaterThan(400);
    const { page } = await pages.open(large);
    await page.locator("#filter-changed").uncheck();
    await print(page);
    expect(await page.locator("#printed .left-out").textContent()).toBe(
      `Omitted in print: ${all - changed} unchanged rows, and ${changed - 400} more changed rows.`,
    );
    expect(await page.locator("#printed tbody tr").count()).toBe(400);
    expect(
      await page.locator("#printed .chip:not(.mark-gained, .mark-maybe-gained, .mark-lost, .mark-unknown)").count(),
    ).toBe(0);
  });

  it("is a document of several pages", async () => {
    const { page } = await pages.open(sample);
    const document = (await page.pdf({ format: "A4" })).toString("latin1");
    expect(document.slice(0, 5)).toBe("%PDF-");
    expect(document.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(3);
    await page.locator("#printed:empty").waitFor({ state: "attached" });
  });
});
